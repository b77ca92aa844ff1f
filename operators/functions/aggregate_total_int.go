package functions

import (
	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/decimal128"

	"weir/operators"
	"weir/operators/vec"
	"weir/sql/types"
)

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
