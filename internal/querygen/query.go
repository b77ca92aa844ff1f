package querygen

import (
	"fmt"
	"strings"

	"weir/sql/types"
)

// item is a column that a query is to have. The query says which type it got.
type item struct {
	column
	timed bool // it is to go one way with ROWTIME
	typed bool // a branch has said its type
}

// from makes what stands in FROM: a stream, or a sub-query so many levels deep at most.
func (g *gen) from(nest int) *relation {
	if nest == 0 || g.chance(60) {
		return g.read()
	}
	items := make([]item, g.between(1, 4))
	for i := range items {
		items[i].name = fmt.Sprintf("%s%d", pick(g, "x", "X"), i)
		items[i].t = g.typeOf(pick(g, whole, whole, whole, decimal, float, text, text, truth, day, clock, instant, instant, span))
		items[i].timed = g.chance(15)
	}
	r := &relation{sql: "(" + g.query(items, true, nest-1) + ")", timed: make([]bool, len(items))}
	for i, it := range items {
		r.columns = append(r.columns, it.column)
		r.timed[i] = it.timed
	}
	if g.chance(75) {
		alias := g.name("q")
		r.sql += pick(g, " AS ", " ") + alias
		r.alias = strings.ToUpper(alias)
		if g.chance(15) {
			g.rename(r)
		}
	}
	return r
}

// rename gives the columns of a relation other names.
func (g *gen) rename(r *relation) {
	names := make([]string, len(r.columns))
	for i := range r.columns {
		r.columns[i].name = fmt.Sprintf("Y%d", i)
		names[i] = g.identifier(r.columns[i].name)
	}
	r.sql += "(" + strings.Join(names, ", ") + ")"
}

// query writes a query with these columns: a SELECT, or several joined by UNION ALL.
func (g *gen) query(items []item, named bool, nest int) string {
	branches := pick(g, 1, 1, 1, 1, 1, 1, 2, 3)
	if branches == 1 {
		return g.block(items, named, nest)
	}
	parts := make([]string, branches)
	for i := range items {
		items[i].timed = false
	}
	for i := range parts {
		parts[i] = g.block(items, named, nest)
	}
	return strings.Join(parts, " UNION ALL ")
}

// block writes one SELECT. Named: every item has its name.
func (g *gen) block(items []item, named bool, nest int) string {
	rel := g.from(nest)
	sc := g.scope(rel)
	var where, groupBy, having string
	if g.chance(35) {
		where = " WHERE " + g.expr(sc, truth, g.between(1, 3)).sql
	}
	promote := g.chance(10)
	var keys []value
	if g.chance(40) {
		keys = g.keys(sc)
		groupBy = " GROUP BY " + listed(keys)
		sc = g.groupScope(sc, keys)
		if g.chance(15) {
			having = " HAVING " + g.expr(sc, truth, g.between(1, 2)).sql
		}
	}
	parts := make([]string, len(items))
	for i := range items {
		parts[i] = g.item(sc, &items[i], keys, promote, named)
		if named || g.chance(10) {
			parts[i] += " AS " + g.identifier(items[i].name)
		}
	}
	if promote {
		at := g.IntN(len(parts) + 1)
		time := g.leaf(sc, instant)
		if g.chance(30) {
			time = g.expr(sc, instant, 1)
		}
		parts = append(parts[:at:at], append([]string{time.sql + " AS ROWTIME"}, parts[at:]...)...)
	}
	return "SELECT " + pick(g, "STREAM ", "STREAM ", "STREAM ", "") + strings.Join(parts, ", ") + " FROM " + rel.sql + where + groupBy + having
}

// item writes one expression of a select list. What others read by name has the class that was asked for.
func (g *gen) item(sc *scope, it *item, keys []value, promoted, named bool) string {
	switch {
	case it.blurred:
		return g.blurred(sc).sql
	case it.timed && !promoted && keys != nil:
		it.t = keys[0].t
		return keys[0].sql
	case it.timed && !promoted:
		v := g.timeKey(sc)
		it.t = v.t
		return v.sql
	}
	it.timed = false
	depth := pick(g, 0, 0, 0, 1, 1, 1, 2, 3)
	if !named {
		return g.expr(sc, g.family(classOf(it.t)), depth).sql
	}
	v := g.expr(sc, classOf(it.t), depth)
	if it.typed {
		v.t, _ = types.CommonType(it.t, v.t)
	}
	it.t, it.typed = v.t, true
	return v.sql
}

// blurred makes a number for a column that takes inexact ones.
func (g *gen) blurred(sc *scope) value {
	switch {
	case sc.rows != nil:
		return g.deviation(sc.rows)
	case len(sc.blurred) > 0:
		return pick(g, sc.blurred...)
	}
	return g.leaf(sc, float)
}

func listed(values []value) string {
	parts := make([]string, len(values))
	for i, v := range values {
		parts[i] = v.sql
	}
	return strings.Join(parts, ", ")
}
