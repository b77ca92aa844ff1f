package planner

import (
	"errors"
	"strings"

	"weir/operators/expr"
	"weir/operators/functions"
	"weir/sql"
	"weir/sql/types"
)

// call binds a function call: what the binder itself knows first, then aggregates, then the library.
func (x *exprs) call(e *sql.Call) expr.Node {
	name := e.Name.Name
	if e.Over != nil {
		return x.analytic(e)
	}
	if e.NoParens {
		return x.niladic(e)
	}
	switch name {
	case "COALESCE":
		return x.coalesce(e)
	case "NULLIF":
		return x.nullif(e)
	case "MONOTONIC":
		return x.monotonic(e)
	}
	if agg := functions.FindAggregate(name); agg != nil {
		return x.aggregate(e, agg)
	}
	if analyticOnly[name] {
		x.all(e.Args)
		x.fail(sql.MisplacedAggregate, e.Name.Span, "write "+name+"(…) OVER (…)", "%s works over a window", name)
		return nil
	}
	nodes, ok := x.all(e.Args)
	name = formName(e)
	switch {
	case functions.FindScalar(e.Name.Name) == nil:
		x.unknownFunction(e)
		return nil
	case functions.FindScalar(name) == nil:
		x.unsupported(e.Name.Span, "this form of "+e.Name.Name)
		return nil
	}
	if e.Distinct || e.Star {
		x.fail(sql.InvalidArgument, e.Name.Span, "only aggregates take * and DISTINCT", "%s is no aggregate", e.Name.Name)
		return nil
	}
	unit := types.NoUnit
	if e.Unit != "" {
		if unit, ok = x.unit(e, ok); !ok {
			return nil
		}
	}
	if !ok {
		return nil
	}
	return x.resolve(name, e.Name.Span, nodes, e.Args, unit)
}

// formName is the library's name of a call: forms with a keyword of their own have it in their name.
func formName(e *sql.Call) string {
	switch {
	case e.Trim != "" && e.Trim != "BOTH":
		return e.Name.Name + " " + e.Trim
	case e.Similar:
		return e.Name.Name + " SIMILAR"
	}
	return e.Name.Name
}

func (x *exprs) unit(e *sql.Call, ok bool) (types.Unit, bool) {
	u, known := types.UnitNamed(e.Unit)
	if !known {
		x.fail(sql.InvalidArgument, e.UnitPos, "the units are YEAR, MONTH, DAY, HOUR, MINUTE and SECOND", "there is no unit %s", e.Unit)
	}
	return u, ok && known
}

// niladic binds a function without parentheses. Those that name a user are columns that somebody forgot to quote.
func (x *exprs) niladic(e *sql.Call) expr.Node {
	if n, known := clockCall(e.Name.Name); known {
		return n
	}
	text := x.source(e.Name.Span)
	x.fail(sql.ReservedWord, e.Name.Span, `for a column write "`+text+`" (in double quotes)`, "%s is a reserved word, and there is no such function", text)
	return nil
}

// clockCall binds the functions without parentheses that read the clock. Only CURRENT_ROW_TIMESTAMP does so for each row.
func clockCall(name string) (expr.Node, bool) {
	start := &expr.Clock{Kind: expr.StartClock}
	switch name {
	case "CURRENT_TIMESTAMP", "LOCALTIMESTAMP":
		return start, true
	case "CURRENT_DATE":
		return &expr.Cast{X: start, T: types.DateType}, true
	case "CURRENT_TIME", "LOCALTIME":
		return &expr.Cast{X: start, T: types.TimeType}, true
	case "CURRENT_ROW_TIMESTAMP":
		return &expr.Clock{Kind: expr.StepClock}, true
	}
	return nil, false
}

// resolve chooses the overload of a function and converts the arguments.
func (x *exprs) resolve(name string, at sql.Span, nodes []expr.Node, places []sql.Expr, unit types.Unit) expr.Node {
	args := make([]types.Type, len(nodes))
	for i, n := range nodes {
		args[i] = n.Type()
	}
	b, err := functions.FindScalar(name).Resolve(args, unit)
	if err != nil {
		x.failCall(at, places, err)
		return nil
	}
	constants := make([]*types.Value, len(nodes))
	for i := range nodes {
		nodes[i] = convert(nodes[i], b.Params[i])
		constants[i] = constantValue(nodes[i])
	}
	if err := b.Constants(constants); err != nil {
		x.failCall(at, places, err)
		return nil
	}
	return &expr.Call{Name: name, Args: nodes, T: b.Result, Fn: b.Fn, Text: b.Text}
}

// constantValue computes an argument that is the same in every row; nil if it is not, or fails.
func constantValue(n expr.Node) *types.Value {
	v, ok, failed, err := expr.Constant(settle(n))
	if !ok || failed != nil || err != nil {
		return nil
	}
	return &v
}

// failCall reports what the library has against a call: at the argument, or at the name if it is their number.
func (x *exprs) failCall(at sql.Span, places []sql.Expr, err error) {
	code := sql.ArgumentCount
	var e *functions.CallError
	if errors.As(err, &e) && e.Arg >= 0 && e.Arg < len(places) {
		code, at = sql.InvalidArgument, places[e.Arg].Pos()
	}
	x.failText(code, at, err)
}

// monotonic binds MONOTONIC(x): the value of x, and the promise that it goes one way.
func (x *exprs) monotonic(e *sql.Call) expr.Node {
	nodes, ok := x.all(e.Args)
	switch {
	case !ok:
		return nil
	case len(nodes) != 1:
		x.fail(sql.ArgumentCount, e.Name.Span, "write MONOTONIC(x)", "MONOTONIC takes one argument")
		return nil
	}
	return &declared{nodes[0]}
}

// callTrend is the timing of a function call: that of its first argument, as the library says, while the others stay.
func callTrend(n *expr.Call, cols []column) timing {
	f := functions.FindScalar(n.Name)
	if f == nil || f.Order == functions.Unordered || len(n.Args) == 0 {
		return constantIfAll(n, cols)
	}
	t := trend(n.Args[0], cols)
	for _, a := range n.Args[1:] {
		if trend(a, cols).dir != constant {
			return timing{}
		}
	}
	switch f.Order {
	case functions.RoundsDown, functions.Prefixes:
		return t.floored()
	case functions.RoundsUp:
		return t.ceiled()
	}
	return t
}

// unknownFunction reports a name that the library does not have, with what other systems mean by it.
func (x *exprs) unknownFunction(e *sql.Call) {
	name := e.Name.Name
	hint, foreign := foreignFunctions[name]
	if !foreign {
		names := append(functions.ScalarNames(), "COALESCE", "NULLIF", "CAST", "MONOTONIC")
		for _, a := range functions.Aggregates() {
			names = append(names, a.Name)
		}
		if near := sql.Nearest(name, names); near != "" {
			hint = "did you mean " + near + "?"
		}
	}
	x.fail(sql.UnknownFunction, e.Name.Span, hint, "there is no function %s", strings.ToUpper(name))
}
