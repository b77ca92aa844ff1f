package relational

import (
	"strings"

	"weir/internal/treeprint"
	"weir/operators"
	"weir/operators/expr"
	"weir/sql/types"
)

// Project computes the select list. It ends its query block: rows with failures are reported and dropped here.
type Project struct {
	Input operators.Spec
	Items []expr.Node
	Cols  *types.Schema // one column for each item
}

// Inputs is the one input.
func (s *Project) Inputs() []operators.Spec { return []operators.Spec{s.Input} }

// Schema returns the select list's columns.
func (s *Project) Schema() *types.Schema { return s.Cols }

// Keys is nil: rows stand alone, there is nothing to gain from sharding.
func (*Project) Keys() [][]int { return nil }

// Explain prints the select list.
func (s *Project) Explain(n *treeprint.Node) {
	items := make([]string, len(s.Items))
	for i, item := range s.Items {
		items[i] = item.String()
	}
	n.Title = "project " + strings.Join(items, ", ")
}
