package querygen

import (
	"fmt"
	"strings"

	"weir/sql/types"
)

// quote writes a text as SQL.
func quote(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }

// literal writes a constant of a class.
func (g *gen) literal(c class) value {
	switch c {
	case whole:
		return g.wholeLiteral()
	case decimal:
		if g.chance(4) {
			return g.signed(pick(g, "99999.99", "0.00", "123456789012345678901234.567"))
		}
		return g.signed(pick(g, "0.5", "1.0", "2.25", "0.001", "10.50", "3.3"))
	case float:
		if g.chance(4) {
			return g.signed(pick(g, "0E0", "1E10", "1E300", "1E-300"))
		}
		return g.signed(pick(g, "1E0", "5E-1", "2.5E0", "1.1E0", "3.3E1", "123456.789E0"))
	case text:
		s := pick(g, texts...)
		t := types.Type{Kind: types.Char, Length: len([]rune(s))}
		if s == "" {
			t = types.VarcharType(1)
		}
		return value{quote(s), t}
	case truth:
		return value{pick(g, "TRUE", "TRUE", "FALSE", "FALSE", "UNKNOWN"), types.BooleanType}
	case day:
		return value{"DATE " + quote(g.textFor(types.DateType)), types.DateType}
	case clock:
		return value{"TIME " + quote(g.textFor(types.TimeType)), types.TimeType}
	case instant:
		return value{"TIMESTAMP " + quote(g.textFor(types.TimestampType)), types.TimestampType}
	case span:
		return g.interval(g.spanType())
	case months:
		return g.interval(g.monthsType())
	default:
		s := pick(g, "00", "3F67", "616263", "FF")
		return value{"X" + quote(s), types.Type{Kind: types.Binary, Length: len(s) / 2}}
	}
}

// texts are few, so that they meet: in letter case and blanks, with signs of patterns, and some beyond ASCII.
var texts = []string{"a", "b", "ab", "A", "Ab", "a ", " a", "b  ", "", "x%y", "a_b", "abc", "äö", "Öl 7", "12", "-1", "3.5", "it's", "\U0001F600"}

func (g *gen) wholeLiteral() value {
	v := g.wholeNumber(types.BigIntType)
	t := types.IntegerType
	if !types.FitsInt(v, types.Integer) {
		t = types.BigIntType
	}
	if v < 0 {
		return call(t, "(%d)", v+boolToInt(v == -1<<63)) // its digits alone are no BIGINT
	}
	return call(t, "%d", v)
}

func boolToInt(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

// wholeNumber chooses a small number, seldom one at the edge of a type's range.
func (g *gen) wholeNumber(t types.Type) int64 {
	if g.chance(97) {
		return int64(g.between(-3, 9))
	}
	least, greatest := types.IntRange(t.Kind)
	return pick(g, least, greatest, least+1, greatest-1, greatest/2, 127, -128, 100)
}

// signed writes a number, in brackets if it is negative. It has the type of its digits.
func (g *gen) signed(digits string) value {
	t := types.DoubleType
	if !strings.Contains(digits, "E") {
		whole, fraction, _ := strings.Cut(digits, ".")
		t = types.DecimalType(max(len(strings.TrimLeft(whole, "0"))+len(fraction), 1), len(fraction))
	}
	if g.chance(25) {
		return value{"(- " + digits + ")", t}
	}
	return value{digits, t}
}

// interval writes an interval.
func (g *gen) interval(t types.Type) value {
	return call(t, "INTERVAL %s%s %s", pick(g, "", "", "", "-"), quote(g.textFor(t)), t.Qualifier())
}

// textFor writes a text that a type can be read from.
func (g *gen) textFor(t types.Type) string {
	switch classOf(t) {
	case whole:
		return pick(g, "", "", "+", " ", "-") + fmt.Sprint(g.between(0, 99))
	case decimal, float:
		return pick(g, "", "", "+", "-") + fmt.Sprintf("%d.%d", g.between(0, 99), g.between(0, 99))
	case truth:
		return pick(g, "true", "FALSE", "True", "unknown")
	case day:
		return fmt.Sprintf("%04d-%02d-%02d", pick(g, 2026, 2026, 2024, 1970, 1969, 2000), pick(g, 3, 3, 2, 1, 12), pick(g, 1, 1, 28, 2))
	case clock:
		return fmt.Sprintf("%02d:%02d:%02d", pick(g, 10, 10, 0, 23), pick(g, 0, 0, 1, 59), pick(g, 0, 1, 30, 59)) + g.fraction()
	case instant:
		return g.textFor(types.DateType) + " " + g.textFor(types.TimeType)
	case span, months:
		return g.intervalText(t)
	}
	return pick(g, texts...)
}

func (g *gen) fraction() string {
	return pick(g, "", "", "", ".5", ".001", ".999")
}

// intervalText writes the fields of an interval.
func (g *gen) intervalText(t types.Type) string {
	separators := map[types.Unit]string{types.Month: "-", types.Hour: " ", types.Minute: ":", types.Second: ":"}
	var b strings.Builder
	for u := t.From; u <= t.To; u++ {
		switch {
		case u == t.From:
			fmt.Fprintf(&b, "%d", g.between(0, 20))
		case u == types.Month:
			fmt.Fprintf(&b, "%s%d", separators[u], g.between(0, 11))
		default:
			fmt.Fprintf(&b, "%s%02d", separators[u], g.between(0, 23))
		}
	}
	if t.To == types.Second {
		b.WriteString(g.fraction())
	}
	return b.String()
}
