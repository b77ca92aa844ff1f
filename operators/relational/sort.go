package relational

import (
	"strings"

	"weir/internal/treeprint"
	"weir/operators"
	"weir/sql/types"
)

// Sort is a streaming ORDER BY. Rows are kept while the first key, which is monotonic, does not change; then they leave,
// sorted by all keys. NULL is lower than every value, trailing blanks of a CHAR do not count, rows of equal keys stay in the
// order in which they came.
//
// Rows take the result time of the first key: the instant at which it changes, or the last one before it where it is
// Inclusive, or the ROWTIME of the row that changed it where only data can tell.
//
// Over a grouped query the rows keep their own ROWTIME. For that, Time is bare ROWTIME, &expr.Rowtime{} and Inclusive,
// whatever column the first key is; and Windowed is true unless a window is closed by data alone.
//
// The input ends its query block: a row with a Failure is reported and dropped. The columns are the input's; what is sorted
// by but not selected is dropped by a Project above.
type Sort struct {
	Input    operators.Spec
	By       []operators.SortKey // columns of Input
	Time     TimeKey             // the first key's; Of is a function of the ROWTIME of Input's rows
	Windowed bool                // rows of one instant come in one step, once time has reached it, and leave with it
}

// Inputs is the one input.
func (s *Sort) Inputs() []operators.Spec { return []operators.Spec{s.Input} }

// Schema is the input's.
func (s *Sort) Schema() *types.Schema { return s.Input.Schema() }

// Keys is nil: rows are sorted among all others.
func (*Sort) Keys() [][]int { return nil }

// Explain prints the keys and what releases the rows.
func (s *Sort) Explain(n *treeprint.Node) {
	keys := make([]string, len(s.By))
	for i, k := range s.By {
		keys[i] = s.Schema().Columns[k.Column].Name
		if k.Desc {
			keys[i] += " DESC"
		}
	}
	n.Title = "sort by " + strings.Join(keys, ", ")
	switch {
	case s.Windowed:
		n.Note("released with each window")
	case s.Time.Of == nil:
		n.Note("released by data alone: a change of " + s.Schema().Columns[s.By[0].Column].Name)
	default:
		n.Note("released by each change of " + s.Time.Of.String())
	}
}
