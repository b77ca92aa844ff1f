package relational_test

import (
	"fmt"
	"testing"

	"weir/operators"
	"weir/operators/expr"
	"weir/operators/operatortest"
	"weir/operators/relational"
	"weir/operators/vec"
	"weir/sql/types"
)

func distinct(in operators.Spec, timed []relational.TimeKey, names ...string) *relational.Distinct {
	s := &relational.Distinct{Input: in, Time: timed}
	for _, k := range by(in.Schema(), names...) {
		s.Compare = append(s.Compare, k.Column)
	}
	return s
}

// TestDistinctAtOnce checks that the first row of its kind leaves at once, with its own ROWTIME, and that all is forgotten
// when the time key changes.
func TestDistinctAtOnce(t *testing.T) {
	p := clocked(step(60))
	s := distinct(p, []relational.TimeKey{{Key: 0, Of: step(60)}}, p.Cols.Columns[0].Name, "K")
	op, err := s.Open(operatortest.Env())
	if err != nil {
		t.Fatal(err)
	}
	below, err := p.Open(operatortest.Env())
	if err != nil {
		t.Fatal(err)
	}
	out := operatortest.NewOutput(t, s.Schema())
	r := &running{[]operators.Operator{below, op}}
	process := func(lines []string, of ...operatortest.Row) {
		t.Helper()
		out.Rows = nil
		if err := r.Process(0, rows(t, of...)[0].Batch, out); err != nil {
			t.Fatal(err)
		}
		want(t, "rows", out.Rows, lines...)
	}
	const minute0, minute1 = "1970-01-01 00:00:00, ", "1970-01-01 00:00:00.060, "
	process([]string{"1: " + minute0 + "a, 1, 0, NULL, NULL", "2: " + minute0 + "NULL, 3, 0, NULL, NULL"},
		tick(1, "a", 1, 0), tick(1, "a", 2, 0), tick(2, nil, 3, 0), tick(3, nil, 4, 0))
	process([]string{"59: " + minute0 + "b, 5, 0, NULL, NULL", "60: " + minute1 + "b, 6, 0, NULL, NULL", "60: " + minute1 + "a, 7, 0, NULL, NULL"},
		tick(59, "b", 5, 0), tick(60, "b", 6, 0), tick(60, "a", 7, 0), tick(61, "b", 8, 0))
	if at, err := r.Advance(120, out); at != 120 || err != nil {
		t.Errorf("advance(120) gives %d, %v", at, err)
	}
	if state := operatortest.Snapshot(t, op.(operators.Stateful)); len(state) > 0 {
		t.Errorf("after the minute there is a state of %d tables", len(state))
	}
}

// TestDistinctRowtime checks that with nothing but bare ROWTIME rows of equal ROWTIME are compared.
func TestDistinctRowtime(t *testing.T) {
	in := operatortest.Input(ticks)
	timed := []relational.TimeKey{{Key: 2, Of: &expr.Rowtime{}, Inclusive: true}}
	steps := func() []operatortest.Step {
		return []operatortest.Step{
			{In: rows(t, tick(1, "a", 1, 1), tick(1, "a", 1, 1)), Promise: 1, Restore: true},
			{In: rows(t, tick(1, "b", 1, 1), tick(1, "a", 1, 1), tick(2, "a", 1, 2)), Promise: 2, Restore: true},
			{In: rows(t, tick(2, "a", 1, 2), tick(2, "c", 1, 2)), Promise: 3},
		}
	}
	out := operatortest.Run(t, distinct(in, timed, "K"), steps()...)
	want(t, "rows", out.Rows, "1: a, 1, 1, NULL, NULL", "1: b, 1, 1, NULL, NULL", "2: a, 1, 2, NULL, NULL", "2: c, 1, 2, NULL, NULL")
	out = operatortest.Run(t, distinct(in, timed), steps()...)
	want(t, "nothing but ROWTIME", out.Rows, "1: a, 1, 1, NULL, NULL", "2: a, 1, 2, NULL, NULL")
}

// TestDistinctRejects checks that a row that failed is reported and hides no other.
func TestDistinctRejects(t *testing.T) {
	s := distinct(operatortest.Input(ticks), []relational.TimeKey{{Key: 2}}, "M", "K")
	in := rows(t, tick(1, "a", 1, 1), tick(1, "b", 1, 1), tick(2, "b", 2, 1), tick(3, "a", 2, 1))
	in[0].Batch.Failed = []operators.Failure{{Row: 1, Item: 2, Code: types.Overflow}}
	out := operatortest.Run(t, s, operatortest.Step{In: in, Promise: 3})
	want(t, "rows", out.Rows, "1: a, 1, 1, NULL, NULL", "2: b, 2, 1, NULL, NULL")
	want(t, "rejected", out.Rejected, "1: b, 1, 1, NULL, NULL !2 numeric-overflow")
}

