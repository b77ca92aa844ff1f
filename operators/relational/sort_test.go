package relational_test

import (
	"fmt"
	"testing"

	"weir/operators"
	"weir/operators/expr"
	"weir/operators/operatortest"
	"weir/operators/relational"
	"weir/sql/types"
)

var byRowtime = relational.TimeKey{Of: &expr.Rowtime{}, Inclusive: true}

// by makes sort keys: "V" ascending, "-V" descending.
func by(cols *types.Schema, names ...string) []operators.SortKey {
	keys := make([]operators.SortKey, len(names))
	for i, name := range names {
		if keys[i].Desc = name[0] == '-'; keys[i].Desc {
			name = name[1:]
		}
		keys[i].Column = cols.Index(name)
	}
	return keys
}

// clocked is ticks with a time key in front, as a Project below a sort computes it.
func clocked(key expr.Node) *relational.Project {
	return project(operatortest.Input(ticks), key, col("K"), col("V"), col("M"), col("F"), col("D"))
}

// sorted is clocked rows sorted by their key and others.
func sorted(key expr.Node, of relational.TimeKey, others ...string) chain {
	p := clocked(key)
	return chain{p, &relational.Sort{Input: p, Time: of, By: append([]operators.SortKey{{Column: 0}}, by(p.Cols, others...)...)}}
}

func TestSortReleases(t *testing.T) {
	s := &relational.Sort{Input: operatortest.Input(ticks), Time: relational.TimeKey{Of: step(60)}, By: by(ticks, "M", "-V", "K")}
	op, err := s.Open(operatortest.Env())
	if err != nil {
		t.Fatal(err)
	}
	out := operatortest.NewOutput(t, s.Schema())
	advance := func(at, waits operators.Time, held int, lines ...string) {
		t.Helper()
		out.Rows = nil
		if got, err := op.Advance(at, out); err != nil || got != at {
			t.Fatalf("advance(%d) gives %d, %v", at, got, err)
		}
		want(t, fmt.Sprint("at ", at), out.Rows, lines...)
		if h, until := op.(operators.Waiter).Waiting(); until != waits || h.Rows != held || (h.Bytes > 0) != (held > 0) {
			t.Errorf("waits until %d, holds %v, want %d and %d rows", until, h, waits, held)
		}
	}
	process := func(of ...operatortest.Row) {
		t.Helper()
		if err := op.Process(0, rows(t, of...)[0].Batch, out); err != nil {
			t.Fatal(err)
		}
	}
	advance(0, operators.EndOfTime, 0)
	process(tick(10, "b", 2, 0), tick(20, "a", nil, 0), tick(20, "c", 10, 0))
	advance(20, 60, 3)
	process(tick(59, nil, 2, 0))
	advance(59, 60, 4)
	advance(60, operators.EndOfTime, 0, "60: c, 10, 0, NULL, NULL", "60: NULL, 2, 0, NULL, NULL", "60: b, 2, 0, NULL, NULL", "60: a, NULL, 0, NULL, NULL")
	// A pause, and three batches in one step: the last one stays.
	process(tick(60, "b", 1, 0), tick(61, "a", 2, 0), tick(300, "b", 1, 0), tick(310, "a", 1, 0))
	process(tick(365, "b", 1, 0))
	advance(365, 420, 1, "120: a, 2, 0, NULL, NULL", "120: b, 1, 0, NULL, NULL", "360: a, 1, 0, NULL, NULL", "360: b, 1, 0, NULL, NULL")
	advance(operators.EndOfTime, operators.EndOfTime, 0, "420: b, 1, 0, NULL, NULL")
}

// TestSortByRowtime checks that rows of equal ROWTIME are sorted, and keep it.
func TestSortByRowtime(t *testing.T) {
	s := &relational.Sort{Input: operatortest.Input(ticks), Time: byRowtime, By: by(ticks, "M", "K")}
	out := operatortest.Run(t, s,
		operatortest.Step{In: rows(t, tick(1, "b", 0, 0), tick(2, "b", 0, 0)), Promise: 2, Restore: true},
		operatortest.Step{In: rows(t, tick(2, "a", 0, 0)), Promise: 2})
	want(t, "at 2", out.Rows, "1: b, 0, 0, NULL, NULL")
	out = operatortest.Run(t, s,
		operatortest.Step{In: rows(t, tick(1, "b", 0, 0), tick(2, "b", 0, 0)), Promise: 2, Restore: true},
		operatortest.Step{In: rows(t, tick(2, "a", 0, 0)), Promise: 3})
	want(t, "at 3", out.Rows, "1: b, 0, 0, NULL, NULL", "2: a, 0, 0, NULL, NULL", "2: b, 0, 0, NULL, NULL")
}

