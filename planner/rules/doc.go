// Package rules changes a plan into one that gives the same rows, the same late rows and the same refused rows, and does less.
// A rule is a function over the plan, in a file of its own. Apply runs them in order.
//
// A rule may not move an expression that can fail, share it or drop it, nor put a filter behind it: which rows are in the
// stream of errors is part of a query's meaning.
package rules

import "weir/operators"

// Apply runs every rule on a plan.
func Apply(p *operators.Plan) {
	Merge(p)
	Prune(p)
}
