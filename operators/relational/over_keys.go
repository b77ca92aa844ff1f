package relational

import (
	"weir/operators/expr"
	"weir/operators/functions"
	"weir/operators/vec"
)

// partition numbers the groups of windows with equal keys. If all of them are windows of time, a group is forgotten when its
// last row has left the longest one.
type partition struct {
	keys    []expr.Bound
	item    uint16 // of the failures of keys
	longest int    // the window that decides when a group is forgotten; remembers: none does
	groups  *vec.Groups
	of      []int32 // the group of each place
	rows    []int32 // of each group, in the longest window

	cols  []vec.Column // scratch: the keys of a batch
	ids   []int32      // scratch: the groups of a batch
	empty []int32      // scratch: groups whose last row has left
}

// remembers is the longest window of a partition that forgets no group, undecided that of one without windows.
const (
	remembers = -1
	undecided = -2
)

func (p *partition) evaluate(in *expr.Input) {
	in.Item = p.item
	for i, k := range p.keys {
		p.cols[i] = k.Eval(in)
	}
}

// number finds the groups of the rows of sel (nil: all), which have got their places.
func (p *partition) number(places, sel []int32, room int) {
	n := len(places)
	p.of = stretched(p.of, room)
	p.ids = stretched(p.ids, n)
	p.groups.Intern(p.cols, n, sel, p.ids)
	for row, place := range places {
		if place != functions.NoPlace {
			p.of[place] = p.ids[row]
		}
	}
	if p.longest != remembers {
		p.count(places)
	}
}

// count notes that rows have come into the longest window.
func (p *partition) count(places []int32) {
	p.rows = stretched(p.rows, p.groups.Len())
	for _, place := range places {
		if place != functions.NoPlace {
			p.rows[p.of[place]]++
		}
	}
}

// leave notes that rows have left the longest window.
func (p *partition) leave(places []int32) {
	for _, place := range places {
		group := p.of[place]
		p.rows[group]--
		if p.rows[group] == 0 {
			p.empty = append(p.empty, group)
		}
	}
}

// tidy forgets the groups without rows. A group may have become empty twice within a batch.
func (p *partition) tidy() {
	const done = -1
	for _, group := range p.empty {
		if p.rows[group] == 0 {
			p.rows[group] = done
			p.groups.Forget(group)
		}
	}
	for _, group := range p.empty {
		p.rows[group] = max(p.rows[group], 0)
	}
	p.empty = p.empty[:0]
}

// stretched returns s with room for n entries; new ones are zero.
func stretched[T any](s []T, n int) []T {
	for len(s) < n {
		s = append(s, make([]T, n-len(s))...)
	}
	return s
}
