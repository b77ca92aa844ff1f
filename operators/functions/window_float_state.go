package functions

import (
	"fmt"
	"maps"
	"slices"

	"weir/operators"
	"weir/operators/vec"
	"weir/sql/types"
)

// Totals are the sums themselves.
func (m *moments) Totals() Totals { return m.gate.totals(m) }

// Snapshot writes the counts, then the sums.
func (m *moments) Snapshot(w operators.StateWriter, name string, groups int) {
	w.Table(name,
		saved(m.seen[:groups], types.BigIntType, func(s *seen) int64 { return s.n }),
		saved(m.seen[:groups], types.BigIntType, func(s *seen) int64 { return int64(s.odd) }))
	m.sums.snapshot(w, name+".sum", groups)
	if m.squares != nil {
		m.squares.snapshot(w, name+".squares", groups)
	}
}

// Restore takes counts and sums back.
func (m *moments) Restore(r operators.StateReader, name string, groups int) error {
	m.grow(groups)
	t := openTable(r, name, 2, groups)
	restored(t, m.seen[:groups], 0, func(s *seen, v int64) { s.n = v })
	restored(t, m.seen[:groups], 1, func(s *seen, v int64) { s.odd = int32(v) })
	if t.err != nil {
		return t.err
	}
	if err := m.sums.restore(r, name+".sum", groups); err != nil || m.squares == nil {
		return err
	}
	return m.squares.restore(r, name+".squares", groups)
}

// wideTable has the sums that are too wide: group, base and digits.
func wideTable(name string) string { return name + ".wide" }

func (x *exactSums) snapshot(w operators.StateWriter, name string, groups int) {
	of := x.of[:groups]
	w.Table(name,
		saved(of, types.BigIntType, func(s *exactSum) int64 { return int64(s.v.lo) }),
		saved(of, types.BigIntType, func(s *exactSum) int64 { return int64(s.v.mid) }),
		saved(of, types.BigIntType, func(s *exactSum) int64 { return int64(s.v.hi) }),
		saved(of, types.BigIntType, func(s *exactSum) int64 { return s.base }))
	if len(x.wide) == 0 {
		return
	}
	wide := slices.Sorted(maps.Keys(x.wide))
	var digits vec.TextScratch
	digits.Reset(len(wide))
	for i, group := range wide {
		digits.Put(i, x.wide[group].v.Append(digits.Data(), 16))
	}
	w.Table(wideTable(name),
		saved(wide, types.BigIntType, func(g *int32) int64 { return int64(*g) }),
		saved(wide, types.BigIntType, func(g *int32) int64 { return x.wide[*g].base }),
		vec.Wrap(digits.Column(), types.VarcharType(0)))
}

func (x *exactSums) restore(r operators.StateReader, name string, groups int) error {
	of := x.of[:groups]
	t := openTable(r, name, 4, groups)
	restored(t, of, 0, func(s *exactSum, v int64) { s.v.lo = uint64(v) })
	restored(t, of, 1, func(s *exactSum, v int64) { s.v.mid = uint64(v) })
	restored(t, of, 2, func(s *exactSum, v int64) { s.v.hi = uint64(v) })
	restored(t, of, 3, func(s *exactSum, v int64) { s.base = v })
	if t.err != nil {
		return t.err
	}
	return x.restoreWide(r, wideTable(name))
}

func (x *exactSums) restoreWide(r operators.StateReader, name string) error {
	wide := 0
	for i := range x.of {
		if x.of[i].base == wideBase {
			wide++
		}
	}
	x.wide = make(map[int32]*wideSum, wide)
	if wide == 0 {
		return nil
	}
	t := openTable(r, name, 3, wide)
	groups, _ := t.column(0).(*vec.Ints)
	bases, _ := t.column(1).(*vec.Ints)
	digits, _ := t.column(2).(*vec.Texts)
	if t.err != nil {
		return t.err
	}
	if groups == nil || bases == nil || digits == nil {
		return fmt.Errorf("state %s is not two numbers and a text", name)
	}
	for i, group := range groups.Values {
		s := &wideSum{base: bases.Values[i]}
		if _, ok := s.v.SetString(string(digits.At(i)), 16); !ok {
			return fmt.Errorf("state %s has the sum %q", name, digits.At(i))
		}
		if group < 0 || group >= int64(len(x.of)) || x.of[group].base != wideBase || x.wide[int32(group)] != nil {
			return fmt.Errorf("state %s names group %d", name, group)
		}
		x.wide[int32(group)] = s
	}
	return nil
}
