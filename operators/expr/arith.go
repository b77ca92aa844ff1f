package expr

import (
	"fmt"
	"math"

	"weir/operators/vec"
	"weir/sql/types"
)

func compileArith(n *Arith) (Bound, error) {
	l, r := n.L.Type(), n.R.Type()
	switch {
	case l.IsNumeric() && r.IsNumeric() && n.T.Kind == types.Decimal:
		return compileDecimalArith(n)
	case l.IsNumeric() && r.IsNumeric():
		return numberArith(n)
	case l.IsInterval() && r.IsNumeric():
		return scaleInterval(n)
	case l.IsInterval() && r.Kind == l.Kind:
		return intArith(n.Op, n.T, n.L, n.R)
	case l.IsDatetime() && r.IsInterval():
		return moveDatetime(n.Op, n.T, n.L, n.R)
	case l.IsInterval() && r.IsDatetime() && n.Op == '+':
		return moveDatetime(n.Op, n.T, n.R, n.L)
	}
	return Bound{}, fmt.Errorf("compiling %s: no %c for %s and %s", n, n.Op, l, r)
}

func numberArith(n *Arith) (Bound, error) {
	l, r, t := n.L.Type().Layout(), n.R.Type().Layout(), n.T.Layout()
	if l != t || r != t {
		return Bound{}, fmt.Errorf("compiling %s: operands %s and %s are not %s", n, n.L.Type(), n.R.Type(), n.T)
	}
	if t == types.Float {
		return floatArith(n)
	}
	return intArith(n.Op, n.T, n.L, n.R)
}

func intArith(op byte, t types.Type, left, right Node) (Bound, error) {
	args, err := compileAll(left, right)
	if err != nil {
		return Bound{}, err
	}
	least, greatest := intRange(t)
	try := checkedInt[op]
	k := &arith[int64]{dense: intLoops[op], try: func(a, b int64) (int64, error) {
		v, ok := try(a, b)
		switch {
		case op == '/' && b == 0:
			return 0, errDivide
		case !ok || v < least || v > greatest:
			return 0, &RowError{types.Overflow, fmt.Sprintf("%d %c %d does not fit %s", a, op, b, t)}
		}
		return v, nil
	}}
	if least != math.MinInt64 {
		k.after = func(out []int64) bool { return within(out, least, greatest) }
	}
	divisor, ok := right.(*Literal)
	safe := op == '/' && ok && divisor.V.Int != 0 && divisor.V.Int != -1
	return apply(t, !safe, k.eval, args...), nil
}

// intRange is the range of the values that a type with integers in memory has. A year-month interval keeps to what can be
// added to an instant.
func intRange(t types.Type) (least, greatest int64) {
	switch {
	case t.IsInteger():
		return types.IntRange(t.Kind)
	case t.Kind == types.Months:
		return -types.MaxMonths, types.MaxMonths
	default:
		return types.IntRange(types.BigInt)
	}
}

func floatArith(n *Arith) (Bound, error) {
	args, err := compileAll(n.L, n.R)
	if err != nil {
		return Bound{}, err
	}
	op, t := n.Op, n.T
	round := func(f float64) float64 { return f }
	k := &arith[float64]{dense: floatLoops[op], after: finite}
	if t.Kind == types.Real {
		round = toReal
		k.after = func(out []float64) bool {
			roundAll(out)
			return finite(out)
		}
	}
	f := plainFloat[op]
	k.try = func(a, b float64) (float64, error) {
		if op == '/' && b == 0 {
			return 0, errDivide
		}
		v := round(f(a, b))
		if !isFinite(v) {
			return 0, &RowError{types.Overflow, fmt.Sprintf("%v %c %v does not fit %s", a, op, b, t)}
		}
		return v, nil
	}
	return apply(t, true, k.eval, args...), nil
}

// arith computes over all rows in a plain loop, null rows included. Only if that meets a row which fails, it computes again,
// row by row, to see which.
type arith[T int64 | float64] struct {
	dense loops[T]
	after func(out []T) bool // checks, and may round, what dense computed
	try   func(a, b T) (T, error)
	wide  []T // a const left operand, spread over the rows
	byRow binary[T, T, T]
}

func (k *arith[T]) eval(in *Input, args []vec.Column) vec.Column {
	if in.most() {
		out := k.byRow.out.Reset(in.Batch.Rows())
		if k.compute(out, args[0].(*vec.Vec[T]), args[1].(*vec.Vec[T])) && (k.after == nil || k.after(out)) {
			k.byRow.out.NullWhere(args...)
			return k.byRow.out.Column()
		}
		clear(out) // null rows must not keep a value that is out of range
	}
	k.byRow.try = k.try
	return k.byRow.eval(in, args)
}

func (k *arith[T]) compute(out []T, l, r *vec.Vec[T]) bool {
	left := l.Values
	if l.Const {
		left = k.spread(l.Values[0], len(out))
	}
	if r.Const {
		return k.dense.konst(out, left, r.Values[0])
	}
	return k.dense.flat(out, left, r.Values)
}

func (k *arith[T]) spread(v T, rows int) []T {
	if len(k.wide) < rows {
		k.wide = make([]T, rows)
	}
	for i := range rows {
		k.wide[i] = v
	}
	return k.wide[:rows]
}

func compileNeg(n *Neg) (Bound, error) {
	x, err := Compile(n.X)
	if err != nil {
		return Bound{}, err
	}
	t := n.Type()
	fn := Function{}
	switch t.Layout() {
	case types.Float:
		fn = Unary(func(a float64) float64 { return -a })
	case types.Dec:
		fn = Unary(negDecimal)
	case types.Int:
		least, _ := intRange(t)
		fn = UnaryErr(func(a int64) (int64, error) {
			if a == math.MinInt64 || a == least && t.IsInteger() {
				return 0, &RowError{types.Overflow, fmt.Sprintf("-(%d) does not fit %s", a, t)}
			}
			return -a, nil
		})
	default:
		return Bound{}, fmt.Errorf("compiling %s: no - for %s", n, t)
	}
	return apply(t, fn.CanFail, fn.Bind(nil, t), x), nil
}
