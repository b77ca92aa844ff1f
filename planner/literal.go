package planner

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"weir/operators/expr"
	"weir/sql"
	"weir/sql/types"
)

// literal binds a constant.
func (x *exprs) literal(e sql.Expr) expr.Node {
	switch e := e.(type) {
	case *sql.Number:
		return x.number(e)
	case *sql.String:
		return constantOf(types.Value{Type: characterType(e.Value), Text: e.Value})
	case *sql.Bytes:
		return constantOf(types.Value{Type: types.Type{Kind: types.Binary, Length: len(e.Value)}, Text: string(e.Value)})
	case *sql.Datetime:
		v, err := types.ParseDatetimeLiteral(e.Kind, e.Text)
		if err != nil {
			x.failText(sql.InvalidLiteral, e.TextPos, err)
			return nil
		}
		return constantOf(v)
	case *sql.IntervalLit:
		return x.intervalLiteral(e)
	case *sql.Bool:
		v := types.Value{Type: types.BooleanType, Null: e.Unknown}
		if e.Value {
			v.Int = 1
		}
		return constantOf(v)
	default:
		return constantOf(types.NullValue(types.NullType))
	}
}

func constantOf(v types.Value) expr.Node { return &expr.Literal{V: v} }

// characterType is the type of a literal: CHAR of its length. There is no CHAR(0); an empty literal is a VARCHAR, so that
// blanks count where it is compared.
func characterType(s string) types.Type {
	if s == "" {
		return types.VarcharType(1)
	}
	return types.Type{Kind: types.Char, Length: utf8.RuneCountInString(s)}
}

// number binds a numeric literal: INTEGER, BIGINT or DECIMAL by its digits, DOUBLE if it has an exponent.
func (x *exprs) number(e *sql.Number) expr.Node {
	if strings.ContainsAny(e.Text, "eE") {
		f, code := types.ParseDouble([]byte(e.Text))
		if code != types.OK {
			x.fail(sql.InvalidLiteral, e.Span, "a DOUBLE goes up to 1.8E308", "the number %s is too large", e.Text)
			return nil
		}
		return constantOf(types.Value{Type: types.DoubleType, Float: f})
	}
	if v, err := strconv.ParseInt(e.Text, 10, 64); err == nil {
		t := types.BigIntType
		if types.FitsInt(v, types.Integer) {
			t = types.IntegerType
		}
		return constantOf(types.Value{Type: t, Int: v})
	}
	whole, fraction, _ := strings.Cut(e.Text, ".")
	digits := len(strings.TrimLeft(whole, "0")) + len(fraction)
	if digits > types.MaxPrecision {
		x.fail(sql.InvalidLiteral, e.Span, "write it with an exponent, as a DOUBLE", "the number has more than %d digits", types.MaxPrecision)
		return nil
	}
	t := types.DecimalType(max(digits, 1), len(fraction))
	n, code := types.ParseDecimal([]byte(e.Text), t.Precision, t.Scale)
	if code != types.OK {
		x.fail(sql.InvalidLiteral, e.Span, "", "%s is not a number", e.Text)
		return nil
	}
	return constantOf(types.Value{Type: t, Dec: n})
}

// intervalLiteral binds INTERVAL 'text' qualifier. Only here are the digits of a qualifier a limit.
func (x *exprs) intervalLiteral(e *sql.IntervalLit) expr.Node {
	t, ok := x.intervalType(e.Qualifier)
	if !ok {
		return nil
	}
	v, err := types.ParseInterval(e.Text, t)
	if err != nil {
		x.failText(sql.InvalidInterval, e.TextPos, err)
		return nil
	}
	if e.Negative {
		v = -v
	}
	return constantOf(types.Value{Type: t, Int: v})
}
