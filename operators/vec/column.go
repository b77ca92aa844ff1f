package vec

import (
	"github.com/apache/arrow/go/v15/arrow/decimal128"
)

// A Column is the values of one expression, one for each row of a batch. It is one of *Ints, *Floats, *Bools, *Decs and
// *Texts, by its type's layout. A column that an expression returned is valid until the expression is evaluated again.
type Column interface {
	IsConst() bool     // one value stands for all rows
	Null(row int) bool // of a const column any row may be asked
	HasNulls() bool    // false: no row is null
}

// Vec is a column of fixed width. Const: Values and Valid have one entry.
type Vec[T any] struct {
	Values []T
	Valid  Bitmap
	Const  bool
}

// Ints is a column of integers, datetimes or intervals.
type Ints = Vec[int64]

// Floats is a column of REALs or DOUBLEs.
type Floats = Vec[float64]

// Bools is a column of BOOLEANs.
type Bools = Vec[bool]

// Decs is a column of DECIMALs, unscaled.
type Decs = Vec[decimal128.Num]

// IsConst reports one value for all rows.
func (v *Vec[T]) IsConst() bool { return v.Const }

// HasNulls is false if no row is null.
func (v *Vec[T]) HasNulls() bool { return v.Valid.Bits != nil }

// Null reports a row without a value.
func (v *Vec[T]) Null(row int) bool {
	if v.Const {
		row = 0
	}
	return v.Valid.Null(row)
}

// At returns the value of a row.
func (v *Vec[T]) At(row int) T {
	if v.Const {
		row = 0
	}
	return v.Values[row]
}

// Texts is a column of byte strings: row i is Data[Offsets[i]:Offsets[i+1]]. Const: one entry.
type Texts struct {
	Offsets []int32
	Data    []byte
	Valid   Bitmap
	Const   bool
}

// IsConst reports one value for all rows.
func (v *Texts) IsConst() bool { return v.Const }

// HasNulls is false if no row is null.
func (v *Texts) HasNulls() bool { return v.Valid.Bits != nil }

// Null reports a row without a value.
func (v *Texts) Null(row int) bool {
	if v.Const {
		row = 0
	}
	return v.Valid.Null(row)
}

// At returns the bytes of a row. They must not be changed.
func (v *Texts) At(row int) []byte {
	if v.Const {
		row = 0
	}
	return v.Data[v.Offsets[row]:v.Offsets[row+1]]
}