// TestSortCeil checks that a key which includes its last instant is not finished by a promise of that instant.
func TestSortCeil(t *testing.T) {
	s := &relational.Sort{Input: operatortest.Input(ticks), Time: relational.TimeKey{Of: ceil(60), Inclusive: true}, By: by(ticks, "M", "K")}
	step := operatortest.Step{In: rows(t, tick(10, "b", 1, 0), tick(60, "a", 1, 0)), Promise: 60, Restore: true}
	want(t, "at 60", operatortest.Run(t, s, step).Rows)
	want(t, "at 61", operatortest.Run(t, s, step, operatortest.Step{Promise: 61}).Rows, "60: a, 1, 0, NULL, NULL", "60: b, 1, 0, NULL, NULL")
}

// TestSortData checks a leading key of which only data can tell that it has changed.
func TestSortData(t *testing.T) {
	s := &relational.Sort{Input: operatortest.Input(ticks), By: by(ticks, "M", "V")}
	out := operatortest.Run(t, s,
		operatortest.Step{In: rows(t, tick(10, "a", 2, 1), tick(20, "b", 1, 1)), Promise: 90, Restore: true},
		operatortest.Step{In: rows(t, tick(90, "c", 3, 1), tick(91, "d", 3, 2), tick(92, "e", 2, 2), tick(93, "f", 0, nil)), Promise: 93, Restore: true},
		operatortest.Step{In: rows(t, tick(94, "g", -1, nil)), Promise: 99},
		operatortest.Step{Promise: operators.EndOfTime})
	want(t, "rows", out.Rows,
		"91: b, 1, 1, NULL, NULL", "91: a, 2, 1, NULL, NULL", "91: c, 3, 1, NULL, NULL",
		"93: e, 2, 2, NULL, NULL", "93: d, 3, 2, NULL, NULL",
		"99: g, -1, NULL, NULL, NULL", "99: f, 0, NULL, NULL, NULL")
}

// TestSortGroups checks that the results of windows keep their ROWTIME, and leave with their window.
func TestSortGroups(t *testing.T) {
	group := tumble([]expr.Node{step(60), col("K")}, byStep, call(t, "SUM", false, col("V")))
	s := chain{group, &relational.Sort{Input: group, Time: byRowtime, Windowed: true, By: []operators.SortKey{{Column: 0}, {Column: 2, Desc: true}}}}
	out := operatortest.Run(t, s,
		operatortest.Step{In: rows(t, tick(1, "a", 1, 0), tick(2, "b", 5, 0), tick(3, "c", 3, 0)), Promise: 59, Restore: true},
		operatortest.Step{Promise: 60})
	want(t, "at 60", out.Rows, "60: 1970-01-01 00:00:00, b, 5", "60: 1970-01-01 00:00:00, c, 3", "60: 1970-01-01 00:00:00, a, 1")

	windows := stagger(60, []expr.Node{col("K")}, call(t, "SUM", false, col("V")))
	s = chain{windows, &relational.Sort{Input: windows, Time: byRowtime, Windowed: true, By: []operators.SortKey{{Column: 1}}}}
	out = operatortest.Run(t, s,
		operatortest.Step{In: rows(t, tick(1, "a", 5, 0), tick(1, "b", 4, 0), tick(2, "c", 3, 0)), Promise: 60, Restore: true},
		operatortest.Step{Promise: 61, Restore: true},
		operatortest.Step{Promise: operators.EndOfTime})
	want(t, "windows", out.Rows, "61: b, 4", "61: a, 5", "62: c, 3")
}

// TestSortRejects checks that a row that failed is reported, and does not open a batch.
func TestSortRejects(t *testing.T) {
	s := &relational.Sort{Input: operatortest.Input(ticks), By: by(ticks, "M", "V")}
	in := rows(t, tick(1, "a", 2, 1), tick(2, "b", 1, 2), tick(3, "c", 1, 1))
	in[0].Batch.Failed = []operators.Failure{{Row: 1, Item: 3, Code: types.Overflow}}
	out := operatortest.Run(t, s, operatortest.Step{In: in, Promise: operators.EndOfTime})
	want(t, "rows", out.Rows, "3: c, 1, 1, NULL, NULL", "3: a, 2, 1, NULL, NULL")
	want(t, "rejected", out.Rejected, "2: b, 1, 2, NULL, NULL !3 numeric-overflow")
}

