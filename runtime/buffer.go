package runtime

import (
	"slices"
	"sort"

	"weir/operators"
	"weir/operators/vec"
)

// A buffer holds rows until time has passed them, and gives them back in the order of their time, rows of equal time in the
// order in which they came.
type buffer struct {
	rows    []heldRow // ascending
	batches []source
	held    operators.Held
	leaving vec.Collector
	order   func(batches []source, rows []heldRow) // sorts rows of equal time further; nil: they stay as they came
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
}

// add takes rows in any order of time.
func (f *buffer) add(b operators.Batch) {
	if b.Rows() == 0 {
		return
	}
	at := f.place(b)
	news := make([]heldRow, b.Rows())
	for i, t := range b.Time {
		news[i] = heldRow{t, at, int32(i)}
	}
	byTime := func(a, b heldRow) int { return int(min(max(a.time-b.time, -1), 1)) }
	if !slices.IsSortedFunc(news, byTime) {
		slices.SortStableFunc(news, byTime)
	}
	f.merge(news)
}

// place finds a free place for a batch.
func (f *buffer) place(b operators.Batch) int32 {
	s := source{b, int64(vec.Bytes(b)), b.Rows()}
	f.held.Rows += s.left
	f.held.Bytes += s.bytes
	for i := range f.batches {
		if f.batches[i].left == 0 {
			f.batches[i] = s
			return int32(i)
		}
	}
	f.batches = append(f.batches, s)
	return int32(len(f.batches) - 1)
}

// merge puts ascending rows behind those of equal time. Only what lies above the first of them moves.
func (f *buffer) merge(news []heldRow) {
	old := len(f.rows)
	f.rows = append(f.rows, news...)
	for to := len(f.rows) - 1; len(news) > 0 && old > 0; to-- {
		if last := news[len(news)-1]; last.time >= f.rows[old-1].time {
			f.rows[to], news = last, news[:len(news)-1]
		} else {
			old--
			f.rows[to] = f.rows[old]
		}
	}
	copy(f.rows, news)
}

// release emits the rows below bound.
func (f *buffer) release(bound operators.Time, emit func(operators.Batch)) {
	n := sort.Search(len(f.rows), func(i int) bool { return f.rows[i].time >= bound })
	if n == 0 {
		return
	}
	out := f.rows[:n]
	if f.order != nil {
		f.sortTies(out)
	}
	f.collect(out, emit)
	for _, r := range f.rows[:n] {
		f.forget(r.batch)
	}
	f.held.Rows -= n
	f.rows = f.rows[:copy(f.rows, f.rows[n:])]
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
func (f *buffer) copy(emit func(operators.Batch)) { f.collect(f.rows, emit) }

func (f *buffer) collect(rows []heldRow, emit func(operators.Batch)) {
	for from := 0; from < len(rows); {
		to := f.run(rows, from)
		first := int(rows[from].row)
		f.leaving.Add(f.batches[rows[from].batch].Batch, first, first+to-from, emit)
		from = to
	}
	f.leaving.Flush(emit)
}

// run returns the end of the run of neighbours in one batch that begins at from.
func (f *buffer) run(rows []heldRow, from int) int {
	to := from + 1
	for to < len(rows) && rows[to].batch == rows[from].batch && rows[to].row == rows[to-1].row+1 {
		to++
	}
	return to
}

func (f *buffer) forget(batch int32) {
	s := &f.batches[batch]
	if s.left--; s.left == 0 {
		f.held.Bytes -= s.bytes
		*s = source{}
	}
}
