// Package expr holds bound expressions (names resolved, types known, conversions explicit) and compiles them to closures
// over columns.
//
//	Node ──Compile──▶ Bound{Type, CanFail, Eval(*Input) vec.Column}
//
// A row that an expression cannot compute yields NULL and one Failure in the Input; nothing later removes it. AND, OR, CASE,
// COALESCE and IN evaluate what stands further right only over the rows that need it.
//
// Every expression owns the memory of its result and fills it again for each batch. Constant parts are computed once.
// Arithmetic and comparisons have loops of their own; every other function is a plain Go function of one row that a lifter
// turns into a Kernel over columns.
// Start at node.go (what there is), then bound.go (how it runs), compile.go, and lift.go (how to write a function).
package expr
