package expr

import (
	"weir/operators/vec"
	"weir/sql/types"
)

// connective is AND (decided by FALSE) or OR (decided by TRUE).
type connective struct {
	l, r   Bound
	decide bool
	open   filter // rows that the left side leaves undecided
	out    vec.Scratch[bool]
}

func compileConnective(left, right Node, decide bool) (Bound, error) {
	l, err := compileAs(left, types.BooleanType)
	if err != nil {
		return Bound{}, err
	}
	r, err := compileAs(right, types.BooleanType)
	if err != nil {
		return Bound{}, err
	}
	switch {
	case l.value == nil || l.value.Null:
	case (l.value.Int != 0) == decide:
		return l, nil // the right side is never evaluated
	default:
		return r, nil
	}
	k := &connective{l: l, r: r, decide: decide}
	return Bound{Type: types.BooleanType, CanFail: l.CanFail || r.CanFail, Eval: k.eval}, nil
}

func (k *connective) eval(in *Input) vec.Column {
	l := k.l.Eval(in).(*vec.Bools)
	out := k.out.Reset(in.Batch.Rows())
	open := k.undecided(in, l)
	if len(open) == 0 {
		for _, row := range in.rows() {
			out[row] = k.decide
		}
		return k.out.Column()
	}
	if len(open) == len(in.rows()) || !k.r.CanFail && 2*len(open) >= in.Batch.Rows() {
		open = in.Sel // evaluating more rows than needed is quicker and changes nothing
	}
	r := in.over(open, k.r).(*vec.Bools)
	if in.Sel == nil && !l.Const && !r.Const && !l.HasNulls() && !r.HasNulls() {
		combine(out, l.Values, r.Values, k.decide)
		return k.out.Column()
	}
	k.combineNulls(in, out, l, r)
	return k.out.Column()
}

// undecided returns the rows where l does not decide: the right side is needed.
func (k *connective) undecided(in *Input, l *vec.Bools) []int32 {
	rows := in.rows()
	if cap(k.open.buf) < len(rows) {
		k.open.buf = make([]int32, len(rows))
	}
	buf, n := k.open.buf[:len(rows)], 0
	if l.Const || l.HasNulls() {
		for _, row := range rows {
			if l.At(int(row)) != k.decide || l.Null(int(row)) {
				buf[n] = row
				n++
			}
		}
		return buf[:n]
	}
	for _, row := range rows {
		buf[n] = row
		if l.Values[row] != k.decide {
			n++
		}
	}
	return buf[:n]
}

// combine works where the right side was not evaluated too: there the left side decides alone.
func combine(out, l, r []bool, decide bool) {
	l, r = l[:len(out)], r[:len(out)]
	if decide {
		for i := range out {
			out[i] = l[i] || r[i]
		}
		return
	}
	for i := range out {
		out[i] = l[i] && r[i]
	}
}

func (k *connective) combineNulls(in *Input, out []bool, l, r *vec.Bools) {
	for _, row := range in.rows() {
		i := int(row)
		ln := l.Null(i)
		if !ln && l.At(i) == k.decide {
			out[row] = k.decide
			continue
		}
		rn := r.Null(i)
		switch {
		case !rn && r.At(i) == k.decide:
			out[row] = k.decide
		case ln || rn:
			k.out.SetNull(i)
		default:
			out[row] = !k.decide
		}
	}
}

func compileNot(n *Not) (Bound, error) {
	x, err := compileAs(n.X, types.BooleanType)
	if err != nil {
		return Bound{}, err
	}
	return apply(types.BooleanType, false, Unary(func(b bool) bool { return !b }).Bind(nil, types.BooleanType), x), nil
}

func compileIsNull(n *IsNull) (Bound, error) {
	x, err := Compile(n.X)
	if err != nil {
		return Bound{}, err
	}
	return apply(types.BooleanType, false, test(func(c vec.Column, row int) bool { return c.Null(row) }), x), nil
}

func compileIsTrue(n *IsTrue) (Bound, error) {
	x, err := compileAs(n.X, types.BooleanType)
	if err != nil {
		return Bound{}, err
	}
	want := n.Want
	return apply(types.BooleanType, false, test(func(c vec.Column, row int) bool {
		return !c.Null(row) && c.(*vec.Bools).At(row) == want
	}), x), nil
}

// test asks a question about each row that NULL does not leave open.
func test(f func(c vec.Column, row int) bool) Kernel {
	var out vec.Scratch[bool]
	return func(in *Input, args []vec.Column) vec.Column {
		values := out.Reset(in.Batch.Rows())
		for _, row := range in.rows() {
			values[row] = f(args[0], int(row))
		}
		return out.Column()
	}
}
