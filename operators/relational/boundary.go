package relational

import (
	"fmt"
	"slices"

	"github.com/apache/arrow/go/v15/arrow"

	"weir/operators"
	"weir/operators/vec"
	"weir/sql/types"
)

// A boundary finds where a time key changes, in rows of which the time keys are columns. Keys that are functions of ROWTIME
// are not read: the row's ROWTIME tells.
type boundary struct {
	ends   endings
	data   []int          // the columns of which only data can tell
	of     []types.Type   // of these columns
	values *vec.Groups    // of these columns; nil if there are none
	until  operators.Time // from here on rows are beyond the boundary
	tuple  int32          // rows with other values are, too

	views  []vec.View
	cols   []vec.Column
	tuples []int32 // of each row
}

// newBoundary makes a boundary for time keys; columns are theirs.
func newBoundary(cols *types.Schema, keys []TimeKey, columns []int) (*boundary, error) {
	ends, err := newEndings(keys)
	if err != nil {
		return nil, err
	}
	d := &boundary{ends: ends, until: operators.MinTime}
	for i, k := range keys {
		if k.Of == nil {
			d.data = append(d.data, columns[i])
			d.of = append(d.of, cols.Columns[columns[i]].Type)
		}
	}
	if len(d.data) > 0 {
		d.values = vec.NewGroups(d.of)
		d.views, d.cols = make([]vec.View, len(d.data)), make([]vec.Column, len(d.data))
	}
	return d, nil
}

// read takes the rows that will be asked for.
func (d *boundary) read(b operators.Batch) {
	if d.values == nil {
		return
	}
	if d.values.Len() > 1 {
		d.keep(d.present())
	}
	for i, col := range d.data {
		d.cols[i] = d.views[i].Of(b.Cols[col])
	}
	d.tuples = slices.Grow(d.tuples[:0], b.Rows())[:b.Rows()]
	d.values.Intern(d.cols, b.Rows(), nil, d.tuples)
}

// keep forgets all values but the present ones.
func (d *boundary) keep(present []arrow.Array) {
	for i, a := range present {
		d.cols[i] = vec.Of(a)
	}
	d.values.Reset()
	var tuple [1]int32
	d.values.Intern(d.cols, 1, nil, tuple[:])
	d.tuple = tuple[0]
}

// crossed reports that a row lies beyond the boundary.
func (d *boundary) crossed(at operators.Time, row int) bool {
	return at >= d.until || d.values != nil && d.tuples[row] != d.tuple
}

// within returns the end of the run of rows from first on that are not beyond the boundary.
func (d *boundary) within(b operators.Batch, first int) int {
	end := first
	for end < b.Rows() && !d.crossed(b.Time[end], end) {
		end++
	}
	return end
}

// cross moves the boundary beyond a row. It returns what endings.after does.
func (d *boundary) cross(at operators.Time, row int) (ends, result operators.Time) {
	ends, result = d.ends.after(at)
	d.until = ends
	if d.values != nil {
		d.tuple = d.tuples[row]
	}
	return ends, result
}

// present returns the present values of the keys of which only data can tell.
func (d *boundary) present() []arrow.Array {
	if d.values == nil {
		return nil
	}
	return d.values.Keys([]int32{d.tuple})
}

// restore takes back what present gave.
func (d *boundary) restore(present []arrow.Array) error {
	if len(present) != len(d.of) {
		return fmt.Errorf("%d time keys instead of %d", len(present), len(d.of))
	}
	for i, a := range present {
		if a.Len() != 1 || !arrow.TypeEqual(a.DataType(), d.of[i].Arrow()) {
			return fmt.Errorf("time key %d is an array of %d %s", i, a.Len(), a.DataType())
		}
	}
	if d.values != nil {
		d.keep(present)
	}
	return nil
}
