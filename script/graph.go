package script

import (
	"fmt"
	"maps"
	"slices"

	"weir/connectors"
	"weir/operators"
	"weir/reference"
	"weir/runtime"
)

// graphEngine steps the runtime's graph under the virtual clock. Steps are logged since the newest checkpoint, so a crash is:
// restore, forget what came out since, and take the same steps again.
type graphEngine struct {
	subject *subject
	cfg     Config
	graph   *runtime.Graph
	now     operators.Time
	out     [][]row // per destination
	ended   []bool  // per input
	steps   int
	failed  error // of an encoder, inside of a step

	saved *checkpoint
	log   []*runtime.Record // since saved

	commands []runtime.Command             // for the next step
	tables   map[string]*reference.Version // present
	loaded   []runtime.Command             // brings the tables back, with the first step after a restore

	ripe [][]row // what settled has found; nil: nobody has asked since the last step
}

// checkpoint is a cut with what had come out by then.
type checkpoint struct {
	cut    *runtime.Snapshot // nil: the start
	out    []int
	tables map[string]*reference.Version
}

func newGraphEngine(s *subject, cfg Config) (engine, error) {
	e := &graphEngine{
		subject: s, cfg: cfg, now: operators.MinTime, out: make([][]row, len(s.plan.Outputs)), ended: make([]bool, len(s.plan.Inputs)),
		saved: &checkpoint{out: make([]int, len(s.plan.Outputs))}, tables: map[string]*reference.Version{},
	}
	return e, e.build()
}

func (e *graphEngine) build() error {
	g, err := runtime.NewGraph(e.subject.plan, runtime.GraphOptions{
		Check: true, Idle: e.subject.idle, Parallel: parallel(e.cfg.Workers), Deliver: e.collect,
	})
	e.graph = g
	return err
}

func (e *graphEngine) collect(destination int, b operators.Batch) {
	lines, err := e.subject.lines(e.subject.plan.Outputs[destination].Schema(), b)
	if err != nil {
		e.failed = err
		return
	}
	for i, line := range lines {
		e.out[destination] = append(e.out[destination], row{line, b.Time[i]})
	}
}

// advance steps without rows until nothing moves any more.
func (e *graphEngine) advance(now operators.Time) error {
	e.now = now
	for {
		if err := e.step(e.tips()); err != nil {
			return err
		}
		if !e.graph.Moved() {
			return nil
		}
	}
}

// tips says that every live input is at its tip: all that arrived before the present time has been delivered.
func (e *graphEngine) tips() *runtime.Record {
	rec := &runtime.Record{Now: e.now}
	if e.steps == 0 {
		for i := range e.subject.plan.Inputs {
			rec.Commands = append(rec.Commands, runtime.JoinSplit{Input: i, ID: "script"}, runtime.CompleteInput{Input: i})
		}
	}
	rec.Commands = append(rec.Commands, e.commands...)
	e.commands = nil
	for i, ended := range e.ended {
		if !ended {
			rec.Splits = append(rec.Splits, runtime.SplitInput{Input: i, HasTip: true, Tip: e.now})
		}
	}
	return rec
}

func (e *graphEngine) deliver(input int, m *connectors.Messages, byName bool) error {
	if e.ended[input] {
		return fmt.Errorf("%s has ended", e.subject.plan.Inputs[input].Name)
	}
	size := e.cfg.Batch
	if size == 0 {
		size = max(m.Len(), 1)
	}
	for from := 0; from < m.Len(); from += size {
		to := min(from+size, m.Len())
		unit, err := e.subject.decode(input, part(m, from, to), byName)
		if err != nil {
			return err
		}
		rec := e.tips()
		for i := range rec.Splits {
			if s := &rec.Splits[i]; s.Input == input {
				s.Unit, s.HasTip = unit, to == m.Len()
			}
		}
		if err := e.step(rec); err != nil {
			return err
		}
	}
	return e.advance(e.now)
}

// part is the messages from one place to another.
func part(m *connectors.Messages, from, to int) *connectors.Messages {
	p := &connectors.Messages{Data: m.Data, Ends: m.Ends[from:to], Arrival: m.Arrival[from:to], First: m.First + int64(from)}
	for i := from; i < to; i++ {
		start := 0
		if i > 0 {
			start = m.Ends[i-1]
		}
		p.Starts = append(p.Starts, start)
	}
	return p
}

// swap puts a version of a table in the place of the one before it. At the start it is there with the first step.
func (e *graphEngine) swap(table string, v *reference.Version) error {
	e.commands = append(e.commands, runtime.SwapTable{Table: table, Version: v})
	if e.steps == 0 {
		return nil
	}
	return e.advance(e.now)
}

