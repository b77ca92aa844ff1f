package functions

import (
	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/decimal128"

	"weir/operators"
	"weir/sql/types"
)

// The totals of exact numbers are those of GROUP BY, and a row that leaves is subtracted: nothing is lost by that.

// countFrames is COUNT.
type countFrames struct {
	*counts
	args []Cells
}

func (f *counts) frames(in inputs) Frames { return &countFrames{counts: f, args: in.kept} }

func (f *countFrames) Grow(groups, _ int) { f.counts.Grow(groups) }

func (f *countFrames) Play(t *Tape) (arrow.Array, []operators.Failure) {
	return play(f, t, nil, types.BigIntType)
}

func (f *countFrames) Totals() Totals { return f.counts }

func (f *countFrames) add(group, place int32) {
	if f.counted(place) {
		f.of[group]++
	}
}

func (f *countFrames) remove(group, place int32) {
	if f.counted(place) {
		f.of[group]--
	}
}

func (f *countFrames) counted(place int32) bool {
	for _, a := range f.args {
		if a.null(place) {
			return false
		}
	}
	return true
}

func (f *countFrames) value(group int32, _ int) (int64, bool, types.Code) {
	return f.of[group], false, types.OK
}

// intFrames is SUM and AVG of integers.
type intFrames struct {
	*intTotal
	x    *fixedCells[int64]
	gate *gate
}

func (f *intTotal) frames(in inputs) Frames {
	return &intFrames{intTotal: f, x: in.kept[0].(*fixedCells[int64]), gate: in.gate}
}

func (f *intFrames) Grow(groups, places int) {
	f.intTotal.Grow(groups)
	f.gate.grow(places)
}

func (f *intFrames) Play(t *Tape) (arrow.Array, []operators.Failure) {
	return play(f, t, f.gate, f.result)
}

func (f *intFrames) Totals() Totals { return f.gate.totals(f.intTotal) }

func (f *intFrames) add(group, place int32) {
	if !f.x.null(place) {
		f.addOne(group, f.x.of[place])
	}
}

func (f *intFrames) remove(group, place int32) {
	if f.x.null(place) {
		return
	}
	s, v := &f.of[group], f.x.of[place]
	sum := s.sum - v
	if (s.sum^v)&(s.sum^sum) < 0 {
		f.laps.note(group, sum < 0, len(f.of))
	}
	s.sum = sum
	s.n--
}

func (f *intFrames) value(group int32, _ int) (int64, bool, types.Code) {
	s := f.of[group]
	if s.n == 0 {
		return 0, true, types.OK
	}
	v, wrong := f.intTotal.value(s, f.laps.get(group))
	return v, false, wrong
}

// decFrames is SUM and AVG of DECIMALs.
type decFrames struct {
	*decTotal
	x    *fixedCells[decimal128.Num]
	gate *gate
}

func (f *decTotal) frames(in inputs) Frames {
	return &decFrames{decTotal: f, x: in.kept[0].(*fixedCells[decimal128.Num]), gate: in.gate}
}

func (f *decFrames) Grow(groups, places int) {
	f.decTotal.Grow(groups)
	f.gate.grow(places)
}

func (f *decFrames) Play(t *Tape) (arrow.Array, []operators.Failure) {
	return play(f, t, f.gate, f.result)
}

func (f *decFrames) Totals() Totals { return f.gate.totals(f.decTotal) }

func (f *decFrames) add(group, place int32) {
	if !f.x.null(place) {
		f.addOne(group, f.x.of[place])
	}
}

func (f *decFrames) remove(group, place int32) {
	if f.x.null(place) {
		return
	}
	s, v := &f.of[group], f.x.of[place]
	sum := s.sum.Sub(v)
	if (s.sum.HighBits()^v.HighBits())&(s.sum.HighBits()^sum.HighBits()) < 0 {
		f.laps.note(group, sum.HighBits() < 0, len(f.of))
	}
	s.sum = sum
	s.n--
}

func (f *decFrames) value(group int32, _ int) (decimal128.Num, bool, types.Code) {
	s := f.of[group]
	if s.n == 0 {
		return s.sum, true, types.OK
	}
	if f.laps.get(group) != 0 {
		return s.sum, false, types.Overflow
	}
	v, wrong := f.decTotal.value(s)
	return v, false, wrong
}
