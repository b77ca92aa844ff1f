package coerce

import (
	"weir/operators/vec"
	"weir/sql/types"
)

// Column coerces the values of one column and appends them to its builder. Every method but Bind takes one value and reports
// whether the type could take it; if not, nothing was appended. Values of a column that no query reads are checked and
// forgotten.
type Column struct {
	types.Column
	Size int // bytes of the last value, if it was a text

	least, greatest int64 // of an integer type

	ints   *vec.IntBuilder
	floats *vec.FloatBuilder
	bools  *vec.BoolBuilder
	decs   *vec.DecBuilder
	texts  *vec.TextBuilder

	scratch []byte // a text on its way
	day     day    // the last day that a datetime had
}

// New makes the coercion of a column. Bind must follow.
func New(c types.Column) Column {
	column := Column{Column: c, day: noDay}
	if c.Type.IsInteger() {
		column.least, column.greatest = types.IntRange(c.Type.Kind)
	}
	return column
}

// Bind makes the column append to the builder's column i.
func (c *Column) Bind(b *vec.Builder, i int) {
	c.ints, c.floats, c.bools, c.decs, c.texts = b.Ints(i), b.Floats(i), b.Bools(i), b.Decs(i), b.Texts(i)
}

// Null takes a NULL, or a value that is not there.
func (c *Column) Null() {
	switch {
	case c.ints != nil:
		c.ints.AppendNull()
	case c.texts != nil:
		c.texts.AppendNull()
	case c.floats != nil:
		c.floats.AppendNull()
	case c.bools != nil:
		c.bools.AppendNull()
	case c.decs != nil:
		c.decs.AppendNull()
	}
	c.Size = 0
}

// Bool takes true or false.
func (c *Column) Bool(v bool) bool {
	bit, text := byte(0), "false"
	if v {
		bit, text = 1, "true"
	}
	switch c.Type.Kind {
	case types.Boolean:
		c.putBool(v)
	case types.Char, types.Varchar:
		c.scratch = append(c.scratch[:0], text...)
		c.putText(c.scratch)
	case types.Binary, types.Varbinary:
		c.putBit(bit)
	default:
		c.scratch = append(c.scratch[:0], '0'+bit)
		return c.Type.IsNumeric() && c.Number(Number{Text: c.scratch, Mantissa: int64(bit), Exact: true})
	}
	return true
}

// Text takes a string. It is valid UTF-8.
func (c *Column) Text(b []byte) bool {
	switch c.Type.Kind {
	case types.Char, types.Varchar:
		c.putText(b)
	case types.TinyInt, types.SmallInt, types.Integer, types.BigInt:
		v, code := types.ParseInt(b)
		return code == types.OK && c.putInt(v)
	case types.Decimal:
		v, code := types.ParseDecimal(b, c.Type.Precision, c.Type.Scale)
		return code == types.OK && c.putDecimal(v)
	case types.Real, types.Double:
		return c.parseFloat(b)
	case types.Boolean:
		c.putBool(isTrue(b))
	case types.Binary, types.Varbinary:
		return c.hex(b)
	default:
		return c.datetime(b)
	}
	return true
}

// Source takes the source text of an array or an object.
func (c *Column) Source(b []byte) bool {
	if !c.Type.IsCharacter() {
		return false
	}
	c.putText(b)
	return true
}

// isTrue reports the word true in any letter case; every other text is false.
func isTrue(b []byte) bool {
	v, known, ok := types.ParseBool(b)
	return ok && known && v && len(b) == len("true")
}

func (c *Column) putInt(v int64) bool {
	if v < c.least || v > c.greatest {
		return false
	}
	if c.ints != nil {
		c.ints.Append(v)
	}
	return true
}

func (c *Column) putBool(v bool) {
	if c.bools != nil {
		c.bools.Append(v)
	}
}
