package functions

import (
	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/decimal128"

	"weir/operators"
	"weir/operators/vec"
	"weir/sql/types"
)

// total is the state of SUM and AVG: the sum of n values. The sum of exact numbers may have left its bits; see laps.
type total[T any] struct {
	sum T
	n   int64
}

// laps counts for each group how often its sum has gone around: upwards less downwards. It is nil until a first one has, so
// that exact sums cost no more than the addition.
type laps struct{ of []int64 }

// note adds one lap; the sum has wrapped to negative after a step upwards, or the reverse.
func (l *laps) note(group int32, negative bool, groups int) {
	l.of = grown(l.of, groups)
	if negative {
		l.of[group]++
	} else {
		l.of[group]--
	}
}

func (l *laps) get(group int32) int64 {
	if int(group) >= len(l.of) {
		return 0
	}
	return l.of[group]
}

func (l *laps) reset(group int32) {
	if int(group) < len(l.of) {
		l.of[group] = 0
	}
}

// exactTotal is what the totals of integers and DECIMALs have in common.
type exactTotal[T any] struct {
	states[total[T]]
	laps   laps
	result types.Type
}

func (f *exactTotal[T]) Reset(group int32) {
	f.states.Reset(group)
	f.laps.reset(group)
}

func (f *exactTotal[T]) Drop(n int) {
	f.states.Drop(n)
	f.laps.of = dropped(f.laps.of, n)
}

func (f *exactTotal[T]) snapshot(w operators.StateWriter, name string, n int, sum types.Type) {
	cols := []arrow.Array{
		saved(f.of[:n], sum, func(s *total[T]) T { return s.sum }),
		saved(f.of[:n], types.BigIntType, func(s *total[T]) int64 { return s.n }),
	}
	if f.laps.of != nil {
		f.laps.of = grown(f.laps.of, n)
		cols = append(cols, saved(f.laps.of[:n], types.BigIntType, func(s *int64) int64 { return *s }))
	}
	w.Table(name, cols...)
}

func (f *exactTotal[T]) Restore(r operators.StateReader, name string, n int) error {
	t := openTable(r, name, 2, n)
	f.Grow(n)
	restored(t, f.of, 0, func(s *total[T], v T) { s.sum = v })
	restored(t, f.of, 1, func(s *total[T], v int64) { s.n = v })
	if len(t.cols) > 2 {
		f.laps.of = grown(f.laps.of, n)
		restored(t, f.laps.of, 2, func(s *int64, v int64) { *s = v })
	}
	return t.err
}

// intTotal sums integers.
type intTotal struct {
	exactTotal[int64]
	value func(s total[int64], laps int64) (int64, types.Code)
	add   func(group int32, v int64)
}

func newIntTotal(t types.Type, value func(s total[int64], laps int64) (int64, types.Code)) *intTotal {
	f := &intTotal{exactTotal: exactTotal[int64]{result: t}, value: value}
	f.add = f.addOne
	return f
}

func (f *intTotal) Add(groups []int32, args []vec.Column, sel []int32) {
	x := args[0].(*vec.Ints)
	if !plain(x, sel) {
		each(groups, x, sel, f.add)
		return
	}
	values := x.Values[:len(groups)]
	for row, g := range groups {
		f.addOne(g, values[row])
	}
}

func (f *intTotal) addOne(g int32, v int64) {
	s := &f.of[g]
	sum := s.sum + v
	if (s.sum^sum)&(v^sum) < 0 {
		f.laps.note(g, sum < 0, len(f.of))
	}
	s.sum = sum
	s.n++
}

func (f *intTotal) Result(groups []int32) (arrow.Array, []operators.Failure) {
	return results(groups, f.result, func(g int32) (int64, bool, types.Code) {
		s := f.of[g]
		if s.n == 0 {
			return 0, true, types.OK
		}
		v, wrong := f.value(s, f.laps.get(g))
		return v, false, wrong
	})
}

func (f *intTotal) Snapshot(w operators.StateWriter, name string, n int) {
	f.snapshot(w, name, n, types.BigIntType)
}

func sumOfInts(s total[int64], laps int64) (int64, types.Code) {
	if laps != 0 {
		return 0, types.Overflow
	}
	return s.sum, types.OK
}

func meanOfInts(s total[int64], laps int64) (int64, types.Code) {
	if laps == 0 {
		return s.sum / s.n, types.OK
	}
	// A lap is 2^64; the mean of 64-bit values has 64 bits again.
	mean, _ := decimal128.New(laps+s.sum>>63, uint64(s.sum)).Div(decimal128.FromI64(s.n))
	return int64(mean.LowBits()), types.OK
}

// decTotal sums DECIMALs of one scale.
type decTotal struct {
	exactTotal[decimal128.Num]
	value func(s total[decimal128.Num]) (decimal128.Num, types.Code)
	add   func(group int32, v decimal128.Num)
}

func newDecTotal(t types.Type, value func(s total[decimal128.Num]) (decimal128.Num, types.Code)) *decTotal {
	f := &decTotal{exactTotal: exactTotal[decimal128.Num]{result: t}, value: value}
	f.add = f.addOne
	return f
}

func (f *decTotal) Add(groups []int32, args []vec.Column, sel []int32) {
	each(groups, args[0].(*vec.Decs), sel, f.add)
}

func (f *decTotal) addOne(g int32, v decimal128.Num) {
	s := &f.of[g]
	sum := s.sum.Add(v)
	if (s.sum.HighBits()^sum.HighBits())&(v.HighBits()^sum.HighBits()) < 0 {
		f.laps.note(g, sum.HighBits() < 0, len(f.of))
	}
	s.sum = sum
	s.n++
}

func (f *decTotal) Result(groups []int32) (arrow.Array, []operators.Failure) {
	return results(groups, f.result, func(g int32) (decimal128.Num, bool, types.Code) {
		s := f.of[g]
		if s.n == 0 {
			return s.sum, true, types.OK
		}
		if f.laps.get(g) != 0 {
			return s.sum, false, types.Overflow
		}
		v, wrong := f.value(s)
		return v, false, wrong
	})
}

func (f *decTotal) Snapshot(w operators.StateWriter, name string, n int) {
	f.snapshot(w, name, n, wide)
}

func sumOfDecs(t types.Type) func(total[decimal128.Num]) (decimal128.Num, types.Code) {
	return func(s total[decimal128.Num]) (decimal128.Num, types.Code) {
		if !types.FitsDecimal(s.sum, t.Precision) {
			return s.sum, types.Overflow
		}
		return s.sum, types.OK
	}
}

func meanOfDecs(sum, mean types.Type) func(total[decimal128.Num]) (decimal128.Num, types.Code) {
	check := sumOfDecs(sum)
	divide := types.DecimalOp('/', sum, types.BigIntType, mean)
	return func(s total[decimal128.Num]) (decimal128.Num, types.Code) {
		v, wrong := check(s)
		if wrong != types.OK {
			return v, wrong
		}
		return divide(v, decimal128.FromI64(s.n))
	}
}

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
