package planner

import (
	"weir/operators/expr"
	"weir/operators/relational"
	"weir/sql"
)

// While a query block is bound its expressions hold nodes of our own, which know what the text said. settle takes them out.

// leaf is a column or ROWTIME where it stands in the text.
type leaf struct {
	expr.Node // *expr.Column or *expr.Rowtime
	span      sql.Span
	name      string // as the text has it
	qualified bool   // an alias stands before it
}

// declared is MONOTONIC(x): x, with a promise about it.
type declared struct{ expr.Node }

// String keeps MONOTONIC(x) apart from x.
func (d *declared) String() string { return "MONOTONIC(" + d.Node.String() + ")" }

// grouped is the value of an aggregate call, a column of the group's result.
type grouped struct{ expr.Node }

// settle returns a bound expression as specs hold it.
func settle(n expr.Node) expr.Node {
	return expr.Rewrite(n, func(n expr.Node) expr.Node {
		switch n := n.(type) {
		case *leaf:
			return n.Node
		case *grouped:
			return n.Node
		case *declared:
			return settle(n.Node)
		}
		return nil
	})
}

// bare returns what a node of our own stands for, and any other node itself.
func bare(n expr.Node) expr.Node {
	switch n := n.(type) {
	case *leaf:
		return n.Node
	case *grouped:
		return n.Node
	case *declared:
		return bare(n.Node)
	}
	return n
}

// mayBeNull reports whether an expression can be NULL. True is always safe.
func mayBeNull(n expr.Node) bool {
	switch n := bare(n).(type) {
	case *expr.Column:
		return !n.NotNull
	case *expr.Literal:
		return n.V.Null
	case *expr.Subquery:
		_, test := n.Query.(*relational.Exists)
		return !test
	case *expr.Rowtime, *expr.Clock, *expr.IsNull, *expr.IsTrue, *expr.NotNull:
		return false
	case *expr.Cast:
		return mayBeNull(n.X)
	case *expr.Arith:
		return mayBeNull(n.L) || mayBeNull(n.R)
	case *expr.Difference:
		return mayBeNull(n.L) || mayBeNull(n.R)
	default:
		return true
	}
}
