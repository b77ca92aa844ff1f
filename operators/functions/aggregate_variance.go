package functions

import (
	"math"

	"github.com/apache/arrow/go/v15/arrow"

	"weir/operators"
	"weir/operators/vec"
	"weir/sql/types"
)

var _ = RegisterAggregate(Aggregate{
	Name: "VAR_POP", Distinct: DistinctValues,
	Doc:       "The variance of all values that are not NULL; 0 for one value, NULL if there are none.",
	Overloads: spreadOver(func(s spread) (float64, bool) { return s.squares / float64(s.n), s.n < 1 }),
})

var _ = RegisterAggregate(Aggregate{
	Name: "VAR_SAMP", Aliases: []string{"VARIANCE"}, Distinct: DistinctValues,
	Doc:       "The variance of a sample, over the values that are not NULL; NULL for fewer than two.",
	Overloads: spreadOver(func(s spread) (float64, bool) { return s.squares / float64(s.n-1), s.n < 2 }),
})

var _ = RegisterAggregate(Aggregate{
	Name: "STDDEV_POP", Distinct: DistinctValues,
	Doc:       "The square root of VAR_POP.",
	Overloads: spreadOver(func(s spread) (float64, bool) { return math.Sqrt(s.squares / float64(s.n)), s.n < 1 }),
})

var _ = RegisterAggregate(Aggregate{
	Name: "STDDEV_SAMP", Aliases: []string{"STDDEV", "STD_DEV"}, Distinct: DistinctValues,
	Doc:       "The square root of VAR_SAMP.",
	Overloads: spreadOver(func(s spread) (float64, bool) { return math.Sqrt(s.squares / float64(s.n-1)), s.n < 2 }),
})

func spreadOver(value func(spread) (v float64, null bool)) []AggRule {
	return []AggRule{{
		Takes: "a number", Match: types.Type.IsNumeric,
		Bind: func(types.Type) AggOverload {
			return AggOverload{Params: []types.Type{types.DoubleType}, Result: types.DoubleType, New: func() Fold {
				f := &variance{value: value}
				f.add = f.addOne
				return f
			}}
		},
	}}
}

// spread is Welford's state: no large squares are subtracted from one another, so nothing cancels.
type spread struct {
	n       int64
	mean    float64
	squares float64 // of the distances from the mean, summed
}

type variance struct {
	states[spread]
	value func(spread) (v float64, null bool)
	add   func(group int32, v float64)
}

func (f *variance) Add(groups []int32, args []vec.Column, sel []int32) {
	each(groups, args[0].(*vec.Floats), sel, f.add)
}

func (f *variance) addOne(g int32, v float64) {
	s := &f.of[g]
	s.n++
	far := v - s.mean
	s.mean += far / float64(s.n)
	s.squares += far * (v - s.mean)
}

func (f *variance) Result(groups []int32) (arrow.Array, []operators.Failure) {
	return results(groups, types.DoubleType, func(g int32) (float64, bool, types.Code) {
		v, null := f.value(f.of[g])
		if null {
			return 0, true, types.OK
		}
		return v, false, finite(v)
	})
}

func (f *variance) Snapshot(w operators.StateWriter, name string, n int) {
	w.Table(name,
		saved(f.of[:n], types.BigIntType, func(s *spread) int64 { return s.n }),
		saved(f.of[:n], types.DoubleType, func(s *spread) float64 { return s.mean }),
		saved(f.of[:n], types.DoubleType, func(s *spread) float64 { return s.squares }))
}

func (f *variance) Restore(r operators.StateReader, name string, n int) error {
	t := openTable(r, name, 3, n)
	f.Grow(n)
	restored(t, f.of, 0, func(s *spread, v int64) { s.n = v })
	restored(t, f.of, 1, func(s *spread, v float64) { s.mean = v })
	restored(t, f.of, 2, func(s *spread, v float64) { s.squares = v })
	return t.err
}
