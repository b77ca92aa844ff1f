package types

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"strings"
)

// AppendValue appends the text of a value, as CAST to VARCHAR gives it. NULL is the word NULL.
func AppendValue(dst []byte, v Value) []byte {
	if v.Null || v.Type.Kind == Null {
		return append(dst, "NULL"...)
	}
	switch v.Type.Kind {
	case Boolean:
		return AppendBool(dst, v.Int != 0)
	case Decimal:
		return AppendDecimal(dst, v.Dec, v.Type.Scale)
	case Real:
		return AppendReal(dst, v.Float)
	case Double:
		return AppendDouble(dst, v.Float)
	case Char, Varchar, Binary, Varbinary:
		return append(dst, v.Text...)
	case Date:
		return AppendDate(dst, v.Int)
	case Time:
		return AppendTime(dst, v.Int)
	case Timestamp:
		return AppendTimestampCast(dst, v.Int)
	case Interval, Months:
		return AppendInterval(dst, v.Int, v.Type)
	default:
		return AppendInt(dst, v.Int)
	}
}

// AppendBool appends TRUE or FALSE.
func AppendBool(dst []byte, v bool) []byte {
	if v {
		return append(dst, "TRUE"...)
	}
	return append(dst, "FALSE"...)
}

// AppendLiteral appends a value as SQL that has the same type and value.
func AppendLiteral(dst []byte, v Value) []byte {
	if v.Type.Kind == Null {
		return append(dst, "NULL"...)
	}
	if v.Null || !v.hasLiteral() {
		dst = append(dst, "CAST("...)
		if v.Null {
			dst = append(dst, "NULL"...)
		} else {
			dst = AppendValue(dst, v)
		}
		return fmt.Appendf(dst, " AS %s)", v.Type)
	}
	switch v.Type.Kind {
	case Double:
		text := AppendDouble(nil, v.Float)
		if !bytes.ContainsRune(text, 'E') {
			text = append(text, "E0"...)
		}
		return append(dst, text...)
	case Char, Varchar:
		return append(append(append(dst, '\''), strings.ReplaceAll(v.Text, "'", "''")...), '\'')
	case Binary, Varbinary:
		return append(append(append(dst, "X'"...), strings.ToUpper(hex.EncodeToString([]byte(v.Text)))...), '\'')
	case Date, Time, Timestamp:
		return fmt.Appendf(dst, "%s '%s'", v.Type, literalClock(v))
	case Interval, Months:
		text := AppendInterval(nil, v.Int, v.Type)
		if text[0] == '+' {
			text = text[1:]
		}
		return fmt.Appendf(dst, "INTERVAL '%s' %s", text, literalQualifier(v))
	}
	return AppendValue(dst, v)
}

// hasLiteral reports whether the value's own text is a literal of its type: 7 is an INTEGER and never a TINYINT.
func (v Value) hasLiteral() bool {
	switch v.Type.Kind {
	case TinyInt, SmallInt, Real:
		return false
	case BigInt:
		return !FitsInt(v.Int, Integer)
	case Decimal:
		return v.Type.Scale > 0 && len(strings.TrimLeft(string(AppendDecimal(nil, v.Dec, v.Type.Scale)), "-0.")) > 0 &&
			FitsDecimal(v.Dec, v.Type.Precision) && !FitsDecimal(v.Dec, v.Type.Precision-1)
	default:
		return true
	}
}

// literalClock is the text inside of a datetime literal, with its milliseconds.
func literalClock(v Value) []byte {
	text := AppendValue(nil, v)
	if ms := FloorMod(v.Int, SecondMillis); v.Type.Kind == Time && ms != 0 {
		text = appendMillis(text, int(ms))
	}
	return text
}

// literalQualifier is the interval's qualifier with as many digits as its value has.
func literalQualifier(v Value) string {
	t := v.Type
	lead := abs64(v.Int) / uint64(FieldSize(t.From))
	for limit := uint64(tens64[t.Precision]); lead >= limit && t.Precision < MaxIntervalPrecision; limit *= 10 {
		t.Precision++
	}
	return t.Qualifier()
}
