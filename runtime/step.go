package runtime

import (
	"fmt"

	"weir/operators"
)

// Step runs the graph once: commands are applied, units are taken, and then, sources first, every node emits what it can and
// says how far time has come. An error ends the graph. A step never blocks.
func (g *Graph) Step(rec *Record) error {
	if g.err != nil {
		return g.err
	}
	g.begin(rec.Now)
	for _, c := range rec.Commands {
		if g.err = c.check(g); g.err != nil {
			return g.err
		}
		c.apply(g)
	}
	if g.err = g.refresh(); g.err != nil {
		return g.err
	}
	if err := g.take(rec.Splits); err != nil {
		g.err = err
		return err
	}
	for _, v := range g.order {
		if g.advance(v); g.err != nil {
			return g.err
		}
	}
	g.err = g.overHold()
	return g.err
}

func (g *Graph) begin(now operators.Time) {
	if g.steps == 0 {
		g.now, g.start = now, now
	}
	g.now = max(g.now, now)
	g.steps++
	g.moved = false
}

// take lets the units in, in the order of inputs and splits, and then the splits' promises.
func (g *Graph) take(splits []SplitInput) error {
	for i := range splits {
		si := &splits[i]
		if si.Input >= len(g.inputs) || si.Split >= len(g.inputs[si.Input].splits) {
			return fmt.Errorf("step %d: there is no split %d of input %d", g.steps, si.Split, si.Input)
		}
		g.at = g.vertexOf[g.plan.Inputs[si.Input]]
		if err := g.inputs[si.Input].take(g, si.Split, si); err != nil {
			return err
		}
	}
	for i, in := range g.inputs {
		g.at = g.vertexOf[g.plan.Inputs[i]]
		in.promise(g)
	}
	g.at = nil
	return nil
}

// advance lets time reach one node.
func (g *Graph) advance(v *vertex) {
	g.at = v
	t, err := v.body.advance(g, v)
	if err != nil {
		if g.err == nil {
			g.err = fmt.Errorf("%s: %w", v.id, err)
		}
		return
	}
	if t < v.time {
		panic(brokenRule("the promise fell from %d to %d", v.time, t))
	}
	if g.opts.Check && v.rows > 0 && v.last > t {
		panic(brokenRule("a row at %d was released beyond the promise %d", v.last, t))
	}
	if t > v.time {
		v.time, g.moved = t, true
	}
	g.at = nil
}
