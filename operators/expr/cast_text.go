package expr

import (
	"github.com/apache/arrow/go/v15/arrow/decimal128"

	"weir/operators/vec"
	"weir/sql/types"
)

// convertText reads a value out of text, or cuts and pads the text.
func convertText(from, to types.Type) (Function, bool) {
	switch {
	case to.IsCharacter():
		return resize(from, to), true
	case to.IsInteger():
		return UnaryErr(func(b []byte) (int64, error) {
			v, code := types.ParseInt(b)
			if code == types.OK && !types.FitsInt(v, to.Kind) {
				code = types.Overflow
			}
			return v, parsed(code, b, to)
		}), true
	case to.Kind == types.Decimal:
		return UnaryErr(func(b []byte) (decimal128.Num, error) {
			d, code := types.ParseDecimal(b, to.Precision, to.Scale)
			return d, parsed(code, b, to)
		}), true
	case to.IsApproximate():
		parse := types.ParseDouble
		if to.Kind == types.Real {
			parse = types.ParseReal
		}
		return UnaryErr(func(b []byte) (float64, error) {
			f, code := parse(b)
			return f, parsed(code, b, to)
		}), true
	case to.Kind == types.Boolean:
		return UnaryErr(parseBool), true
	case to.IsInterval():
		return UnaryErr(func(b []byte) (int64, error) {
			v, err := types.ParseInterval(string(b), to)
			if err != nil {
				return 0, &RowError{types.InvalidCast, err.Error()}
			}
			return v, nil
		}), true
	}
	return parseDatetime(to)
}

func parsed(code types.Code, text []byte, to types.Type) error {
	switch code {
	case types.OK:
		return nil
	case types.Overflow:
		return tooLarge(code, text, to)
	default:
		return cannot(text, to)
	}
}

func parseBool(b []byte) (bool, error) {
	v, known, ok := types.ParseBool(b)
	switch {
	case !ok:
		return false, cannot(b, types.BooleanType)
	case !known:
		return false, ErrNull
	}
	return v, nil
}

func parseDatetime(to types.Type) (Function, bool) {
	parse := types.ParseTimestamp
	switch to.Kind {
	case types.Date:
		parse = types.ParseDate
	case types.Time:
		parse = types.ParseTime
	case types.Timestamp:
	default:
		return same, false
	}
	return UnaryErr(func(b []byte) (int64, error) {
		if ms, ok := parse(b); ok {
			return ms, nil
		}
		return 0, cannot(b, to)
	}), true
}

// resize makes texts of one length or limit those of another.
func resize(from, to types.Type) Function {
	n := to.Length
	switch {
	case to.Kind == types.Char && n > 0:
		return UnaryText(func(dst, b []byte) []byte { return types.Pad(dst, b, n) })
	case n == 0 || from.Length > 0 && from.Length <= n:
		return same
	}
	return cutter(n, func(dst, b []byte) []byte { return append(dst, types.Cut(b, n)...) })
}

// convertBinary cuts bytes, or fills them up with zeroes.
func convertBinary(from, to types.Type) Function {
	n := to.Length
	switch {
	case to.Kind == types.Binary && n > 0:
		return UnaryText(func(dst, b []byte) []byte {
			dst = append(dst, b[:min(len(b), n)]...)
			for range n - len(b) {
				dst = append(dst, 0)
			}
			return dst
		})
	case n == 0 || from.Length > 0 && from.Length <= n:
		return same
	}
	return cutter(n, func(dst, b []byte) []byte { return append(dst, b[:min(len(b), n)]...) })
}

// cutter cuts texts, but copies none of a column in which every text has n bytes at most.
func cutter(n int, cut func(dst, b []byte) []byte) Function {
	fn := UnaryText(cut)
	return function(false, func() Kernel {
		k := fn.Bind(nil, types.Type{})
		return func(in *Input, args []vec.Column) vec.Column {
			t := args[0].(*vec.Texts)
			for i := 1; i < len(t.Offsets); i++ {
				if int(t.Offsets[i]-t.Offsets[i-1]) > n {
					return k(in, args)
				}
			}
			return t
		}
	})
}
