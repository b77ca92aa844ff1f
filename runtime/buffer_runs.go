package runtime

import (
	"sort"

	"weir/operators"
)

// A run is rows in the order of their time. Runs are merged like numbers are carried: only with an older one that is not much
// longer, so that a row that comes late does not move all that wait.
type run struct {
	rows []heldRow
	gone int // rows that have left
}

func (r *run) left() []heldRow { return r.rows[r.gone:] }

// leave drops the first rows.
func (r *run) leave(n int) {
	r.gone += n
	if r.gone > len(r.rows)/2 {
		r.rows = r.rows[:copy(r.rows, r.rows[r.gone:])]
		r.gone = 0
	}
}

// push adds rows in the order of their time, all of which came after those that are held.
func (f *buffer) push(news []heldRow) {
	n := len(f.runs)
	if n > 0 {
		last := &f.runs[n-1]
		if have := last.left(); have[len(have)-1].time <= news[0].time {
			last.rows = append(last.rows, news...)
		} else {
			f.runs = append(f.runs, run{rows: news})
		}
	} else {
		f.runs = append(f.runs, run{rows: news})
	}
	for n = len(f.runs); n > 1 && len(f.runs[n-2].left()) <= 2*len(f.runs[n-1].left()); n-- {
		f.runs[n-2].merge(f.runs[n-1].left())
		f.runs[n-1] = run{}
		f.runs = f.runs[:n-1]
	}
}

// merge takes newer rows behind those of equal time. Only what lies above the first of them moves.
func (r *run) merge(news []heldRow) {
	old := len(r.rows)
	r.rows = append(r.rows, news...)
	for to := len(r.rows) - 1; len(news) > 0 && old > r.gone; to-- {
		if last := news[len(news)-1]; last.time >= r.rows[old-1].time {
			r.rows[to], news = last, news[:len(news)-1]
		} else {
			old--
			r.rows[to] = r.rows[old]
		}
	}
	copy(r.rows[r.gone:], news)
}

// below takes the rows below bound out of their runs, in the order in which they leave. They are valid until the next call.
func (f *buffer) below(bound operators.Time) []heldRow {
	f.leaving = f.leaving[:0]
	kept := f.runs[:0]
	// From the newest run, the shortest, to the oldest.
	for i := len(f.runs) - 1; i >= 0; i-- {
		r := &f.runs[i]
		rows := r.left()
		n := sort.Search(len(rows), func(i int) bool { return rows[i].time >= bound })
		if n > 0 {
			f.leaving, f.merging = merged(f.merging[:0], rows[:n], f.leaving), f.leaving
			r.leave(n)
		}
	}
	for _, r := range f.runs {
		if len(r.rows) > 0 {
			kept = append(kept, r)
		}
	}
	clear(f.runs[len(kept):])
	f.runs = kept
	return f.leaving
}

// merged appends older and newer rows to out in the order of their time.
func merged(out, older, newer []heldRow) []heldRow {
	for len(older) > 0 && len(newer) > 0 {
		if newer[0].time < older[0].time {
			out, newer = append(out, newer[0]), newer[1:]
		} else {
			out, older = append(out, older[0]), older[1:]
		}
	}
	return append(append(out, older...), newer...)
}

// all returns every row in the order in which they would leave.
func (f *buffer) all() []heldRow {
	if len(f.runs) == 0 {
		return nil
	}
	for n := len(f.runs); n > 1; n-- {
		f.runs[n-2].merge(f.runs[n-1].left())
		f.runs[n-1] = run{}
		f.runs = f.runs[:n-1]
	}
	return f.runs[0].left()
}

// least is the time of the row that leaves first; EndOfTime if none is held.
func (f *buffer) least() operators.Time {
	least := operators.EndOfTime
	for _, r := range f.runs {
		least = min(least, r.left()[0].time)
	}
	return least
}
