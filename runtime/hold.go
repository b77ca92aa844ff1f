package runtime

import (
	"fmt"

	"weir/operators"
)

// holder is a body that keeps rows or open windows until time passes them.
type holder interface {
	waiting() (held operators.Held, until operators.Time)
}

func (in *input) waiting() (operators.Held, operators.Time) {
	held, until := in.seq.held, in.seq.until()
	for _, s := range in.splits {
		h, u := s.keeper.waiting.waiting()
		held.Rows, held.Bytes, until = held.Rows+h.Rows, held.Bytes+h.Bytes, min(until, u)
	}
	return held, until
}

func (s *stream) waiting() (operators.Held, operators.Time) { return s.seq.held, s.seq.until() }

func (t *twin) waiting() (operators.Held, operators.Time) { return t.seq.held, t.seq.until() }

func (e *errorStream) waiting() (operators.Held, operators.Time) { return e.seq.held, e.seq.until() }

func (r *retime) waiting() (operators.Held, operators.Time) { return r.keeper.waiting.waiting() }

func (o *operator) waiting() (operators.Held, operators.Time) {
	if w, ok := o.op.(operators.Waiter); ok {
		return w.Waiting()
	}
	return operators.Held{}, operators.EndOfTime
}

func (f *buffer) waiting() (operators.Held, operators.Time) {
	return f.held, f.least()
}

// Held returns the rows that the graph keeps only because time has not passed them.
func (g *Graph) Held() operators.Held {
	var sum operators.Held
	for _, v := range g.order {
		if h, ok := v.body.(holder); ok {
			held, _ := h.waiting()
			sum.Rows, sum.Bytes = sum.Rows+held.Rows, sum.Bytes+held.Bytes
		}
	}
	return sum
}

// NextTimer returns how far time must go on before the node that waits least long can emit; false if none waits.
func (g *Graph) NextTimer() (wait operators.Time, waits bool) {
	wait, waits, _ = g.waiters()
	return wait, waits
}

// waiters is NextTimer, and whether time has come further for any that waits, since it was called last.
func (g *Graph) waiters() (wait operators.Time, waits, moved bool) {
	wait = operators.EndOfTime
	for _, v := range g.order {
		h, ok := v.body.(holder)
		if !ok || v.time >= operators.EndOfTime {
			continue
		}
		if _, until := h.waiting(); until < operators.EndOfTime {
			wait, waits = min(wait, until-v.time), true
			moved = moved || v.time > v.waited
			v.waited = v.time
		}
	}
	return wait, waits, moved
}

// full is what follows from too many held rows.
type full struct {
	over   bool
	holder *vertex  // that holds most
	path   []string // from it down to the input that it waits for
	input  *input   // nil: it waits for no split
	least  operators.Time
}

// overHold looks at what is held. Beyond the limit only the splits that the fullest holder waits for are read; at four times
// the limit that has not helped, and the graph fails.
func (g *Graph) overHold() error {
	held := g.Held()
	g.full = full{}
	load := g.load(held)
	if load <= 1 {
		return nil
	}
	g.full = g.fullest()
	if load < 4 {
		return nil
	}
	return &HoldError{Held: held, Holder: g.full.holder.id, Path: g.full.path}
}

// load is how full the graph is; 1 is the limit.
func (g *Graph) load(h operators.Held) float64 {
	return max(float64(h.Rows)/float64(g.opts.HoldRows), float64(h.Bytes)/float64(g.opts.HoldBytes))
}

// fullest finds the node that holds most and walks down the ports with the least promise.
func (g *Graph) fullest() full {
	f := full{over: true}
	most := -1.0
	for _, v := range g.order {
		if h, ok := v.body.(holder); ok {
			held, _ := h.waiting()
			if load := g.load(held); load > most {
				f.holder, most = v, load
			}
		}
	}
	v := f.holder
	for len(v.in) > 0 {
		v = slowestPort(v)
		f.path = append(f.path, v.id)
	}
	if in, ok := v.body.(*input); ok {
		f.input, f.least = in, in.slowestSplit()
	}
	return f
}

func slowestPort(v *vertex) *vertex {
	slow := v.in[0]
	for _, from := range v.in {
		if from.time < slow.time {
			slow = from
		}
	}
	return slow
}

// slowestSplit returns the least promise of the splits that have not ended.
func (in *input) slowestSplit() operators.Time {
	t := operators.EndOfTime
	for _, s := range in.splits {
		if !s.ended {
			t = min(t, s.keeper.promised)
		}
	}
	return t
}

// Readable reports that a step would take a unit of this split: what it brought before has mostly left, and if too much is
// held, others wait for just this split.
func (g *Graph) Readable(input, split int) bool {
	in := g.inputs[input]
	if in.seq.writers[split].units >= 2 {
		return false
	}
	if !g.full.over || g.full.input == nil {
		return true
	}
	return in == g.full.input && in.splits[split].keeper.promised <= g.full.least
}

// HoldError says that rows wait for each other in a way that reading on does not resolve.
type HoldError struct {
	Held   operators.Held
	Holder string
	Path   []string
}

func (e *HoldError) Error() string {
	return fmt.Sprintf("%s holds rows that wait for %v: %d rows and %d MiB are held, four times the limit; raise `hold`, or "+
		"give the slow side an `idle`, or do not join a promoted with an un-promoted copy of one stream",
		e.Holder, e.Path, e.Held.Rows, e.Held.Bytes>>20)
}
