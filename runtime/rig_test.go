package runtime

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"weir/operators"
)

// A rig drives a graph by hand and keeps what leaves it, as text.
type rig struct {
	t      *testing.T
	plan   *operators.Plan
	opts   GraphOptions
	g      *Graph
	rec    Record // the next step's
	out    map[string][]string
	unread []string
}

func newRig(t *testing.T, plan *operators.Plan, opts GraphOptions) *rig {
	r := &rig{t: t, plan: plan, opts: opts, out: map[string][]string{}}
	r.opts.Check = true
	r.opts.Deliver = func(target int, b operators.Batch) {
		name := plan.Outputs[target].Name
		r.out[name] = append(r.out[name], lines(b)...)
	}
	r.opts.Unread = func(twin *operators.Twin, b operators.Batch) {
		for _, line := range lines(b) {
			r.unread = append(r.unread, title(twin)+": "+line)
		}
	}
	r.open()
	return r
}

func (r *rig) open() {
	r.t.Helper()
	g, err := NewGraph(r.plan, r.opts)
	if err != nil {
		r.t.Fatal(err)
	}
	r.g = g
}

func lines(b operators.Batch) []string {
	var all []string
	for i := range b.Time {
		line := fmt.Sprint(b.Time[i])
		for _, c := range b.Cols {
			if c == nil {
				line += " -"
				continue
			}
			line += " " + strings.ReplaceAll(c.ValueStr(i), " ", "_")
		}
		all = append(all, line)
	}
	return all
}

// join adds splits to the first input and completes it.
func (r *rig) join(ids ...string) {
	for _, id := range ids {
		r.rec.Commands = append(r.rec.Commands, JoinSplit{ID: id})
	}
	r.rec.Commands = append(r.rec.Commands, CompleteInput{})
}

// bring gives a split of the first input a unit for the next step.
func (r *rig) bring(split int, stamped bool, rows ...testRow) {
	u := &Unit{Stamped: stamped}
	if len(rows) > 0 {
		u.Batches = []operators.Batch{makeBatch(rows, testColumns)}
	}
	r.rec.Splits = append(r.rec.Splits, SplitInput{Split: split, Unit: u})
}

func (r *rig) tip(split int, at operators.Time) {
	r.rec.Splits = append(r.rec.Splits, SplitInput{Split: split, HasTip: true, Tip: at})
}

func (r *rig) end(split int) {
	r.rec.Splits = append(r.rec.Splits, SplitInput{Split: split, Ended: true})
}

// step takes what was brought at a time.
func (r *rig) step(now operators.Time) {
	r.t.Helper()
	rec := r.rec
	rec.Now = now
	r.rec = Record{}
	if err := r.g.Step(&rec); err != nil {
		r.t.Fatal(err)
	}
}

// restart goes on from a snapshot in a new graph.
func (r *rig) restart() {
	r.t.Helper()
	s, err := r.g.Cut()
	if err != nil {
		r.t.Fatal(err)
	}
	r.open()
	if err := r.g.Restore(s); err != nil {
		r.t.Fatal(err)
	}
}

// want compares what has left one output since want was called last.
func (r *rig) want(output string, rows ...string) {
	r.t.Helper()
	if got := r.out[output]; !slices.Equal(got, rows) {
		r.t.Errorf("%s:\n got %q\nwant %q", output, got, rows)
	}
	r.out[output] = nil
}

// inputPlan has one input that goes out, with its twins.
func inputPlan(rule operators.TimeRule) *operators.Plan {
	in := &operators.Input{Name: "S", Cols: testColumns, Time: rule}
	return withOutputs(&operators.Plan{Inputs: []*operators.Input{in}}, map[string]operators.Spec{
		"S": in, "S.LATE": &operators.Twin{Kind: operators.LateTwin, Of: "S", Cols: operators.LateColumns(testColumns)},
		"S.ERRORS": &operators.Twin{Kind: operators.ErrorsTwin, Of: "S", Cols: operators.ErrorColumns},
	})
}

func withOutputs(plan *operators.Plan, outs map[string]operators.Spec) *operators.Plan {
	var names []string
	for name := range outs {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		plan.Outputs = append(plan.Outputs, &operators.Destination{Name: name, From: outs[name], Target: name})
	}
	return plan
}
