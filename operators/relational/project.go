package relational

import (
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
