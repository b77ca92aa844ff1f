package expr

import (
	"github.com/apache/arrow/go/v15/arrow/decimal128"

	"weir/sql/types"
)

func convertNumber(from, to types.Type) Function {
	switch from.Layout() {
	case types.Int:
		return convertInteger(from, to)
	case types.Dec:
		return convertDecimal(from, to)
	default:
		return convertFloat(from, to)
	}
}

func convertInteger(from, to types.Type) Function {
	switch {
	case to.Kind == types.Double:
		return Unary(func(v int64) float64 { return float64(v) })
	case to.Kind == types.Real:
		return Unary(func(v int64) float64 { return float64(float32(v)) })
	case to.Kind == types.Decimal:
		return exactly(UnaryErr(func(v int64) (decimal128.Num, error) {
			d, ok := types.DecimalFromInt(v, to.Precision, to.Scale)
			return d, fits(ok, to, func() []byte { return types.AppendInt(nil, v) })
		}), to.Precision-to.Scale < types.AsDecimal(from).Precision)
	case from.Kind <= to.Kind:
		return same
	}
	return UnaryErr(func(v int64) (int64, error) {
		return v, fits(types.FitsInt(v, to.Kind), to, func() []byte { return types.AppendInt(nil, v) })
	})
}

// exactly says whether a conversion can fail, where that depends on the types.
func exactly(f Function, canFail bool) Function {
	f.CanFail = canFail
	return f
}

// fits is the error of a number that does not fit its type.
func fits(ok bool, to types.Type, text func() []byte) error {
	if ok {
		return nil
	}
	return tooLarge(types.Overflow, text(), to)
}

func convertDecimal(from, to types.Type) Function {
	text := func(d decimal128.Num) []byte { return decimalText(d, from) }
	whole := from.Precision - from.Scale // digits before the point; rounding may add one
	switch {
	case to.Kind == types.Double:
		return Unary(func(d decimal128.Num) float64 { return types.DecimalToFloat(d, from.Scale) })
	case to.Kind == types.Real:
		return Unary(func(d decimal128.Num) float64 { return toReal(types.DecimalToFloat(d, from.Scale)) })
	case to.IsInteger():
		return exactly(UnaryErr(func(d decimal128.Num) (int64, error) {
			v, ok := types.DecimalToInt(d, from.Scale)
			return v, fits(ok && types.FitsInt(v, to.Kind), to, func() []byte { return text(d) })
		}), whole+1 >= types.AsDecimal(to).Precision)
	}
	if to.Scale < from.Scale {
		whole++
	}
	room := to.Precision - to.Scale
	if to.Scale == from.Scale && room >= whole {
		return same
	}
	return exactly(UnaryErr(func(d decimal128.Num) (decimal128.Num, error) {
		v, ok := types.RescaleDecimal(d, from.Scale, to.Scale)
		return v, fits(ok && types.FitsDecimal(v, to.Precision), to, func() []byte { return text(d) })
	}), room < whole)
}

func convertFloat(from, to types.Type) Function {
	text := types.AppendDouble
	if from.Kind == types.Real {
		text = types.AppendReal
	}
	switch {
	case to.IsInteger():
		return UnaryErr(func(f float64) (int64, error) {
			v, ok := types.FloatToInt(f)
			return v, fits(ok && types.FitsInt(v, to.Kind), to, func() []byte { return text(nil, f) })
		})
	case to.Kind == types.Decimal && from.Kind == types.Real:
		return UnaryErr(func(f float64) (decimal128.Num, error) {
			var buf [32]byte
			d, code := types.ParseDecimal(types.AppendReal(buf[:0], f), to.Precision, to.Scale)
			return d, fits(code == types.OK, to, func() []byte { return text(nil, f) })
		})
	case to.Kind == types.Decimal:
		return UnaryErr(func(f float64) (decimal128.Num, error) {
			d, ok := types.DecimalFromFloat(f, to.Precision, to.Scale)
			return d, fits(ok, to, func() []byte { return text(nil, f) })
		})
	case to.Kind == types.Real:
		return UnaryErr(func(f float64) (float64, error) {
			v, ok := types.ToReal(f)
			return v, fits(ok, to, func() []byte { return text(nil, f) })
		})
	}
	return same
}

// intervalToNumber counts the one field of an interval, rounded. Intervals of several fields have no number.
func intervalToNumber(from, to types.Type) Function {
	if from.From != from.To {
		return noNumber(from, to)
	}
	unit := types.UnitMillis(from.To)
	if from.Kind == types.Months {
		unit = [...]int64{types.Year: 12, types.Month: 1}[from.To]
	}
	text := func(v int64) func() []byte {
		return func() []byte { return types.AppendInterval(nil, v, from) }
	}
	if to.Kind == types.Decimal {
		whole := types.DecimalType(19, 0)
		divide := types.DecimalOp('/', whole, whole, to)
		by := decimal128.FromI64(unit)
		return UnaryErr(func(v int64) (decimal128.Num, error) {
			d, code := divide(decimal128.FromI64(v), by)
			return d, fits(code == types.OK, to, text(v))
		})
	}
	return UnaryErr(func(v int64) (int64, error) {
		n := types.DivRound(v, unit)
		return n, fits(types.FitsInt(n, to.Kind), to, text(v))
	})
}

func noNumber(from, to types.Type) Function {
	refuse := func(v int64) error { return cannot(types.AppendInterval(nil, v, from), to) }
	if to.Kind == types.Decimal {
		return UnaryErr(func(v int64) (decimal128.Num, error) { return decimal128.Num{}, refuse(v) })
	}
	return UnaryErr(func(v int64) (int64, error) { return 0, refuse(v) })
}
