// Package runtime runs a plan. It has two layers.
//
// The graph is a pure function: no goroutine, no clock, no I/O. A step takes a Record (the time, at most one unit of each
// split, commands), pushes rows through the whole plan by direct calls, and then lets every node know how far time has come,
// sources first. Between two steps no row is inside a call, and there the graph can be cut and later restored.
//
//	split ─ timekeeper ─┐                                      ┌─ twins (LATE, ERRORS, error_stream)
//	split ─ timekeeper ─┴▶ sequencer ─▶ operators ─▶ stream ───┴─▶ Deliver(target, batch)
//
// The job stands around it: goroutines that read, a pool that decodes, one goroutine that steps, goroutines that write, and
// checkpoints.
//
// What always holds, and is checked while running:
//
//	R1  A promise never falls.
//	R2  What a node emits ascends in ROWTIME and keeps the node's promise.
//	R3  The order of a stream is a function of its rows: (ROWTIME, writer, position), never of batches, steps or timing.
//	R4  A step is a function of the state and its Record.
//
// Start at step.go, then sequencer.go and timekeeper.go; job.go for the layer around.
package runtime
