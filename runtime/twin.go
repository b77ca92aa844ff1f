package runtime

import (
	"weir/operators"
	"weir/operators/vec"
	"weir/sql/types"
)

// A twin is the LATE or ERRORS stream beside a stream, an input or a table: a sequencer whose writers are the nodes that may
// report. Its rows take the step's time, so every writer promises the step's time and a twin never stands still. Its first
// writer is nobody: it promises like the others and so holds the rows of an instant until the clock has passed it. Without it
// the instant at which readers see a row would depend on how many nodes the rules have left in a pump.
type twin struct {
	spec  *operators.Twin
	of    *types.Schema // the columns of the stream
	seq   sequencer
	build *vec.Builder
	rows  int64 // reported, also those not emitted yet
}

type twinKey struct {
	kind operators.TwinKind
	of   string
}

func newTwin(spec *operators.Twin, of *types.Schema) *twin {
	t := &twin{spec: spec, of: of, build: vec.NewBuilder(spec.Cols, nil)}
	t.join()
	return t
}

// join adds a writer and returns its place.
func (t *twin) join() int {
	t.seq.join(operators.MinTime)
	return len(t.seq.writers) - 1
}

// refuse reports rows of an ERRORS twin.
func (t *twin) refuse(g *Graph, writer int, by *pump, rows []refusal) {
	for i := range rows {
		r, b := &rows[i], t.build
		appendName(b.Texts(0), by)
		appendText(b.Texts(1), []byte(r.column), r.column != "")
		appendText(b.Texts(2), []byte(r.code), true)
		appendText(b.Texts(3), clip(r.message, operators.ErrorColumns.Columns[3].Type.Length), true)
		b.Ints(4).Append(int64(r.rowtime))
		appendText(b.Texts(5), r.data, true)
		appendText(b.Texts(6), []byte(r.split), r.split != "")
		appendText(b.Texts(7), []byte(r.position), r.position != "")
		if r.stamped {
			b.Ints(8).Append(int64(r.arrival))
		} else {
			b.Ints(8).AppendNull()
		}
		b.EndRow()
	}
	t.offer(g, writer, t.build.Batches())
}

// tooLate reports rows of a LATE twin: b has the rows with their own time, in columns of schema from.
func (t *twin) tooLate(g *Graph, writer int, by *pump, from *types.Schema, b operators.Batch, behind []operators.Time) {
	n := len(t.of.Columns)
	build := vec.NewBuilder(types.NewSchema(t.spec.Cols.Columns[n:]...), nil)
	for i := range b.Time {
		build.Ints(0).Append(int64(b.Time[i]))
		build.Ints(1).Append(int64(behind[i]))
		appendName(build.Texts(2), by)
		build.EndRow()
	}
	base := 0
	for _, own := range build.Batches() {
		part := vec.Slice(b, base, base+own.Rows())
		base += own.Rows()
		own.Cols = append(fitColumns(part, from, t.of), own.Cols...)
		t.offer(g, writer, []operators.Batch{own})
	}
}

func (t *twin) offer(g *Graph, writer int, batches []operators.Batch) {
	for _, b := range batches {
		t.rows += int64(b.Rows())
		b.Time = g.times(g.now, b.Rows())
		t.seq.offer(writer, b, false)
		g.moved = true
	}
}

// process is never called: twins take reports, not batches.
func (t *twin) process(*Graph, *vertex, int, operators.Batch) error { return nil }

func (t *twin) advance(g *Graph, v *vertex) (operators.Time, error) {
	promise := g.now
	if g.inputsEnded() {
		promise = operators.EndOfTime
	}
	for w := range t.seq.writers {
		t.seq.promise(w, promise)
	}
	t.seq.drain(func(b operators.Batch) {
		if len(v.out) == 0 && g.opts.Unread != nil {
			g.opts.Unread(t.spec, b)
		}
		g.emit(v, b)
	})
	return promise, nil
}

func appendName(to *vec.TextBuilder, by *pump) {
	if by == nil {
		to.AppendNull()
		return
	}
	to.Append([]byte(by.name))
}

func appendText(to *vec.TextBuilder, text []byte, some bool) {
	if !some {
		to.AppendNull()
		return
	}
	to.Append(text)
}

// clip cuts a text to so many characters.
func clip(text string, n int) []byte {
	for at := range text {
		if n == 0 {
			return []byte(text[:at])
		}
		n--
	}
	return []byte(text)
}
