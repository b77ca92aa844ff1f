package relational

import (
	"weir/operators"
	"weir/operators/expr"
)

// Filter keeps the rows for which Cond is true; NULL counts as false. Rows with a Failure are kept.
type Filter struct {
	Input operators.Spec
	Cond  expr.Node
	Item  uint16 // of the failures of Cond: 0 for WHERE
}
