package relational

import (
	"errors"
	"fmt"
	"slices"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"

	"weir/operators"
	"weir/operators/functions"
	"weir/operators/vec"
)

// savedRows are the rows of a snapshot.
type savedRows struct {
	time   []int64
	timed  []int64
	groups [][]int64 // of each partition
	cells  []arrow.Array
}

func (o *over) saved(cols []arrow.Array) (*savedRows, error) {
	fixed := rowColumns + len(o.parts)
	if len(cols) != fixed+len(o.args) {
		return nil, fmt.Errorf("%d columns instead of %d", len(cols), fixed+len(o.args))
	}
	var ints [][]int64
	for i, a := range cols {
		want := arrow.DataType(arrow.PrimitiveTypes.Int64)
		if i >= fixed {
			want = o.args[i-fixed].bound.Type.Arrow()
		}
		if !arrow.TypeEqual(a.DataType(), want) || a.Len() != cols[0].Len() {
			return nil, fmt.Errorf("column %d is an array of %d %s", i, a.Len(), a.DataType())
		}
		if i < fixed {
			ints = append(ints, vec.Of(a).(*vec.Ints).Values)
		}
	}
	rows := &savedRows{time: ints[0], timed: ints[1], groups: ints[rowColumns:], cells: cols[fixed:]}
	last := int64(operators.MinTime)
	for i, at := range rows.time {
		if at < last || at > int64(operators.EndOfTime) {
			return nil, errors.New("the rows do not ascend in time")
		}
		last = at
		if rows.timed[i] != 0 && o.longest == remembers {
			return nil, errors.New("a row is in a window of time, but there is none")
		}
	}
	return rows, nil
}

// check finds that each row has a group that is in use, or none if it had left the windows of the partition: a row that did
// came before all rows that did not.
func (s *savedRows) check(part int, free arrow.Array) error {
	unused := vec.Of(free).(*vec.Ints).Values
	began := false
	for i, group := range s.groups[part] {
		switch {
		case group == noGroup && s.timed[i] != 0 && began:
			return errors.New("a row without a group came behind one with a group")
		case group == noGroup:
		case group < 0 || group >= int64(len(unused)) || unused[group] != 0:
			return fmt.Errorf("a row has the group %d of %d", group, len(unused))
		default:
			began = began || s.timed[i] != 0
		}
	}
	return nil
}

func (s *savedRows) part(from, to int) *savedRows {
	out := &savedRows{time: s.time[from:to], timed: s.timed[from:to]}
	for _, g := range s.groups {
		out.groups = append(out.groups, g[from:to])
	}
	for _, a := range s.cells {
		out.cells = append(out.cells, array.NewSlice(a, int64(from), int64(to)))
	}
	return out
}

// replay takes rows back, at most a batch of them.
func (o *over) replay(s *savedRows) {
	n := len(s.time)
	times := make([]operators.Time, n)
	for i, at := range s.time {
		times[i] = operators.Time(at)
	}
	places := make([]int32, n)
	o.log.take(operators.Batch{Time: times}, nil, places)
	for i, c := range o.log.cells {
		c.Set(places, vec.Of(s.cells[i]))
	}
	o.log.follow(s.only(places, s.timed, nil))
	for i, p := range o.parts {
		p.of = stretched(p.of, len(o.log.time))
		for row, place := range places {
			p.of[place] = int32(s.groups[i][row])
		}
		if p.longest != remembers {
			p.count(s.only(places, s.timed, s.groups[i]))
		}
	}
	for i, w := range o.windows {
		var timed []int64
		if w.forgets() {
			timed = s.timed
		}
		o.play(i, s.only(places, timed, s.groups[slices.Index(o.parts, w.part)]), nil)
	}
	o.log.offer(places)
	o.tidy()
}

// only leaves out the rows that are not in a window of time (nil: all count), and those without a group (nil: all count).
func (*savedRows) only(places []int32, timed, groups []int64) []int32 {
	out := make([]int32, len(places))
	for i, place := range places {
		out[i] = place
		if timed != nil && timed[i] == 0 || groups != nil && groups[i] == noGroup {
			out[i] = functions.NoPlace
		}
	}
	return out
}
