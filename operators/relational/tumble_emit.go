package relational

import (
	"github.com/apache/arrow/go/v15/arrow"

	"weir/operators"
	"weir/operators/vec"
)

// emit sends the results of the first panes, pane by pane, groups in the order in which they came.
func (t *tumble) emit(done int, out operators.Output) {
	next := 0 // the first pane whose groups are not all out
	for from := 0; next < done; {
		to := min(from+operators.MaxBatchRows, t.panes[done-1].groups)
		t.reserve(operators.MaxBatchRows)
		ids, tuples := t.group[:to-from], t.tuple[:to-from]
		times := make([]operators.Time, to-from)
		for i := range ids {
			for t.panes[next].groups == from+i {
				next++
			}
			ids[i] = int32(from + i)
			tuples[i] = t.panes[next].tuple
			times[i] = t.panes[next].result
		}
		if to == t.panes[done-1].groups {
			next = done
		}
		vec.Split(t.pick(times, ids, tuples), out.Emit)
		from = to
	}
}

// pick makes the batch of some groups.
func (t *tumble) pick(times []operators.Time, ids, tuples []int32) operators.Batch {
	b := operators.Batch{Time: times, Cols: make([]arrow.Array, 0, len(t.keys)+len(t.folds))}
	timed, others := t.tuples.Keys(tuples), t.groups.Keys(ids)
	for _, at := range t.place {
		if at < 0 {
			b.Cols = append(b.Cols, timed[^at])
		} else {
			b.Cols = append(b.Cols, others[at])
		}
	}
	return t.results(b, ids)
}
