package relational

import (
	"strings"

	"weir/internal/treeprint"
	"weir/operators"
	"weir/operators/expr"
	"weir/operators/functions"
	"weir/sql/types"
)

// Tumble is a streaming GROUP BY: a pane for each value of the time keys, a group in it for each combination of the other
// keys. Its columns are By, then Calls.
type Tumble struct {
	Input operators.Spec
	By    []expr.Node
	Time  []TimeKey // at least one
	Calls []functions.AggCall
	Cols  *types.Schema
}

// Inputs is the one input.
func (s *Tumble) Inputs() []operators.Spec { return []operators.Spec{s.Input} }

// Schema returns the keys' columns, then the calls'.
func (s *Tumble) Schema() *types.Schema { return s.Cols }

// Keys is nil: to scatter rows costs more than to fold them.
func (*Tumble) Keys() [][]int { return nil }

// Explain prints the keys and the calls, and what closes a window.
func (s *Tumble) Explain(n *treeprint.Node) {
	calls := make([]string, len(s.Calls))
	for i := range s.Calls {
		calls[i] = s.Calls[i].String()
	}
	n.Title = "tumble " + strings.Join(calls, ", ")
	timed := make(map[int]TimeKey, len(s.Time))
	for _, k := range s.Time {
		timed[k.Key] = k
	}
	var windows, groups []string
	for i, key := range s.By {
		if _, ok := timed[i]; ok {
			windows = append(windows, key.String())
		} else {
			groups = append(groups, key.String())
		}
	}
	n.Note("window: " + strings.Join(windows, ", "))
	if len(groups) > 0 {
		n.Note("group: " + strings.Join(groups, ", "))
	}
	for _, k := range s.Time {
		if k.Of == nil {
			n.Note("closed by data alone: " + s.By[k.Key].String())
		}
	}
}