// TestSortUnread checks columns that nobody reads.
func TestSortUnread(t *testing.T) {
	s := &relational.Sort{Input: operatortest.Input(ticks), Time: byRowtime, By: by(ticks, "M", "V")}
	in := rows(t, tick(1, "a", 2, 1), tick(1, "b", 1, 1))
	in[0].Batch.Cols[0], in[0].Batch.Cols[4] = nil, nil
	out := operatortest.Run(t, s, operatortest.Step{In: in, Promise: 1, Restore: true}, operatortest.Step{Promise: 2})
	want(t, "rows", out.Rows, "1: -, 1, 1, NULL, -", "1: -, 2, 1, NULL, -")
}

// TestSortCuts is the property that what comes out depends on rows alone, and is what the definition says.
func TestSortCuts(t *testing.T) {
	for _, c := range []struct {
		name   string
		key    expr.Node
		of     relational.TimeKey
		others []string
		quiet  operators.Time
	}{
		{"step", step(60), relational.TimeKey{Of: step(60)}, []string{"K", "-V"}, 300},
		{"step alone", step(7), relational.TimeKey{Of: step(7)}, nil, 30},
		{"ceil", ceil(60), relational.TimeKey{Of: ceil(60), Inclusive: true}, []string{"-D", "F"}, 100},
		{"every instant", &expr.Rowtime{}, byRowtime, []string{"-K", "M"}, 3},
		{"data", col("M"), relational.TimeKey{}, []string{"F", "V"}, 0},
		{"by numbers", step(500), relational.TimeKey{Of: step(500)}, []string{"V", "-F", "D"}, 300},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := sorted(c.key, c.of, c.others...)
			out := operatortest.Check(t, s, []operators.Batch{randomTicks(t, 1000)}, 20, c.quiet)
			if len(out.Rows) != 1000 {
				t.Errorf("%d rows, want 1000", len(out.Rows))
			}
			agree(t, s, randomTicks(t, 400))
		})
	}
	windows := stagger(30, []expr.Node{col("K")}, call(t, "COUNT", false), call(t, "MAX", false, col("V")))
	ordered := &relational.Sort{Input: windows, Time: byRowtime, Windowed: true, By: []operators.SortKey{{Column: 1, Desc: true}, {Column: 2}}}
	operatortest.Check(t, chain{windows, ordered}, []operators.Batch{randomTicks(t, 1000)}, 20, 100)
	agree(t, chain{windows, ordered}, randomTicks(t, 400))

	groups := tumble([]expr.Node{ceil(30), col("K")}, []relational.TimeKey{{Key: 0, Of: ceil(30), Inclusive: true}}, call(t, "COUNT", false))
	ordered = &relational.Sort{Input: groups, Time: byRowtime, Windowed: true, By: []operators.SortKey{{Column: 0}, {Column: 2, Desc: true}}}
	operatortest.Check(t, chain{groups, ordered}, []operators.Batch{randomTicks(t, 1000)}, 20, 100)
	agree(t, chain{groups, ordered}, randomTicks(t, 400))
}

// TestSortMany checks a batch that is larger than a batch of rows may be, in rows and in bytes.
func TestSortMany(t *testing.T) {
	s := &relational.Sort{Input: operatortest.Input(ticks), Time: relational.TimeKey{Of: step(1000)}, By: by(ticks, "M", "V")}
	var steps []operatortest.Step
	text := fmt.Sprintf("%0300d", 1)
	for i := range 3 {
		var of []operatortest.Row
		for k := range 3000 {
			of = append(of, tick(operators.Time(i), text, 9000-3*k-i, 0))
		}
		steps = append(steps, operatortest.Step{In: rows(t, of...), Promise: operators.Time(i), Restore: true})
	}
	out := operatortest.Run(t, s, append(steps, operatortest.Step{Promise: 1000})...)
	if len(out.Rows) != 9000 || len(out.Batches) < 3 {
		t.Fatalf("%d rows in %d batches, want 9000 in more than two", len(out.Rows), len(out.Batches))
	}
	for i, line := range out.Rows {
		if want := fmt.Sprintf("1000: %s, %d, 0, NULL, NULL", text, i+1); line != want {
			t.Fatalf("row %d is %s, want %s", i, line, want)
		}
	}
}
