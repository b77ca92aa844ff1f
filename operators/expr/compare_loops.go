package expr

import "weir/operators/vec"

// ordered compares numbers, datetimes and intervals.
type ordered[T int64 | float64] struct {
	flat   func(out []bool, a, b []T)
	konst  func(out []bool, a []T, b T)
	mirror func(out []bool, a []T, b T) // where the const is on the left
	one    func(a, b T) bool
	out    vec.Scratch[bool]
}

func newOrdered[T int64 | float64](accept [3]bool) *ordered[T] {
	switch accept {
	case [3]bool{false, true, false}:
		return &ordered[T]{flat: eqFlat[T], konst: eqConst[T], mirror: eqConst[T], one: func(a, b T) bool { return a == b }}
	case [3]bool{true, false, true}:
		return &ordered[T]{flat: neFlat[T], konst: neConst[T], mirror: neConst[T], one: func(a, b T) bool { return a != b }}
	case [3]bool{true, false, false}:
		return &ordered[T]{flat: ltFlat[T], konst: ltConst[T], mirror: gtConst[T], one: func(a, b T) bool { return a < b }}
	case [3]bool{true, true, false}:
		return &ordered[T]{flat: leFlat[T], konst: leConst[T], mirror: geConst[T], one: func(a, b T) bool { return a <= b }}
	case [3]bool{false, false, true}:
		return &ordered[T]{flat: gtFlat[T], konst: gtConst[T], mirror: ltConst[T], one: func(a, b T) bool { return a > b }}
	default:
		return &ordered[T]{flat: geFlat[T], konst: geConst[T], mirror: leConst[T], one: func(a, b T) bool { return a >= b }}
	}
}

func (k *ordered[T]) eval(in *Input, args []vec.Column) vec.Column {
	a, b := args[0].(*vec.Vec[T]), args[1].(*vec.Vec[T])
	out := k.out.Reset(in.Batch.Rows())
	k.out.NullWhere(args...)
	switch {
	case !in.most():
		for _, row := range in.Sel {
			out[row] = k.one(a.At(int(row)), b.At(int(row)))
		}
	case b.Const && a.Const:
		out[0] = k.one(a.Values[0], b.Values[0])
	case b.Const:
		k.konst(out, a.Values, b.Values[0])
	case a.Const:
		k.mirror(out, b.Values, a.Values[0])
	default:
		k.flat(out, a.Values, b.Values)
	}
	return k.out.Column()
}

func eqFlat[T int64 | float64](out []bool, a, b []T) {
	a, b = a[:len(out)], b[:len(out)]
	for i := range out {
		out[i] = a[i] == b[i]
	}
}

func eqConst[T int64 | float64](out []bool, a []T, b T) {
	a = a[:len(out)]
	for i := range out {
		out[i] = a[i] == b
	}
}

func neFlat[T int64 | float64](out []bool, a, b []T) {
	a, b = a[:len(out)], b[:len(out)]
	for i := range out {
		out[i] = a[i] != b[i]
	}
}

func neConst[T int64 | float64](out []bool, a []T, b T) {
	a = a[:len(out)]
	for i := range out {
		out[i] = a[i] != b
	}
}

func ltFlat[T int64 | float64](out []bool, a, b []T) {
	a, b = a[:len(out)], b[:len(out)]
	for i := range out {
		out[i] = a[i] < b[i]
	}
}

func ltConst[T int64 | float64](out []bool, a []T, b T) {
	a = a[:len(out)]
	for i := range out {
		out[i] = a[i] < b
	}
}

func leFlat[T int64 | float64](out []bool, a, b []T) {
	a, b = a[:len(out)], b[:len(out)]
	for i := range out {
		out[i] = a[i] <= b[i]
	}
}

func leConst[T int64 | float64](out []bool, a []T, b T) {
	a = a[:len(out)]
	for i := range out {
		out[i] = a[i] <= b
	}
}

func gtFlat[T int64 | float64](out []bool, a, b []T) {
	a, b = a[:len(out)], b[:len(out)]
	for i := range out {
		out[i] = a[i] > b[i]
	}
}

func gtConst[T int64 | float64](out []bool, a []T, b T) {
	a = a[:len(out)]
	for i := range out {
		out[i] = a[i] > b
	}
}

func geFlat[T int64 | float64](out []bool, a, b []T) {
	a, b = a[:len(out)], b[:len(out)]
	for i := range out {
		out[i] = a[i] >= b[i]
	}
}

func geConst[T int64 | float64](out []bool, a []T, b T) {
	a = a[:len(out)]
	for i := range out {
		out[i] = a[i] >= b
	}
}
