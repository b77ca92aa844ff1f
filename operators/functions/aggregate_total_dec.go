package functions

import (
	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/decimal128"

	"weir/operators"
	"weir/operators/vec"
	"weir/sql/types"
)

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
