package runtime

import (
	"slices"

	"github.com/apache/arrow/go/v15/arrow"

	"weir/operators"
	"weir/operators/vec"
	"weir/sql/types"
)

// retime gives rows a new ROWTIME out of one of their columns, which they lose: promotion and T-sort.
type retime struct {
	spec   *operators.Retime
	keeper timekeeper
	out    *output
	view   vec.View
	stream *stream        // that its pump feeds, once it is built; nil: none
	spoke  operators.Time // the step's time when it last brought a row
}

func newRetime(spec *operators.Retime, out *output) *retime {
	r := &retime{spec: spec, keeper: newTimekeeper(operators.MinTime), out: out}
	r.keeper.disorder = operators.Time(spec.Disorder)
	if len(spec.Then) > 0 {
		r.keeper.sort = true
		r.keeper.waiting.order = sortBy(spec)
	}
	return r
}

func (r *retime) process(g *Graph, v *vertex, _ int, b operators.Batch) error {
	times, ok := r.view.Of(b.Cols[r.spec.Column]).(*vec.Ints)
	if !ok {
		panic(brokenRule("the column that becomes ROWTIME is no TIMESTAMP"))
	}
	left := b
	left.Cols = without(b.Cols, r.spec.Column)
	kept := r.keeper.column(left, times, g.now)
	r.report(b, left, times)
	if kept.Rows() == 0 {
		return nil
	}
	r.spoke = g.now
	if r.keeper.ordered() {
		r.out.Emit(kept)
		return nil
	}
	r.keeper.waiting.add(kept)
	r.keeper.release(r.out.Emit)
	g.moved = true
	return nil
}

func (r *retime) report(b, left operators.Batch, times *vec.Ints) {
	v := &r.keeper.verdict
	if len(v.late) > 0 {
		r.out.Late(lateRows(left, times, v.late), v.behind)
	}
	if len(v.null)+len(v.beyond) == 0 {
		return
	}
	item := uint16(r.spec.Column + 1)
	var failures []operators.Failure
	var null, future, beyond int
	for null < len(v.null) || beyond < len(v.beyond) {
		row, code, message := v.least(&null, &future, &beyond)
		failures = append(failures, operators.Failure{Row: row, Item: item, Code: code, Detail: message})
	}
	r.out.Reject(r.spec.Input.Schema(), b, failures)
}

// advance ignores how far its input's time has come, but for its end: only the column moves the clock.
func (r *retime) advance(g *Graph, v *vertex) (operators.Time, error) {
	if v.promised() == operators.EndOfTime {
		r.keeper.waiting.release(operators.EndOfTime, r.out.Emit)
		return operators.EndOfTime, nil
	}
	p := r.keeper.max - r.keeper.disorder
	if others := r.others(g, v); others > p {
		p = others
	}
	p = r.keeper.promise(max(p, operators.MinTime))
	r.keeper.release(r.out.Emit)
	return p, nil
}

// others is what the other writers of the stream had promised at the last step, if this one has long been silent.
func (r *retime) others(g *Graph, v *vertex) operators.Time {
	least := operators.EndOfTime
	if g.opts.Idle <= 0 || r.stream == nil || g.now-r.spoke < g.opts.Idle {
		return operators.MinTime
	}
	for w := range r.stream.seq.writers {
		if w != v.owner.writer {
			least = min(least, r.stream.seq.writers[w].promise)
		}
	}
	if least == operators.EndOfTime {
		return operators.MinTime // nobody waits for it
	}
	return least
}

func without(cols []arrow.Array, at int) []arrow.Array {
	return append(slices.Clone(cols[:at]), cols[at+1:]...)
}

// sortBy sorts rows of equal time by the further keys of a T-sort.
func sortBy(spec *operators.Retime) func([]source, []heldRow) {
	type key struct {
		column    int
		desc, pad bool
	}
	keys := make([]key, len(spec.Then))
	for i, k := range spec.Then {
		column := k.Column
		if column > spec.Column {
			column-- // the time column has left
		}
		keys[i] = key{column, k.Desc, spec.Input.Schema().Columns[k.Column].Type.Kind == types.Char}
	}
	return func(batches []source, rows []heldRow) {
		slices.SortStableFunc(rows, func(a, b heldRow) int {
			for _, k := range keys {
				c := compareCells(batches[a.batch].Cols[k.column], int(a.row), batches[b.batch].Cols[k.column], int(b.row), k.pad)
				if k.desc {
					c = -c
				}
				if c != 0 {
					return c
				}
			}
			return 0
		})
	}
}
