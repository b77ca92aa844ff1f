package relational

import (
	"weir/operators"
	"weir/operators/functions"
)

// A movement decides which rows leave the frames of one window.
type movement interface {
	// turn writes a tape: which rows leave before each row of a batch comes. Rows at NoPlace do not come.
	turn(t *functions.Tape, log *rowLog)
	// pass writes the rows that leave because time has reached at.
	pass(t *functions.Tape, at operators.Time, log *rowLog)
}

// timeFrames is a window of time. The rows in it are those of the log from the oldest one on.
type timeFrames struct {
	length operators.Time
	oldest int32 // link
}

func (m *timeFrames) turn(t *functions.Tape, log *rowLog) {
	for row, place := range t.Rows {
		if place != functions.NoPlace {
			if m.oldest == 0 {
				m.oldest = place + 1
			}
			m.pass(t, log.time[place], log)
		}
		t.Until[row] = int32(len(t.Gone))
	}
}

func (m *timeFrames) pass(t *functions.Tape, at operators.Time, log *rowLog) {
	for m.oldest != 0 && log.time[m.oldest-1] < at-m.length {
		t.Gone = append(t.Gone, m.oldest-1)
		m.oldest = log.next[m.oldest-1]
	}
}

// rowFrames is a window of so many rows of each group, which it links by places.
type rowFrames struct {
	rows   int64 // the present one included
	groups []queue
	next   []int32
}

// queue is the rows of one group.
type queue struct {
	first, last int32 // links
	length      int64
}

func (m *rowFrames) turn(t *functions.Tape, log *rowLog) {
	m.next = stretched(m.next, len(log.time))
	for row, place := range t.Rows {
		if place != functions.NoPlace {
			group := t.Group[place]
			if int(group) >= len(m.groups) {
				m.groups = stretched(m.groups, int(group)+1)
			}
			q := &m.groups[group]
			if q.length == m.rows {
				t.Gone = append(t.Gone, q.first-1)
				log.Release(q.first - 1)
				q.first = m.next[q.first-1]
				q.length--
			}
			log.Keep(place)
			m.next[place] = 0
			if q.first == 0 {
				q.first = place + 1
			} else {
				m.next[q.last-1] = place + 1
			}
			q.last = place + 1
			q.length++
		}
		t.Until[row] = int32(len(t.Gone))
	}
}

func (*rowFrames) pass(*functions.Tape, operators.Time, *rowLog) {}

// openFrames is a window that rows never leave.
type openFrames struct{}

func (openFrames) turn(t *functions.Tape, _ *rowLog) { clear(t.Until) }

func (openFrames) pass(*functions.Tape, operators.Time, *rowLog) {}
