package vec

import (
	"sort"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"

	"weir/operators"
)

// Collector copies runs of rows of several batches into batches of its own, each full in rows or bytes but the last. All of
// its batches have the same columns; a column that is nil in one is nil in all. The zero value is ready to use.
type Collector struct {
	time   []operators.Time
	cols   []columnBuilder // nil: the column is nil
	failed []operators.Failure
	bytes  int
}

// Rows returns how many rows wait for Flush.
func (c *Collector) Rows() int { return len(c.time) }

// Add copies rows from to to-1 of b. It hands every batch that is full to emit.
func (c *Collector) Add(b operators.Batch, from, to int, emit func(operators.Batch)) {
	if c.cols == nil {
		c.cols = collectors(b.Cols)
	}
	for from < to {
		n := c.fitting(b, from, to)
		if n == 0 {
			c.Flush(emit)
			n = max(c.fitting(b, from, to), 1)
		}
		c.copy(b, from, from+n)
		from += n
		if len(c.time) == operators.MaxBatchRows {
			c.Flush(emit)
		}
	}
}

// Flush hands the rows that wait to emit, if there are any.
func (c *Collector) Flush(emit func(operators.Batch)) {
	n := len(c.time)
	if n == 0 {
		return
	}
	out := operators.Batch{Time: make([]operators.Time, n), Cols: make([]arrow.Array, len(c.cols)), Failed: c.failed}
	copy(out.Time, c.time)
	for i, col := range c.cols {
		if col != nil {
			out.Cols[i] = col.seal(n)
		}
	}
	c.time, c.failed, c.bytes = c.time[:0], nil, 0
	emit(out)
}

// fitting returns how many of the rows find room.
func (c *Collector) fitting(b operators.Batch, from, to int) int {
	n := min(to-from, operators.MaxBatchRows-len(c.time))
	room := operators.MaxBatchBytes - c.bytes
	if RowBytes(b, from, from+n) <= room {
		return n
	}
	return sort.Search(n, func(k int) bool { return RowBytes(b, from, from+k+1) > room })
}

func (c *Collector) copy(b operators.Batch, from, to int) {
	for _, f := range b.Failed {
		if int(f.Row) >= from && int(f.Row) < to {
			f.Row += int32(len(c.time) - from)
			c.failed = append(c.failed, f)
		}
	}
	c.time = append(c.time, b.Time[from:to]...)
	c.bytes += RowBytes(b, from, to)
	for i, col := range c.cols {
		if col != nil {
			appendRows(col, b.Cols[i], from, to)
		}
	}
}

func collectors(cols []arrow.Array) []columnBuilder {
	out := make([]columnBuilder, len(cols))
	for i, a := range cols {
		switch a := a.(type) {
		case nil:
		case *array.Int64:
			out[i] = &IntBuilder{dtype: a.DataType(), size: arrow.Int64SizeBytes, bytes: arrow.Int64Traits.CastToBytes}
		case *array.Float64:
			out[i] = &FloatBuilder{dtype: a.DataType(), size: arrow.Float64SizeBytes, bytes: arrow.Float64Traits.CastToBytes}
		case *array.Decimal128:
			out[i] = &DecBuilder{dtype: a.DataType(), size: arrow.Decimal128SizeBytes, bytes: arrow.Decimal128Traits.CastToBytes}
		case *array.Boolean:
			out[i] = &BoolBuilder{}
		default:
			out[i] = &TextBuilder{dtype: a.DataType(), offsets: []int32{0}}
		}
	}
	return out
}

// appendRows appends rows of an array to a builder of its layout.
func appendRows(to columnBuilder, a arrow.Array, first, end int) {
	switch to := to.(type) {
	case *IntBuilder:
		to.nulls.from(a, first, end, len(to.values))
		to.values = append(to.values, a.(*array.Int64).Int64Values()[first:end]...)
	case *FloatBuilder:
		to.nulls.from(a, first, end, len(to.values))
		to.values = append(to.values, a.(*array.Float64).Float64Values()[first:end]...)
	case *DecBuilder:
		to.nulls.from(a, first, end, len(to.values))
		to.values = append(to.values, a.(*array.Decimal128).Values()[first:end]...)
	case *BoolBuilder:
		to.nulls.from(a, first, end, len(to.values))
		for row := first; row < end; row++ {
			to.values = append(to.values, a.(*array.Boolean).Value(row))
		}
	case *TextBuilder:
		to.nulls.from(a, first, end, len(to.offsets)-1)
		to.appendRows(a, first, end)
	}
}

func (t *TextBuilder) appendRows(a arrow.Array, first, end int) {
	var from Texts
	from.point(a.Data())
	shift := int32(len(t.data)) - from.Offsets[first]
	for _, offset := range from.Offsets[first+1 : end+1] {
		t.offsets = append(t.offsets, offset+shift)
	}
	t.data = append(t.data, from.Data[from.Offsets[first]:from.Offsets[end]]...)
}

// from notes the nulls among rows first to end-1 of a, the first of which becomes row at.
func (r *nullRows) from(a arrow.Array, first, end, at int) {
	if a.NullN() == 0 {
		return
	}
	for row := first; row < end; row++ {
		if a.IsNull(row) {
			*r = append(*r, int32(at+row-first))
		}
	}
}
