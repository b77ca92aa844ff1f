package functions

import (
	"bytes"
	"cmp"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/decimal128"

	"weir/operators"
	"weir/operators/vec"
	"weir/sql/types"
)

var _ = RegisterAggregate(Aggregate{
	Name: "MIN", Distinct: DistinctRedundant,
	Doc:       "The least value that is not NULL; NULL if there are none.",
	Overloads: pickOver("any type", taking{less: true}),
})

var _ = RegisterAggregate(Aggregate{
	Name: "MAX", Distinct: DistinctRedundant,
	Doc:       "The greatest value that is not NULL; NULL if there are none.",
	Overloads: pickOver("any type", taking{greater: true}),
})

var _ = RegisterAggregate(Aggregate{
	Name: "FIRST_VALUE", Distinct: DistinctRefused,
	Doc:       "The value of the group's first row, which may be NULL.",
	Overloads: pickOver("any type", taking{nulls: true}),
})

var _ = RegisterAggregate(Aggregate{
	Name: "LAST_VALUE", Distinct: DistinctRefused,
	Doc:       "The value of the group's last row, which may be NULL.",
	Overloads: pickOver("any type", taking{less: true, greater: true, equal: true, nulls: true}),
})

var _ = RegisterAggregate(Aggregate{
	Name: "ANY", Distinct: DistinctRedundant,
	Doc:       "TRUE if a value is TRUE, else FALSE; NULL if all are NULL.",
	Overloads: truthOver(taking{greater: true}),
})

var _ = RegisterAggregate(Aggregate{
	Name: "EVERY", Distinct: DistinctRedundant,
	Doc:       "TRUE if no value is FALSE, else FALSE; NULL if all are NULL.",
	Overloads: truthOver(taking{less: true}),
})

// taking says which values take the place of the one that a group has picked.
type taking struct {
	less, equal, greater bool // than the picked one; all three: every later value does
	nulls                bool // NULLs are picked like values
}

func (t taking) order(c int) bool { return c < 0 && t.less || c == 0 && t.equal || c > 0 && t.greater }

func (t taking) always() bool { return t.less && t.equal && t.greater }

func (t taking) never() bool { return !t.less && !t.equal && !t.greater }

func pickOver(takes string, rule taking) []AggRule {
	return []AggRule{{
		Takes: takes, Match: func(t types.Type) bool { return t.Kind != types.Null },
		Bind: func(t types.Type) AggOverload {
			return AggOverload{Result: t, New: func() Fold { return newPick(t, rule) }}
		},
	}}
}

// truthOver is over BOOLEANs only: ANY is their greatest, EVERY their least.
func truthOver(rule taking) []AggRule {
	rules := pickOver("a BOOLEAN", rule)
	rules[0].Match = func(t types.Type) bool { return t.Kind == types.Boolean }
	return rules
}

func newPick(t types.Type, rule taking) Fold {
	switch t.Layout() {
	case types.Bool:
		return newPickFixed(t, rule, func(a, b bool) int { return cmp.Compare(truth(a), truth(b)) })
	case types.Int:
		return newPickFixed(t, rule, cmp.Compare[int64])
	case types.Float:
		return newPickFixed(t, rule, cmp.Compare[float64])
	case types.Dec:
		return newPickFixed(t, rule, decimal128.Num.Cmp)
	default:
		return &pickText{rule: rule, result: t}
	}
}

func truth(b bool) int {
	if b {
		return 1
	}
	return 0
}

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

// pickText is pickFixed over texts, whose bytes lie together.
type pickText struct {
	marks  states[mark]
	texts  texts
	rule   taking
	result types.Type
}

func (f *pickText) Grow(n int) {
	f.marks.Grow(n)
	f.texts.grow(n)
}

func (f *pickText) Reset(group int32) {
	f.marks.Reset(group)
	f.texts.reset(group)
}

func (f *pickText) Drop(n int) {
	f.marks.Drop(n)
	f.texts.drop(n)
}

func (f *pickText) Add(groups []int32, args []vec.Column, sel []int32) {
	x := args[0].(*vec.Texts)
	if sel == nil {
		for row, g := range groups {
			f.addRow(g, x, row)
		}
		return
	}
	for _, row := range sel {
		f.addRow(groups[row], x, int(row))
	}
}

func (f *pickText) addRow(g int32, x *vec.Texts, row int) {
	m := &f.marks.of[g]
	if x.Null(row) {
		if f.rule.nulls && (*m == nothing || f.rule.always()) {
			*m = aNull
		}
		return
	}
	v := x.At(row)
	switch {
	case *m == nothing, f.rule.always():
	case f.rule.never():
		return
	case !f.rule.order(bytes.Compare(v, f.texts.get(g))):
		return
	}
	*m = aValue
	f.texts.set(g, v)
}

func (f *pickText) Result(groups []int32) (arrow.Array, []operators.Failure) {
	return f.column(groups), nil
}

func (f *pickText) column(groups []int32) arrow.Array {
	var out vec.TextScratch
	out.Reset(len(groups))
	for i, g := range groups {
		if f.marks.of[g] == aValue {
			out.Put(i, append(out.Data(), f.texts.get(g)...))
		} else {
			out.SetNull(i)
		}
	}
	return vec.Wrap(out.Column(), f.result)
}

func (f *pickText) Snapshot(w operators.StateWriter, name string, n int) {
	groups := make([]int32, n)
	for i := range groups {
		groups[i] = int32(i)
	}
	w.Table(name, f.column(groups), saved(f.marks.of[:n], types.BigIntType, func(m *mark) int64 { return int64(*m) }))
}

func (f *pickText) Restore(r operators.StateReader, name string, n int) error {
	t := openTable(r, name, 2, n)
	f.Grow(n)
	restored(t, f.marks.of, 1, func(m *mark, v int64) { *m = mark(v) })
	values, ok := t.column(0).(*vec.Texts)
	if t.err != nil {
		return t.err
	}
	if !ok {
		return t.mismatch(0)
	}
	for i := range n {
		if f.marks.of[i] == aValue {
			f.texts.set(int32(i), values.At(i))
		}
	}
	return nil
}
