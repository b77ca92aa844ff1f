package functions

import (
	"github.com/apache/arrow/go/v15/arrow"

	"weir/operators"
	"weir/operators/vec"
	"weir/sql/types"
)

// mark says what a group has picked so far. The zero mark is that of an empty group.
type mark uint8

const (
	nothing mark = iota
	aNull
	aValue
)

// picked is the state of a pick of fixed width.
type picked[T any] struct {
	value T
	mark  mark
}

// pickFixed picks one of the values of each group.
type pickFixed[T any] struct {
	states[picked[T]]
	rule    taking
	compare func(a, b T) int
	result  types.Type
}

func newPickFixed[T any](t types.Type, rule taking, compare func(a, b T) int) *pickFixed[T] {
	return &pickFixed[T]{rule: rule, compare: compare, result: t}
}

func (f *pickFixed[T]) Add(groups []int32, args []vec.Column, sel []int32) {
	x := args[0].(*vec.Vec[T])
	if sel == nil {
		for row, g := range groups {
			f.addRow(&f.of[g], x, row)
		}
		return
	}
	for _, row := range sel {
		f.addRow(&f.of[groups[row]], x, int(row))
	}
}

func (f *pickFixed[T]) addRow(s *picked[T], x *vec.Vec[T], row int) {
	if x.Null(row) {
		if f.rule.nulls && (s.mark == nothing || f.rule.always()) {
			*s = picked[T]{mark: aNull}
		}
		return
	}
	v := x.At(row)
	switch {
	case s.mark == nothing, f.rule.always():
	case f.rule.never():
		return
	case !f.rule.order(f.compare(v, s.value)):
		return
	}
	*s = picked[T]{value: v, mark: aValue}
}

func (f *pickFixed[T]) Result(groups []int32) (arrow.Array, []operators.Failure) {
	return results(groups, f.result, func(g int32) (T, bool, types.Code) {
		s := f.of[g]
		return s.value, s.mark != aValue, types.OK
	})
}

func (f *pickFixed[T]) Snapshot(w operators.StateWriter, name string, n int) {
	w.Table(name,
		saved(f.of[:n], f.result, func(s *picked[T]) T { return s.value }),
		saved(f.of[:n], types.BigIntType, func(s *picked[T]) int64 { return int64(s.mark) }))
}

func (f *pickFixed[T]) Restore(r operators.StateReader, name string, n int) error {
	t := openTable(r, name, 2, n)
	f.Grow(n)
	restored(t, f.of, 0, func(s *picked[T], v T) { s.value = v })
	restored(t, f.of, 1, func(s *picked[T], v int64) { s.mark = mark(v) })
	return t.err
}
