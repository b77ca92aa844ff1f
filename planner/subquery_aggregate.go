package planner

import (
	"fmt"
	"slices"

	"weir/operators"
	"weir/operators/expr"
	"weir/operators/relational"
	"weir/sql"
	"weir/sql/types"
)

// aggregates reports whether a select list of a sub-query calls an aggregate.
func (x *exprs) aggregates(list []sql.SelectItem) bool {
	y, g := *x, &grouping{}
	y.group = g
	for _, it := range list {
		if !it.Star {
			y.quietly(it.Expr)
		}
	}
	return len(g.calls) > 0
}

// plain binds a sub-query that does no more than filter a table.
func (x *exprs) plain(q sql.Query) *subquery {
	out := x.subquery(q)
	if out != nil && out.group != nil {
		x.unsupported(headOf(q), "an aggregate in a sub-query of IN or EXISTS")
		return nil
	}
	return out
}

// aggregateQuery binds (SELECT f(aggregates) FROM table). The aggregates are a table of their own, which is computed when the
// reference table changes; f is computed for each row, so that it sees what they are over no rows: NULL, or 0 for COUNT.
func (x *exprs) aggregateQuery(e *sql.Subquery, q *subquery) expr.Node {
	switch {
	case len(q.args) > 0:
		x.unsupported(e.Span, "an aggregate in a sub-query that reads the row around it")
		return nil
	case len(q.items) != 1:
		x.fail(sql.ColumnCount, headOf(e.Query), "select one", "a sub-query for one value yields %s", oneOrMany(len(q.items), "column"))
		return nil
	case !q.settled():
		x.unsupported(e.Span, "an aggregate in a sub-query that asks the clock or another table")
		return nil
	}
	table := x.queryTable(q)
	value := expr.Rewrite(q.items[0].node, func(n expr.Node) expr.Node {
		g, ok := n.(*grouped)
		if !ok {
			return nil
		}
		at := g.Node.(*expr.Column).Index
		var asked expr.Node = &expr.Subquery{Query: &relational.Scalar{Table: table, Value: g.Node}, T: g.Type()}
		if q.group.calls[at].Name == "COUNT" {
			none := &expr.Literal{V: types.Value{Type: g.Type()}}
			asked = &expr.Coalesce{Args: []expr.Node{asked, none}, T: g.Type()}
		}
		return asked
	})
	return value
}

// settled reports whether the aggregates change only when their table does.
func (q *subquery) settled() bool {
	reads := []expr.Node{}
	if q.cond != nil {
		reads = append(reads, q.cond)
	}
	for _, call := range q.group.calls {
		reads = append(reads, call.Args...)
	}
	same := true
	for _, n := range reads {
		expr.Walk(n, func(n expr.Node) bool {
			switch n.(type) {
			case *expr.Clock, *expr.Subquery:
				same = false
			}
			return same
		})
	}
	return same
}

// queryTable makes a table of the aggregates of a sub-query.
func (x *exprs) queryTable(q *subquery) *operators.Table {
	var from operators.Spec = q.table
	if q.cond != nil {
		from = &relational.Filter{Input: from, Cond: shifted(q.cond, -far)}
	}
	g := *q.group
	g.calls = slices.Clone(g.calls)
	for i := range g.calls {
		args := slices.Clone(g.calls[i].Args)
		for k := range args {
			args[k] = shifted(args[k], -far)
		}
		g.calls[i].Args = args
	}
	spec := g.spec(from)
	t := &operators.Table{Cols: spec.Schema(), Of: spec, Pump: x.pump}
	for t.Name == "" || x.cat.object(t.Name) != nil {
		x.queries++
		t.Name = fmt.Sprintf("query %d", x.queries)
	}
	x.tables = append(x.tables, t)
	return t
}
