package runtime

import "weir/operators"

// stream is a sequencer of its writers: pumps, or the branches of UNION ALL.
type stream struct{ seq sequencer }

func (s *stream) process(g *Graph, v *vertex, port int, b operators.Batch) error {
	if w := v.writer(port); w != nil {
		w.counts.Out += int64(b.Rows())
	}
	if s.seq.alone(port) {
		g.emit(v, b)
		return nil
	}
	s.seq.offer(port, b, false)
	g.moved = true
	return nil
}

func (s *stream) advance(g *Graph, v *vertex) (operators.Time, error) {
	for port, from := range v.in {
		s.seq.promise(port, from.time)
	}
	s.seq.drain(func(b operators.Batch) { g.emit(v, b) })
	return s.seq.least(), nil
}

// writer returns the pump that writes to a port of a stream; nil for a branch of UNION ALL.
func (v *vertex) writer(port int) *pump {
	if port < len(v.writers) {
		return v.writers[port]
	}
	return nil
}
