package relational

import (
	"errors"
	"fmt"

	"github.com/apache/arrow/go/v15/arrow"

	"weir/operators"
	"weir/operators/vec"
	"weir/sql/types"
)

// Tables of the state: the open pane with its time keys, if there is one; the keys of its groups; for each call what its fold
// remembers of them.
const (
	paneTable  = "pane"
	groupTable = "groups"
)

func callTable(i int) string { return fmt.Sprintf("call%d", i) }

// Snapshot copies the open pane. Between steps there is at most one.
func (t *tumble) Snapshot(w operators.StateWriter) error {
	switch len(t.panes) {
	case 0:
		return nil
	case 1:
	default:
		return errors.New("a snapshot of a tumbling window was taken inside of a step")
	}
	p := t.panes[0]
	cols := []arrow.Array{instant(p.first), instant(p.last), instant(t.time)}
	w.Table(paneTable, append(cols, t.tuples.Keys([]int32{p.tuple})...)...)
	w.Table(groupTable, t.groups.Snapshot()...)
	for i, f := range t.folds {
		f.Snapshot(w, callTable(i), t.groups.Len())
	}
	return nil
}

func instant(t operators.Time) arrow.Array {
	return vec.Wrap(&vec.Ints{Values: []int64{int64(t)}}, types.BigIntType)
}

// Restore takes the open pane back.
func (t *tumble) Restore(r operators.StateReader) error {
	cols, err := r.Table(paneTable)
	if err != nil || cols == nil {
		return err
	}
	if err := t.restorePane(cols); err != nil {
		return fmt.Errorf("restoring the open window: %w", err)
	}
	groups, err := r.Table(groupTable)
	if err != nil {
		return err
	}
	if err := t.groups.Restore(groups); err != nil {
		return fmt.Errorf("restoring the keys of a window: %w", err)
	}
	t.panes[0].groups = t.groups.Len()
	for i, f := range t.folds {
		if err := f.Restore(r, callTable(i), t.groups.Len()); err != nil {
			return fmt.Errorf("restoring %s: %w", t.spec.Calls[i].String(), err)
		}
	}
	return nil
}

func (t *tumble) restorePane(cols []arrow.Array) error {
	const times = 3
	if len(cols) != times+len(t.timed) {
		return fmt.Errorf("%d columns instead of %d", len(cols), times+len(t.timed))
	}
	var at [times]operators.Time
	for i, a := range cols {
		want := arrow.DataType(arrow.PrimitiveTypes.Int64)
		if i >= times {
			want = t.timed[i-times].Arrow()
		}
		if a.Len() != 1 || !arrow.TypeEqual(a.DataType(), want) {
			return fmt.Errorf("column %d is an array of %d %s", i, a.Len(), a.DataType())
		}
		if i < times {
			at[i] = operators.Time(vec.Of(a).(*vec.Ints).Values[0])
		}
	}
	p := pane{first: at[0], last: at[1]}
	p.ends, p.result = t.ends.after(p.first)
	t.panes, t.time = []pane{p}, at[2]
	t.retuple(cols[times:])
	return nil
}
