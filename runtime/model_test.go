package runtime

import (
	"fmt"
	"math/rand"
	"strings"
	"testing"

	"weir/operators"
	"weir/state"
)

// The same rows go through the same plan under many cuts, reading orders, idle promises and crashes. Every output must be the
// same, byte for byte.

// modelPlan has what makes order hard: a stream fed by a row-by-row pump and by a windowed one, a promotion, a T-sort, a
// union, and a join of a promoted with an un-promoted stream.
func modelPlan(rule operators.TimeRule) *operators.Plan {
	in := &operators.Input{Name: "S", Cols: testColumns, Time: rule}
	stream := func(name string, writers ...operators.Writer) *operators.Stream {
		cols := testColumns
		if r, ok := writers[0].From.(*operators.Retime); ok {
			cols = r.Cols
		}
		return &operators.Stream{Name: name, Cols: cols, Writers: writers}
	}
	pump := func(name string, from operators.Spec) operators.Writer {
		return operators.Writer{Pump: name, From: from}
	}
	t := stream("T", pump("A", filterOf(in)), pump("B", tumbleOf(in)))
	e := stream("E", pump("C", &operators.Retime{Input: in, Column: 2, Cols: promotedColumns}))
	sorted := stream("SORTED", pump("D", &operators.Retime{Input: in, Column: 2, Disorder: 4, Cols: promotedColumns}))
	then := stream("THEN", pump("D2", &operators.Retime{
		Input: in, Column: 2, Disorder: 3, Cols: promotedColumns, Then: []operators.SortKey{{Column: 1, Desc: true}},
	}))
	union := &operators.Stream{Cols: testColumns, Writers: []operators.Writer{
		{From: tumbleOf(e)}, {From: filterOf(sorted)}, {From: filterOf(t)},
	}}
	u := stream("U", pump("F", rollingOf(union)))
	roll := stream("ROLL", pump("G", rollingOf(t)))
	j := stream("J", pump("H", joinOf(e, t)))
	errors := &operators.Twin{Kind: operators.ErrorsTwin, Of: "T", Cols: operators.ErrorColumns}
	plan := &operators.Plan{
		Inputs:  []*operators.Input{in},
		Streams: []*operators.Stream{t, e, sorted, then, u, roll, j},
		Twins:   []*operators.Twin{errors},
	}
	for i, from := range []operators.Spec{in, t, e, sorted, then, u, roll, j, errors,
		&operators.Twin{Kind: operators.LateTwin, Of: "S", Cols: operators.LateColumns(testColumns)},
		&operators.Twin{Kind: operators.LateTwin, Of: "E", Cols: operators.LateColumns(promotedColumns)},
		&operators.Twin{Kind: operators.ErrorStream, Cols: operators.ErrorStreamColumns}} {
		plan.Outputs = append(plan.Outputs, &operators.Destination{Name: fmt.Sprint(i), From: from, Target: fmt.Sprint(i)})
	}
	return plan
}

// modelRun is one way of running the plan.
type modelRun struct {
	rule    operators.TimeRule
	data    [][]testRow
	maxUnit int
	crash   float64
	rand    *rand.Rand
}

type modelJob struct {
	g    *Graph
	outs []strings.Builder
}

func (m *modelRun) open(t *testing.T) *modelJob {
	plan := modelPlan(m.rule)
	j := &modelJob{outs: make([]strings.Builder, len(plan.Outputs))}
	g, err := NewGraph(plan, GraphOptions{Check: true, Deliver: func(target int, b operators.Batch) {
		for i := range b.Time {
			fmt.Fprint(&j.outs[target], b.Time[i])
			for _, c := range b.Cols {
				fmt.Fprint(&j.outs[target], " ", c.ValueStr(i))
			}
			fmt.Fprintln(&j.outs[target])
		}
	}})
	if err != nil {
		t.Fatal(err)
	}
	j.g = g
	return j
}

