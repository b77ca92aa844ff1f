package expr

import (
	"errors"

	"weir/operators"
	"weir/operators/vec"
	"weir/sql/types"
)

// RowError rejects the row for which a function returns it.
type RowError struct {
	Code   types.Code
	Detail string
}

func (e *RowError) Error() string { return string(e.Code) + ": " + e.Detail }

// ErrNull is what a function returns as its error to make the row's value NULL without rejecting the row.
var ErrNull = errors.New("null")

// errDivide is the error of every division by zero.
var errDivide = &RowError{types.DivideByZero, "division by zero"}

// reject notes the failure that err stands for.
func (in *Input) reject(row int32, err error) {
	if errors.Is(err, ErrNull) {
		return
	}
	if e, ok := errors.AsType[*RowError](err); ok {
		in.Fail(row, e.Code, e.Detail)
		return
	}
	in.Fail(row, types.DomainError, err.Error())
}

// everyRow is the selection of all rows of a batch.
var everyRow = countUp(operators.MaxBatchRows)

func countUp(n int) []int32 {
	rows := make([]int32, n)
	for i := range rows {
		rows[i] = int32(i)
	}
	return rows
}

// rows returns the rows that are needed. The slice must not be changed.
func (in *Input) rows() []int32 {
	n := in.Batch.Rows()
	switch {
	case in.Sel != nil:
		return in.Sel
	case n <= len(everyRow):
		return everyRow[:n]
	default:
		return countUp(n)
	}
}

// over evaluates b for some of the rows that are needed.
func (in *Input) over(sel []int32, b Bound) vec.Column {
	all := in.Sel
	in.Sel = sel
	c := b.Eval(in)
	in.Sel = all
	return c
}

// most reports that a loop over all rows costs no more than one over the rows that are needed.
func (in *Input) most() bool { return in.Sel == nil || len(in.Sel)*4 >= in.Batch.Rows() }

// A filter makes selections in a buffer that it keeps.
type filter struct{ buf []int32 }

// valid returns the rows that are needed and not null in m.
func (f *filter) valid(in *Input, m vec.Bitmap) []int32 {
	rows := in.rows()
	if m.Bits == nil {
		return rows
	}
	f.buf = f.buf[:0]
	for _, row := range rows {
		if !m.Null(int(row)) {
			f.buf = append(f.buf, row)
		}
	}
	return f.buf
}
