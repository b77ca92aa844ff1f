// Package expr holds bound expressions (names resolved, types known, conversions explicit) and compiles them to closures
// over columns.
//
//	Node ──Compile──▶ Bound{Type, CanFail, Eval(*Input) vec.Column}
//
// A row that an expression cannot compute yields NULL and one Failure in the Input; nothing later removes it. AND, OR, CASE,
// COALESCE and NULLIF evaluate their right sides only over the rows that need them.
// Start at node.go (what there is), then bound.go (how it runs).
package expr
