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

// Over computes analytic calls, f(x) OVER w: one output row for each row, at once. Its columns are those of the input, then
// one for each call, so that a Project above computes what is written around the calls, and ends the block.
//
// A row that carries a Failure (of WHERE), or of which a partition key or an argument of any call cannot be computed, is kept
// out of every window; it travels on with its first Failure and NULL in the columns of the calls. A row that only the result
// of a call, or an expression above, makes fail stays in the windows.
type Over struct {
	Input   operators.Spec
	Windows []Window
	Calls   []OverCall
	Cols    *types.Schema // the columns of Input, then the results of Calls
}

// Window is the rows that a call looks at: of those with equal keys, the ones in the frame. Two windows of one query with
// equal partitions share their keys, all windows share one log of rows.
type Window struct {
	Partition []expr.Node // none: all rows. NULL is a key
	Frame     functions.Frame
}

// OverCall is one call. Equal calls over equal windows should be one.
type OverCall struct {
	functions.WindowCall
	Window int    // place in Windows
	Item   uint16 // of the failures of its arguments, of its window's keys and of its result: 1 + place of the first select item that reads it
}

// Inputs is the one input.
func (s *Over) Inputs() []operators.Spec { return []operators.Spec{s.Input} }

// Schema returns the input's columns, then the calls'.
func (s *Over) Schema() *types.Schema { return s.Cols }

// Keys are the columns by which every window is partitioned; nil if two windows differ, or a key is computed.
func (s *Over) Keys() [][]int {
	var keys []int
	for i, w := range s.Windows {
		if i > 0 && !samePartition(w, s.Windows[0]) {
			return nil
		}
		for _, k := range w.Partition {
			c, ok := k.(*expr.Column)
			if !ok {
				return nil
			}
			if i == 0 {
				keys = append(keys, c.Index)
			}
		}
	}
	if keys == nil {
		return nil
	}
	return [][]int{keys}
}

func samePartition(a, b Window) bool {
	if len(a.Partition) != len(b.Partition) {
		return false
	}
	for i, k := range a.Partition {
		if !expr.Equal(k, b.Partition[i]) {
			return false
		}
	}
	return true
}

// String prints the window as SQL.
func (w Window) String() string {
	if len(w.Partition) == 0 {
		return w.Frame.String()
	}
	keys := make([]string, len(w.Partition))
	for i, k := range w.Partition {
		keys[i] = k.String()
	}
	return "PARTITION BY " + strings.Join(keys, ", ") + " " + w.Frame.String()
}

// forgets reports that a key whose rows have all left the window is no longer remembered.
func (w Window) forgets() bool { return !w.Frame.Rows && !w.Frame.Unbounded }

// Explain prints the calls, window by window, and which of them remember every key for ever.
func (s *Over) Explain(n *treeprint.Node) {
	all := make([]string, len(s.Calls))
	of := make([][]string, len(s.Windows))
	for i := range s.Calls {
		c := &s.Calls[i]
		all[i] = c.String()
		of[c.Window] = append(of[c.Window], all[i])
	}
	n.Title = "over " + strings.Join(all, ", ")
	for i, w := range s.Windows {
		line := "window: " + w.String()
		if len(s.Windows) > 1 {
			line += ": " + strings.Join(of[i], ", ")
		}
		n.Note(line)
	}
	for _, w := range s.Windows {
		if !w.forgets() && len(w.Partition) > 0 {
			n.Note(fmt.Sprintf("state: a frame of every key that ever came, for %s", w.Frame))
		}
	}
}
