package functions

import (
	"bytes"
	"math"

	"github.com/apache/arrow/go/v15/arrow"

	"weir/operators"
	"weir/sql/types"
)

// bestFrames is MIN and MAX: of each group it keeps the candidates, the rows that no later one surpasses, best first. The
// best is the result; it leaves in time for the next one. Candidates are linked both ways.
type bestFrames[T any] struct {
	at      func(place int32) (v T, null bool)
	compare func(a, b T) int
	better  int               // the sign of compare(a, b) where a surpasses b
	same    func(a, b T) bool // of equal values: they cannot be told apart
	keep    Keeper

	ends  []bestEnds // by group
	nodes []bestNode[T]
	free  int32 // the first node that is free, linked by next
}

// Nodes are named by their index + 1; 0 is none.
type bestEnds struct{ first, last int32 }

type bestNode[T any] struct {
	value      T
	place      int32
	next, prev int32
}

func (f *bestFrames[T]) Grow(groups, _ int) { f.ends = grown(f.ends, groups) }

// Totals are none: the best row is kept.
func (f *bestFrames[T]) Totals() Totals { return nil }

func (f *bestFrames[T]) add(group, place int32) {
	v, null := f.at(place)
	if null {
		return
	}
	ends := &f.ends[group]
	if f.keep != nil {
		if ends.first != 0 && f.compare(v, f.nodes[ends.first-1].value)*f.better <= 0 {
			return
		}
		f.keep.Keep(place)
	}
	for ends.last != 0 {
		last := f.nodes[ends.last-1].value
		if c := f.compare(v, last) * f.better; c < 0 || c == 0 && !f.same(v, last) {
			break
		}
		f.pop(ends)
	}
	f.push(ends, bestNode[T]{value: v, place: place})
}

// better is the sign of comparing a value with one that it surpasses.
func (t taking) better() int {
	if t.less {
		return -1
	}
	return 1
}

func (f *bestFrames[T]) push(ends *bestEnds, n bestNode[T]) {
	n.prev = ends.last
	at := f.free
	if at != 0 {
		f.free = f.nodes[at-1].next
		f.nodes[at-1] = n
	} else {
		f.nodes = append(f.nodes, n)
		at = int32(len(f.nodes))
	}
	if ends.last == 0 {
		ends.first = at
	} else {
		f.nodes[ends.last-1].next = at
	}
	ends.last = at
}

// pop takes the last candidate out.
func (f *bestFrames[T]) pop(ends *bestEnds) {
	at := ends.last
	n := &f.nodes[at-1]
	if ends.last = n.prev; ends.last == 0 {
		ends.first = 0
	} else {
		f.nodes[ends.last-1].next = 0
	}
	f.release(at)
}

func (f *bestFrames[T]) remove(group, place int32) {
	ends := &f.ends[group]
	at := ends.first
	if at == 0 || f.nodes[at-1].place != place {
		return
	}
	if ends.first = f.nodes[at-1].next; ends.first == 0 {
		ends.last = 0
	} else {
		f.nodes[ends.first-1].prev = 0
	}
	f.release(at)
}

func (f *bestFrames[T]) release(at int32) {
	n := &f.nodes[at-1]
	if f.keep != nil {
		f.keep.Release(n.place)
	}
	n.next, f.free = f.free, at
}

func (f *bestFrames[T]) value(group int32, _ int) (v T, null bool, wrong types.Code) {
	first := f.ends[group].first
	if first == 0 {
		return v, true, types.OK
	}
	return f.nodes[first-1].value, false, types.OK
}

// bestFixed is bestFrames of values of fixed width.
type bestFixed[T any] struct {
	bestFrames[T]
	result types.Type
}

// frames is MIN or MAX, ANY or EVERY. The other picks have declarations of their own.
func (f *pickFixed[T]) frames(in inputs) Frames {
	x := in.kept[0].(*fixedCells[T])
	return &bestFixed[T]{result: f.result, bestFrames: bestFrames[T]{
		at:      func(place int32) (T, bool) { return x.of[place], x.null(place) },
		compare: f.compare,
		better:  f.rule.better(),
		same:    sameBits[T],
		keep:    in.keep,
	}}
}

// sameBits tells 0 from -0.
func sameBits[T any](a, b T) bool {
	if x, ok := any(a).(float64); ok {
		return math.Float64bits(x) == math.Float64bits(any(b).(float64))
	}
	return true
}

func (f *bestFixed[T]) Play(t *Tape) (arrow.Array, []operators.Failure) {
	return play(f, t, nil, f.result)
}

// bestText is bestFrames of texts, which stay in their cells.
type bestText struct {
	bestFrames[int32]
	x      *textCells
	result types.Type
}

func (f *pickText) frames(in inputs) Frames {
	x := in.kept[0].(*textCells)
	return &bestText{x: x, result: f.result, bestFrames: bestFrames[int32]{
		at:      func(place int32) (int32, bool) { return place, x.null(place) },
		compare: func(a, b int32) int { return bytes.Compare(x.texts.get(a), x.texts.get(b)) },
		better:  f.rule.better(),
		same:    func(int32, int32) bool { return true },
		keep:    in.keep,
	}}
}

func (f *bestText) Play(t *Tape) (arrow.Array, []operators.Failure) {
	return playTexts(f, t, f.x, f.result)
}