func (e *graphEngine) end(input int) error {
	if e.ended[input] {
		return nil
	}
	rec := e.tips()
	for i := range rec.Splits {
		if rec.Splits[i].Input == input {
			rec.Splits[i].Ended = true
		}
	}
	e.ended[input] = true
	if err := e.step(rec); err != nil {
		return err
	}
	return e.advance(e.now)
}

// step takes one step, and then does what the configuration injects.
func (e *graphEngine) step(rec *runtime.Record) error {
	e.log = append(e.log, rec)
	e.steps++
	if err := e.apply(rec); err != nil {
		return err
	}
	if k := e.cfg.Restore; k > 0 && e.steps%k == 0 {
		if err := e.checkpoint(); err != nil {
			return err
		}
		return e.crash()
	}
	if k := e.cfg.Replay; k > 0 && e.steps%k == 0 {
		if err := e.crash(); err != nil {
			return err
		}
		return e.checkpoint()
	}
	return nil
}

func (e *graphEngine) apply(rec *runtime.Record) error {
	e.ripe = nil
	if e.loaded != nil {
		whole := *rec
		whole.Commands = slices.Concat(e.loaded, rec.Commands)
		rec, e.loaded = &whole, nil
	}
	for _, c := range rec.Commands {
		if swap, ok := c.(runtime.SwapTable); ok {
			e.tables[swap.Table] = swap.Version
		}
	}
	if err := e.graph.Step(rec); err != nil {
		return err
	}
	return e.failed
}

func (e *graphEngine) checkpoint() error {
	cut, err := e.graph.Cut()
	if err != nil {
		return err
	}
	e.saved = &checkpoint{cut: cut, out: e.lengths(), tables: maps.Clone(e.tables)}
	e.log = nil
	return nil
}

func (e *graphEngine) lengths() []int {
	n := make([]int, len(e.out))
	for i, rows := range e.out {
		n[i] = len(rows)
	}
	return n
}

// restore puts a new graph into the state of a cut and forgets what has come out since.
func (e *graphEngine) restore(c *checkpoint) error {
	e.ripe = nil
	if err := e.build(); err != nil {
		return err
	}
	if c.cut != nil {
		if err := e.graph.Restore(c.cut); err != nil {
			return err
		}
	}
	for i, n := range c.out {
		e.out[i] = e.out[i][:n]
	}
	e.tables, e.loaded = map[string]*reference.Version{}, nil
	for _, t := range e.subject.plan.Tables {
		if v := c.tables[t.Name]; v != nil {
			e.tables[t.Name] = v
			e.loaded = append(e.loaded, runtime.SwapTable{Table: t.Name, Version: v})
		}
	}
	return nil
}

func (e *graphEngine) crash() error {
	if err := e.restore(e.saved); err != nil {
		return err
	}
	for _, rec := range e.log {
		if err := e.apply(rec); err != nil {
			return err
		}
	}
	return nil
}

func (e *graphEngine) rows(destination int) ([]row, error) {
	if _, twin := e.subject.plan.Outputs[destination].From.(*operators.Twin); !twin {
		return slices.Clone(e.out[destination]), nil
	}
	if e.ripe == nil {
		if err := e.settle(); err != nil {
			return nil, err
		}
	}
	return slices.Clone(e.ripe[destination]), nil
}

// settle finds the rows of the twins as if the clock had passed the present instant. Several nodes may report to a twin, so
// rows of this instant are held until no other can come before them; whoever asks for errors wants them all.
func (e *graphEngine) settle() error {
	cut, err := e.graph.Cut()
	if err != nil {
		return err
	}
	present := &checkpoint{cut: cut, out: e.lengths(), tables: maps.Clone(e.tables)}
	for moved := true; moved; moved = e.graph.Moved() {
		if err := e.apply(&runtime.Record{Now: e.now + 1}); err != nil {
			return err
		}
	}
	ripe := make([][]row, len(e.out))
	for i, rows := range e.out {
		for len(rows) > 0 && rows[len(rows)-1].time > e.now {
			rows = rows[:len(rows)-1]
		}
		ripe[i] = slices.Clone(rows)
	}
	if err := e.restore(present); err != nil {
		return err
	}
	e.ripe = ripe
	return nil
}

// waiting says what holds rows back.
func (e *graphEngine) waiting() []string {
	var sentences []string
	for _, w := range e.graph.Why() {
		sentences = append(sentences, w.Stream+": "+w.Sentence)
	}
	return sentences
}
