package relational

import (
	"weir/operators"
	"weir/operators/expr"
	"weir/operators/functions"
	"weir/sql/types"
)

// Tumble is a streaming GROUP BY: a pane for each value of the time keys, a group in it for each combination of the other
// keys. Its columns are Keys, then Calls.
type Tumble struct {
	Input operators.Spec
	Keys  []expr.Node
	Time  []TimeKey // at least one
	Calls []functions.AggCall
	Cols  *types.Schema
}

// TimeKey says that a key is monotonic. Any change of a time key finishes the pane.
//
// Of is the key as an expression over nothing but ROWTIME, so that the least ROWTIME at which the key has changed (Ends) can
// be found by search; nil where only data can tell (MONOTONIC(x)). Inclusive: the key's value includes its last instant
// (CEIL, bare ROWTIME), so results carry Ends - 1 ms.
type TimeKey struct {
	Key       int // place in Keys
	Of        expr.Node
	Inclusive bool
}
