package planner

import (
	"weir/operators/expr"
	"weir/operators/functions"
	"weir/sql"
	"weir/sql/types"
)

// analyticOnly are the functions that need OVER.
var analyticOnly = map[string]bool{"LAG": true, "NTH_VALUE": true, "EXP_AVG": true}

// aggregate binds a call of an aggregate: its arguments over the rows, its result as a column of the group's result.
func (x *exprs) aggregate(e *sql.Call, agg *functions.Aggregate) expr.Node {
	if !x.mayAggregate(e) {
		x.inside(e).all(e.Args)
		return nil
	}
	if e.Nulls == "IGNORE" {
		x.unsupported(e.Name.Span, e.Name.Name+" … IGNORE NULLS without OVER")
		return nil
	}
	nodes, ok := x.inside(e).all(e.Args)
	if !ok {
		return nil
	}
	args := make([]types.Type, len(nodes))
	for i, n := range nodes {
		args[i] = n.Type()
	}
	o, err := agg.Resolve(args, e.Star, e.Distinct)
	if err != nil && (e.Star || e.Distinct) {
		x.failText(sql.InvalidArgument, e.Name.Span, err)
		return nil
	}
	if err != nil {
		x.failCall(e.Name.Span, e.Args, err)
		return nil
	}
	call := functions.AggCall{Name: agg.Name, Distinct: e.Distinct, T: o.Result, New: o.New}
	for i, n := range nodes {
		call.Args = append(call.Args, settle(convert(n, o.Params[i])))
	}
	return x.group.call(call)
}

// inside binds the argument of an aggregate.
func (x *exprs) inside(e *sql.Call) *exprs {
	y := *x
	y.within, y.group, y.over = e.Name.Name, nil, nil
	return &y
}

// mayAggregate refuses an aggregate where there is no group.
func (x *exprs) mayAggregate(e *sql.Call) bool {
	name := e.Name.Name
	switch {
	case x.within != "":
		x.fail(sql.MisplacedAggregate, e.Name.Span, "compute the inner one in a sub-query: FROM (SELECT STREAM …)",
			"%s stands inside of %s; aggregates cannot be nested", name, x.within)
	case x.group != nil:
		return true
	case x.clause == "WHERE":
		x.fail(sql.MisplacedAggregate, e.Name.Span, "put the condition on groups into HAVING", "%s cannot stand in WHERE, which looks at single rows", name)
	case x.clause == "the select list":
		x.fail(sql.MisplacedAggregate, e.Name.Span, "add "+x.groupByTime()+", or a window: "+x.source(e.Span)+" OVER (RANGE INTERVAL '60' SECOND PRECEDING)",
			"%s needs a GROUP BY", name)
	default:
		x.fail(sql.MisplacedAggregate, e.Name.Span, "", "%s cannot stand in %s", name, x.clause)
	}
	return false
}
