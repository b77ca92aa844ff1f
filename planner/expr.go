package planner

import (
	"weir/operators/expr"
	"weir/sql"
	"weir/sql/types"
)

// exprs binds the expressions of one clause of a query block.
type exprs struct {
	*compiler
	scope   *scope
	clause  string    // how messages name it: WHERE, GROUP BY, …
	within  string    // the aggregate whose argument is bound
	group   *grouping // aggregates may stand here
	over    *overing  // analytic calls may stand here
	aliases []string  // of the select list, for hints
	inner   *subquery // the sub-query whose expressions are bound
}

// in returns a binder for another clause of the same block.
func (x *exprs) in(clause string) *exprs {
	y := *x
	y.clause = clause
	return &y
}

// selected binds an expression of the select list, over the group's result if there are groups.
func (x *exprs) selected(e sql.Expr) expr.Node { return x.overGroup(x.bind(e)) }

// quietly binds an expression and reports nothing.
func (x *exprs) quietly(e sql.Expr) expr.Node {
	y, c := *x, *x.compiler
	c.errs, c.warnings, y.compiler = nil, nil, &c
	return y.bind(e)
}

// bind binds an expression. The result is nil if it has a mistake, which has then been reported.
func (x *exprs) bind(e sql.Expr) expr.Node {
	switch e := e.(type) {
	case *sql.ColumnRef:
		return x.column(e)
	case *sql.Number, *sql.String, *sql.Bytes, *sql.Datetime, *sql.IntervalLit, *sql.Bool, *sql.NullLit:
		return x.literal(e)
	case *sql.Unary:
		return x.unary(e)
	case *sql.Binary:
		return x.binary(e)
	case *sql.Difference:
		return x.difference(e)
	case *sql.Between:
		return x.between(e)
	case *sql.Like:
		return x.like(e)
	case *sql.In:
		return x.inList(e)
	case *sql.Is:
		return x.is(e)
	case *sql.Case:
		return x.caseOf(e)
	case *sql.Cast:
		return x.cast(e)
	case *sql.Call:
		return x.call(e)
	case *sql.Period:
		return x.period(e)
	case *sql.Row:
		x.all(e.Items)
		x.fail(sql.TypeMismatch, e.Span, "rows stand only beside = <> IN and the predicates of periods", "a row is no single value")
	case *sql.Subquery:
		return x.scalarQuery(e)
	case *sql.Exists:
		return x.exists(e)
	}
	return nil
}

// all binds several expressions, so that each reports its mistakes. Not ok if one has any.
func (x *exprs) all(list []sql.Expr) ([]expr.Node, bool) {
	nodes, ok := make([]expr.Node, len(list)), true
	for i, e := range list {
		nodes[i] = x.bind(e)
		ok = ok && nodes[i] != nil
	}
	return nodes, ok
}

// condition binds what must be true or false.
func (x *exprs) condition(e sql.Expr) expr.Node {
	n := x.bind(e)
	if n == nil {
		return nil
	}
	switch n.Type().Kind {
	case types.Boolean:
		return n
	case types.Null:
		return convert(n, types.BooleanType)
	}
	hint := ""
	if n.Type().IsNumeric() {
		hint = "write " + x.source(e.Pos()) + " <> 0"
	} else if n.Type().IsCharacter() {
		hint = "compare it with something, or write CAST(" + x.source(e.Pos()) + " AS BOOLEAN)"
	}
	x.fail(sql.TypeMismatch, e.Pos(), hint, "a condition is needed here, this is %s", n.Type())
	return nil
}
