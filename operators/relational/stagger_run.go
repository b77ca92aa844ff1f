package relational

import (
	"slices"

	"weir/operators"
	"weir/operators/vec"
)

// Open compiles keys and arguments.
func (s *Stagger) Open(env *operators.Env) (operators.Operator, error) {
	g := &stagger{length: operators.Time(s.Length)}
	var err error
	if g.folding, err = newFolding(s.By, s.Calls, s.Cols, env); err != nil {
		return nil, err
	}
	g.groups = vec.NewGroups(typesOf(g.keys))
	return g, nil
}

// stagger has all windows in one queue: they are of one length, so they close in the order in which they opened. A window has
// a number of its own beside its group's id, since a group's next window may open before the last one is out.
//
// Groups and windows are forgotten when they are out and their numbers are used again: keys may come and go for ever.
type stagger struct {
	folding
	length operators.Time

	groups  *vec.Groups
	latest  []latest // of each group
	queue   []window // by opening
	first   int      // in queue; those before it are out
	numbers int      // windows have numbers below it
	free    []int32  // numbers below it that no window has

	group  []int32 // of each row
	number []int32 // of each row: its window's
}

// latest is a group's newest window.
type latest struct {
	closes operators.Time
	number int32
	count  int32 // of the group's windows that are not out
}

type window struct {
	closes        operators.Time
	number, group int32
}

// Process folds rows into windows. Rows that fail are reported and stay out of every window.
func (g *stagger) Process(_ int, b operators.Batch, out operators.Output) error {
	b = g.begin(b, out)
	n := b.Rows()
	if n == 0 {
		return nil
	}
	g.group = slices.Grow(g.group[:0], n)[:n]
	g.number = slices.Grow(g.number[:0], n)[:n]
	g.groups.Intern(g.keyCols, n, nil, g.group)
	if more := g.groups.Len() - len(g.latest); more > 0 {
		g.latest = append(g.latest, make([]latest, more)...)
	}
	for row, group := range g.group {
		l := &g.latest[group]
		if at := b.Time[row]; l.count == 0 || at >= l.closes {
			g.open(l, group, at)
		}
		g.number[row] = l.number
	}
	g.add(g.number, g.numbers)
	return nil
}

// open gives a group a new window.
func (g *stagger) open(l *latest, group int32, at operators.Time) {
	l.closes, l.number = at+g.length, g.newNumber()
	l.count++
	g.queue = append(g.queue, window{l.closes, l.number, group})
}

func (g *stagger) newNumber() int32 {
	if n := len(g.free); n > 0 {
		number := g.free[n-1]
		g.free = g.free[:n-1]
		return number
	}
	g.numbers++
	return int32(g.numbers - 1)
}

// Advance emits the windows that are closed.
func (g *stagger) Advance(t operators.Time, out operators.Output) (operators.Time, error) {
	for {
		closed := g.closed(t)
		if len(closed) == 0 {
			return t, nil
		}
		g.emit(closed, out)
		g.forget(closed)
	}
}

// closed returns the first windows, as many as are closed at t and make a batch.
func (g *stagger) closed(t operators.Time) []window {
	n := 0
	for _, w := range g.queue[g.first:] {
		if w.closes > t || n == operators.MaxBatchRows {
			break
		}
		n++
	}
	return g.queue[g.first : g.first+n]
}

func (g *stagger) emit(closed []window, out operators.Output) {
	n := len(closed)
	times := make([]operators.Time, n)
	g.group = slices.Grow(g.group[:0], n)[:n]
	g.number = slices.Grow(g.number[:0], n)[:n]
	for i, w := range closed {
		times[i], g.group[i], g.number[i] = w.closes, w.group, w.number
	}
	b := operators.Batch{Time: times, Cols: g.groups.Keys(g.group)}
	vec.Split(g.results(b, g.number), out.Emit)
}

// forget drops the first windows of the queue, and their groups unless these have newer ones.
func (g *stagger) forget(closed []window) {
	g.first += len(closed)
	for _, w := range closed {
		l := &g.latest[w.group]
		if l.count--; l.count == 0 {
			g.groups.Forget(w.group)
		}
	}
	if g.first == len(g.queue) {
		for _, f := range g.folds {
			f.Drop(g.numbers)
		}
		g.queue, g.first, g.numbers, g.free = g.queue[:0], 0, 0, g.free[:0]
		return
	}
	for _, w := range closed {
		g.free = append(g.free, w.number)
	}
	for _, f := range g.folds {
		for _, w := range closed {
			f.Reset(w.number)
		}
	}
	if g.first > len(g.queue)/2 {
		g.queue = g.queue[:copy(g.queue, g.queue[g.first:])]
		g.first = 0
	}
}

// Waiting tells when the first window closes. Its state is not held rows.
func (g *stagger) Waiting() (operators.Held, operators.Time) {
	if g.first == len(g.queue) {
		return operators.Held{}, operators.EndOfTime
	}
	return operators.Held{}, g.queue[g.first].closes
}
