package relational

import (
	"strings"

	"weir/internal/treeprint"
	"weir/operators"
	"weir/sql/types"
)

// Distinct is SELECT DISTINCT on a stream. A row leaves at once, with its own ROWTIME, unless a row with equal values has come
// since a time key last changed. NULL equals NULL; trailing blanks of a CHAR do not count.
//
// Items that are bare ROWTIME are not compared, and are time keys only where no other item is monotonic: then only rows of
// equal ROWTIME meet.
//
// The input ends its query block: a row with a Failure is reported and dropped.
type Distinct struct {
	Input   operators.Spec
	Compare []int     // columns of Input; the time keys' may be among them or not
	Time    []TimeKey // at least one; Key is a column of Input
}

// Inputs is the one input.
func (s *Distinct) Inputs() []operators.Spec { return []operators.Spec{s.Input} }

// Schema is the input's.
func (s *Distinct) Schema() *types.Schema { return s.Input.Schema() }

// Keys is nil: a change of a time key concerns all rows.
func (*Distinct) Keys() [][]int { return nil }

// Explain prints the columns that are compared, and what ends the comparison.
func (s *Distinct) Explain(n *treeprint.Node) {
	name := func(col int) string { return s.Schema().Columns[col].Name }
	cols := make([]string, len(s.Compare))
	for i, col := range s.Compare {
		cols[i] = name(col)
	}
	n.Title = "distinct " + strings.Join(cols, ", ")
	for _, k := range s.Time {
		if k.Of == nil {
			n.Note("forgotten by data alone: a change of " + name(k.Key))
		} else {
			n.Note("forgotten by each change of " + k.Of.String())
		}
	}
}
