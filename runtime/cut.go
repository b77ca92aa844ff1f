package runtime

import (
	"errors"
	"fmt"

	"weir/operators"
	"weir/state"
)

// Snapshot is the state of a graph between two steps. Nothing in it changes any more.
type Snapshot struct {
	Nodes []*state.Node // the first is the graph's own
}

// graphNode is the ID of the graph's own state.
const graphNode = "graph"

// keeps is a body with state that the runtime knows itself.
type keeps interface {
	save(n *state.Node)
	load(n *state.Node) error
}

// Cut copies the state of everything. The graph goes on beside it.
func (g *Graph) Cut() (*Snapshot, error) {
	s := &Snapshot{Nodes: []*state.Node{g.save()}}
	for _, v := range g.order {
		n := &state.Node{ID: v.id}
		switch body := v.body.(type) {
		case *operator:
			stateful, ok := body.op.(operators.Stateful)
			if !ok {
				continue
			}
			if err := stateful.Snapshot(n.Writer()); err != nil {
				return nil, fmt.Errorf("snapshot of %s: %w", v.id, err)
			}
		case keeps:
			body.save(n)
		default:
			continue
		}
		s.Nodes = append(s.Nodes, n)
	}
	return s, nil
}

// Restore puts a snapshot of the same plan into a graph that has not made a step. What does not fit is an error.
func (g *Graph) Restore(s *Snapshot) error {
	nodes := map[string]*state.Node{}
	for _, n := range s.Nodes {
		nodes[n.ID] = n
	}
	if err := g.restore(nodes[graphNode]); err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	for _, v := range g.order {
		n := nodes[v.id]
		var err error
		switch body := v.body.(type) {
		case *operator:
			stateful, ok := body.op.(operators.Stateful)
			if !ok {
				continue
			}
			if n == nil {
				n = &state.Node{ID: v.id}
			}
			err = stateful.Restore(n.Reader())
		case keeps:
			if n == nil {
				return fmt.Errorf("restore: the checkpoint has no state for %s", v.id)
			}
			err = body.load(n)
		}
		if err != nil {
			return fmt.Errorf("restore %s: %w", v.id, err)
		}
	}
	return g.overHold()
}

// fingerprint tells two plans apart: state of the one is no state of the other.
func (v *vertex) fingerprint() string {
	if v.print == "" {
		v.print = title(v.spec) + "(" + v.spec.Schema().String() + ")"
	}
	return v.print
}

func (g *Graph) save() *state.Node {
	n := &state.Node{ID: graphNode}
	n.Add("clock", saveInts(int64(g.now), int64(g.start), g.steps))
	var ids, prints []string
	var time, last, rows, emitted []int64
	for _, v := range g.order {
		ids, prints = append(ids, v.id), append(prints, v.fingerprint())
		time, last = append(time, int64(v.time)), append(last, int64(v.last))
		rows, emitted = append(rows, v.rows), append(emitted, int64(v.emitted))
	}
	n.Add("nodes", saveTexts(ids...), saveTexts(prints...), saveInts(time...), saveInts(last...), saveInts(rows...), saveInts(emitted...))
	if len(g.pumps) > 0 {
		g.savePumps(n)
	}
	var tables, versions []string
	for _, t := range g.plan.Tables {
		tables, versions = append(tables, t.Name), append(versions, g.tables[t.Name].present())
	}
	if len(tables) > 0 {
		n.Add("tables", saveTexts(tables...), saveTexts(versions...))
	}
	return n
}

func (g *Graph) savePumps(n *state.Node) {
	var stopped, in, out, late, bad []int64
	for _, p := range g.pumps {
		stopped = append(stopped, saveBool(p.stopped))
		in, out = append(in, p.counts.In), append(out, p.counts.Out)
		late, bad = append(late, p.counts.Late), append(bad, p.counts.Errors)
	}
	n.Add("pumps", saveInts(stopped...), saveInts(in...), saveInts(out...), saveInts(late...), saveInts(bad...))
}

func (g *Graph) restore(n *state.Node) error {
	if n == nil {
		return errors.New("the checkpoint has no clock")
	}
	l := loader{node: n}
	clock, rows := l.ints("clock", 0, 3), l.rows("nodes")
	g.now, g.start, g.steps = operators.Time(clock[0]), operators.Time(clock[1]), clock[2]
	if l.err == nil && rows != len(g.order) {
		return fmt.Errorf("the checkpoint is of a plan with %d nodes, this one has %d: the query has changed", rows, len(g.order))
	}
	ids, prints := l.texts("nodes", 0, len(g.order)), l.texts("nodes", 1, len(g.order))
	time, last := l.times("nodes", 2, len(g.order)), l.times("nodes", 3, len(g.order))
	moved, emitted := l.ints("nodes", 4, len(g.order)), l.times("nodes", 5, len(g.order))
	if l.err != nil {
		return l.err
	}
	for i, v := range g.order {
		if ids[i] != v.id || prints[i] != v.fingerprint() {
			return fmt.Errorf("the checkpoint has %s where this plan has %s: the query has changed", prints[i], v.fingerprint())
		}
		v.time, v.last, v.rows, v.emitted = time[i], last[i], moved[i], emitted[i]
	}
	if n := len(g.pumps); n > 0 {
		stopped, in, out := l.ints("pumps", 0, n), l.ints("pumps", 1, n), l.ints("pumps", 2, n)
		late, bad := l.ints("pumps", 3, n), l.ints("pumps", 4, n)
		for i, p := range g.pumps {
			p.stopped = stopped[i] != 0
			p.counts = PumpCounts{In: in[i], Out: out[i], Late: late[i], Errors: bad[i]}
		}
	}
	if n := len(g.plan.Tables); n > 0 {
		for i, version := range l.texts("tables", 1, n) {
			g.tables[g.plan.Tables[i].Name].known = version
		}
	}
	return l.err
}
