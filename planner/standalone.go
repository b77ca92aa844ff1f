package planner

import (
	"weir/operators"
	"weir/planner/rules"
	"weir/sql"
)

// Result is the stream that a query which stands alone fills, and its output.
const Result = "result"

// CompileQuery plans a query that stands alone, without a stream that is declared for its rows: the plan's one output, Result,
// has the columns of the select list. Spans of the query, and of mistakes, are those of text.
func CompileQuery(text string, q sql.Query, cat Catalog, opts Options) (*operators.Plan, []Warning, sql.Errors) {
	c := &compiler{text: text, opts: opts, cat: newCatalog(cat)}
	b := c.query(q)
	for i := range b.items {
		if it := &b.items[i]; it.node != nil && it.node.Type().IsInterval() {
			c.fail(sql.InvalidType, it.span, "write CAST(… AS VARCHAR(30)), or TSDIFF for milliseconds", "an INTERVAL cannot be a column of the result")
		}
	}
	if len(c.errs) > 0 {
		return nil, c.warnings, inOrder(c.errs)
	}
	spec := b.close().spec
	stream := &operators.Stream{Name: Result, Cols: spec.Schema()}
	stream.Writers = []operators.Writer{{Pump: Result, From: spec}}
	plan := c.plan(cat)
	plan.Streams = append(plan.Streams, stream)
	plan.Outputs = []*operators.Destination{{Name: Result, From: stream, Target: Result}}
	if !opts.NoRules {
		rules.Apply(plan)
	}
	return plan, c.warnings, nil
}
