package vec

import (
	"fmt"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/decimal128"
	"github.com/apache/arrow/go/v15/arrow/memory"

	"weir/operators"
)

// Pick returns rows of several batches of equal columns, in the order of at, as a batch of their own. The batches have no
// failures.
func Pick(batches []operators.Batch, at []Place) operators.Batch {
	var first operators.Batch // that has columns
	if len(at) > 0 {
		first = batches[at[0].Batch]
	}
	out := operators.Batch{Time: make([]operators.Time, len(at)), Cols: make([]arrow.Array, len(first.Cols))}
	for i, p := range at {
		out.Time[i] = batches[p.Batch].Time[p.Row]
	}
	parts := make([]arrow.Array, len(batches))
	for i, a := range first.Cols {
		if a == nil {
			continue
		}
		for k, b := range batches {
			parts[k] = nil
			if i < len(b.Cols) {
				parts[k] = b.Cols[i]
			}
		}
		out.Cols[i] = pickArray(a, parts, at)
	}
	return out
}

// pickArray picks values of arrays that are like a; those of which no row is picked may be nil.
func pickArray(a arrow.Array, parts []arrow.Array, at []Place) arrow.Array {
	valid, nulls := pickValid(parts, at)
	switch a.(type) {
	case *array.Int64:
		values := picked(parts, at, func(a arrow.Array) []int64 { return a.(*array.Int64).Int64Values() })
		return newArray(a.DataType(), len(at), nulls, valid, buffer(arrow.Int64Traits.CastToBytes(values)))
	case *array.Float64:
		values := picked(parts, at, func(a arrow.Array) []float64 { return a.(*array.Float64).Float64Values() })
		return newArray(a.DataType(), len(at), nulls, valid, buffer(arrow.Float64Traits.CastToBytes(values)))
	case *array.Decimal128:
		values := picked(parts, at, func(a arrow.Array) []decimal128.Num { return a.(*array.Decimal128).Values() })
		return newArray(a.DataType(), len(at), nulls, valid, buffer(arrow.Decimal128Traits.CastToBytes(values)))
	case *array.Boolean:
		bits := make([]byte, (len(at)+7)/8)
		for i, p := range at {
			if parts[p.Batch].(*array.Boolean).Value(int(p.Row)) {
				bits[i>>3] |= 1 << (i & 7)
			}
		}
		return newArray(a.DataType(), len(at), nulls, valid, buffer(bits))
	case *array.String, *array.Binary:
		offsets, data := pickedTexts(parts, at)
		return newArray(a.DataType(), len(at), nulls, valid, buffer(arrow.Int32Traits.CastToBytes(offsets)), buffer(data))
	default:
		panic(fmt.Sprintf("vec: no layout for an array of %s", a.DataType()))
	}
}

func picked[T any](parts []arrow.Array, at []Place, valuesOf func(arrow.Array) []T) []T {
	from := make([][]T, len(parts))
	for i, a := range parts {
		if a != nil {
			from[i] = valuesOf(a)
		}
	}
	values := make([]T, len(at))
	for i, p := range at {
		values[i] = from[p.Batch][p.Row]
	}
	return values
}

func pickedTexts(parts []arrow.Array, at []Place) (offsets []int32, data []byte) {
	from := make([]Texts, len(parts))
	for i, a := range parts {
		if a != nil {
			from[i].point(a.Data())
		}
	}
	offsets = make([]int32, len(at)+1)
	size := int32(0)
	for i, p := range at {
		t := &from[p.Batch]
		size += t.Offsets[p.Row+1] - t.Offsets[p.Row]
		offsets[i+1] = size
	}
	data = make([]byte, size)
	for i, p := range at {
		t := &from[p.Batch]
		copy(data[offsets[i]:], t.Data[t.Offsets[p.Row]:t.Offsets[p.Row+1]])
	}
	return offsets, data
}

// pickValid returns the validity of the picked rows, nil if all have a value.
func pickValid(parts []arrow.Array, at []Place) (valid *memory.Buffer, nulls int) {
	from := make([]Bitmap, len(parts))
	some := false
	for i, a := range parts {
		if a != nil {
			from[i] = validity(a)
			some = some || from[i].Bits != nil
		}
	}
	if !some {
		return nil, 0
	}
	bits := allValid(nil, len(at))
	for i, p := range at {
		if from[p.Batch].Null(int(p.Row)) {
			bits[i>>3] &^= 1 << (i & 7)
			nulls++
		}
	}
	if nulls == 0 {
		return nil, 0
	}
	return buffer(bits), nulls
}
