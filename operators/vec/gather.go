package vec

import (
	"fmt"
	"slices"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"

	"weir/operators"
)

// Gather returns the named rows of b, in the order of rows, as a batch of their own; b itself if these are all of its rows.
// Failures go with their rows.
func Gather(b operators.Batch, rows []int32) operators.Batch {
	if isAll(rows, b.Rows()) {
		return b
	}
	return operators.Batch{Time: gathered(b.Time, rows), Cols: gatherColumns(b.Cols, rows), Failed: gatherFailed(b, rows)}
}

func isAll(rows []int32, n int) bool {
	if len(rows) != n {
		return false
	}
	for i, row := range rows {
		if int(row) != i {
			return false
		}
	}
	return true
}

func gatherColumns(cols []arrow.Array, rows []int32) []arrow.Array {
	out := make([]arrow.Array, len(cols))
	for i, a := range cols {
		if a != nil {
			out[i] = GatherArray(a, rows)
		}
	}
	return out
}

// GatherArray returns the named rows of a, in the order of rows, as an array of their own.
func GatherArray(a arrow.Array, rows []int32) arrow.Array {
	valid, nulls := gatherValid(a, rows)
	switch a := a.(type) {
	case *array.Int64:
		return newArray(a.DataType(), len(rows), nulls, valid, buffer(arrow.Int64Traits.CastToBytes(gathered(a.Int64Values(), rows))))
	case *array.Float64:
		return newArray(a.DataType(), len(rows), nulls, valid, buffer(arrow.Float64Traits.CastToBytes(gathered(a.Float64Values(), rows))))
	case *array.Decimal128:
		return newArray(a.DataType(), len(rows), nulls, valid, buffer(arrow.Decimal128Traits.CastToBytes(gathered(a.Values(), rows))))
	case *array.Boolean:
		bits, off := a.Data().Buffers()[1].Bytes(), a.Data().Offset()
		picked, _ := gatherBits(bits, off, rows)
		return newArray(a.DataType(), len(rows), nulls, valid, buffer(picked))
	case *array.String, *array.Binary:
		var t Texts
		t.point(a.Data())
		offsets, data := t.gathered(rows)
		return newArray(a.DataType(), len(rows), nulls, valid, buffer(arrow.Int32Traits.CastToBytes(offsets)), buffer(data))
	default:
		panic(fmt.Sprintf("vec: no layout for an array of %s", a.DataType()))
	}
}

func buffer(b []byte) *memory.Buffer { return memory.NewBufferBytes(b) }

func gathered[T any](values []T, rows []int32) []T {
	out := make([]T, len(rows))
	for i, row := range rows {
		out[i] = values[row]
	}
	return out
}

func (v *Texts) gathered(rows []int32) (offsets []int32, data []byte) {
	offsets = make([]int32, len(rows)+1)
	size := int32(0)
	for i, row := range rows {
		size += v.Offsets[row+1] - v.Offsets[row]
		offsets[i+1] = size
	}
	data = make([]byte, size)
	for i, row := range rows {
		copy(data[offsets[i]:], v.Data[v.Offsets[row]:v.Offsets[row+1]])
	}
	return offsets, data
}

// gatherValid returns the validity of the rows, nil if all have a value.
func gatherValid(a arrow.Array, rows []int32) (valid *memory.Buffer, nulls int) {
	if a.NullN() == 0 {
		return nil, 0
	}
	bits, set := gatherBits(a.NullBitmapBytes(), a.Data().Offset(), rows)
	if set == len(rows) {
		return nil, 0
	}
	return buffer(bits), len(rows) - set
}

func gatherBits(bits []byte, off int, rows []int32) (picked []byte, set int) {
	picked = make([]byte, (len(rows)+7)/8)
	for i, row := range rows {
		from := off + int(row)
		bit := bits[from>>3] >> (from & 7) & 1
		picked[i>>3] |= bit << (i & 7)
		set += int(bit)
	}
	return picked, set
}

func gatherFailed(b operators.Batch, rows []int32) []operators.Failure {
	if len(b.Failed) == 0 {
		return nil
	}
	of := make(map[int32]int, len(b.Failed)) // the row's first failure
	for i, v := range slices.Backward(b.Failed) {
		of[v.Row] = i
	}
	var out []operators.Failure
	for place, row := range rows {
		i, failed := of[row]
		for ; failed && i < len(b.Failed) && b.Failed[i].Row == row; i++ {
			f := b.Failed[i]
			f.Row = int32(place)
			out = append(out, f)
		}
	}
	return out
}

// Slice returns rows from to to-1 of b. The batches share their arrays.
func Slice(b operators.Batch, from, to int) operators.Batch {
	if from == 0 && to == b.Rows() {
		return b
	}
	out := operators.Batch{Time: b.Time[from:to:to], Cols: make([]arrow.Array, len(b.Cols))}
	for i, a := range b.Cols {
		if a != nil {
			out.Cols[i] = array.NewSlice(a, int64(from), int64(to))
		}
	}
	for _, f := range b.Failed {
		if int(f.Row) >= from && int(f.Row) < to {
			f.Row -= int32(from)
			out.Failed = append(out.Failed, f)
		}
	}
	return out
}
