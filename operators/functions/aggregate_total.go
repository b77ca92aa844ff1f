package functions

import (
	"github.com/apache/arrow/go/v15/arrow"

	"weir/operators"
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
