package functions

import (
	"fmt"
	"slices"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"

	"weir/operators"
	"weir/operators/vec"
	"weir/sql/types"
)

// states is the state of a fold: one plain struct for each group. The zero struct is an empty group.
type states[S any] struct{ of []S }

func (s *states[S]) Grow(n int) { s.of = grown(s.of, n) }

func (s *states[S]) Reset(group int32) {
	var empty S
	s.of[group] = empty
}

func (s *states[S]) Drop(n int) { s.of = dropped(s.of, n) }

// grown returns s with room for n entries; those behind its present end are zero.
func grown[T any](s []T, n int) []T {
	have := len(s)
	if n <= have {
		return s
	}
	s = slices.Grow(s, n-have)[:n]
	clear(s[have:])
	return s
}

// dropped returns s without its first n entries. It keeps the memory.
func dropped[T any](s []T, n int) []T {
	n = min(n, len(s))
	return s[:copy(s, s[n:])]
}

// saved makes a column of one field of every state.
func saved[S, T any](of []S, t types.Type, field func(*S) T) arrow.Array {
	values := make([]T, len(of))
	for i := range of {
		values[i] = field(&of[i])
	}
	return vec.Wrap(&vec.Vec[T]{Values: values}, t)
}

// wide is the type in which a snapshot keeps DECIMAL state.
var wide = types.DecimalType(types.MaxPrecision, 0)

// A tableReader reads the columns of one table of a snapshot. Its err is the first thing that was wrong.
type tableReader struct {
	name string
	cols []arrow.Array
	rows int
	err  error
}

// anyRows lets a table have any number of rows.
const anyRows = -1

// openTable reads a table that must have some columns of so many rows.
func openTable(r operators.StateReader, name string, cols, rows int) *tableReader {
	t := &tableReader{name: name}
	t.cols, t.err = r.Table(name)
	if t.err == nil && len(t.cols) < cols {
		t.err = fmt.Errorf("state %s has %d columns instead of %d", name, len(t.cols), cols)
	}
	if t.err == nil && len(t.cols) > 0 {
		t.rows = t.cols[0].Len()
		if rows != anyRows && t.rows != rows {
			t.err = fmt.Errorf("state %s has %d rows instead of %d", name, t.rows, rows)
		}
	}
	return t
}

// column returns a column of the table, or nil if the table cannot be read.
func (t *tableReader) column(i int) vec.Column {
	if t.err != nil {
		return nil
	}
	switch a := t.cols[i].(type) {
	case *array.Int64, *array.Float64, *array.Decimal128, *array.Boolean, *array.String, *array.Binary:
		if a.Len() == t.rows {
			return vec.Of(a)
		}
	}
	t.err = t.mismatch(i)
	return nil
}

func (t *tableReader) mismatch(i int) error {
	return fmt.Errorf("state %s: column %d of %d rows is not an array of %d %s", t.name, i, t.rows, t.cols[i].Len(), t.cols[i].DataType())
}

// restored gives one field of every state its value out of a column of the table.
func restored[S, T any](t *tableReader, of []S, i int, set func(*S, T)) {
	c := t.column(i)
	v, ok := c.(*vec.Vec[T])
	if !ok {
		if t.err == nil {
			t.err = t.mismatch(i)
		}
		return
	}
	for k := range of {
		set(&of[k], v.Values[k])
	}
}

// results makes the result column of some groups. Value returns the value of one, or that it is NULL, or why there is none.
func results[T any](groups []int32, t types.Type, value func(group int32) (v T, null bool, wrong types.Code)) (arrow.Array, []operators.Failure) {
	var (
		out    vec.Scratch[T]
		failed []operators.Failure
		zero   T
	)
	values := out.Reset(len(groups))
	for i, g := range groups {
		v, null, wrong := value(g)
		if wrong != types.OK {
			failed = append(failed, operators.Failure{Row: int32(i), Code: wrong, Detail: "the result does not fit " + t.String()})
		}
		if null || wrong != types.OK {
			v = zero
			values[i] = v
			out.SetNull(i)
			continue
		}
		values[i] = v
	}
	return vec.Wrap(out.Column(), t), failed
}

// each calls add for every row of sel (nil: all) that has a value.
func each[T any](groups []int32, x *vec.Vec[T], sel []int32, add func(group int32, v T)) {
	if sel == nil {
		for row, g := range groups {
			if !x.Null(row) {
				add(g, x.At(row))
			}
		}
		return
	}
	for _, row := range sel {
		if !x.Null(int(row)) {
			add(groups[row], x.At(int(row)))
		}
	}
}

// plain reports that every row is added and has a value of its own, so that a simple loop will do.
func plain[T any](x *vec.Vec[T], sel []int32) bool { return sel == nil && !x.Const && !x.HasNulls() }
