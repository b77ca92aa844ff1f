package vec

import (
	"fmt"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"

	"weir/sql/types"
)

// Of returns a column that reads a. Nothing is copied, except that the bits of a Boolean array become a []bool.
func Of(a arrow.Array) Column { return new(View).Of(a) }

// View is the Column of one array after another: whoever reads the same column of every batch keeps one and allocates
// nothing.
type View struct {
	ints   Ints
	floats Floats
	decs   Decs
	texts  Texts
	bools  Scratch[bool]
}

// Of points the view at a. The column that it gave before is no longer valid.
func (v *View) Of(a arrow.Array) Column {
	switch a := a.(type) {
	case *array.Int64:
		v.ints.Values, v.ints.Valid = a.Int64Values(), validity(a)
		return &v.ints
	case *array.Float64:
		v.floats.Values, v.floats.Valid = a.Float64Values(), validity(a)
		return &v.floats
	case *array.Decimal128:
		v.decs.Values, v.decs.Valid = a.Values(), validity(a)
		return &v.decs
	case *array.String, *array.Binary:
		v.texts.point(a.Data())
		v.texts.Valid = validity(a)
		return &v.texts
	case *array.Boolean:
		return v.expand(a)
	default:
		panic(fmt.Sprintf("vec: no layout for an array of %s", a.DataType()))
	}
}

func validity(a arrow.Array) Bitmap {
	if a.NullN() == 0 {
		return Bitmap{}
	}
	return Bitmap{Bits: a.NullBitmapBytes(), Off: a.Data().Offset()}
}

// noText is the offsets of an array without rows, which need not have any.
var noText = []int32{0}

func (v *Texts) point(d arrow.ArrayData) {
	v.Offsets, v.Data = noText, nil
	if d.Len() == 0 {
		return
	}
	offsets := arrow.Int32Traits.CastFromBytes(d.Buffers()[1].Bytes())
	v.Offsets = offsets[d.Offset() : d.Offset()+d.Len()+1]
	if b := d.Buffers()[2]; b != nil {
		v.Data = b.Bytes()
	}
}

func (v *View) expand(a *array.Boolean) Column {
	values := v.bools.Reset(a.Len())
	if len(values) == 0 {
		return v.bools.Column()
	}
	bits, off := a.Data().Buffers()[1].Bytes(), a.Data().Offset()
	for row := range values {
		i := off + row
		values[row] = bits[i>>3]&(1<<(i&7)) != 0
	}
	v.bools.col.Valid = validity(a)
	return v.bools.Column()
}

// Const returns the column that has v in every row.
func Const(v types.Value) Column {
	var valid Bitmap
	if v.Null {
		valid.Bits = []byte{0}
	}
	switch v.Type.Layout() {
	case types.Bool:
		return constant(v.Int != 0, valid)
	case types.Int:
		return constant(v.Int, valid)
	case types.Float:
		return constant(v.Float, valid)
	case types.Dec:
		return constant(v.Dec, valid)
	default:
		return &Texts{Offsets: []int32{0, int32(len(v.Text))}, Data: []byte(v.Text), Valid: valid, Const: true}
	}
}

func constant[T any](v T, valid Bitmap) *Vec[T] {
	return &Vec[T]{Values: []T{v}, Valid: valid, Const: true}
}

// Value returns the value of one row of a column of type t: for literals, printing and tests.
func Value(c Column, t types.Type, row int) types.Value {
	v := types.Value{Type: t, Null: c.Null(row)}
	if v.Null {
		return v
	}
	switch c := c.(type) {
	case *Bools:
		if c.At(row) {
			v.Int = 1
		}
	case *Ints:
		v.Int = c.At(row)
	case *Floats:
		v.Float = c.At(row)
	case *Decs:
		v.Dec = c.At(row)
	case *Texts:
		v.Text = string(c.At(row))
	}
	return v
}