// TestDistinctCuts is the property that what comes out depends on rows alone, and is what the definition says.
func TestDistinctCuts(t *testing.T) {
	for _, c := range []struct {
		name  string
		key   expr.Node
		timed []relational.TimeKey
		names []string
		quiet operators.Time
	}{
		{"step", step(60), []relational.TimeKey{{Key: 0, Of: step(60)}}, []string{"K"}, 300},
		{"ceil", ceil(60), []relational.TimeKey{{Key: 0, Of: ceil(60), Inclusive: true}}, []string{"V", "M"}, 300},
		{"every instant", &expr.Rowtime{}, []relational.TimeKey{{Key: 0, Of: &expr.Rowtime{}, Inclusive: true}}, []string{"V"}, 3},
		{"data", &expr.Rowtime{}, []relational.TimeKey{{Key: 3}}, []string{"M", "K"}, 0},
		{"data and time", step(50), []relational.TimeKey{{Key: 0, Of: step(50)}, {Key: 3}}, []string{"V"}, 100},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := clocked(c.key)
			s := chain{p, distinct(p, c.timed, c.names...)}
			out := operatortest.Check(t, s, []operators.Batch{randomTicks(t, 1000)}, 20, c.quiet)
			if len(out.Rows) < 100 || len(out.Rows) > 900 {
				t.Errorf("%d of 1000 rows prove little", len(out.Rows))
			}
			agree(t, s, randomTicks(t, 400))
		})
	}
}

// TestDistinctBrokenState damages a snapshot. A damage that can be seen is an error, none is a panic.
func TestDistinctBrokenState(t *testing.T) {
	s := distinct(operatortest.Input(ticks), []relational.TimeKey{{Key: 2}, {Key: 3, Of: step(1000)}}, "K", "D")
	op, err := s.Open(operatortest.Env())
	if err != nil {
		t.Fatal(err)
	}
	b := rows(t, tick(1, "a", 1, 1), tick(1, "b", 1, 1))[0].Batch
	if err := op.Process(0, b, &discard{}); err != nil {
		t.Fatal(err)
	}
	breakState(t, s, operatortest.Snapshot(t, op.(operators.Stateful)), "")
}

func BenchmarkDistinct(b *testing.B) {
	for _, keys := range []int{1000, 1_000_000} {
		b.Run(fmt.Sprint("keys=", keys), func(b *testing.B) {
			s := distinct(operatortest.Input(bids), []relational.TimeKey{{Key: 1, Of: step(10_000)}}, "KEY")
			run := runner(b, s, newFeed(keys, 512))
			run(1000)
			b.ReportAllocs()
			b.ResetTimer()
			run(b.N)
			b.ReportMetric(float64(b.N)*operators.MaxBatchRows/b.Elapsed().Seconds()/1e6, "Mrows/s")
		})
	}
}

// TestDistinctAllocations checks that rows cost no allocation, whether they are new or not.
func TestDistinctAllocations(t *testing.T) {
	s := distinct(operatortest.Input(bids), []relational.TimeKey{{Key: 1, Of: step(100)}}, "KEY")
	run := runner(t, s, newFeed(100_000, 20))
	run(100)
	if n := testing.AllocsPerRun(100, func() { run(1) }); n > 16 {
		t.Errorf("%v allocations for a batch", n)
	}
	op, err := s.Open(operatortest.Env())
	if err != nil {
		t.Fatal(err)
	}
	b := newFeed(1, 1).next()
	one := vec.Slice(b, 0, 1)
	if err := op.Process(0, one, &discard{}); err != nil {
		t.Fatal(err)
	}
	if n := testing.AllocsPerRun(20, func() { _ = op.Process(0, b, &discard{}) }); n > 1 {
		t.Errorf("%v allocations for a batch of rows that were seen", n)
	}
}

func TestExplainOthers(t *testing.T) {
	in := operatortest.Input(ticks)
	var got []string
	for _, s := range []operators.Spec{
		stagger(60_000, []expr.Node{step(60), col("K")}, call(t, "COUNT", false), call(t, "MAX", false, col("V"))),
		&relational.Sort{Input: in, Time: relational.TimeKey{Of: step(60)}, By: by(ticks, "M", "-V")},
		&relational.Sort{Input: in, Time: byRowtime, Windowed: true, By: by(ticks, "M")},
		&relational.Sort{Input: in, By: by(ticks, "M")},
		distinct(in, []relational.TimeKey{{Key: 2}, {Key: 3, Of: step(60)}}, "K", "V"),
	} {
		n := explain(s)
		got = append(got, n.Title)
		got = append(got, n.Notes...)
	}
	want(t, "explain", got,
		"stagger COUNT(*), MAX(V)", "window: 60000 ms from the first row of a group", "group: STEP(ROWTIME BY 60), K",
		"sort by M, V DESC", "released by each change of STEP(ROWTIME BY 60)",
		"sort by M", "released with each window",
		"sort by M", "released by data alone: a change of M",
		"distinct K, V", "forgotten by data alone: a change of M", "forgotten by each change of STEP(ROWTIME BY 60)")
}
