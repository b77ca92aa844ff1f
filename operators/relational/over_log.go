package relational

import (
	"slices"

	"weir/operators"
	"weir/operators/functions"
)

// rowLog is the rows that a window still needs, each once: its ROWTIME and the arguments of all calls, by place. Places are
// used again, the one that has been free for longest first, so that rows that leave in the order in which they came lie in
// that order. Links are places + 1; 0 is none.
//
// A place given up within a batch is free only after it, so that a tape can name rows that are gone.
type rowLog struct {
	time  []operators.Time
	cells []functions.Cells
	texts []functions.Cells // those of cells whose values have memory of their own
	holds []int32           // how many windows and calls need the row; freed: nobody has it
	next  []int32           // the row that came next, while a window of time has the row; the next free place
	born  []int64           // the number of the row, where rows may leave in any order

	newest      int32 // link: the last row in a window of time
	first, last int32 // links: free places
	given       []int32
	rows        int64 // so many have come
	ordered     bool  // every row leaves by time, so that next is the order of all rows
}

// freed is the hold of a free place.
const freed = -1

// take gives a place to each row that is in a window.
func (l *rowLog) take(b operators.Batch, in []bool, places []int32) {
	for row, at := range b.Time {
		places[row] = functions.NoPlace
		if in != nil && !in[row] {
			continue
		}
		place := l.place()
		places[row] = place
		l.time[place] = at
		l.holds[place] = 0
		l.next[place] = 0
		if !l.ordered {
			l.born[place] = l.rows
		}
		l.rows++
	}
	for _, c := range l.cells {
		c.Grow(len(l.time))
	}
}

func (l *rowLog) place() int32 {
	if at := l.first; at != 0 {
		if l.first = l.next[at-1]; l.first == 0 {
			l.last = 0
		}
		return at - 1
	}
	l.time = append(l.time, 0)
	l.holds = append(l.holds, freed)
	l.next = append(l.next, 0)
	if !l.ordered {
		l.born = append(l.born, 0)
	}
	return int32(len(l.time) - 1)
}

// follow links the rows that came behind those in the windows of time.
func (l *rowLog) follow(places []int32) {
	for _, place := range places {
		if place == functions.NoPlace {
			continue
		}
		if l.newest != 0 {
			l.next[l.newest-1] = place + 1
		}
		l.newest = place + 1
		l.holds[place]++
	}
}

// leave takes rows, the oldest ones, out of the windows of time.
func (l *rowLog) leave(places []int32) {
	for _, place := range places {
		if l.newest == place+1 {
			l.newest = 0
		}
		l.Release(place)
	}
}

// Keep holds a row.
func (l *rowLog) Keep(place int32) { l.holds[place]++ }

// Release gives a row up.
func (l *rowLog) Release(place int32) {
	l.holds[place]--
	if l.holds[place] == 0 {
		l.given = append(l.given, place)
	}
}

// offer frees the rows that nobody has held yet, unless somebody does until tidy.
func (l *rowLog) offer(places []int32) {
	for _, place := range places {
		if place != functions.NoPlace && l.holds[place] == 0 {
			l.given = append(l.given, place)
		}
	}
}

// tidy frees what was given up.
func (l *rowLog) tidy() {
	for _, place := range l.given {
		if l.holds[place] != 0 {
			continue // held again, or named twice
		}
		for _, c := range l.texts {
			c.Clear(place)
		}
		l.holds[place] = freed
		l.next[place] = 0
		if l.last == 0 {
			l.first = place + 1
		} else {
			l.next[l.last-1] = place + 1
		}
		l.last = place + 1
	}
	l.given = l.given[:0]
}

// all returns the places of all rows, oldest first, from the oldest row in a window of time on.
func (l *rowLog) all(oldest int32) []int32 {
	places := make([]int32, 0, len(l.time))
	if l.ordered {
		for at := oldest; at != 0; at = l.next[at-1] {
			places = append(places, at-1)
		}
		return places
	}
	for place, n := range l.holds {
		if n != freed {
			places = append(places, int32(place))
		}
	}
	slices.SortFunc(places, func(a, b int32) int { return int(l.born[a] - l.born[b]) })
	return places
}
