package oracle

import (
	"math"
	"math/big"
	"strings"

	"github.com/apache/arrow/go/v15/arrow/decimal128"

	"weir/operators/expr"
	"weir/sql/types"
)

// order compares two values of one class: -1, 0, 1.
func order(a, b types.Value, pad bool) int {
	switch a.Type.Layout() {
	case types.Float:
		switch {
		case a.Float < b.Float:
			return -1
		case a.Float > b.Float:
			return 1
		default:
			return 0
		}
	case types.Dec:
		return ratio(a).Cmp(ratio(b))
	case types.Text:
		x, y := a.Text, b.Text
		if pad {
			x, y = strings.TrimRight(x, " "), strings.TrimRight(y, " ")
		}
		return strings.Compare(x, y)
	default:
		return big.NewInt(a.Int).Cmp(big.NewInt(b.Int))
	}
}

// ratio is an exact number's value.
func ratio(v types.Value) *big.Rat {
	if v.Type.Kind != types.Decimal {
		return new(big.Rat).SetInt64(v.Int)
	}
	return new(big.Rat).SetFrac(v.Dec.BigInt(), power10(v.Type.Scale))
}

func power10(n int) *big.Int { return new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(n)), nil) }

func (r *run) compare(n *expr.Compare, row Row) (types.Value, *fault, error) {
	a, bad, err := r.eval(n.L, row)
	if bad != nil || err != nil {
		return unknown, bad, err
	}
	b, bad, err := r.eval(n.R, row)
	if bad != nil || err != nil {
		return unknown, bad, err
	}
	if n.Op == "IS DISTINCT FROM" || n.Op == "IS NOT DISTINCT FROM" {
		same := a.Null && b.Null || !a.Null && !b.Null && order(a, b, n.Pad) == 0
		return truth(same == (n.Op == "IS NOT DISTINCT FROM")), nil, nil
	}
	if a.Null || b.Null {
		return unknown, nil, nil
	}
	c := order(a, b, n.Pad)
	switch n.Op {
	case "=":
		return truth(c == 0), nil, nil
	case "<>":
		return truth(c != 0), nil, nil
	case "<":
		return truth(c < 0), nil, nil
	case "<=":
		return truth(c <= 0), nil, nil
	case ">":
		return truth(c > 0), nil, nil
	default:
		return truth(c >= 0), nil, nil
	}
}

// arith computes + - * / of numbers exactly, then rounds to the type. Datetimes and intervals are left to the engine.
func (r *run) arith(n *expr.Arith, row Row) (types.Value, *fault, error) {
	if !n.L.Type().IsNumeric() || !n.R.Type().IsNumeric() {
		return r.shared(n, row)
	}
	a, bad, err := r.eval(n.L, row)
	if bad != nil || err != nil {
		return a, bad, err
	}
	b, bad, err := r.eval(n.R, row)
	if bad != nil || err != nil {
		return b, bad, err
	}
	if a.Null || b.Null {
		return types.NullValue(n.T), nil, nil
	}
	if n.T.IsApproximate() {
		v, bad := floats(n, a.Float, b.Float)
		return v, bad, nil
	}
	x, y, z := ratio(a), ratio(b), new(big.Rat)
	switch n.Op {
	case '+':
		z.Add(x, y)
	case '-':
		z.Sub(x, y)
	case '*':
		z.Mul(x, y)
	default:
		if y.Sign() == 0 {
			return types.NullValue(n.T), &fault{code: types.DivideByZero}, nil
		}
		z.Quo(x, y)
	}
	v, bad := exact(z, n.T)
	return v, bad, nil
}

func floats(n *expr.Arith, a, b float64) (types.Value, *fault) {
	v := types.Value{Type: n.T}
	switch n.Op {
	case '+':
		v.Float = a + b
	case '-':
		v.Float = a - b
	case '*':
		v.Float = a * b
	default:
		if b == 0 {
			return types.NullValue(n.T), &fault{code: types.DivideByZero}
		}
		v.Float = a / b
	}
	if n.T.Kind == types.Real {
		v.Float = float64(float32(v.Float))
	}
	if math.IsInf(v.Float, 0) || math.IsNaN(v.Float) {
		return types.NullValue(n.T), &fault{code: types.Overflow}
	}
	return v, nil
}

// exact fits a number into an exact type: integers truncate, decimals round half away from zero.
func exact(z *big.Rat, t types.Type) (types.Value, *fault) {
	v := types.Value{Type: t}
	if t.IsInteger() {
		q := new(big.Int).Quo(z.Num(), z.Denom())
		limit := uint(8 << (t.Kind - types.TinyInt))
		least := new(big.Int).Neg(new(big.Int).Lsh(big.NewInt(1), limit-1))
		most := new(big.Int).Sub(new(big.Int).Lsh(big.NewInt(1), limit-1), big.NewInt(1))
		if q.Cmp(least) < 0 || q.Cmp(most) > 0 {
			return types.NullValue(t), &fault{code: types.Overflow}
		}
		v.Int = q.Int64()
		return v, nil
	}
	unscaled := roundHalfAway(new(big.Rat).Mul(z, new(big.Rat).SetInt(power10(t.Scale))))
	if new(big.Int).Abs(unscaled).Cmp(power10(t.Precision)) >= 0 {
		return types.NullValue(t), &fault{code: types.Overflow}
	}
	v.Dec = decimal128.FromBigInt(unscaled)
	return v, nil
}

func roundHalfAway(z *big.Rat) *big.Int {
	twice := new(big.Int).Mul(new(big.Int).Abs(z.Num()), big.NewInt(2))
	sum := twice.Add(twice, z.Denom())
	q := sum.Quo(sum, new(big.Int).Mul(z.Denom(), big.NewInt(2)))
	if z.Sign() < 0 {
		q.Neg(q)
	}
	return q
}
