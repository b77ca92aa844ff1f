package planner

import (
	"slices"

	"weir/operators"
	"weir/operators/expr"
	"weir/operators/functions"
	"weir/operators/relational"
	"weir/sql"
	"weir/sql/types"
)

// overing is the analytic calls of a query block. Their results are columns behind those of FROM.
type overing struct {
	first   int // number of FROM's columns
	item    uint16
	windows []relational.Window
	calls   []relational.OverCall
	bound   map[*sql.Window]int // place in windows of each specification in the text; -1: it had a mistake
}

func newOvering(columns int) *overing {
	return &overing{first: columns, bound: map[*sql.Window]int{}}
}

// analytic binds f(x) OVER window.
func (x *exprs) analytic(e *sql.Call) expr.Node {
	if !x.mayAnalyze(e) {
		x.inside(e).all(e.Args)
		return nil
	}
	nodes, ok := x.inside(e).all(e.Args)
	w := x.windowOf(e.Over)
	f := functions.FindWindow(e.Name.Name)
	if f == nil {
		x.noWindowFunction(e)
		return nil
	}
	if !ok || w < 0 {
		return nil
	}
	for i := range nodes {
		nodes[i] = settle(nodes[i])
	}
	use := functions.Use{Star: e.Star, Distinct: e.Distinct, Nulls: e.Nulls, FromLast: e.FromLast, Frame: x.over.windows[w].Frame}
	o, err := f.Resolve(nodes, use)
	if err != nil {
		x.failCall(e.Name.Span, e.Args, err)
		return nil
	}
	call := relational.OverCall{WindowCall: functions.WindowCall{Name: f.Name, Use: use, WindowOverload: o}, Window: w, Item: x.over.item}
	for i, n := range nodes {
		call.Args = append(call.Args, settle(convert(n, o.Params[i])))
	}
	return x.over.call(call)
}

// mayAnalyze refuses an analytic call where there is no row to compute it for.
func (x *exprs) mayAnalyze(e *sql.Call) bool {
	name := e.Name.Name
	switch {
	case x.within != "":
		x.fail(sql.MisplacedAggregate, e.Name.Span, "compute the inner one in a sub-query: FROM (SELECT STREAM …)",
			"%s … OVER stands inside of %s", name, x.within)
	case x.group != nil:
		x.fail(sql.MisplacedAggregate, e.Name.Span, "group in a sub-query and look back over its rows outside: FROM (SELECT STREAM … GROUP BY …)",
			"%s … OVER cannot stand in a grouped query", name)
	case x.over == nil:
		x.fail(sql.MisplacedAggregate, e.Name.Span, "compute it in a sub-query and filter outside: FROM (SELECT STREAM …) WHERE …",
			"%s … OVER cannot stand in %s", name, x.clause)
	default:
		return true
	}
	return false
}

// noWindowFunction reports a name that cannot stand before OVER.
func (x *exprs) noWindowFunction(e *sql.Call) {
	name := e.Name.Name
	if functions.FindScalar(name) != nil {
		x.fail(sql.InvalidArgument, e.Name.Span, "leave OVER out", "%s works on single values, not over a window", name)
		return
	}
	x.unknownFunction(e)
}

// call returns the result of an analytic call, the same one for equal calls.
func (o *overing) call(call relational.OverCall) expr.Node {
	at := slices.IndexFunc(o.calls, func(c relational.OverCall) bool {
		return c.Window == call.Window && c.String() == call.String() && slices.EqualFunc(c.Args, call.Args, expr.Equal)
	})
	if at < 0 {
		at = len(o.calls)
		o.calls = append(o.calls, call)
	}
	return &expr.Column{Index: o.first + at, Name: o.name(at), T: o.calls[at].Result, Derived: true}
}

func (o *overing) name(at int) string {
	return o.calls[at].String() + " OVER (" + o.windows[o.calls[at].Window].String() + ")"
}

// spec makes the operator, if there is an analytic call.
func (o *overing) spec(input operators.Spec) operators.Spec {
	if len(o.calls) == 0 {
		return input
	}
	cols := slices.Clone(input.Schema().Columns)
	for i, c := range o.calls {
		cols = append(cols, types.Column{Name: o.name(i), Type: c.Result})
	}
	return &relational.Over{Input: input, Windows: o.windows, Calls: o.calls, Cols: types.NewSchema(cols...)}
}

// columns are the results of the calls. None follows ROWTIME.
func (o *overing) columns() []column {
	cols := make([]column, len(o.calls))
	for i, c := range o.calls {
		cols[i].Column = types.Column{Name: o.name(i), Type: c.Result}
	}
	return cols
}
