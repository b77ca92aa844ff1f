package relational

import (
	"slices"

	"weir/operators"
	"weir/operators/vec"
	"weir/sql/types"
)

// Open compiles keys and arguments.
func (s *Tumble) Open(env *operators.Env) (operators.Operator, error) {
	t := &tumble{spec: s, time: operators.MinTime}
	var err error
	if t.folding, err = newFolding(s.By, s.Calls, s.Cols, env); err != nil {
		return nil, err
	}
	if t.ends, err = newEndings(s.Time); err != nil {
		return nil, err
	}
	t.sortKeys()
	return t, nil
}

// tumble numbers groups through all panes: those of the first pane come first. So a step with many small panes costs no more
// than one with a large one, and results of several panes go into one batch.
type tumble struct {
	folding
	spec *Tumble

	timed  []types.Type // of the keys that are time keys, as spec.Time
	others []types.Type // of the other keys
	place  []int        // of each key among timed and others: ^place if it is a time key
	ends   endings      // of the time keys

	tuples *vec.Groups    // values of the time keys
	groups *vec.Groups    // values of the other keys, cut at every pane
	panes  []pane         // all but the last one are finished
	time   operators.Time // the last promise

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
	if b = t.begin(b, out); b.Rows() > 0 {
		t.assign(b)
		t.add(t.group[:b.Rows()], t.groups.Len())
	}
	return nil
}

// assign finds the pane and the group of each row.
func (t *tumble) assign(b operators.Batch) {
	n := b.Rows()
	t.split()
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
	ends, result := t.ends.after(at)
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
