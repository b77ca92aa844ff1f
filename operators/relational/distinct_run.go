package relational

import (
	"errors"
	"fmt"
	"slices"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"

	"weir/operators"
	"weir/operators/vec"
	"weir/sql/types"
)

// Open prepares the comparison.
func (s *Distinct) Open(*operators.Env) (operators.Operator, error) {
	columns := make([]int, len(s.Time))
	for i, k := range s.Time {
		columns[i] = k.Key
	}
	limits, err := newBoundary(s.Schema(), s.Time, columns)
	if err != nil {
		return nil, err
	}
	d := &distinct{spec: s, limits: limits}
	var of []types.Type
	for _, col := range s.Compare {
		if !slices.Contains(columns, col) { // time keys are equal within the boundary
			d.compare = append(d.compare, col)
			of = append(of, s.Schema().Columns[col].Type)
		}
	}
	d.views, d.cols = make([]vec.View, len(of)), make([]vec.Column, len(of))
	d.seen = vec.NewGroups(of)
	return d, nil
}

// distinct numbers the different rows since the boundary. A row whose number is new is the first of its kind.
type distinct struct {
	spec    *Distinct
	limits  *boundary
	compare []int // columns
	seen    *vec.Groups

	views  []vec.View
	cols   []vec.Column
	number []int32 // of each row
	rows   []int32 // 0, 1, 2 …
	first  []int32 // rows that are the first of their kind
}

// Process lets the first row of each kind through. Rows that fail are reported.
func (d *distinct) Process(_ int, b operators.Batch, out operators.Output) error {
	b = sound(d.spec.Schema(), b, out)
	n := b.Rows()
	if n == 0 {
		return nil
	}
	d.limits.read(b)
	for i, col := range d.compare {
		d.cols[i] = d.views[i].Of(b.Cols[col])
	}
	d.reserve(n)
	for row := 0; row < n; {
		if d.limits.crossed(b.Time[row], row) {
			d.seen.Reset()
			d.limits.cross(b.Time[row], row)
		}
		end := d.limits.within(b, row)
		d.pass(row, end, n)
		row = end
	}
	if len(d.first) > 0 {
		out.Emit(vec.Gather(b, d.first))
	}
	return nil
}

func (d *distinct) reserve(n int) {
	d.first = slices.Grow(d.first[:0], n)
	d.number = slices.Grow(d.number[:0], n)[:n]
	for len(d.rows) < n {
		d.rows = append(d.rows, int32(len(d.rows)))
	}
}

// pass finds the first rows of their kind among rows from to to-1 of n.
func (d *distinct) pass(from, to, n int) {
	var sel []int32
	if to-from < n {
		sel = d.rows[from:to]
	}
	next := int32(d.seen.Len())
	d.seen.Intern(d.cols, n, sel, d.number)
	for row, number := range d.number[from:to] {
		if number == next {
			d.first = append(d.first, int32(from+row))
			next++
		}
	}
}

// Advance forgets the rows of a time that is over.
func (d *distinct) Advance(t operators.Time, _ operators.Output) (operators.Time, error) {
	if t >= d.limits.until && d.seen.Len() > 0 {
		d.seen.Reset()
	}
	return t, nil
}

// Tables of the state: the boundary with the values of the time keys that only data can change; the rows that were seen.
const (
	boundaryTable = "boundary"
	seenTable     = "seen"
)

// Snapshot copies what was seen since the boundary.
func (d *distinct) Snapshot(w operators.StateWriter) error {
	if d.seen.Len() == 0 {
		return nil
	}
	w.Table(boundaryTable, append([]arrow.Array{instant(d.limits.until)}, d.limits.present()...)...)
	w.Table(seenTable, d.seen.Snapshot()...)
	return nil
}

// Restore takes back what was seen.
func (d *distinct) Restore(r operators.StateReader) error {
	cols, err := r.Table(boundaryTable)
	if err != nil || cols == nil {
		return err
	}
	if err := d.restoreBoundary(cols); err != nil {
		return fmt.Errorf("restoring the time of rows that were seen: %w", err)
	}
	seen, err := r.Table(seenTable)
	if err != nil {
		return err
	}
	if err := d.seen.Restore(seen); err != nil {
		return fmt.Errorf("restoring the rows that were seen: %w", err)
	}
	return nil
}

func (d *distinct) restoreBoundary(cols []arrow.Array) error {
	if len(cols) == 0 {
		return errors.New("there is no time")
	}
	until, ok := cols[0].(*array.Int64)
	if !ok || until.Len() != 1 {
		return errors.New("the time is not one number")
	}
	d.limits.until = operators.Time(until.Value(0))
	return d.limits.restore(cols[1:])
}
