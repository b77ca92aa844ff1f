package runtime

import (
	"fmt"

	"weir/operators"
	"weir/sql/types"
)

// A vertex is one node of a running graph, with its edges.
type vertex struct {
	id      string // stable: of the same plan it is always the same
	spec    operators.Spec
	print   string // its fingerprint, once it was asked for
	body    body
	in      []*vertex // by port
	out     []edge    // readers in plan order
	owner   *pump     // nil: of no pump
	writers []*pump   // of a stream, by port; nil entries: branches of UNION ALL

	time    operators.Time // what has been promised to the readers
	last    operators.Time // ROWTIME of the last row emitted
	rows    int64          // emitted
	emitted operators.Time // the step's time when a row was last emitted
	waited  operators.Time // time when waiters looked last
}

// body is what a vertex does.
type body interface {
	// process takes rows of one port.
	process(g *Graph, v *vertex, port int, b operators.Batch) error
	// advance emits what is complete and returns the promise of v. The promises of the ports are those of v.in.
	advance(g *Graph, v *vertex) (operators.Time, error)
}

// edge leads to a reader.
type edge struct {
	to   *vertex
	port int
	gate *pump // takes no rows while it is stopped; nil: always open
}

// pump is a writer of a stream: the nodes between the streams it reads and the one it writes belong to it alone.
type pump struct {
	name    string
	stream  *operators.Stream
	writer  int
	stopped bool
	nodes   int // of its own
	counts  PumpCounts
}

// promised returns the least promise of a vertex's ports.
func (v *vertex) promised() operators.Time {
	t := operators.EndOfTime
	for _, from := range v.in {
		t = min(t, from.time)
	}
	return t
}

// emit hands rows to every reader.
func (g *Graph) emit(v *vertex, b operators.Batch) {
	n := b.Rows()
	if n == 0 || g.err != nil {
		return
	}
	g.check(v, b.Time)
	v.rows += int64(n)
	v.emitted = g.now
	g.moved = true
	for i := range v.out {
		e := &v.out[i]
		if e.gate != nil && e.gate.stopped {
			continue
		}
		if e.gate != nil {
			e.gate.counts.In += int64(n)
		}
		g.push(e.to, e.port, b)
	}
}

// push hands rows to one node. While it runs, the graph knows which.
func (g *Graph) push(v *vertex, port int, b operators.Batch) {
	if g.err != nil {
		return
	}
	caller := g.at
	g.at = v
	if err := v.body.process(g, v, port, b); err != nil && g.err == nil {
		g.err = fmt.Errorf("%s: %w", v.id, err)
	}
	g.at = caller
}

// check asserts R2 of rows that are about to leave.
func (g *Graph) check(v *vertex, t []operators.Time) {
	last := v.last
	if t[0] < v.time {
		panic(brokenRule("a row at %d lies below the promise %d", t[0], v.time))
	}
	if !g.opts.Check {
		if t[0] < last || t[len(t)-1] < t[0] {
			panic(brokenRule("a row at %d follows one at %d", min(t[0], t[len(t)-1]), last))
		}
		v.last = t[len(t)-1]
		return
	}
	for _, x := range t {
		if x < last {
			panic(brokenRule("a row at %d follows one at %d", x, last))
		}
		last = x
	}
	v.last = last
}

// brokenRule is a panic: not a user's mistake but ours. The job recovers it once and names node and step.
func brokenRule(format string, args ...any) error { return fmt.Errorf("runtime: "+format, args...) }

// output is the Output of one operator.
type output struct {
	g *Graph
	v *vertex

	errors, late int // its places among the writers of its stream's twins; only a Retime finds rows late
}

// Emit hands rows to the readers.
func (o *output) Emit(b operators.Batch) { o.g.emit(o.v, b) }

// Reject reports rows to the ERRORS twin of the stream that the pump feeds.
func (o *output) Reject(schema *types.Schema, b operators.Batch, f []operators.Failure) {
	o.g.reject(o.pump(), o.errors, schema, b, f)
}

// reject reports rows that a pump could not compute.
func (g *Graph) reject(p *pump, writer int, schema *types.Schema, b operators.Batch, f []operators.Failure) {
	rows, err := g.json.failed(schema, b, f)
	if err != nil {
		panic(brokenRule("a refused row has no JSON: %v", err))
	}
	p.counts.Errors += int64(len(f))
	g.twins[twinKey{operators.ErrorsTwin, p.stream.Name}].refuse(g, writer, p, rows)
}

// Late reports rows to the LATE twin of the stream that the pump feeds.
func (o *output) Late(b operators.Batch, behind []operators.Time) {
	p := o.pump()
	p.counts.Late += int64(b.Rows())
	o.g.twins[twinKey{operators.LateTwin, p.stream.Name}].tooLate(o.g, o.late, p, o.v.spec.Schema(), b, behind)
}

func (o *output) pump() *pump {
	if o.v.owner == nil {
		panic(brokenRule("%s reports a row, but belongs to no pump", o.v.id))
	}
	return o.v.owner
}

// operator is a node that opened itself.
type operator struct {
	op  operators.Operator
	out *output
}

func (o *operator) process(_ *Graph, _ *vertex, port int, b operators.Batch) error {
	return o.op.Process(port, b, o.out)
}

func (o *operator) advance(_ *Graph, v *vertex) (operators.Time, error) {
	return o.op.Advance(v.promised(), o.out)
}

// destination is a way out of the application.
type destination struct{ target int }

func (d *destination) process(g *Graph, v *vertex, _ int, b operators.Batch) error {
	v.rows += int64(b.Rows())
	if g.opts.Deliver != nil {
		g.opts.Deliver(d.target, b)
	}
	return nil
}

func (d *destination) advance(_ *Graph, v *vertex) (operators.Time, error) { return v.promised(), nil }

// ended stands for a reference table where a plan names it as an input: its rows come through Env.Table, not through edges.
type ended struct{}

func (ended) process(*Graph, *vertex, int, operators.Batch) error { return nil }
func (ended) advance(*Graph, *vertex) (operators.Time, error)     { return operators.EndOfTime, nil }
