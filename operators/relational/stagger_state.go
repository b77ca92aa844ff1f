package relational

import (
	"errors"
	"fmt"
	"math"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"

	"weir/operators"
	"weir/operators/vec"
	"weir/sql/types"
)

// windowTable has the open windows in their order: close, number, group. The keys of groups and what the folds remember are in
// groupTable and callTable, as of a tumbling window.
const windowTable = "windows"

// Snapshot copies the open windows.
func (g *stagger) Snapshot(w operators.StateWriter) error {
	open := g.queue[g.first:]
	if len(open) == 0 {
		return nil
	}
	var cols [3][]int64
	for i := range cols {
		cols[i] = make([]int64, len(open))
	}
	numbers := 0
	for i, win := range open {
		cols[0][i], cols[1][i], cols[2][i] = int64(win.closes), int64(win.number), int64(win.group)
		numbers = max(numbers, int(win.number)+1)
	}
	w.Table(windowTable, integers(cols[0]), integers(cols[1]), integers(cols[2]))
	w.Table(groupTable, g.groups.Snapshot()...)
	for i, f := range g.folds {
		f.Snapshot(w, callTable(i), numbers)
	}
	return nil
}

func integers(values []int64) arrow.Array {
	return vec.Wrap(&vec.Ints{Values: values}, types.BigIntType)
}

// Restore takes the open windows back.
func (g *stagger) Restore(r operators.StateReader) error {
	cols, err := r.Table(windowTable)
	if err != nil || cols == nil {
		return err
	}
	groups, err := r.Table(groupTable)
	if err != nil {
		return err
	}
	if err := g.groups.Restore(groups); err != nil {
		return fmt.Errorf("restoring the keys of windows: %w", err)
	}
	if err := g.restoreQueue(cols, groups[0]); err != nil {
		return fmt.Errorf("restoring the open windows: %w", err)
	}
	for i, f := range g.folds {
		if err := f.Restore(r, callTable(i), g.numbers); err != nil {
			return fmt.Errorf("restoring %s: %w", g.calls[i].String(), err)
		}
	}
	g.findFree()
	return nil
}

// findFree collects the numbers that no window has.
func (g *stagger) findFree() {
	taken := make([]bool, g.numbers)
	for _, w := range g.queue {
		taken[w.number] = true
	}
	for number := g.numbers - 1; number >= 0; number-- {
		if !taken[number] {
			g.free = append(g.free, int32(number))
		}
	}
}

// restoreQueue checks that windows and groups are what a stagger can have: groups in use are those that have a window.
func (g *stagger) restoreQueue(cols []arrow.Array, unused arrow.Array) error {
	closes, numbers, groups, err := integerColumns(cols)
	if err != nil {
		return err
	}
	g.latest = make([]latest, g.groups.Len())
	taken := map[int64]bool{}
	for i, number := range numbers {
		switch {
		case i > 0 && closes[i] < closes[i-1]:
			return fmt.Errorf("window %d closes before the one before it", i)
		case number < 0 || number > math.MaxInt32 || taken[number]:
			return fmt.Errorf("window %d has the number %d", i, number)
		case groups[i] < 0 || int(groups[i]) >= len(g.latest):
			return fmt.Errorf("window %d is of group %d of %d", i, groups[i], len(g.latest))
		}
		taken[number] = true
		w := window{operators.Time(closes[i]), int32(number), int32(groups[i])}
		g.queue = append(g.queue, w)
		l := &g.latest[w.group]
		l.closes, l.number = w.closes, w.number
		l.count++
		g.numbers = max(g.numbers, int(number)+1)
	}
	for group, free := range vec.Of(unused).(*vec.Ints).Values {
		if (free == 0) != (g.latest[group].count > 0) {
			return fmt.Errorf("group %d has %d windows", group, g.latest[group].count)
		}
	}
	return nil
}

func integerColumns(cols []arrow.Array) (a, b, c []int64, err error) {
	if len(cols) != 3 {
		return nil, nil, nil, fmt.Errorf("%d columns instead of 3", len(cols))
	}
	var of [3][]int64
	for i, col := range cols {
		ints, ok := col.(*array.Int64)
		if !ok || ints.Len() != cols[0].Len() {
			return nil, nil, nil, errors.New("not three columns of numbers")
		}
		of[i] = ints.Int64Values()
	}
	return of[0], of[1], of[2], nil
}
