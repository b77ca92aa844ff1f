package relational

import (
	"github.com/apache/arrow/go/v15/arrow"

	"weir/operators/expr"
	"weir/operators/vec"
)

// sortKeys tells time keys from others.
func (t *tumble) sortKeys() {
	var timed, others []expr.Bound
	t.place = make([]int, len(t.keys))
	for i, k := range t.spec.Time {
		t.place[k.Key] = ^i
		timed = append(timed, t.keys[k.Key])
	}
	for i, key := range t.keys {
		if t.place[i] >= 0 {
			t.place[i] = len(others)
			others = append(others, key)
		}
	}
	t.timed, t.others = typesOf(timed), typesOf(others)
	t.timeCols, t.restCols = make([]vec.Column, len(timed)), make([]vec.Column, len(others))
	t.tuples, t.groups = vec.NewGroups(t.timed), vec.NewGroups(t.others)
}

// split puts the columns of keys where they belong.
func (t *tumble) split() {
	for i, c := range t.keyCols {
		if at := t.place[i]; at < 0 {
			t.timeCols[^at] = c
		} else {
			t.restCols[at] = c
		}
	}
}

// retuple gives the only pane that is left, if any, a new number for its time keys, and forgets all others.
func (t *tumble) retuple(keys []arrow.Array) {
	cols := make([]vec.Column, len(keys))
	for i, a := range keys {
		cols[i] = vec.Of(a)
	}
	t.tuples.Reset()
	var tuple [1]int32
	t.tuples.Intern(cols, 1, nil, tuple[:])
	t.panes[0].tuple = tuple[0]
}
