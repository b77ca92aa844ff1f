package operatortest

import (
	"testing"

	"weir/operators"
	"weir/operators/vec"
	"weir/sql/types"
)

// Output collects what an operator produces, and asserts that its rows ascend, keep its promise and make proper batches.
type Output struct {
	Rows     []string // of Emit, as Lines prints them
	Rejected []string // of Reject, each with its failure
	LateRows []string // of Late
	Batches  []int    // the sizes of the emitted batches

	tb      testing.TB
	cols    *types.Schema
	promise operators.Time
	last    operators.Time
}

// NewOutput makes the output of an operator with these columns.
func NewOutput(tb testing.TB, cols *types.Schema) *Output {
	return &Output{tb: tb, cols: cols, promise: operators.MinTime, last: operators.MinTime}
}

// Emit takes rows.
func (o *Output) Emit(b operators.Batch) {
	o.tb.Helper()
	o.shape(o.cols, b)
	if b.Rows() == 0 {
		o.tb.Error("an empty batch was emitted")
	}
	if b.Rows() > 1 && vec.Bytes(b) > operators.MaxBatchBytes {
		o.tb.Errorf("a batch of %d bytes was emitted", vec.Bytes(b))
	}
	for _, t := range b.Time {
		if t < o.promise {
			o.tb.Errorf("a row at %d came after the promise %d", t, o.promise)
		}
		if t < o.last {
			o.tb.Errorf("a row at %d came after one at %d", t, o.last)
		}
		o.last = t
	}
	o.failures(b.Failed, b.Rows())
	o.Batches = append(o.Batches, b.Rows())
	o.Rows = append(o.Rows, Lines(o.cols, b)...)
}

// Reject takes rows that could not be computed.
func (o *Output) Reject(schema *types.Schema, b operators.Batch, f []operators.Failure) {
	o.tb.Helper()
	o.shape(schema, b)
	o.failures(f, b.Rows())
	b.Failed = f
	lines := Lines(schema, b)
	for i := range f {
		o.Rejected = append(o.Rejected, lines[f[i].Row])
	}
}

// Late takes rows that came behind the watermark.
func (o *Output) Late(b operators.Batch, behind []operators.Time) {
	o.tb.Helper()
	o.shape(o.cols, b)
	if len(behind) != b.Rows() {
		o.tb.Errorf("%d watermarks for %d late rows", len(behind), b.Rows())
	}
	o.LateRows = append(o.LateRows, Lines(o.cols, b)...)
}

func (o *Output) shape(cols *types.Schema, b operators.Batch) {
	o.tb.Helper()
	if len(b.Cols) != len(cols.Columns) {
		o.tb.Fatalf("a batch of %d columns, want %d", len(b.Cols), len(cols.Columns))
	}
	if b.Rows() > operators.MaxBatchRows {
		o.tb.Errorf("a batch of %d rows", b.Rows())
	}
	for i, a := range b.Cols {
		if a != nil && a.Len() != b.Rows() {
			o.tb.Fatalf("column %s has %d of %d rows", cols.Columns[i].Name, a.Len(), b.Rows())
		}
	}
}

func (o *Output) failures(f []operators.Failure, rows int) {
	o.tb.Helper()
	for i := range f {
		if i > 0 && f[i].Row <= f[i-1].Row || int(f[i].Row) >= rows {
			o.tb.Errorf("failure %d of row %d stands out of order", i, f[i].Row)
		}
	}
}

func (o *Output) promised(t operators.Time) {
	o.tb.Helper()
	if t < o.promise {
		o.tb.Errorf("the promise fell from %d to %d", o.promise, t)
	}
	o.promise = t
}
