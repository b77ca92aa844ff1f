package runtime

import (
	"slices"

	"weir/operators"
	"weir/operators/vec"
)

// A buffer holds rows until time has passed them, and gives them back in the order of their time, rows of equal time in the
// order in which they came.
type buffer struct {
	runs    []run // of rows that came one after another; an older run is more than twice as long as the next
	batches []source
	free    []int32 // places among batches
	held    operators.Held
	order   func(batches []source, rows []heldRow) // sorts rows of equal time further; nil: they stay as they came

	leaving, merging []heldRow
	picked           []operators.Batch
	places           []vec.Place
}

type heldRow struct {
	time operators.Time
	batch,
	row int32
}

// source is a batch of which some rows are still held.
type source struct {
	operators.Batch
	bytes int64
	left  int
	pick  int32 // from 1: its place among the batches that rows are picked of; else 0
}

// add takes rows in any order of time.
func (f *buffer) add(b operators.Batch) {
	if b.Rows() == 0 {
		return
	}
	at := f.place(b)
	news := make([]heldRow, b.Rows())
	ascends := true
	for i, t := range b.Time {
		news[i] = heldRow{t, at, int32(i)}
		ascends = ascends && (i == 0 || t >= b.Time[i-1])
	}
	if !ascends {
		slices.SortFunc(news, inOrder)
	}
	f.push(news)
}

// inOrder compares two rows of one batch.
func inOrder(a, b heldRow) int {
	switch {
	case a.time < b.time:
		return -1
	case a.time > b.time:
		return 1
	default:
		return int(a.row - b.row)
	}
}

// place finds a free place for a batch.
func (f *buffer) place(b operators.Batch) int32 {
	s := source{Batch: b, bytes: int64(vec.Bytes(b)), left: b.Rows()}
	f.held.Rows += s.left
	f.held.Bytes += s.bytes
	if n := len(f.free); n > 0 {
		at := f.free[n-1]
		f.free = f.free[:n-1]
		f.batches[at] = s
		return at
	}
	f.batches = append(f.batches, s)
	return int32(len(f.batches) - 1)
}

// release emits the rows below bound.
func (f *buffer) release(bound operators.Time, emit func(operators.Batch)) {
	out := f.below(bound)
	if len(out) == 0 {
		return
	}
	if f.order != nil {
		f.sortTies(out)
	}
	f.emit(out, emit)
	for _, r := range out {
		f.forget(r.batch)
	}
	f.held.Rows -= len(out)
}

func (f *buffer) sortTies(rows []heldRow) {
	for from := 0; from < len(rows); {
		to := from + 1
		for to < len(rows) && rows[to].time == rows[from].time {
			to++
		}
		if to > from+1 {
			f.order(f.batches, rows[from:to])
		}
		from = to
	}
}

// copy emits every row and keeps it.
func (f *buffer) copy(emit func(operators.Batch)) { f.emit(f.all(), emit) }

// longRun is so many neighbours of a batch that they leave as a part of it and are not copied.
const longRun = 512

func (f *buffer) emit(rows []heldRow, emit func(operators.Batch)) {
	for from := 0; from < len(rows); {
		to := f.neighbours(rows, from)
		if to-from >= longRun {
			first := int(rows[from].row)
			emit(vec.Slice(f.batches[rows[from].batch].Batch, first, first+to-from))
		} else {
			to = min(from+operators.MaxBatchRows, len(rows))
			vec.Split(f.pick(rows[from:to]), emit)
		}
		from = to
	}
}

// neighbours returns the end of the run of neighbours in one batch that begins at from.
func (f *buffer) neighbours(rows []heldRow, from int) int {
	to := from + 1
	for to < len(rows) && rows[to].batch == rows[from].batch && rows[to].row == rows[to-1].row+1 {
		to++
	}
	return to
}

// pick makes a batch of rows.
func (f *buffer) pick(rows []heldRow) operators.Batch {
	f.picked, f.places = f.picked[:0], f.places[:0]
	for _, r := range rows {
		s := &f.batches[r.batch]
		if s.pick == 0 {
			f.picked = append(f.picked, s.Batch)
			s.pick = int32(len(f.picked))
		}
		f.places = append(f.places, vec.Place{Batch: s.pick - 1, Row: r.row})
	}
	for _, r := range rows {
		f.batches[r.batch].pick = 0
	}
	b := vec.Pick(f.picked, f.places)
	clear(f.picked)
	return b
}

func (f *buffer) forget(batch int32) {
	s := &f.batches[batch]
	if s.left--; s.left == 0 {
		f.held.Bytes -= s.bytes
		*s = source{}
		f.free = append(f.free, batch)
	}
}