// run returns all outputs as text.
func (m *modelRun) run(t *testing.T) string {
	t.Helper()
	j := m.open(t)
	const now = 5000
	rec := &Record{Now: now}
	for s := range m.data {
		rec.Commands = append(rec.Commands, JoinSplit{ID: fmt.Sprint(s)})
	}
	rec.Commands = append(rec.Commands, CompleteInput{})
	off := make([]int, len(m.data))
	ended := make([]bool, len(m.data))
	for !j.g.Done() {
		for s, rows := range m.data {
			if ended[s] {
				continue
			}
			si := SplitInput{Split: s}
			if n := min(m.rand.Intn(m.maxUnit+1), len(rows)-off[s]); n > 0 && m.rand.Intn(3) > 0 {
				si.Unit = m.unit(rows[off[s]:][:n])
				off[s] += n
			}
			if off[s] == len(rows) {
				si.Ended = m.rand.Intn(2) == 0
			} else if m.rule.Kind == operators.ArrivalTime && m.rand.Intn(2) == 0 {
				si.HasTip, si.Tip = true, rows[off[s]].T-operators.Time(m.rand.Intn(3)) // at most the next row's time
			}
			ended[s] = si.Ended
			if si.Unit != nil || si.HasTip || si.Ended {
				rec.Splits = append(rec.Splits, si)
			}
		}
		if err := j.g.Step(rec); err != nil {
			t.Fatal(err)
		}
		rec = &Record{Now: now}
		if m.rand.Float64() < m.crash {
			j = m.restart(t, j)
		}
	}
	if held := j.g.Held(); held.Rows != 0 || held.Bytes != 0 {
		t.Fatalf("at the end %+v is held", held)
	}
	var all strings.Builder
	for i := range j.outs {
		fmt.Fprintf(&all, "output %d\n%s", i, j.outs[i].String())
	}
	fmt.Fprintf(&all, "%+v\n", m.counts(j.g))
	return all.String()
}

// counts leaves out what depends on the cut.
func (m *modelRun) counts(g *Graph) Counts {
	c := g.Counts()
	c.Inputs[0].Units = 0
	return c
}

func (m *modelRun) unit(rows []testRow) *Unit {
	u := &Unit{Stamped: m.rule.Kind == operators.ArrivalTime}
	for len(rows) > 0 { // a unit may have several batches
		n := min(len(rows), 1+m.rand.Intn(m.maxUnit))
		u.Batches = append(u.Batches, makeBatch(rows[:n], testColumns))
		rows = rows[n:]
	}
	return u
}

// restart carries the state through bytes into a new graph. What was delivered stays.
func (m *modelRun) restart(t *testing.T, old *modelJob) *modelJob {
	t.Helper()
	s, err := old.g.Cut()
	if err != nil {
		t.Fatal(err)
	}
	j := m.open(t)
	for i := range j.outs {
		j.outs[i].WriteString(old.outs[i].String())
	}
	read := Snapshot{}
	if m.rand.Intn(4) > 0 { // most restarts stay in memory, for they are many
		read = *s
		s = &Snapshot{}
	}
	for _, n := range s.Nodes {
		data, err := n.Encode()
		if err != nil {
			t.Fatal(err)
		}
		back, err := state.Decode(n.ID, data)
		if err != nil {
			t.Fatal(err)
		}
		read.Nodes = append(read.Nodes, back)
	}
	if err := j.g.Restore(&read); err != nil {
		t.Fatal(err)
	}
	return j
}

func modelData(r *rand.Rand) [][]testRow {
	data := make([][]testRow, 1+r.Intn(4))
	for s := range data {
		for t := 1; len(data[s]) < 40; t += r.Intn(4) { // many equal times, within and across splits
			data[s] = append(data[s], testRow{
				T: operators.Time(t), K: string(rune('a' + r.Intn(5))), V: int64(r.Intn(50)), E: int64(max(0, t-r.Intn(6))),
			})
		}
	}
	return data
}

func TestOrderIsAFunctionOfTheRows(t *testing.T) {
	rules := map[string]operators.TimeRule{
		"arrival":  {Kind: operators.ArrivalTime},
		"column":   {Kind: operators.ColumnTime, Column: 2},
		"disorder": {Kind: operators.ColumnTime, Column: 2, Disorder: 3},
	}
	seeds, ways := int64(10), int64(9)
	if testing.Short() {
		seeds = 3
	}
	for name, rule := range rules {
		t.Run(name, func(t *testing.T) {
			for seed := range seeds {
				data := modelData(rand.New(rand.NewSource(seed)))
				base := modelRun{rule: rule, data: data, maxUnit: 1000, rand: rand.New(rand.NewSource(1))}
				want := base.run(t)
				for k := range ways {
					m := modelRun{rule: rule, data: data, maxUnit: []int{1, 7, 50}[k%3], crash: []float64{0, .2, 1}[k/3], rand: rand.New(rand.NewSource(k))}
					if got := m.run(t); got != want {
						t.Fatalf("seed %d, way %d:\n%s", seed, k, firstDifference(got, want))
					}
				}
			}
		})
	}
}

func firstDifference(got, want string) string {
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	section := ""
	for i := range w {
		if strings.HasPrefix(w[i], "output") {
			section = w[i]
		}
		if i >= len(g) || g[i] != w[i] {
			return fmt.Sprintf("%s, line %d\n got %s\nwant %s", section, i, g[min(i, len(g)-1)], w[i])
		}
	}
	return "got is longer"
}
