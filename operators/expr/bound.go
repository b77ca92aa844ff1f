package expr

import (
	"weir/operators"
	"weir/operators/vec"
	"weir/sql/types"
)

// Bound is a compiled expression. It is used by one goroutine.
type Bound struct {
	Type    types.Type
	CanFail bool // rules may move a filter past it, prune it or share it only if false
	// Eval computes the column over the rows of in.Sel; other rows are unspecified. The column is valid until the next Eval.
	Eval func(in *Input) vec.Column

	source int          // 1 + the input column that this expression is; 0 if it computes anything
	value  *types.Value // of a constant
}

// Input is what an expression is evaluated over.
type Input struct {
	Batch    operators.Batch
	Sel      []int32 // the rows that are needed, ascending; nil: all
	Now      operators.Time
	Start    operators.Time // the time of the job's first step
	Tables   func(name string) operators.Lookup
	Item     uint16 // of the failures that evaluation adds; see operators.Failure
	Failures []operators.Failure
}

// Fail notes that a row cannot be computed. The column's value there must be NULL.
func (in *Input) Fail(row int32, code types.Code, detail string) {
	in.Failures = append(in.Failures, operators.Failure{Row: row, Item: in.Item, Code: code, Detail: detail})
}

// Function is one overload of a scalar function as the lifters make it (Unary, BinaryErr, …).
type Function struct {
	CanFail bool
	// Bind makes the kernel of one call. It is called once for each call in a plan; the kernel owns its scratch.
	Bind func(args []types.Type, result types.Type) Kernel
}

// Kernel computes a call over its argument columns, for the rows of in.Sel.
type Kernel func(in *Input, args []vec.Column) vec.Column
