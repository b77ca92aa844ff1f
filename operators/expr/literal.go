package expr

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"weir/sql/types"
)

// String prints the constant as SQL. Where the literal alone would have another type, it prints a CAST.
func (n *Literal) String() string {
	v := n.V
	if v.Null {
		if v.Type.Kind == types.Null {
			return "NULL"
		}
		return "CAST(NULL AS " + v.Type.String() + ")"
	}
	text, plain := literal(v)
	if plain == v.Type {
		return text
	}
	return "CAST(" + text + " AS " + v.Type.String() + ")"
}

// literal returns the text of a value that is not NULL and the type that this text has in SQL.
func literal(v types.Value) (string, types.Type) {
	t := v.Type
	switch {
	case t.Kind == types.Boolean:
		return strings.ToUpper(strconv.FormatBool(v.Int != 0)), t
	case t.IsInteger():
		return strconv.FormatInt(v.Int, 10), literalInteger(v.Int)
	case t.Kind == types.Decimal:
		return literalDecimal(v)
	case t.IsApproximate():
		return strings.ToUpper(strconv.FormatFloat(v.Float, 'E', -1, 64)), types.DoubleType
	case t.IsBinary():
		return fmt.Sprintf("X'%X'", v.Text), types.Type{Kind: types.Binary, Length: len(v.Text)}
	case t.IsCharacter():
		return quote(v.Text), types.Type{Kind: types.Char, Length: utf8.RuneCountInString(v.Text)}
	case t.IsInterval():
		return "INTERVAL " + quote(strconv.FormatInt(v.Int, 10)) + " " + t.Qualifier(), t
	default:
		return t.Kind.String() + " " + quote(datetime(v)), t
	}
}

func datetime(v types.Value) string {
	switch v.Type.Kind {
	case types.Date:
		return string(types.AppendDate(nil, v.Int))
	case types.Time: // a literal keeps the fraction, which the text of a TIME does not show
		_, text, _ := strings.Cut(string(types.AppendTimestampCast(nil, v.Int)), " ")
		return text
	default:
		return string(types.AppendTimestampCast(nil, v.Int))
	}
}

func quote(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }

func literalInteger(v int64) types.Type {
	if types.FitsInt(v, types.Integer) {
		return types.IntegerType
	}
	return types.BigIntType
}

func literalDecimal(v types.Value) (string, types.Type) {
	text := string(types.AppendDecimal(nil, v.Dec, v.Type.Scale))
	digits := len(strings.TrimLeft(strings.ReplaceAll(text, ".", ""), "-0"))
	return text, types.DecimalType(max(digits, v.Type.Scale, 1), v.Type.Scale)
}
