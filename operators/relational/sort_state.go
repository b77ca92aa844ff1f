package relational

import (
	"errors"
	"fmt"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"

	"weir/operators"
	"weir/operators/vec"
)

// Tables of the state: the last promise and which columns the rows have, one for each column; then one table for each chunk
// of held rows: ROWTIME and the columns.
const sortTable = "sort"

func chunkTable(i int) string { return fmt.Sprintf("rows%d", i) }

// Snapshot hands over the held rows. Chunks never change.
func (s *sorter) Snapshot(w operators.StateWriter) error {
	s.coming.Flush(s.keep)
	if len(s.chunks) == 0 {
		return nil
	}
	about := []arrow.Array{instant(s.time)}
	for _, a := range s.chunks[0].Cols {
		present := operators.Time(0)
		if a != nil {
			present = 1
		}
		about = append(about, instant(present))
	}
	w.Table(sortTable, about...)
	for i, c := range s.chunks {
		if i == 0 {
			c = vec.Slice(c, s.skip, c.Rows())
		}
		times := make([]int64, c.Rows())
		for row, t := range c.Time {
			times[row] = int64(t)
		}
		cols := []arrow.Array{integers(times)}
		for _, a := range c.Cols {
			if a != nil {
				cols = append(cols, a)
			}
		}
		w.Table(chunkTable(i), cols...)
	}
	return nil
}

// Restore takes the held rows back as if they had just come.
func (s *sorter) Restore(r operators.StateReader) error {
	about, err := r.Table(sortTable)
	if err != nil || about == nil {
		return err
	}
	present, err := s.restoreAbout(about)
	if err != nil {
		return fmt.Errorf("restoring a sort: %w", err)
	}
	for i := 0; ; i++ {
		cols, err := r.Table(chunkTable(i))
		if err != nil {
			return err
		}
		if cols == nil {
			return nil
		}
		b, err := s.restoreChunk(cols, present)
		if err != nil {
			return fmt.Errorf("restoring the rows that are to be sorted: %w", err)
		}
		if err := s.Process(0, b, nil); err != nil {
			return err
		}
	}
}

func (s *sorter) restoreAbout(about []arrow.Array) (present []bool, err error) {
	if len(about) != 1+len(s.spec.Schema().Columns) {
		return nil, fmt.Errorf("%d columns instead of %d", len(about), 1+len(s.spec.Schema().Columns))
	}
	for i, a := range about {
		one, ok := a.(*array.Int64)
		if !ok || one.Len() != 1 {
			return nil, fmt.Errorf("column %d is not one number", i)
		}
		if i == 0 {
			s.time = operators.Time(one.Value(0))
		} else {
			present = append(present, one.Value(0) == 1)
		}
	}
	return present, nil
}

func (s *sorter) restoreChunk(cols []arrow.Array, present []bool) (operators.Batch, error) {
	b := operators.Batch{Cols: make([]arrow.Array, len(present))}
	if len(cols) == 0 {
		return b, errors.New("there is no ROWTIME")
	}
	times, ok := cols[0].(*array.Int64)
	if !ok || times.Len() == 0 {
		return b, errors.New("the first column is no ROWTIME")
	}
	for _, t := range times.Int64Values() {
		b.Time = append(b.Time, operators.Time(t))
	}
	cols = cols[1:]
	for i, is := range present {
		if !is {
			continue
		}
		of := s.spec.Schema().Columns[i]
		if len(cols) == 0 || !arrow.TypeEqual(cols[0].DataType(), of.Type.Arrow()) || cols[0].Len() != len(b.Time) {
			return b, fmt.Errorf("column %s is not %d values of %s", of.Name, len(b.Time), of.Type)
		}
		b.Cols[i], cols = cols[0], cols[1:]
	}
	if len(cols) > 0 {
		return b, fmt.Errorf("%d columns too many", len(cols))
	}
	return b, nil
}
