package types

import (
	"testing"

	"github.com/apache/arrow/go/v15/arrow/decimal128"
)

func TestValueText(t *testing.T) {
	for _, c := range []struct {
		v             Value
		text, literal string
	}{
		{NullValue(NullType), "NULL", "NULL"},
		{NullValue(VarcharType(4)), "NULL", "CAST(NULL AS VARCHAR(4))"},
		{Value{Type: BooleanType, Int: 1}, "TRUE", "TRUE"},
		{Value{Type: IntegerType, Int: -7}, "-7", "-7"},
		{Value{Type: TinyIntType, Int: 7}, "7", "CAST(7 AS TINYINT)"},
		{Value{Type: BigIntType, Int: 7}, "7", "CAST(7 AS BIGINT)"},
		{Value{Type: BigIntType, Int: 1 << 40}, "1099511627776", "1099511627776"},
		{Value{Type: DecimalType(2, 1), Dec: decimal128.FromI64(50)}, "5.0", "5.0"},
		{Value{Type: DecimalType(9, 1), Dec: decimal128.FromI64(50)}, "5.0", "CAST(5.0 AS DECIMAL(9,1))"},
		{Value{Type: DecimalType(3, 2), Dec: decimal128.FromI64(-5)}, "-0.05", "CAST(-0.05 AS DECIMAL(3,2))"},
		{Value{Type: DoubleType, Float: 0.5}, "0.5", "0.5E0"},
		{Value{Type: DoubleType, Float: 1e10}, "1.0E10", "1.0E10"},
		{Value{Type: RealType, Float: 0.5}, "0.5", "CAST(0.5 AS REAL)"},
		{Value{Type: Type{Kind: Char, Length: 4}, Text: "it's"}, "it's", "'it''s'"},
		{Value{Type: Type{Kind: Varbinary, Length: 2}, Text: "?g"}, "?g", "X'3F67'"},
		{Value{Type: DateType, Int: 0}, "1970-01-01", "DATE '1970-01-01'"},
		{Value{Type: TimeType, Int: 1500}, "00:00:01", "TIME '00:00:01.500'"},
		{Value{Type: TimestampType, Int: 1500}, "1970-01-01 00:00:01.500", "TIMESTAMP '1970-01-01 00:00:01.500'"},
		{Value{Type: IntervalType(Day, Hour), Int: 273600000}, "+3 04", "INTERVAL '3 04' DAY TO HOUR"},
		{Value{Type: IntervalType(Second, Second), Int: -371000}, "-371", "INTERVAL '-371' SECOND(3,3)"},
		{Value{Type: IntervalType(Year, Month), Int: 40}, "+3-04", "INTERVAL '3-04' YEAR TO MONTH"},
	} {
		if got := string(AppendValue(nil, c.v)); got != c.text {
			t.Errorf("%s: text %s", c.text, got)
		}
		if got := string(AppendLiteral(nil, c.v)); got != c.literal {
			t.Errorf("%s: literal %s", c.literal, got)
		}
	}
}

func TestParseInt(t *testing.T) {
	for text, want := range map[string]struct {
		v    int64
		code Code
	}{
		"0": {0, OK}, " +7 ": {7, OK}, "-42": {-42, OK}, "007": {7, OK}, "9223372036854775807": {1<<63 - 1, OK},
		"-9223372036854775808": {-1 << 63, OK}, "9223372036854775808": {0, Overflow}, "-9223372036854775809": {0, Overflow},
		"18446744073709551616": {0, Overflow}, "99999999999999999999999": {0, Overflow},
		"": {0, InvalidCast}, "-": {0, InvalidCast}, "1.0": {0, InvalidCast}, "1e3": {0, InvalidCast}, "1 2": {0, InvalidCast}, "a": {0, InvalidCast},
	} {
		if v, code := ParseInt([]byte(text)); v != want.v || code != want.code {
			t.Errorf("%q: got %d %q", text, v, code)
		}
	}
	for text, want := range map[string]struct {
		v    int64
		code Code
	}{
		"12": {12, OK}, "1.0": {1, OK}, "5e3": {5000, OK}, "-1.50e1": {-15, OK}, "0.000": {0, OK}, "0e-5": {0, OK}, "100e-2": {1, OK},
		"123.4": {0, Overflow}, "1e-1": {0, Overflow}, "1e19": {0, Overflow}, "1e99999": {0, Overflow}, "x": {0, InvalidCast}, "1e": {0, InvalidCast},
	} {
		if v, code := ParseWhole([]byte(text)); v != want.v || code != want.code {
			t.Errorf("whole %q: got %d %q", text, v, code)
		}
	}
}

func TestIntegerHelpers(t *testing.T) {
	for _, c := range [][3]int64{{5, 2, 3}, {-5, 2, -3}, {5, -2, -3}, {4, 3, 1}, {-4, 3, -1}, {0, 7, 0}, {1<<63 - 1, 2, 1 << 62}, {-1 << 63, 2, -1 << 62}} {
		if got := DivRound(c[0], c[1]); got != c[2] {
			t.Errorf("DivRound(%d, %d) = %d", c[0], c[1], got)
		}
	}
	if FloorDiv(-1, 10) != -1 || FloorMod(-1, 10) != 9 || FloorDiv(-10, 10) != -1 || FloorMod(-10, 10) != 0 {
		t.Error("FloorDiv and FloorMod round towards minus infinity")
	}
	if FitsInt(128, TinyInt) || !FitsInt(-128, TinyInt) || FitsInt(1<<31, Integer) {
		t.Error("FitsInt")
	}
}

func TestCharacters(t *testing.T) {
	for _, c := range []struct {
		in       string
		n        int
		cut, pad string
	}{
		{"abc", 2, "ab", "ab"}, {"abc", 3, "abc", "abc"}, {"abc", 5, "abc", "abc  "}, {"äöü", 2, "äö", "äö"}, {"äöü", 4, "äöü", "äöü "},
		{"日本語", 1, "日", "日"}, {"", 2, "", "  "}, {"a", 0, "", ""},
	} {
		if got := string(Cut([]byte(c.in), c.n)); got != c.cut {
			t.Errorf("Cut(%q, %d) = %q", c.in, c.n, got)
		}
		if got := string(Pad(nil, []byte(c.in), c.n)); got != c.pad {
			t.Errorf("Pad(%q, %d) = %q", c.in, c.n, got)
		}
	}
	if CharLength([]byte("日本語x")) != 4 {
		t.Error("CharLength counts characters")
	}
}

func TestNoAllocations(t *testing.T) {
	dst := make([]byte, 0, 256)
	interval := IntervalType(Day, Second)
	divide := DecimalOp('/', DecimalType(10, 2), DecimalType(5, 1), DecimalResult('/', DecimalType(10, 2), DecimalType(5, 1)))
	allocs := testing.AllocsPerRun(100, func() {
		dst = AppendDouble(dst[:0], 123.25)
		dst = AppendDouble(dst, 1e300)
		dst = AppendDecimal(dst, decimal128.New(1, 2), 10)
		dst = AppendTimestamp(dst, 1561657488365)
		dst = AppendInterval(dst, 123456789, interval)
		ParseDouble([]byte("1.7976931348623157e308"))
		ParseDecimal([]byte("1234.5678"), 18, 2)
		ParseTimestampInput([]byte("2018-08-01T20:17:20.797945"))
		ParseInt([]byte("42"))
		divide(decimal128.FromI64(123456), decimal128.FromI64(37))
	})
	if allocs != 0 {
		t.Errorf("%v allocations", allocs)
	}
}
