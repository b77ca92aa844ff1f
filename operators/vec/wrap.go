package vec

import (
	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/bitutil"
	"github.com/apache/arrow/go/v15/arrow/memory"

	"weir/sql/types"
)

// Wrap makes an array of the rows of a flat column of type t. The array takes over the column's memory where it can: nobody
// may change it any more. Null rows should hold zeroes, so that equal columns give equal bytes.
func Wrap(c Column, t types.Type) arrow.Array {
	switch c := c.(type) {
	case *Ints:
		return wrapped(c, t, arrow.Int64Traits.CastToBytes(c.Values))
	case *Floats:
		return wrapped(c, t, arrow.Float64Traits.CastToBytes(c.Values))
	case *Decs:
		return wrapped(c, t, arrow.Decimal128Traits.CastToBytes(c.Values))
	case *Bools:
		return Array(c, t, len(c.Values))
	default:
		return Array(c, t, len(c.(*Texts).Offsets)-1)
	}
}

func wrapped[T any](v *Vec[T], t types.Type, values []byte) arrow.Array {
	rows := len(v.Values)
	if v.Const || v.Valid.Off != 0 {
		return Array(v, t, rows)
	}
	nulls := 0
	if v.Valid.Bits != nil {
		nulls = rows - bitutil.CountSetBits(v.Valid.Bits, 0, rows)
	}
	var valid *memory.Buffer
	if nulls > 0 {
		valid = buffer(v.Valid.Bits)
	}
	return newArray(t.Arrow(), rows, nulls, valid, buffer(values))
}
