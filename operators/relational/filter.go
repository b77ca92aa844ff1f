package relational

import (
	"weir/internal/treeprint"
	"weir/operators"
	"weir/operators/expr"
	"weir/sql/types"
)

// Filter keeps the rows for which Cond is true; NULL counts as false. Rows with a Failure are kept.
type Filter struct {
	Input operators.Spec
	Cond  expr.Node
	Item  uint16 // of the failures of Cond: 0 for WHERE
}

// Inputs is the one input.
func (s *Filter) Inputs() []operators.Spec { return []operators.Spec{s.Input} }

// Schema is the input's.
func (s *Filter) Schema() *types.Schema { return s.Input.Schema() }

// Keys is nil: rows stand alone, there is nothing to gain from sharding.
func (*Filter) Keys() [][]int { return nil }

// Explain prints the condition.
func (s *Filter) Explain(n *treeprint.Node) { n.Title = "filter " + s.Cond.String() }
