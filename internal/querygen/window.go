package querygen

import (
	"fmt"

	"weir/sql/types"
)

// timeKey makes an expression that goes one way with ROWTIME.
func (g *gen) timeKey(sc *scope) value {
	if len(sc.timed) > 0 && g.chance(50) {
		return pick(g, sc.timed...)
	}
	r, t := sc.rowtime, types.TimestampType
	switch g.IntN(16) {
	case 0, 1, 2:
		return call(t, "FLOOR(%s TO %s)", r, g.unit())
	case 3, 4, 5:
		return call(t, "STEP(%s BY INTERVAL '%d' %s)", r, g.between(1, 30), pick(g, types.Second, types.Second, types.Minute, types.Hour))
	case 6:
		return call(t, "CEIL(%s TO %s)", r, g.unit())
	case 7:
		return call(types.IntervalType(types.Second, types.Second), "FLOOR((%s - TIMESTAMP '1970-01-01 00:00:00') SECOND / %d TO SECOND)", r, g.between(1, 30))
	case 8:
		return value{r, t}
	case 9:
		return call(types.BigIntType, "(UNIX_TIMESTAMP(%s) / %d)", r, pick(g, 1000, 5000, 60000))
	case 10:
		return call(types.BigIntType, "STEP(UNIX_TIMESTAMP(%s) BY %d)", r, pick(g, 1000, 5000, 60000))
	case 11:
		return call(types.DateType, "CAST(%s AS DATE)", r)
	case 12:
		return call(t, "(FLOOR(%s TO %s) %s INTERVAL '1' %s)", r, g.unit(), pick(g, "+", "-"), pick(g, types.Day, types.Hour, types.Minute))
	case 13:
		return call(t, "FLOOR((%s %s INTERVAL '%d' SECOND) TO MINUTE)", r, pick(g, "+", "-"), g.between(1, 70))
	case 14:
		return call(types.BigIntType, "(- UNIX_TIMESTAMP(STEP(%s BY INTERVAL '%d' SECOND)))", r, g.between(1, 30))
	}
	if len(sc.varying) == 0 {
		return value{r, t}
	}
	v := pick(g, sc.varying...)
	return call(v.t, "MONOTONIC(%s)", v.sql)
}

// keys makes a GROUP BY: one key that follows ROWTIME stands first in the list, wherever it is written.
func (g *gen) keys(sc *scope) []value {
	keys := []value{g.timeKey(sc)}
	rest := *sc
	rest.rowtime = "" // only one key may be written on ROWTIME
	for range pick(g, 0, 0, 1, 1, 1, 2) {
		if len(rest.values) == 0 {
			break
		}
		v := pick(g, rest.values...)
		if g.chance(25) {
			v = g.expr(&rest, g.anyClass(), 1)
		}
		keys = append(keys, v)
	}
	return keys
}

// group makes a GROUP BY of a block.
func (g *gen) group(q *block) {
	q.keys = g.keys(q.scope)
	shuffled := append([]value{}, q.keys...)
	g.Shuffle(len(shuffled), func(i, k int) { shuffled[i], shuffled[k] = shuffled[k], shuffled[i] })
	q.groupBy = " GROUP BY " + listed(shuffled)
	g.overGroups(q, q.keys)
}

// stagger makes a WINDOWED BY STAGGER of a block.
func (g *gen) stagger(q *block) {
	rest := *q.scope
	rest.rowtime = ""
	keys := []value{g.expr(&rest, g.anyClass(), pick(g, 0, 0, 1))}
	if g.chance(40) {
		keys = append(keys, call(types.TimestampType, "FLOOR(%s TO %s)", g.leaf(q.scope, instant).sql, g.unit()))
	}
	q.groupBy = fmt.Sprintf(" WINDOWED BY STAGGER (PARTITION BY %s RANGE INTERVAL '%d' %s)", listed(keys), g.between(1, 20), pick(g, "SECOND", "SECOND", "MINUTE"))
	g.overGroups(q, keys)
}

// overGroups lets a block read what groups have: their keys, aggregates over their rows, and the result's ROWTIME.
func (g *gen) overGroups(q *block, keys []value) {
	q.scope = &scope{values: keys, rowtime: "ROWTIME", rows: q.scope}
	if g.chance(15) {
		q.groupBy += " HAVING " + g.expr(q.scope, truth, g.between(1, 2)).sql
	}
}

// aggregate makes an aggregate of a class over rows.
func (g *gen) aggregate(rows *scope, c class) value {
	x := g.expr(rows, c, pick(g, 0, 0, 0, 1, 2))
	switch {
	case c == truth && g.chance(60):
		return call(x.t, "%s(%s)", pick(g, "ANY", "EVERY"), x.sql)
	case c == whole && g.chance(30):
		return g.count(rows, x)
	case c <= float && g.chance(60):
		f, distinct := pick(g, "SUM", "SUM", "AVG"), pick(g, "", "", "", "DISTINCT ", "ALL ")
		return call(resultOf(f, x.t), "%s(%s%s)", f, distinct, x.sql)
	}
	return call(x.t, "%s(%s)", pick(g, "MIN", "MAX", "MIN", "MAX", "FIRST_VALUE", "LAST_VALUE"), x.sql)
}

func (g *gen) count(rows *scope, x value) value {
	switch g.IntN(4) {
	case 0:
		return call(types.BigIntType, "COUNT(%s)", x.sql)
	case 1:
		return call(types.BigIntType, "COUNT(%s, %s)", x.sql, g.expr(rows, g.anyClass(), 0).sql)
	default:
		return value{"COUNT(*)", types.BigIntType}
	}
}

// resultOf is the type of a sum or a mean.
func resultOf(f string, t types.Type) types.Type {
	switch {
	case t.IsInteger() && f == "SUM":
		return types.BigIntType
	case t.Kind == types.Decimal:
		return types.DecimalType(types.MaxPrecision, t.Scale)
	case t.IsApproximate() && f == "AVG":
		return types.DoubleType
	}
	return t
}

// deviation makes a variance or a deviation, of numbers that are not much larger than their distances.
func (g *gen) deviation(rows *scope) value {
	if len(rows.blurred) > 0 && g.chance(30) {
		return call(types.DoubleType, "%s(%s)", pick(g, "MIN", "MAX", "FIRST_VALUE", "LAST_VALUE"), pick(g, rows.blurred...).sql)
	}
	x := call(types.BigIntType, "MOD(%s, 1000)", g.leaf(rows, whole).sql)
	if g.chance(50) {
		x = call(types.DecimalType(6, 2), "CAST(%s AS DECIMAL(6,2))", g.number(rows, 1).sql)
	}
	f := pick(g, "VAR_POP", "VAR_SAMP", "VARIANCE", "STDDEV_POP", "STDDEV_SAMP", "STDDEV")
	return call(types.DoubleType, "%s(%s%s)", f, pick(g, "", "", "DISTINCT "), x.sql)
}
