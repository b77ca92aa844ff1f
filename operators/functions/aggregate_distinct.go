package functions

import (
	"fmt"

	"github.com/apache/arrow/go/v15/arrow"

	"weir/operators"
	"weir/operators/vec"
	"weir/sql/types"
)

// distinctValues gives folds over the values of each group that differ from one another. NULL is one of them.
func distinctValues(of func() Fold, params []types.Type) func() Fold {
	return func() Fold {
		return &distinct{of: of(), value: params[0], pairs: vec.NewGroups([]types.Type{types.BigIntType, params[0]})}
	}
}

// distinct lets a row through to another fold if it is the first of its group with its value.
type distinct struct {
	of    Fold
	value types.Type
	pairs *vec.Groups // of (group, value)
	lists             // the pairs of each group

	ids, fresh, all []int32 // scratch
	groups          vec.Scratch[int64]
}

// lists links the pairs of each group, newest first. A pair is named by its id + 1.
type lists struct {
	head []int32 // by group
	next []int32 // by pair
}

func (f *distinct) Grow(n int) {
	f.of.Grow(n)
	f.head = grown(f.head, n)
}

func (f *distinct) Add(groups []int32, args []vec.Column, sel []int32) {
	if sel == nil {
		for len(f.all) < len(groups) {
			f.all = append(f.all, int32(len(f.all)))
		}
		sel = f.all[:len(groups)]
	}
	words := f.groups.Reset(len(groups))
	for row, g := range groups {
		words[row] = int64(g)
	}
	f.ids = grown(f.ids, len(groups))
	f.pairs.Intern([]vec.Column{f.groups.Column(), args[0]}, len(groups), sel, f.ids)
	f.next = grown(f.next, f.pairs.Len())
	f.fresh = f.fresh[:0]
	for _, row := range sel {
		if f.link(groups[row], f.ids[row]) {
			f.fresh = append(f.fresh, row)
		}
	}
	if len(f.fresh) > 0 { // no selection would be all rows
		f.of.Add(groups, args, f.fresh)
	}
}

// lastOfList is what stands behind the last pair of a list. The 0 of a new pair says that it is in none.
const lastOfList = -1

// link puts a pair into its group's list, unless it is there.
func (f *distinct) link(group, pair int32) bool {
	if f.next[pair] != 0 {
		return false
	}
	f.next[pair] = lastOfList
	if first := f.head[group]; first != 0 {
		f.next[pair] = first
	}
	f.head[group] = pair + 1
	return true
}

func (f *distinct) Result(groups []int32) (arrow.Array, []operators.Failure) {
	return f.of.Result(groups)
}

func (f *distinct) Reset(group int32) {
	f.of.Reset(group)
	for at := f.head[group]; at > 0; {
		pair := at - 1
		at = f.next[pair]
		f.next[pair] = 0
		f.pairs.Forget(pair)
	}
	f.head[group] = 0
}

// Drop forgets the pairs of the first groups, and gives the others their groups' new numbers.
func (f *distinct) Drop(n int) {
	f.of.Drop(n)
	kept := f.pairsFrom(n)
	f.head = dropped(f.head, n)
	f.take(kept, int64(n))
}

// pairsFrom returns the pairs of group n and of those behind it.
func (f *distinct) pairsFrom(n int) []arrow.Array {
	var ids []int32
	for _, at := range f.head[min(n, len(f.head)):] {
		for ; at > 0; at = f.next[at-1] {
			ids = append(ids, at-1)
		}
	}
	return f.pairs.Keys(ids)
}

// take replaces the pairs. Groups are shift less than they are in the pairs.
func (f *distinct) take(pairs []arrow.Array, shift int64) {
	f.pairs.Reset()
	clear(f.head)
	f.next = f.next[:0]
	rows := pairs[0].Len()
	old := vec.Of(pairs[0]).(*vec.Ints).Values
	words := f.groups.Reset(rows)
	for row := range words {
		words[row] = old[row] - shift
	}
	f.ids = grown(f.ids, rows)
	f.pairs.Intern([]vec.Column{f.groups.Column(), vec.Of(pairs[1])}, rows, nil, f.ids)
	f.next = grown(f.next, f.pairs.Len())
	for row := range words {
		f.link(int32(words[row]), f.ids[row])
	}
}

func (f *distinct) Snapshot(w operators.StateWriter, name string, n int) {
	f.of.Snapshot(w, name, n)
	w.Table(name+".distinct", f.pairsFrom(0)...)
}

func (f *distinct) Restore(r operators.StateReader, name string, n int) error {
	if err := f.of.Restore(r, name, n); err != nil {
		return err
	}
	t := openTable(r, name+".distinct", 2, anyRows)
	groups, _ := t.column(0).(*vec.Ints)
	if t.column(1); t.err != nil {
		return t.err
	}
	if groups == nil {
		return t.mismatch(0)
	}
	if !arrow.TypeEqual(t.cols[1].DataType(), f.value.Arrow()) {
		return t.mismatch(1)
	}
	for _, g := range groups.Values {
		if g < 0 || g >= int64(n) {
			return fmt.Errorf("state %s names the group %d of %d", t.name, g, n)
		}
	}
	f.head = grown(f.head, n)
	f.take(t.cols, 0)
	return nil
}
