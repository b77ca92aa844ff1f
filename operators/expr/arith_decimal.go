package expr

import (
	"fmt"

	"github.com/apache/arrow/go/v15/arrow/decimal128"

	"weir/sql/types"
)

// compileDecimalArith computes with DECIMALs of any scale; an integer operand counts as one.
func compileDecimalArith(n *Arith) (Bound, error) {
	left, l := asDecimal(n.L)
	right, r := asDecimal(n.R)
	if l.Kind != types.Decimal || r.Kind != types.Decimal {
		return Bound{}, fmt.Errorf("compiling %s: operands %s and %s are not exact", n, l, r)
	}
	args, err := compileAll(left, right)
	if err != nil {
		return Bound{}, err
	}
	op, t := n.Op, n.T
	compute := types.DecimalOp(op, l, r, t)
	fn := BinaryErr(func(a, b decimal128.Num) (decimal128.Num, error) {
		v, code := compute(a, b)
		switch code {
		case types.OK:
			return v, nil
		case types.DivideByZero:
			return v, errDivide
		default:
			return v, &RowError{code, fmt.Sprintf("%s %c %s does not fit %s", decimalText(a, l), op, decimalText(b, r), t)}
		}
	})
	return apply(t, decimalCanFail(op, l, r, t), fn.Bind(nil, t), args...), nil
}

func asDecimal(n Node) (Node, types.Type) {
	if t := n.Type(); !t.IsInteger() {
		return n, t
	}
	t := types.AsDecimal(n.Type())
	return &Cast{X: n, T: t}, t
}

// decimalCanFail compares the type with the one that holds every result.
func decimalCanFail(op byte, l, r, t types.Type) bool {
	if op == '/' {
		return true
	}
	scale, whole := max(l.Scale, r.Scale), max(l.Precision-l.Scale, r.Precision-r.Scale)+1
	if op == '*' {
		scale, whole = l.Scale+r.Scale, l.Precision-l.Scale+r.Precision-r.Scale
	}
	return t.Scale < scale || t.Precision-t.Scale < whole
}

func decimalText(n decimal128.Num, t types.Type) []byte { return types.AppendDecimal(nil, n, t.Scale) }

func negDecimal(n decimal128.Num) decimal128.Num { return n.Negate() }
