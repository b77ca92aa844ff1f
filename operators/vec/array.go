package vec

import (
	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/bitutil"
	"github.com/apache/arrow/go/v15/arrow/memory"

	"weir/sql/types"
)

// Array makes an Arrow array of the first rows of c, a column of type t. The array shares nothing with the column. Null rows
// hold zeroes, so that equal columns give equal bytes.
func Array(c Column, t types.Type, rows int) arrow.Array {
	bits, nulls := validBits(c, rows)
	switch c := c.(type) {
	case *Ints:
		return fixed(t, rows, nulls, bits, arrow.Int64Traits.CastToBytes(copied(c, rows, nulls)))
	case *Floats:
		return fixed(t, rows, nulls, bits, arrow.Float64Traits.CastToBytes(copied(c, rows, nulls)))
	case *Decs:
		return fixed(t, rows, nulls, bits, arrow.Decimal128Traits.CastToBytes(copied(c, rows, nulls)))
	case *Bools:
		return fixed(t, rows, nulls, bits, packed(c, rows, nulls))
	default:
		offsets, data := c.(*Texts).copied(rows, nulls)
		return array.MakeFromData(array.NewData(t.Arrow(), rows, []*memory.Buffer{
			bitsBuffer(bits), memory.NewBufferBytes(arrow.Int32Traits.CastToBytes(offsets)), memory.NewBufferBytes(data),
		}, nil, nulls, 0))
	}
}

func fixed(t types.Type, rows, nulls int, bits, values []byte) arrow.Array {
	buffers := []*memory.Buffer{bitsBuffer(bits), memory.NewBufferBytes(values)}
	return array.MakeFromData(array.NewData(t.Arrow(), rows, buffers, nil, nulls, 0))
}

func bitsBuffer(bits []byte) *memory.Buffer {
	if bits == nil {
		return nil
	}
	return memory.NewBufferBytes(bits)
}

// validBits copies the validity of c. No nulls, no bits.
func validBits(c Column, rows int) (bits []byte, nulls int) {
	if !c.HasNulls() {
		return nil, 0
	}
	bits, _ = nullWhere(make([]byte, (rows+7)/8), rows, []Column{c})
	nulls = rows - bitutil.CountSetBits(bits, 0, rows)
	if nulls == 0 {
		return nil, 0
	}
	return bits, nulls
}

func copied[T any](v *Vec[T], rows, nulls int) []T {
	values := make([]T, rows)
	if v.Const {
		if nulls == 0 {
			for row := range values {
				values[row] = v.Values[0]
			}
		}
		return values
	}
	copy(values, v.Values)
	if nulls > 0 {
		var zero T
		for row := range values {
			if v.Valid.Null(row) {
				values[row] = zero
			}
		}
	}
	return values
}

func packed(v *Bools, rows, nulls int) []byte {
	bits := make([]byte, (rows+7)/8)
	for row := range rows {
		if v.At(row) && (nulls == 0 || !v.Null(row)) {
			bits[row>>3] |= 1 << (row & 7)
		}
	}
	return bits
}

func (v *Texts) copied(rows, nulls int) (offsets []int32, data []byte) {
	offsets = make([]int32, rows+1)
	if v.Const || nulls > 0 {
		size := 0
		for row := range rows {
			if !v.Null(row) {
				size += len(v.At(row))
			}
			offsets[row+1] = int32(size)
		}
		data = make([]byte, 0, size)
		for row := range rows {
			if !v.Null(row) {
				data = append(data, v.At(row)...)
			}
		}
		return offsets, data
	}
	start := v.Offsets[0]
	for row := range offsets {
		offsets[row] = v.Offsets[row] - start
	}
	data = make([]byte, offsets[rows])
	copy(data, v.Data[start:])
	return offsets, data
}
