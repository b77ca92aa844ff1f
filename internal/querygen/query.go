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

// from makes what stands in FROM: a stream or a sub-query, joined with a reference table now and then.
func (g *gen) from(nest int) *relation {
	r := g.source(nest)
	if len(g.tables) > 0 && r.alias != "" && g.chance(45) {
		return g.join(r)
	}
	return r
}

// source is a stream, or a sub-query so many levels deep at most.
func (g *gen) source(nest int) *relation {
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
		return g.block(items, named, true, nest)
	}
	parts := make([]string, branches)
	for i := range items {
		items[i].timed = false
	}
	for i := range parts {
		parts[i] = g.block(items, named, false, nest)
	}
	return strings.Join(parts, " UNION ALL ")
}

// block writes one SELECT. Named: every item has its name. Alone: no UNION ALL stands around it.
func (g *gen) block(items []item, named, alone bool, nest int) string {
	rel := g.from(nest)
	q := &block{scope: g.scope(rel), promote: g.chance(10)}
	switch {
	case rel.where != "":
		q.where = " WHERE " + rel.where + pick(g, "", " AND "+g.expr(q.scope, truth, 1).sql)
	case g.chance(35):
		q.where = " WHERE " + g.expr(q.scope, truth, g.between(1, 3)).sql
	}
	switch n := g.IntN(100); {
	case n < 35:
		g.group(q)
	case n < 45:
		g.stagger(q)
	case n < 65:
		g.lookBack(q)
	}
	if alone && g.chance(12) {
		q.ordered = true
	}
	parts := make([]string, len(items))
	for i := range items {
		parts[i] = g.item(q, &items[i], named)
		if named || g.chance(10) {
			parts[i] += " AS " + g.identifier(items[i].name)
		}
	}
	distinct := ""
	if q.timed && g.chance(50) {
		distinct = "DISTINCT "
	}
	order := ""
	if q.ordered {
		order = g.order(q, items, named)
	}
	if q.promote {
		time := g.eventTime(q)
		at := g.IntN(len(parts) + 1)
		parts = append(parts[:at:at], append([]string{time + " AS ROWTIME"}, parts[at:]...)...)
		if q.ordered {
			order = g.timeSort(q, time)
		}
	}
	stream := pick(g, "STREAM ", "STREAM ", "STREAM ", "")
	return "SELECT " + stream + distinct + strings.Join(parts, ", ") + " FROM " + rel.sql + q.where + q.groupBy + q.windows + order
}

// block is a SELECT in the making.
type block struct {
	scope   *scope // what items may read
	keys    []value
	promote bool // an item becomes ROWTIME
	ordered bool
	timed   bool // an item goes one way with ROWTIME

	where, groupBy, windows string
}

// item writes one expression of a select list, and notes what became of it. What others read by name has the class that was
// asked for.
func (g *gen) item(q *block, it *item, named bool) string {
	sc := q.scope
	if it.blurred {
		return g.blurred(sc).sql
	}
	if it.timed && !q.promote && !q.ordered && (q.groupBy == "" || q.keys != nil) {
		v := g.timeItem(q, classOf(it.t), named)
		it.t = v.t
		q.timed = true
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

// timeItem makes an item that goes one way with ROWTIME; of a class, unless others read it by its name.
func (g *gen) timeItem(q *block, c class, named bool) value {
	for range 20 {
		v := value{}
		if q.keys != nil {
			v = q.keys[0]
		} else {
			v = g.timeKey(q.scope)
		}
		if named || classOf(v.t) == c {
			return v
		}
	}
	return value{"ROWTIME", types.TimestampType}
}

// blurred makes a number for a column that takes inexact ones.
func (g *gen) blurred(sc *scope) value {
	switch {
	case sc.rows != nil:
		return g.deviation(sc.rows)
	case len(sc.windows) > 0 && g.chance(50):
		return g.slidingDeviation(sc)
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
