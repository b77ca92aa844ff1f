// Package planner turns a parsed script into a plan: it resolves names against the catalog, gives every expression its type,
// decides what time means in each query, and builds the specs that the runtime opens. It reports every mistake of a script
// at once, each at its place and with a hint.
//
//	sql.Script ──bind──▶ operators.Plan of specs ──rules──▶ operators.Plan
//
// There is no second tree between the script and the specs. What the binder knows beyond a spec's schema (which columns are
// implicit, which follow ROWTIME and how) lives in a relation, beside its spec, while the script is compiled.
//
// Six ideas carry the package:
//
//	relation   a spec and what is known of its columns (relation.go)
//	scope      what names mean inside one query block (scope.go)
//	side       a part of FROM; a join makes one of two (join.go)
//	subquery   a query over a table inside of an expression, and what it takes from the row around it (subquery.go)
//	block      a query block before its last projection, so that an INSERT's conversions are fused into it (block.go)
//	timing     how an expression follows ROWTIME, which decides what may close a window (timing.go)
//
// An expression that cannot be bound is nil: its error has been reported, and whoever meets the nil says nothing.
// Start at plan.go, then statement.go, select.go and expr.go.
package planner
