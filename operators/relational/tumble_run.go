package relational

import (
	"slices"

	"weir/operators"
	"weir/operators/expr"
	"weir/operators/functions"
	"weir/operators/vec"
	"weir/sql/types"
)

// Open compiles keys and arguments.
func (s *Tumble) Open(env *operators.Env) (operators.Operator, error) {
	t := &tumble{spec: s, env: env, time: operators.MinTime}
	if err := t.compile(); err != nil {
		return nil, err
	}
	t.tuples = vec.NewGroups(typesOf(t.timed))
	t.groups = vec.NewGroups(typesOf(t.others))
	for _, c := range s.Calls {
		t.folds = append(t.folds, c.New())
	}
	return t, nil
}

// tumble numbers groups through all panes: those of the first pane come first. So a step with many small panes costs no more
// than one with a large one, and results of several panes go into one batch.
type tumble struct {
	spec *Tumble
	env  *operators.Env

	keys   []expr.Bound   // as spec.By
	args   [][]expr.Bound // of each call
	timed  []expr.Bound   // the keys that are time keys, as spec.Time
	others []expr.Bound   // the other keys
	place  []int          // of each key among timed and others: ^place if it is a time key
	ends   []changed      // of each time key; nil where only data can tell
	failed *types.Schema  // keys and arguments, for rows that cannot be computed

	tuples *vec.Groups // values of the time keys
	groups *vec.Groups // values of the other keys, cut at every pane
	folds  []functions.Fold
	panes  []pane         // all but the last one are finished
	time   operators.Time // the last promise

	in       expr.Input
	keyCols  []vec.Column
	argCols  [][]vec.Column
	timeCols []vec.Column
	restCols []vec.Column
	tuple    []int32 // of each row
	group    []int32 // of each row
	rows     []int32 // 0, 1, 2 …
}

// pane is a run of rows with equal time keys.
type pane struct {
	tuple  int32
	groups int            // those of this pane and all before it
	first  operators.Time // ROWTIME of its first row
	last   operators.Time // ROWTIME of its newest row
	ends   operators.Time // no row from here on can belong to it; EndOfTime where only data can tell
	result operators.Time // ROWTIME of the results; EndOfTime while only data can tell
}

// Process folds rows into groups. Rows that fail are reported and stay out of every group.
func (t *tumble) Process(_ int, b operators.Batch, out operators.Output) error {
	failed := t.evaluate(b)
	if len(failed) > 0 {
		t.reject(b, failed, out)
		if b = vec.Gather(b, without(failed, b.Rows())); b.Rows() == 0 {
			return nil
		}
		b.Failed = nil
		t.evaluate(b)
	}
	t.assign(b)
	n := b.Rows()
	for i, f := range t.folds {
		f.Grow(t.groups.Len())
		f.Add(t.group[:n], t.argCols[i], nil)
	}
	return nil
}

// assign finds the pane and the group of each row.
func (t *tumble) assign(b operators.Batch) {
	n := b.Rows()
	t.reserve(n)
	t.tuples.Intern(t.timeCols, n, nil, t.tuple)
	for row := 0; row < n; {
		tuple := t.tuple[row]
		end := row + 1
		for end < n && t.tuple[end] == tuple {
			end++
		}
		p := t.pane(tuple, b.Time[row])
		var sel []int32
		if end-row < n {
			sel = t.rows[row:end]
		}
		t.groups.Intern(t.restCols, n, sel, t.group)
		p.groups = t.groups.Len()
		p.last = b.Time[end-1]
		row = end
	}
}

// pane returns the pane for a row: the last one, or a new one if the row's time keys differ.
func (t *tumble) pane(tuple int32, at operators.Time) *pane {
	if n := len(t.panes); n > 0 {
		p := &t.panes[n-1]
		if p.tuple == tuple {
			return p
		}
		p.result = min(p.result, at)
		t.groups.Cut()
	}
	ends, result := t.endsAfter(at)
	t.panes = append(t.panes, pane{tuple: tuple, groups: t.groups.Len(), first: at, last: at, ends: ends, result: result})
	return &t.panes[len(t.panes)-1]
}

func (t *tumble) reserve(n int) {
	if len(t.rows) >= n {
		return
	}
	t.tuple = slices.Grow(t.tuple[:0], n)[:n]
	t.group = slices.Grow(t.group[:0], n)[:n]
	for len(t.rows) < n {
		t.rows = append(t.rows, int32(len(t.rows)))
	}
}

// Advance emits the panes that are finished.
func (t *tumble) Advance(now operators.Time, out operators.Output) (operators.Time, error) {
	done := 0
	for done < len(t.panes) && t.finished(done, now) {
		done++
	}
	if done > 0 {
		t.emit(done, out)
		t.forget(done)
	}
	t.time = now
	return now, nil
}

func (t *tumble) finished(i int, now operators.Time) bool {
	p := &t.panes[i]
	switch {
	case i < len(t.panes)-1:
	case now < p.ends:
		return false
	case p.result == operators.EndOfTime: // the end of input
		p.result = max(p.last, t.time)
	}
	return true
}

// forget drops the first panes and their groups.
func (t *tumble) forget(done int) {
	n := t.panes[done-1].groups
	rest := t.panes[:copy(t.panes, t.panes[done:])]
	t.panes = rest
	if len(rest) == 0 {
		t.groups.Cut()
		t.tuples.Reset()
	} else {
		t.retuple(t.tuples.Keys([]int32{rest[0].tuple}))
	}
	t.groups.Drop(n)
	for i := range rest {
		rest[i].groups -= n
	}
	for _, f := range t.folds {
		f.Drop(n)
	}
}

// Waiting tells when the open pane ends. Its groups are state, no rows are held.
func (t *tumble) Waiting() (operators.Held, operators.Time) {
	if len(t.panes) == 0 {
		return operators.Held{}, operators.EndOfTime
	}
	return operators.Held{}, t.panes[0].ends
}
