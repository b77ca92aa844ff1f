// Package operators is the contract of everything that runs inside a job: what a batch of rows is, what an operator may do,
// and of what nodes a physical plan is made.
//
// A job is one goroutine that runs its graph in steps. In a step rows enter, run through the graph by direct calls of
// Process, and then Advance is called once on every node, sources first. Between two steps no row is inside a call.
//
// The rules that every operator obeys:
//
//	O1  Process emits row by row, in the order of its input, or not at all; Advance emits all else, ascending in ROWTIME.
//	O2  Advance returns the t that it was given, unless its doc says otherwise.
//	O3  Rows with ROWTIME < t are final on all ports.
//	O4  State is a function of the rows and the t's, never of how they were cut into batches or steps.
//	O5  No clock, no I/O, no goroutine, no lock, no map order: Env.Now and Env.Parallel only.
//	O6  Batches and their arrays never change. An operator copies what it keeps: values, not batches.
//
// Start at operator.go, then spec.go.
package operators
