package functions

import (
	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/decimal128"

	"weir/operators"
	"weir/operators/vec"
	"weir/sql/types"
)

// nth says which row of a frame a call asks for.
type nth struct {
	n        int32 // from 1
	fromLast bool
	before   bool // among the rows before the present one: LAG
	values   bool // among those that are not NULL
}

// line is the rows of each frame that count, oldest first, and the one of them that is asked for. It is linked through the
// places, and moves along as rows come and go, so that no row is ever searched for.
type line struct {
	nth
	keep   Keeper
	groups []lineEnds
	next   []int32 // by place
	found  int32   // what was asked for before the present row came
}

// lineEnds are places + 1; 0 is none.
type lineEnds struct {
	first, last int32
	asked       int32
	length      int32
}

func (l *line) grow(groups, places int) {
	l.groups = grown(l.groups, groups)
	l.next = grown(l.next, places)
}

// add puts a row at the end. Where rows never leave, only those that can still be asked for are kept.
func (l *line) add(group, place int32) {
	e := &l.groups[group]
	if l.keep != nil {
		if !l.fromLast && e.length == l.n {
			return
		}
		l.keep.Keep(place)
	}
	at := place + 1
	l.next[place] = 0
	if e.last == 0 {
		e.first = at
	} else {
		l.next[e.last-1] = at
	}
	e.last = at
	e.length++
	switch {
	case e.length < l.n:
	case !l.fromLast:
		if e.length == l.n {
			e.asked = at
		}
	case e.length == l.n:
		e.asked = e.first
	default:
		e.asked = l.next[e.asked-1]
		if l.keep != nil {
			l.keep.Release(e.first - 1)
			l.drop(e)
		}
	}
}

// remove takes the oldest row out.
func (l *line) remove(group, place int32) {
	e := &l.groups[group]
	if e.first != place+1 {
		return
	}
	if !l.fromLast && e.asked != 0 {
		e.asked = l.next[e.asked-1]
	}
	l.drop(e)
	if e.length < l.n {
		e.asked = 0
	}
}

func (l *line) drop(e *lineEnds) {
	e.first = l.next[e.first-1]
	e.length--
	if e.first == 0 {
		e.last = 0
	}
}

// come lets a row come, if it counts, and notes what was asked for before it did.
func (l *line) come(group, place int32, null bool) {
	if l.before {
		l.found = l.groups[group].asked
	}
	if !null || !l.values {
		l.add(group, place)
	}
	if !l.before {
		l.found = l.groups[group].asked
	}
}

// nthFixed gives the asked row's value, of fixed width.
type nthFixed[T any] struct {
	line
	x      *fixedCells[T]
	other  *vec.Vec[T] // what to give where there is no such row; nil: NULL
	result types.Type
}

func (f *nthFixed[T]) Grow(groups, places int) { f.line.grow(groups, places) }

// Totals are none: the rows are kept.
func (f *nthFixed[T]) Totals() Totals { return nil }

func (f *nthFixed[T]) Play(t *Tape) (arrow.Array, []operators.Failure) {
	f.other = nil
	if len(t.Asked) > lagDefault {
		f.other = t.Asked[lagDefault].(*vec.Vec[T])
	}
	return play(f, t, nil, f.result)
}

func (f *nthFixed[T]) add(group, place int32) { f.come(group, place, f.x.null(place)) }

func (f *nthFixed[T]) value(_ int32, row int) (v T, null bool, wrong types.Code) {
	switch {
	case f.found != 0:
		return f.x.of[f.found-1], f.x.null(f.found - 1), types.OK
	case f.other == nil || f.other.Null(row):
		return v, true, types.OK
	default:
		return f.other.At(row), false, types.OK
	}
}

// nthText is nthFixed over texts.
type nthText struct {
	line
	x      *textCells
	other  *vec.Texts
	result types.Type
}

func (f *nthText) Grow(groups, places int) { f.line.grow(groups, places) }

// Totals are none: the rows are kept.
func (f *nthText) Totals() Totals { return nil }

func (f *nthText) Play(t *Tape) (arrow.Array, []operators.Failure) {
	f.other = nil
	if len(t.Asked) > lagDefault {
		f.other = t.Asked[lagDefault].(*vec.Texts)
	}
	return playTexts(f, t, f.x, f.result)
}

func (f *nthText) add(group, place int32) { f.come(group, place, f.x.null(place)) }

// value is the place of the text, or NoPlace for the text to give where there is no such row.
func (f *nthText) value(_ int32, row int) (place int32, null bool, wrong types.Code) {
	switch {
	case f.found != 0:
		return f.found - 1, f.x.null(f.found - 1), types.OK
	case f.other == nil || f.other.Null(row):
		return 0, true, types.OK
	default:
		return NoPlace, false, types.OK
	}
}

func newNth(which nth, x Cells, keep Keeper, t types.Type) Frames {
	l := line{nth: which, keep: keep}
	switch x := x.(type) {
	case *fixedCells[bool]:
		return &nthFixed[bool]{line: l, x: x, result: t}
	case *fixedCells[int64]:
		return &nthFixed[int64]{line: l, x: x, result: t}
	case *fixedCells[float64]:
		return &nthFixed[float64]{line: l, x: x, result: t}
	case *fixedCells[decimal128.Num]:
		return &nthFixed[decimal128.Num]{line: l, x: x, result: t}
	default:
		return &nthText{line: l, x: x.(*textCells), result: t}
	}
}
