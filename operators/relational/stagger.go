package relational

import (
	"fmt"
	"strings"

	"weir/internal/treeprint"
	"weir/operators"
	"weir/operators/expr"
	"weir/operators/functions"
	"weir/sql/types"
)

// Stagger is WINDOWED BY STAGGER. A row whose keys have no open window opens one at its own ROWTIME; the window takes every
// row with these keys that comes less than Length later. A row exactly at the close opens the next one.
//
// Its columns are By, then Calls. A result's ROWTIME is the close of its window. Results come by close, those of one instant
// in the order in which their windows opened. At promise t every window with close <= t is out.
type Stagger struct {
	Input  operators.Spec
	By     []expr.Node // need not be monotonic; NULL is a key
	Length int64       // ms, at least 1
	Calls  []functions.AggCall
	Cols   *types.Schema
}

// Inputs is the one input.
func (s *Stagger) Inputs() []operators.Spec { return []operators.Spec{s.Input} }

// Schema returns the keys' columns, then the calls'.
func (s *Stagger) Schema() *types.Schema { return s.Cols }

// Keys is nil: to scatter rows costs more than to fold them.
func (*Stagger) Keys() [][]int { return nil }

// Explain prints the calls, the length and the keys.
func (s *Stagger) Explain(n *treeprint.Node) {
	calls := make([]string, len(s.Calls))
	for i := range s.Calls {
		calls[i] = s.Calls[i].String()
	}
	n.Title = "stagger " + strings.Join(calls, ", ")
	n.Note(fmt.Sprintf("window: %d ms from the first row of a group", s.Length))
	keys := make([]string, len(s.By))
	for i, key := range s.By {
		keys[i] = key.String()
	}
	n.Note("group: " + strings.Join(keys, ", "))
}
