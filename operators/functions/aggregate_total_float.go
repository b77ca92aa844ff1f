package functions

import (
	"math"

	"github.com/apache/arrow/go/v15/arrow"

	"weir/operators"
	"weir/operators/vec"
	"weir/sql/types"
)

// floatTotal sums REALs and DOUBLEs as DOUBLE, in the order of input.
type floatTotal struct {
	states[total[float64]]
	result types.Type
	value  func(s total[float64]) (float64, types.Code)
	add    func(group int32, v float64)
}

func newFloatTotal(t types.Type, value func(s total[float64]) (float64, types.Code)) *floatTotal {
	f := &floatTotal{result: t, value: value}
	f.add = f.addOne
	return f
}

func (f *floatTotal) Add(groups []int32, args []vec.Column, sel []int32) {
	x := args[0].(*vec.Floats)
	if !plain(x, sel) {
		each(groups, x, sel, f.add)
		return
	}
	values := x.Values[:len(groups)]
	for row, g := range groups {
		f.addOne(g, values[row])
	}
}

func (f *floatTotal) addOne(g int32, v float64) {
	s := &f.of[g]
	s.sum += v
	s.n++
}

func (f *floatTotal) Result(groups []int32) (arrow.Array, []operators.Failure) {
	return results(groups, f.result, func(g int32) (float64, bool, types.Code) {
		s := f.of[g]
		if s.n == 0 {
			return 0, true, types.OK
		}
		v, wrong := f.value(s)
		return v, false, wrong
	})
}

func (f *floatTotal) Snapshot(w operators.StateWriter, name string, n int) {
	w.Table(name,
		saved(f.of[:n], types.DoubleType, func(s *total[float64]) float64 { return s.sum }),
		saved(f.of[:n], types.BigIntType, func(s *total[float64]) int64 { return s.n }))
}

func (f *floatTotal) Restore(r operators.StateReader, name string, n int) error {
	t := openTable(r, name, 2, n)
	f.Grow(n)
	restored(t, f.of, 0, func(s *total[float64], v float64) { s.sum = v })
	restored(t, f.of, 1, func(s *total[float64], v int64) { s.n = v })
	return t.err
}

func sumOfFloats(t types.Type) func(total[float64]) (float64, types.Code) {
	return func(s total[float64]) (float64, types.Code) {
		v := s.sum
		if t.Kind == types.Real {
			v = float64(float32(v))
		}
		return v, finite(v)
	}
}

func meanOfFloats(s total[float64]) (float64, types.Code) {
	v := s.sum / float64(s.n)
	return v, finite(v)
}

func finite(v float64) types.Code {
	if math.IsInf(v, 0) || math.IsNaN(v) {
		return types.Overflow
	}
	return types.OK
}
