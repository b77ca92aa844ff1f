package expr

import (
	"fmt"
	"math"

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
	short := shortDecimalOp(op, l, r, t)
	fn := BinaryErr(func(a, b decimal128.Num) (decimal128.Num, error) {
		if v, ok := short(a, b); ok {
			return v, nil
		}
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

// shortDecimalOp computes where operands and result fit 64 bits, as nearly all do. It is not ok where they may not.
func shortDecimalOp(op byte, l, r, t types.Type) func(a, b decimal128.Num) (decimal128.Num, bool) {
	limit := int64(math.MaxInt64) // the digits that t has, if those are fewer than 19
	if t.Precision <= 18 {
		limit = tenTo(t.Precision) - 1
	}
	scale := max(l.Scale, r.Scale)
	switch {
	case op == '*' && t.Scale == l.Scale+r.Scale:
		return func(a, b decimal128.Num) (decimal128.Num, bool) {
			v, excess := mul64(int64(a.LowBits()), int64(b.LowBits()))
			return short(v), excess == 0 && isShort(a) && isShort(b) && -limit <= v && v <= limit
		}
	case (op == '+' || op == '-') && t.Scale == scale && scale-min(l.Scale, r.Scale) <= 18:
		up, upOther := tenTo(scale-l.Scale), tenTo(scale-r.Scale)
		if op == '-' {
			upOther = -upOther
		}
		return func(a, b decimal128.Num) (decimal128.Num, bool) {
			x, over := mul64(int64(a.LowBits()), up)
			y, overOther := mul64(int64(b.LowBits()), upOther)
			v := x + y
			fits := over|overOther == 0 && (x^v)&(y^v) >= 0 && isShort(a) && isShort(b)
			return short(v), fits && -limit <= v && v <= limit
		}
	}
	return func(a, b decimal128.Num) (decimal128.Num, bool) { return a, false }
}

func short(v int64) decimal128.Num { return decimal128.New(v>>63, uint64(v)) }

func isShort(d decimal128.Num) bool { return d.HighBits() == int64(d.LowBits())>>63 }

// tenTo is 10^n for n up to 18.
func tenTo(n int) int64 {
	v := int64(1)
	for range n {
		v *= 10
	}
	return v
}
