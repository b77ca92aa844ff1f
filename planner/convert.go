package planner

import (
	"fmt"
	"unicode/utf8"

	"weir/operators/expr"
	"weir/sql/types"
)

// convert gives n another type, by the rules of CAST where that changes values. The caller has checked that it may.
func convert(n expr.Node, t types.Type) expr.Node {
	if n.Type() == t {
		return n
	}
	if lit, ok := n.(*expr.Literal); ok {
		if v, ok := sameValue(lit.V, t); ok {
			return &expr.Literal{V: v}
		}
	}
	return &expr.Cast{X: n, T: t}
}

// convertAssign gives n another type by the rules of INSERT.
func convertAssign(n expr.Node, t types.Type) expr.Node {
	switch converted := convert(n, t).(type) {
	case *expr.Cast:
		if converted.X == n {
			return &expr.Cast{X: n, T: t, Assign: true}
		}
		return converted
	default:
		return converted
	}
}

// sameValue is a constant as a value of another type that holds it exactly.
func sameValue(v types.Value, t types.Type) (types.Value, bool) {
	if v.Null {
		return types.NullValue(t), true
	}
	out := v
	out.Type = t
	switch {
	case v.Type.IsInteger() && t.IsInteger():
		return out, types.FitsInt(v.Int, t.Kind)
	case v.Type.IsInteger() && t.Kind == types.Decimal:
		n, ok := types.DecimalFromInt(v.Int, t.Precision, t.Scale)
		out.Dec, out.Int = n, 0
		return out, ok
	case v.Type.IsInteger() && t.Kind == types.Double && v.Int == int64(float64(v.Int)):
		out.Float, out.Int = float64(v.Int), 0
		return out, true
	case v.Type.Kind == types.Decimal && t.Kind == types.Double:
		out = types.Value{Type: t, Float: types.DecimalToFloat(v.Dec, v.Type.Scale)}
		return out, true
	case v.Type.Kind == types.Decimal && t.Kind == types.Decimal && t.Scale >= v.Type.Scale:
		n, ok := types.RescaleDecimal(v.Dec, v.Type.Scale, t.Scale)
		out.Dec = n
		return out, ok && types.FitsDecimal(n, t.Precision)
	case v.Type.IsCharacter() && t.Kind == types.Varchar:
		return out, t.Length == 0 || utf8.RuneCountInString(v.Text) <= t.Length
	case v.Type.IsInterval() && v.Type.Kind == t.Kind && t.From <= v.Type.From && t.To >= v.Type.To:
		return out, true
	}
	return v, false
}

// common gives all nodes the type that holds all their values. Not ok if there is none.
func common(nodes []expr.Node) ([]expr.Node, types.Type, bool) {
	all := make([]types.Type, len(nodes))
	for i, n := range nodes {
		all[i] = n.Type()
	}
	t, ok := types.CommonType(all...)
	if !ok {
		return nil, t, false
	}
	out := make([]expr.Node, len(nodes))
	for i, n := range nodes {
		out[i] = convert(n, t)
	}
	return out, t, true
}

// castHint says how a value of one type is made one of another.
func castHint(text string, from, to types.Type) string {
	switch {
	case to.Kind == types.Timestamp && from.IsNumeric():
		return fmt.Sprintf("write TO_TIMESTAMP(%s), if it counts milliseconds since 1970", text)
	case from.Kind == types.Timestamp && to.IsNumeric():
		return fmt.Sprintf("write UNIX_TIMESTAMP(%s) for milliseconds since 1970", text)
	case from.IsNumeric() && to.IsInterval():
		return fmt.Sprintf("write %s * INTERVAL '1' %s", text, to.To)
	case from.Kind == types.Boolean && to.IsNumeric():
		return fmt.Sprintf("write CASE WHEN %s THEN 1 ELSE 0 END", text)
	case to.Kind == types.Boolean && from.IsNumeric():
		return fmt.Sprintf("write %s <> 0", text)
	case types.Castable(from, to):
		return fmt.Sprintf("write CAST(%s AS %s)", text, to)
	default:
		return fmt.Sprintf("nothing makes %s of %s", article(to), from)
	}
}

// article puts a or an before a type.
func article(t types.Type) string {
	if name := t.String(); name[0] == 'I' {
		return "an " + name
	}
	return "a " + t.String()
}
