package vec

import (
	"github.com/apache/arrow/go/v15/arrow"

	"weir/sql/types"
)

// Nowhere stands in the place of the number of a row that does not exist.
const Nowhere int32 = -1

// GatherOuter is GatherArray for an array of type t and rows some of which are below zero: these are NULL.
func GatherOuter(a arrow.Array, t types.Type, rows []int32) arrow.Array {
	if a.Len() == 0 {
		return Array(Const(types.NullValue(t)), t, len(rows))
	}
	safe := make([]int32, len(rows)) // any row in the place of Nowhere
	for i, row := range rows {
		safe[i] = max(row, 0)
	}
	picked := GatherArray(a, safe)
	var view View
	c := view.Of(picked)
	bits := allValid(nil, len(rows))
	for i, row := range rows {
		if row < 0 || c.Null(i) {
			bits[i>>3] &^= 1 << (i & 7)
		}
	}
	valid := Bitmap{Bits: bits}
	switch c := c.(type) {
	case *Ints:
		return Array(&Ints{Values: c.Values, Valid: valid}, t, len(rows))
	case *Floats:
		return Array(&Floats{Values: c.Values, Valid: valid}, t, len(rows))
	case *Bools:
		return Array(&Bools{Values: c.Values, Valid: valid}, t, len(rows))
	case *Decs:
		return Array(&Decs{Values: c.Values, Valid: valid}, t, len(rows))
	default:
		texts := c.(*Texts)
		return Array(&Texts{Offsets: texts.Offsets, Data: texts.Data, Valid: valid}, t, len(rows))
	}
}
