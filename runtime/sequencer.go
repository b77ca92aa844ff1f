package runtime

import (
	"sort"

	"weir/operators"
	"weir/operators/vec"
)

// A sequencer merges ordered writers into one ascending sequence. Rows leave in the order (ROWTIME, writer, position), as
// soon as no other writer can bring a row that stands before them. A lone writer's batches pass untouched.
type sequencer struct {
	writers []writer
	held    operators.Held
	pending vec.Collector // rows released but not emitted yet, while draining
}

// writer is what a sequencer knows of one of its writers.
type writer struct {
	promise operators.Time
	queue   []heldBatch // of which the first has lost its first skip rows
	skip    int
	units   int // in the queue: batches that begin a unit, and the one whose beginning has left
}

type heldBatch struct {
	operators.Batch
	bytes int64
	first bool // of a unit
}

// join adds a writer that starts at a promise.
func (s *sequencer) join(promise operators.Time) {
	s.writers = append(s.writers, writer{promise: promise})
}

// offer takes rows of a writer. They ascend and do not lie below the writer's promise.
func (s *sequencer) offer(w int, b operators.Batch, firstOfUnit bool) {
	wr := &s.writers[w]
	h := heldBatch{b, int64(vec.Bytes(b)), firstOfUnit}
	if firstOfUnit || len(wr.queue) == 0 {
		wr.units++
	}
	wr.queue = append(wr.queue, h)
	s.held.Rows += b.Rows()
	s.held.Bytes += h.bytes
}

// promise says that no row of a writer below t will follow. A promise that falls is a bug.
func (s *sequencer) promise(w int, t operators.Time) {
	if t < s.writers[w].promise {
		panic(brokenRule("the promise of writer %d fell from %d to %d", w, s.writers[w].promise, t))
	}
	s.writers[w].promise = t
}

// least returns the promise of all writers together.
func (s *sequencer) least() operators.Time {
	t := operators.EndOfTime
	for i := range s.writers {
		t = min(t, s.writers[i].promise)
	}
	return t
}

// alone reports that no other writer than w holds rows or will bring any, and that w's own have left.
func (s *sequencer) alone(w int) bool {
	if s.held.Rows > 0 {
		return false
	}
	for i := range s.writers {
		if i != w && s.writers[i].promise < operators.EndOfTime {
			return false
		}
	}
	return true
}

// key is what a writer is waited for with: its first held row, or else its promise.
func (w *writer) key() operators.Time {
	if len(w.queue) == 0 {
		return w.promise
	}
	return w.queue[0].Time[w.skip]
}

// drain emits every row that no other writer can precede.
func (s *sequencer) drain(emit func(operators.Batch)) {
	for s.held.Rows > 0 {
		w, bound := s.next()
		wr := &s.writers[w]
		if len(wr.queue) == 0 {
			break
		}
		s.release(wr, bound, emit)
	}
	s.pending.Flush(emit)
}

// next returns the writer with the least key, and the time below which its rows precede those of all others.
func (s *sequencer) next() (least int, bound operators.Time) {
	bound = operators.EndOfTime + 1
	for v := 1; v < len(s.writers); v++ {
		if s.writers[v].key() < s.writers[least].key() {
			least = v
		}
	}
	for v := range s.writers {
		switch key := s.writers[v].key(); {
		case v == least:
		case v > least: // equal times go to the lower index
			bound = min(bound, key+1)
		default:
			bound = min(bound, key)
		}
	}
	return least, bound
}

// release takes a writer's leading rows below bound.
func (s *sequencer) release(w *writer, bound operators.Time, emit func(operators.Batch)) {
	for len(w.queue) > 0 {
		h := &w.queue[0]
		rest := h.Time[w.skip:]
		n := len(rest)
		if rest[n-1] >= bound {
			n = sort.Search(n, func(i int) bool { return rest[i] >= bound })
		}
		if n == 0 {
			return
		}
		if n == len(h.Time) {
			s.whole(h.Batch, emit)
		} else {
			s.pending.Add(h.Batch, w.skip, w.skip+n, emit)
		}
		s.held.Rows -= n
		w.skip += n
		if w.skip < len(h.Time) {
			return
		}
		s.held.Bytes -= h.bytes
		w.pop()
	}
}

// whole releases a batch of which no row has left: untouched, unless it fits behind rows that are pending.
func (s *sequencer) whole(b operators.Batch, emit func(operators.Batch)) {
	if s.pending.Rows()+b.Rows() > operators.MaxBatchRows {
		s.pending.Flush(emit)
	}
	if s.pending.Rows() == 0 {
		emit(b)
		return
	}
	s.pending.Add(b, 0, b.Rows(), emit)
}

// pop forgets the first batch, of which all rows have left.
func (w *writer) pop() {
	w.queue[0] = heldBatch{}
	w.queue = w.queue[1:]
	w.skip = 0
	if len(w.queue) == 0 {
		w.queue, w.units = nil, 0
	} else if w.queue[0].first {
		w.units--
	}
}

// until returns the least time at which a held row could leave; EndOfTime if none is held.
func (s *sequencer) until() operators.Time {
	t := operators.EndOfTime
	if s.held.Rows == 0 {
		return t
	}
	for i := range s.writers {
		if w := &s.writers[i]; len(w.queue) > 0 {
			t = min(t, w.key()+1)
		}
	}
	return t
}

// slowest returns the writer with the least promise.
func (s *sequencer) slowest() int {
	w := 0
	for i := range s.writers {
		if s.writers[i].promise < s.writers[w].promise {
			w = i
		}
	}
	return w
}
