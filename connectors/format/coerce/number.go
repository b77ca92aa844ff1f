package coerce

import (
	"math"

	"github.com/apache/arrow/go/v15/arrow/decimal128"

	"weir/sql/types"
)

// Number is a number as a scanner found it: its text, and if Exact its value, Mantissa * 10^Exponent.
type Number struct {
	Text     []byte
	Mantissa int64
	Exponent int
	Exact    bool
}

// Number takes a number.
func (c *Column) Number(n Number) bool {
	switch c.Type.Kind {
	case types.TinyInt, types.SmallInt, types.Integer, types.BigInt:
		if n.Exact && n.Exponent == 0 {
			return c.putInt(n.Mantissa)
		}
		v, code := types.ParseWhole(n.Text)
		return code == types.OK && c.putInt(v)
	case types.Double:
		if f, ok := n.double(); ok {
			return c.putFloat(f)
		}
		return c.parseFloat(n.Text)
	case types.Real:
		return c.parseFloat(n.Text)
	case types.Decimal:
		return c.decimal(n)
	case types.Char, types.Varchar:
		c.putText(n.Text)
		return true
	case types.Boolean:
		c.putBool(!n.isZero())
		return true
	default:
		return false
	}
}

// Powers of ten that have an exact DOUBLE, and those that fit 64 bits.
var (
	floatTens = [...]float64{
		1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
	}
	intTens = [...]int64{
		1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
	}
)

// double computes the DOUBLE where mantissa and power of ten are exact, so that only one rounding happens.
func (n Number) double() (float64, bool) {
	if !n.Exact || n.Mantissa > 1<<53 || n.Mantissa < -1<<53 {
		return 0, false
	}
	f := float64(n.Mantissa)
	switch {
	case n.Exponent == 0:
		return f, true
	case n.Exponent < 0 && n.Exponent > -len(floatTens):
		return f / floatTens[-n.Exponent], true
	case n.Exponent > 0 && n.Exponent < len(floatTens):
		return f * floatTens[n.Exponent], true
	}
	return 0, false
}

func (c *Column) parseFloat(b []byte) bool {
	parse := types.ParseDouble
	if c.Type.Kind == types.Real {
		parse = types.ParseReal
	}
	f, code := parse(b)
	return code == types.OK && c.putFloat(f)
}

// isZero reports a number without a digit other than 0 before its exponent.
func (n Number) isZero() bool {
	if n.Exact {
		return n.Mantissa == 0
	}
	for _, d := range n.Text {
		if d >= '1' && d <= '9' {
			return false
		}
		if d|0x20 == 'e' {
			break
		}
	}
	return true
}

// decimal scales a short number in 64 bits; all others are parsed.
func (c *Column) decimal(n Number) bool {
	shift := c.Type.Scale + n.Exponent
	if n.Exact && shift >= 0 && shift < len(intTens) {
		ten := intTens[shift]
		if v := n.Mantissa * ten; v/ten == n.Mantissa && v != math.MinInt64 {
			d := decimal128.FromI64(v)
			return types.FitsDecimal(d, c.Type.Precision) && c.putDecimal(d)
		}
	}
	d, code := types.ParseDecimal(n.Text, c.Type.Precision, c.Type.Scale)
	return code == types.OK && c.putDecimal(d)
}

func (c *Column) putFloat(v float64) bool {
	if c.floats != nil {
		c.floats.Append(v)
	}
	return true
}

func (c *Column) putDecimal(v decimal128.Num) bool {
	if c.decs != nil {
		c.decs.Append(v)
	}
	return true
}
