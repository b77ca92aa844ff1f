package querygen

import (
	"fmt"
	"strings"

	"weir/sql/types"
)

// lookBack lets a block look back over windows: some have a name in a WINDOW clause.
func (g *gen) lookBack(q *block) {
	rows := *q.scope
	q.scope = &rows
	var named []string
	for range pick(g, 1, 1, 2, 3) {
		body := g.window(rows.plain())
		if g.chance(50) {
			rows.windows = append(rows.windows, "("+body+")")
			continue
		}
		name := g.name("w")
		named = append(named, name+" AS ("+body+")")
		rows.windows = append(rows.windows, name)
	}
	if named != nil {
		q.windows = " WINDOW " + strings.Join(named, ", ")
	}
}

// window writes the body of a window.
func (g *gen) window(sc *scope) string {
	var parts []string
	if keys := pick(g, 0, 1, 1, 2); keys > 0 {
		list := make([]string, keys)
		for i := range list {
			list[i] = g.expr(sc, g.anyClass(), pick(g, 0, 0, 0, 1)).sql
		}
		parts = append(parts, "PARTITION BY "+strings.Join(list, ", "))
	}
	length := fmt.Sprintf("INTERVAL '%d' %s", g.between(0, 15), pick(g, "SECOND", "SECOND", "SECOND", "MINUTE", "HOUR"))
	parts = append(parts, pick(g,
		"RANGE "+length+" PRECEDING", "RANGE "+length+" PRECEDING", "RANGE "+length+" PRECEDING",
		"RANGE BETWEEN "+length+" PRECEDING AND CURRENT ROW", "RANGE CURRENT ROW", "RANGE UNBOUNDED PRECEDING",
		fmt.Sprintf("ROWS %d PRECEDING", g.between(0, 5)), fmt.Sprintf("ROWS %d PRECEDING", g.between(0, 5)), "ROWS CURRENT ROW", "ROWS UNBOUNDED PRECEDING", ""))
	return strings.TrimSpace(strings.Join(parts, " "))
}

// plain is the scope of the arguments of an analytic call.
func (sc *scope) plain() *scope {
	inner := *sc
	inner.windows = nil
	return &inner
}

// analytic makes a call over a window.
func (g *gen) analytic(sc *scope, c class) value {
	rows, over := sc.plain(), " OVER "+pick(g, sc.windows...)
	x := g.expr(rows, c, pick(g, 0, 0, 0, 1, 2))
	nulls := pick(g, "", "", " IGNORE NULLS", " RESPECT NULLS")
	switch {
	case c == truth && g.chance(30):
		return call(x.t, "%s(%s)%s", pick(g, "ANY", "EVERY"), x.sql, over)
	case c == whole && g.chance(25):
		v := g.count(rows, x)
		return value{v.sql + over, v.t}
	case c <= float && g.chance(45):
		f, distinct := pick(g, "SUM", "SUM", "AVG"), pick(g, "", "", "", "DISTINCT ")
		return call(resultOf(f, x.t), "%s(%s%s)%s", f, distinct, x.sql, over)
	case g.chance(35):
		return call(x.t, "%s(%s)%s", pick(g, "MIN", "MAX"), x.sql, over)
	case g.chance(35):
		return call(x.t, "%s(%s)%s%s", pick(g, "FIRST_VALUE", "LAST_VALUE"), x.sql, nulls, over)
	case g.chance(40):
		return call(x.t, "NTH_VALUE(%s, %d)%s%s%s", x.sql, g.between(1, 4), pick(g, "", " FROM FIRST", " FROM LAST"), nulls, over)
	case g.chance(30):
		other := g.expr(rows, c, 0)
		t, _ := types.CommonType(x.t, other.t)
		return call(t, "LAG(%s, %d, %s)%s%s", x.sql, g.between(0, 3), other.sql, nulls, over)
	}
	return call(x.t, "LAG(%s%s)%s%s", x.sql, pick(g, "", ", 1", ", 2"), nulls, over)
}

// slidingDeviation makes a number over a window that may be right to some digits only.
func (g *gen) slidingDeviation(sc *scope) value {
	rows, over := sc.plain(), " OVER "+pick(g, sc.windows...)
	if len(rows.blurred) > 0 && g.chance(30) {
		return call(types.DoubleType, "%s(%s)%s", pick(g, "MIN", "MAX", "LAG", "LAST_VALUE"), pick(g, rows.blurred...).sql, over)
	}
	return value{g.deviation(&scope{values: rows.values, rowtime: rows.rowtime}).sql + over, types.DoubleType}
}
