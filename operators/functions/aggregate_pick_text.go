package functions

import (
	"bytes"

	"github.com/apache/arrow/go/v15/arrow"

	"weir/operators"
	"weir/operators/vec"
	"weir/sql/types"
)

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
