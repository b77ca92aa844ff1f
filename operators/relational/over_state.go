package relational

import (
	"fmt"
	"slices"

	"github.com/apache/arrow/go/v15/arrow"

	"weir/operators"
	"weir/operators/functions"
	"weir/operators/vec"
	"weir/sql/types"
)

// Tables of the state: the rows of the log, oldest first; the groups of each partition; the totals of calls over windows
// without a lower end. Every other thing that calls remember follows from the rows: Restore plays them again.
const rowTable = "rows"

func groupsTable(i int) string { return fmt.Sprintf("groups%d", i) }

// Columns of the rows: ROWTIME, 1 if a window of time has the row, the group in each partition, the arguments.
const rowColumns = 2

// Snapshot copies the log.
func (o *over) Snapshot(w operators.StateWriter) error {
	places := o.log.all(o.oldest(o.longest))
	timed := o.inTime(places, o.longest)
	cols := []arrow.Array{numbers(len(places), func(i int) int64 { return int64(o.log.time[places[i]]) }), wrapped(timed)}
	for i, p := range o.parts {
		of, in := p.of, timed
		if p.longest != o.longest {
			in = o.inTime(places, p.longest)
		}
		cols = append(cols, numbers(len(places), func(i int) int64 {
			if p.longest != remembers && in[i] == 0 {
				return noGroup
			}
			return int64(of[places[i]])
		}))
		w.Table(groupsTable(i), p.groups.Snapshot()...)
	}
	for _, c := range o.log.cells {
		cols = append(cols, c.Array(places))
	}
	w.Table(rowTable, cols...)
	return o.eachTotals(func(i, groups int, t functions.Totals) error {
		t.Snapshot(w, callTable(i), groups)
		return nil
	})
}

// noGroup stands for a group that has forgotten the row, and may be another's by now.
const noGroup = -1

func numbers(n int, value func(i int) int64) arrow.Array {
	values := make([]int64, n)
	for i := range values {
		values[i] = value(i)
	}
	return wrapped(values)
}

func wrapped(values []int64) arrow.Array {
	return vec.Wrap(&vec.Ints{Values: values}, types.BigIntType)
}

// oldest links to the oldest row in a window of time.
func (o *over) oldest(window int) int32 {
	if window == remembers {
		return 0
	}
	return o.windows[window].moves.(*timeFrames).oldest
}

// inTime marks the rows that are in a window of time by 1. Places are those of all rows.
func (o *over) inTime(places []int32, window int) []int64 {
	in := make([]int64, len(places))
	oldest := o.oldest(window)
	if oldest == 0 {
		return in
	}
	if o.log.ordered {
		for i := slices.Index(places, oldest-1); i < len(in); i++ {
			in[i] = 1
		}
		return in
	}
	marked := make([]bool, len(o.log.time))
	for at := oldest; at != 0; at = o.log.next[at-1] {
		marked[at-1] = true
	}
	for i, place := range places {
		if marked[place] {
			in[i] = 1
		}
	}
	return in
}

func (o *over) eachTotals(do func(call, groups int, t functions.Totals) error) error {
	for i := range o.windows {
		w := &o.windows[i]
		groups := w.part.groups.Len()
		for _, at := range w.calls {
			if !o.calls[at].remembers {
				continue
			}
			o.calls[at].frames.Grow(groups, len(o.log.time))
			if err := do(at, groups, o.calls[at].frames.Totals()); err != nil {
				return err
			}
		}
	}
	return nil
}

// Restore plays the rows of a snapshot, then puts the totals in their places.
func (o *over) Restore(r operators.StateReader) error {
	cols, err := r.Table(rowTable)
	if err != nil || cols == nil {
		return err
	}
	rows, err := o.saved(cols)
	if err != nil {
		return fmt.Errorf("restoring the rows of windows: %w", err)
	}
	for i, p := range o.parts {
		groups, err := r.Table(groupsTable(i))
		if err != nil {
			return err
		}
		if err := p.groups.Restore(groups); err != nil {
			return fmt.Errorf("restoring the keys of windows: %w", err)
		}
		if err := rows.check(i, groups[0]); err != nil {
			return fmt.Errorf("restoring the keys of windows: %w", err)
		}
	}
	for from := 0; from < len(rows.time); from += operators.MaxBatchRows {
		o.replay(rows.part(from, min(from+operators.MaxBatchRows, len(rows.time))))
	}
	return o.eachTotals(func(i, groups int, t functions.Totals) error {
		if err := t.Restore(r, callTable(i), groups); err != nil {
			return fmt.Errorf("restoring %s: %w", o.spec.Calls[i].String(), err)
		}
		return nil
	})
}
