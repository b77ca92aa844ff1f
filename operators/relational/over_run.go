package relational

import (
	"slices"

	"github.com/apache/arrow/go/v15/arrow"

	"weir/operators"
	"weir/operators/expr"
	"weir/operators/functions"
	"weir/operators/vec"
)

// over runs a batch through window after window. A window writes down which rows come and go, a tape, and every call plays
// it: so each call runs a loop of its own over the whole batch.
type over struct {
	spec    *Over
	env     *operators.Env
	parts   []*partition
	windows []overWindow
	calls   []overCall
	args    []argument // as log.cells
	longest int        // of all windows of time; remembers: there is none
	log     rowLog

	in     expr.Input
	inside []bool  // scratch: the rows of a batch that are in windows
	sel    []int32 // scratch: the same
	places []int32 // scratch: of each row of a batch
	tape   functions.Tape
}

type overWindow struct {
	Window
	place int // in spec.Windows
	part  *partition
	moves movement
	calls []int
}

type overCall struct {
	item   uint16
	asked  []expr.Bound
	cols   []vec.Column // scratch: asked over a batch
	frames functions.Frames

	remembers bool // its frames have totals that no rows can bring back
}

// argument is one that is remembered of every row.
type argument struct {
	node  expr.Node
	bound expr.Bound
	item  uint16
	col   vec.Column // scratch: over a batch
}

// Process takes the rows into the windows and emits them with their results.
func (o *over) Process(_ int, b operators.Batch, out operators.Output) error {
	b.Failed = o.evaluate(b)
	places := o.admit(b)
	cols := make([]arrow.Array, len(b.Cols)+len(o.calls))
	results := cols[copy(cols, b.Cols):]
	var failed []operators.Failure
	for i := range o.windows {
		failed = append(failed, o.play(i, places, results)...)
	}
	if o.longest == remembers {
		o.log.offer(places)
	}
	o.tidy()
	vec.Split(operators.Batch{Time: b.Time, Cols: cols, Failed: merged(b.Failed, failed)}, out.Emit)
	return nil
}

// evaluate computes keys and arguments of all rows. It returns the batch's failures together with new ones.
func (o *over) evaluate(b operators.Batch) []operators.Failure {
	begin(&o.in, b, o.env)
	for _, p := range o.parts {
		p.evaluate(&o.in)
	}
	for i := range o.args {
		a := &o.args[i]
		o.in.Item = a.item
		a.col = a.bound.Eval(&o.in)
	}
	for i := range o.calls {
		c := &o.calls[i]
		o.in.Item = c.item
		for k, a := range c.asked {
			c.cols[k] = a.Eval(&o.in)
		}
	}
	return merged(b.Failed, o.in.Failures)
}

// admit gives the rows without failures a place in the log and their groups.
func (o *over) admit(b operators.Batch) (places []int32) {
	n := b.Rows()
	o.places = stretched(o.places, n)
	var inside []bool
	var sel []int32
	if len(b.Failed) > 0 {
		o.inside = stretched(o.inside, n)
		inside, sel = o.inside[:n], o.sel[:0]
		for row := range inside {
			inside[row] = true
		}
		for _, f := range b.Failed {
			inside[f.Row] = false
		}
		for row, is := range inside {
			if is {
				sel = append(sel, int32(row))
			}
		}
		o.sel = sel
		if len(sel) == 0 {
			sel = []int32{} // nil would be all rows
		}
	}
	places = o.places[:n]
	o.log.take(b, inside, places)
	for i, c := range o.log.cells {
		c.Set(places, o.args[i].col)
	}
	for _, p := range o.parts {
		p.number(places, sel, len(o.log.time))
	}
	if o.longest != remembers {
		o.log.follow(places)
	}
	return places
}

// play runs the rows of a batch through window i. Without results nobody asks for them: rows come back out of a snapshot.
func (o *over) play(i int, rows []int32, results []arrow.Array) []operators.Failure {
	w := &o.windows[i]
	t := o.begin(w)
	t.Rows = rows
	t.Until = slices.Grow(t.Until[:0], len(rows))[:len(rows)]
	w.moves.turn(t, &o.log)
	var failed []operators.Failure
	for _, at := range w.calls {
		c := &o.calls[at]
		if results == nil {
			if !c.remembers {
				c.frames.Play(t)
			}
			continue
		}
		t.Asked = c.cols
		values, wrong := c.frames.Play(t)
		results[at] = values
		for k := range wrong {
			wrong[k].Item = c.item
		}
		failed = append(failed, wrong...)
	}
	o.end(w, i)
	return failed
}

// begin is an empty tape for a window.
func (o *over) begin(w *overWindow) *functions.Tape {
	o.tape.Time, o.tape.Group = o.log.time, w.part.of
	o.tape.Rows, o.tape.Asked, o.tape.Until, o.tape.Gone = nil, nil, o.tape.Until[:0], o.tape.Gone[:0]
	for _, at := range w.calls {
		o.calls[at].frames.Grow(w.part.groups.Len(), len(o.log.time))
	}
	return &o.tape
}

// end notes what has left window i for good.
func (o *over) end(w *overWindow, i int) {
	if w.part.longest == i {
		w.part.leave(o.tape.Gone)
	}
	if o.longest == i {
		o.log.leave(o.tape.Gone)
	}
}

// tidy frees the rows and the groups that nobody needs any more.
func (o *over) tidy() {
	o.log.tidy()
	for _, p := range o.parts {
		p.tidy()
	}
}

// Advance lets rows leave that no later row can see, so that a quiet stream does not keep them. It emits nothing.
func (o *over) Advance(now operators.Time, _ operators.Output) (operators.Time, error) {
	for i := range o.windows {
		w := &o.windows[i]
		t := o.begin(w)
		if w.moves.pass(t, now, &o.log); len(t.Gone) == 0 {
			continue
		}
		for _, at := range w.calls {
			o.calls[at].frames.Play(t)
		}
		o.end(w, i)
	}
	o.tidy()
	return now, nil
}
