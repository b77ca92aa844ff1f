package relational

import (
	"fmt"
	"strings"

	"weir/operators"
	"weir/operators/expr"
)

// The sub-queries over tables that may stand in an expression. Each is a query of an expr.Subquery, whose Args are what the
// query takes from the row around it. Expressions of a sub-query are over its joined row: first the Args (column i is Args[i]),
// then the table's columns (column len(Args) + i is the table's column i). Outer is len(Args).
//
// A table is a reference table or, if the sub-query does more than filter one, an operators.Table with a query of its own:
//
//	x IN (SELECT k FROM T WHERE v > 3)             Table: T; Cond: v > 3; X: x = k
//	EXISTS (SELECT 1 FROM T WHERE T.k = s.k)       Table: T; Cond: s.k = T.k
//	(SELECT MAX(v) FROM T)                         Table: query {Of: the aggregate over T}; Value: its column
//
// As in a join, equalities of Cond choose rows by a hash index, and the other terms are computed for these. A row of the
// table for which they fail makes the sub-query fail, and with it the row around it. So a sub-query that does not mention the
// row around it is better an operators.Table with a query: what it cannot compute is reported once, and its good rows serve.
var (
	_ expr.Query = (*Exists)(nil)
	_ expr.Query = (*In)(nil)
	_ expr.Query = (*Scalar)(nil)
)

// Exists asks whether the table has a row for which Cond is true. It is never NULL.
type Exists struct {
	Table *operators.Table
	Cond  expr.Node // nil: any row
	Outer int
}

// In asks whether the table has, among the rows for which Cond is true, one that is equal to a value or row of values. It is
// NULL if there is none but, for want of a value, one may be: NOT IN is its NOT.
type In struct {
	Table *operators.Table
	Cond  expr.Node
	X     []*expr.Compare // Op "=": L over the Args, R over the table's columns; one for each value of the row
	Outer int
}

// Scalar is the value that Value has in the only row of the table for which Cond is true: NULL if there is none, a failure if
// there are several.
type Scalar struct {
	Table *operators.Table
	Cond  expr.Node
	Value expr.Node // over the joined row
	Outer int
}

// Text prints EXISTS (…).
func (q *Exists) Text(args []string) string {
	return "EXISTS (" + querySQL("*", q.Table, q.Cond, q.Outer, args) + ")"
}

// Text prints x IN (…).
func (q *In) Text(args []string) string {
	left, right := make([]string, len(q.X)), make([]string, len(q.X))
	for i, c := range q.X {
		left[i], right[i] = inSQL(c.L, q.Outer, args), inSQL(c.R, q.Outer, args)
	}
	x := strings.Join(left, ", ")
	if len(left) > 1 {
		x = "(" + x + ")"
	}
	return x + " IN (" + querySQL(strings.Join(right, ", "), q.Table, q.Cond, q.Outer, args) + ")"
}

// Text prints (SELECT …).
func (q *Scalar) Text(args []string) string {
	return "(" + querySQL(inSQL(q.Value, q.Outer, args), q.Table, q.Cond, q.Outer, args) + ")"
}

func querySQL(what string, t *operators.Table, cond expr.Node, outer int, args []string) string {
	text := fmt.Sprintf("SELECT %s FROM %q", what, t.Name)
	if cond != nil {
		text += " WHERE " + inSQL(cond, outer, args)
	}
	return text
}

// inSQL prints an expression over the joined row, with the text of the args in their places.
func inSQL(n expr.Node, outer int, args []string) string {
	return expr.Rewrite(n, func(n expr.Node) expr.Node {
		if c, ok := n.(*expr.Column); ok && c.Index < outer && c.Index < len(args) {
			return &expr.Column{Index: c.Index, Name: args[c.Index], T: c.T, NotNull: c.NotNull, Derived: true}
		}
		return nil
	}).String()
}
