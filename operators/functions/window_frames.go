package functions

import (
	"github.com/apache/arrow/go/v15/arrow"

	"weir/operators"
	"weir/operators/vec"
	"weir/sql/types"
)

// Frames computes one call over the frames of all groups, row by row. What it gives is a function of the rows in the frame
// and their order, and of nothing else. Rows are named by their places in a log that the owner keeps.
type Frames interface {
	// Grow makes room for groups 0..groups-1 and places 0..places-1.
	Grow(groups, places int)
	// Play lets rows come and go, and gives the result after each row that comes. A row whose result cannot be computed is
	// NULL and has a Failure, not marked with an Item. A tape without rows gives nil.
	Play(t *Tape) (arrow.Array, []operators.Failure)
	// Totals are what a checkpoint needs of frames without a lower end, besides the rows that were kept; nil: nothing.
	Totals() Totals
}

// Totals are the part of frames that cannot be had from rows: of all the rows that were not kept.
type Totals interface {
	Snapshot(w operators.StateWriter, name string, groups int)
	Restore(r operators.StateReader, name string, groups int) error
}

// Tape is what happens to the frames of one window, in order: before row i of a batch comes, the rows in Gone up to Until[i]
// have left. Those behind the last Until leave at the end.
type Tape struct {
	Time  []operators.Time // of each place
	Group []int32          // of each place
	Rows  []int32          // the place of each row of the batch; NoPlace: the row is in no window, its result is NULL
	Until []int32          // as Rows
	Gone  []int32          // places, of each group the oldest row first
	Asked []vec.Column     // the call's arguments beyond Kept, over the batch; nil where nobody reads the results
}

// NoPlace is the place of a row that is in no window.
const NoPlace = -1

// Keeper keeps rows of windows without a lower end, for calls that may still need them. A row is kept until each Keep has met
// its Release.
type Keeper interface {
	Keep(place int32)
	Release(place int32)
}

// sliding is a fold that can also be computed over frames.
type sliding interface {
	frames(in inputs) Frames
}

// inputs is what Frames are made over.
type inputs struct {
	kept []Cells
	keep Keeper // nil: rows leave
	gate *gate  // of DISTINCT; nil: every row counts
}

// frame is what a tape does to the frames of one call, one row at a time.
type frame[T any] interface {
	add(group, place int32)
	remove(group, place int32) // the oldest row of the group
	value(group int32, row int) (v T, null bool, wrong types.Code)
}

// play runs a tape. Rows that the gate does not let through neither come nor go.
func play[T any](f frame[T], t *Tape, gate *gate, result types.Type) (arrow.Array, []operators.Failure) {
	var (
		out    vec.Scratch[T]
		failed []operators.Failure
	)
	gate.open(t)
	values := out.Reset(len(t.Rows))
	leave := leaver[T]{f: f, t: t, gate: gate}
	for row, place := range t.Rows {
		leave.until(t.Until[row])
		if place == NoPlace {
			values[row] = *new(T)
			out.SetNull(row)
			continue
		}
		group := t.Group[place]
		if gate.enters(place) {
			f.add(group, place)
		}
		v, null, wrong := f.value(group, row)
		if wrong != types.OK {
			failed = append(failed, misfit(row, wrong, result))
		}
		if null || wrong != types.OK {
			v = *new(T)
			out.SetNull(row)
		}
		values[row] = v
	}
	leave.until(int32(len(t.Gone)))
	gate.close()
	if len(t.Rows) == 0 {
		return nil, nil
	}
	return vec.Wrap(out.Column(), result), failed
}

// playTexts is play for results that are texts, which lie in the cells.
func playTexts(f frame[int32], t *Tape, x *textCells, result types.Type) (arrow.Array, []operators.Failure) {
	var out vec.TextScratch
	out.Reset(len(t.Rows))
	leave := leaver[int32]{f: f, t: t}
	for row, place := range t.Rows {
		leave.until(t.Until[row])
		if place == NoPlace {
			out.SetNull(row)
			continue
		}
		group := t.Group[place]
		f.add(group, place)
		switch at, null, _ := f.value(group, row); {
		case null:
			out.SetNull(row)
		case at == NoPlace:
			out.Put(row, append(out.Data(), t.Asked[lagDefault].(*vec.Texts).At(row)...))
		default:
			out.Put(row, append(out.Data(), x.texts.get(at)...))
		}
	}
	leave.until(int32(len(t.Gone)))
	if len(t.Rows) == 0 {
		return nil, nil
	}
	return vec.Wrap(out.Column(), result), nil
}

// leaver takes rows out of frames.
type leaver[T any] struct {
	f    frame[T]
	t    *Tape
	gate *gate
	done int32 // of t.Gone
}

func (l *leaver[T]) until(end int32) {
	for ; l.done < end; l.done++ {
		place := l.t.Gone[l.done]
		if l.gate.leaves(place) {
			l.f.remove(l.t.Group[place], place)
		}
	}
}

func misfit(row int, code types.Code, t types.Type) operators.Failure {
	return operators.Failure{Row: int32(row), Code: code, Detail: "the result does not fit " + t.String()}
}
