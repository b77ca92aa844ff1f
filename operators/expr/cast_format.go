package expr

import (
	"github.com/apache/arrow/go/v15/arrow/decimal128"

	"weir/sql/types"
)

// format writes values as text. What is too long for its type is refused; only intervals are cut.
func format(from, to types.Type) Function {
	longest := longestText(from)
	f := fitting{to: to, canFail: to.Length > 0 && to.Length < longest}
	switch from.Kind {
	case types.Boolean:
		return formatted(f, types.AppendBool)
	case types.Real:
		return formatted(f, types.AppendReal)
	case types.Double:
		return formatted(f, types.AppendDouble)
	case types.Decimal:
		return formatted(f, func(dst []byte, d decimal128.Num) []byte { return types.AppendDecimal(dst, d, from.Scale) })
	case types.Date:
		return formatted(f, types.AppendDate)
	case types.Time:
		return formatted(f, types.AppendTime)
	case types.Timestamp:
		f.fraction = len(".SSS")
		return formatted(f, types.AppendTimestampCast)
	case types.Interval, types.Months:
		f.cut, f.canFail = true, false
		return formatted(f, func(dst []byte, v int64) []byte { return types.AppendInterval(dst, v, from) })
	default:
		return formatted(f, types.AppendInt)
	}
}

// longestText is the length of the longest text of a value, or more. Years have up to nine digits and a sign.
func longestText(t types.Type) int {
	switch t.Kind {
	case types.Boolean:
		return len("FALSE")
	case types.Decimal:
		return t.Precision + len("-0.")
	case types.Real:
		return len("-1.23456789E-38")
	case types.Double:
		return len("-1.2345678901234567E-308")
	case types.Date:
		return len("-123456789-01-02")
	case types.Time:
		return len("01:02:03")
	case types.Timestamp:
		return len("-123456789-01-02 03:04:05") // a fraction can be left out
	default:
		return types.AsDecimal(t).Precision + len("-")
	}
}

// fitting brings a text to the length of its type.
type fitting struct {
	to       types.Type
	canFail  bool
	cut      bool // rather than refuse
	fraction int  // so much may be left out at the end, where the text has it
}

func formatted[A Arg](f fitting, write func([]byte, A) []byte) Function {
	if f.to.Length == 0 {
		return UnaryText(write)
	}
	return exactly(UnaryTextErr(func(dst []byte, v A) ([]byte, error) {
		start := len(dst)
		dst = write(dst, v)
		return f.fit(dst, start)
	}), f.canFail)
}

// fit is about ASCII: bytes are characters.
func (f fitting) fit(dst []byte, start int) ([]byte, error) {
	n := f.to.Length
	extra := len(dst) - start - n
	switch {
	case extra <= 0:
		if f.to.Kind == types.Char {
			for range -extra {
				dst = append(dst, ' ')
			}
		}
		return dst, nil
	case f.cut:
		return dst[:start+n], nil
	case f.fraction > 0 && extra <= f.fraction && dst[len(dst)-f.fraction] == '.':
		return f.fit(dst[:len(dst)-f.fraction], start)
	}
	return dst, tooLarge(types.InvalidCast, dst[start:], f.to)
}
