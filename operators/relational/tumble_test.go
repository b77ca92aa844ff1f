package relational_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/apache/arrow/go/v15/arrow/decimal128"

	"weir/operators"
	"weir/operators/expr"
	"weir/operators/operatortest"
	"weir/operators/relational"
	"weir/sql/types"
)

var (
	byStep = []relational.TimeKey{{Key: 0, Of: step(60)}}
	byCeil = []relational.TimeKey{{Key: 0, Of: ceil(60), Inclusive: true}}
	byData = []relational.TimeKey{{Key: 0}}
)

func TestTumbleClosesByTime(t *testing.T) {
	s := tumble([]expr.Node{step(60), col("K")}, byStep, call(t, "COUNT", false), call(t, "SUM", false, col("V")), call(t, "AVG", false, col("V")))
	op, err := s.Open(operatortest.Env())
	if err != nil {
		t.Fatal(err)
	}
	out := operatortest.NewOutput(t, s.Schema())
	advance := func(at operators.Time, waits operators.Time, lines ...string) {
		t.Helper()
		out.Rows = nil
		if got, err := op.Advance(at, out); err != nil || got != at {
			t.Fatalf("advance(%d) gives %d, %v", at, got, err)
		}
		want(t, fmt.Sprint("at ", at), out.Rows, lines...)
		if _, until := op.(operators.Waiter).Waiting(); until != waits {
			t.Errorf("waits until %d, want %d", until, waits)
		}
	}
	process := func(of ...operatortest.Row) {
		t.Helper()
		if err := op.Process(0, rows(t, of...)[0].Batch, out); err != nil {
			t.Fatal(err)
		}
	}
	advance(0, operators.EndOfTime)
	process(tick(10, "b", 2, 0), tick(20, "a", 9, 0), tick(20, "b", 10, 0), tick(20, nil, nil, 0))
	advance(20, 60)
	advance(59, 60)
	process(tick(59, "b", 10, 0))
	advance(60, operators.EndOfTime, "60: 1970-01-01 00:00:00, b, 3, 22, 7", "60: 1970-01-01 00:00:00, a, 1, 9, 9", "60: 1970-01-01 00:00:00, NULL, 1, NULL, NULL")
	// A pause: the result keeps the instant at which its window ended. Rows of two windows in one step.
	process(tick(130, "b", -7, 0), tick(185, "c", 1, 0))
	advance(185, 240, "180: 1970-01-01 00:00:00.120, b, 1, -7, -7")
	advance(operators.EndOfTime, operators.EndOfTime, "240: 1970-01-01 00:00:00.180, c, 1, 1, 1")
}

// TestTumbleCeil checks that a row at the boundary belongs to the window that ends there, and that a promise of it closes
// nothing.
func TestTumbleCeil(t *testing.T) {
	s := tumble([]expr.Node{ceil(60)}, byCeil, call(t, "COUNT", false))
	out := operatortest.Run(t, s,
		operatortest.Step{In: rows(t, tick(10, "a", 1, 0)), Promise: 60},
		operatortest.Step{In: rows(t, tick(60, "a", 1, 0)), Promise: 60, Restore: true})
	want(t, "at the boundary", out.Rows)
	out = operatortest.Run(t, s,
		operatortest.Step{In: rows(t, tick(10, "a", 1, 0), tick(60, "a", 1, 0)), Promise: 60, Restore: true},
		operatortest.Step{Promise: 61})
	want(t, "behind the boundary", out.Rows, "60: 1970-01-01 00:00:00.060, 2")
}

// TestTumbleData checks windows that only data can close.
func TestTumbleData(t *testing.T) {
	s := tumble([]expr.Node{col("M"), col("K")}, byData, call(t, "COUNT", false), call(t, "LAST_VALUE", false, col("V")))
	out := operatortest.Run(t, s,
		operatortest.Step{In: rows(t, tick(10, "a", 1, 1), tick(20, "a", 2, 1)), Promise: 20, Restore: true},
		operatortest.Step{In: rows(t, tick(30, "b", 3, 2), tick(40, "b", 4, 1), tick(40, "c", 5, nil), tick(50, "c", nil, nil)), Promise: 50},
		operatortest.Step{Promise: operators.EndOfTime})
	want(t, "rows", out.Rows, "30: 1, a, 2, 2", "40: 2, b, 1, 3", "40: 1, b, 1, 4", "50: NULL, c, 2, NULL")

	late := operatortest.Run(t, s,
		operatortest.Step{In: rows(t, tick(10, "a", 1, 1)), Promise: 90, Restore: true},
		operatortest.Step{Promise: operators.EndOfTime})
	want(t, "a result behind the last promise", late.Rows, "90: 1, a, 1, 1")
}

// TestTumbleSeveralTimeKeys checks that any change finishes all groups, at the least of the ends.
func TestTumbleSeveralTimeKeys(t *testing.T) {
	s := tumble([]expr.Node{step(60), col("M"), ceil(20)},
		[]relational.TimeKey{{Key: 0, Of: step(60)}, {Key: 1}, {Key: 2, Of: ceil(20), Inclusive: true}}, call(t, "SUM", false, col("V")))
	out := operatortest.Run(t, s,
		operatortest.Step{In: rows(t, tick(1, "a", 1, 1), tick(2, "b", 2, 1), tick(5, "a", 4, 2), tick(20, "a", 8, 2), tick(55, "a", 16, 2), tick(60, "a", 32, 2)), Promise: 60},
		operatortest.Step{Promise: 200})
	want(t, "rows", out.Rows,
		"5: 1970-01-01 00:00:00, 1, 1970-01-01 00:00:00.020, 3",
		"20: 1970-01-01 00:00:00, 2, 1970-01-01 00:00:00.020, 12",
		"60: 1970-01-01 00:00:00, 2, 1970-01-01 00:00:00.060, 16",
		"60: 1970-01-01 00:00:00.060, 2, 1970-01-01 00:00:00.060, 32")
}

// TestTumbleRejects checks that rows that fail stay out of every group and are reported once, with their first failure.
func TestTumbleRejects(t *testing.T) {
	ratio := arith(number(100), '/', col("V"))
	s := tumble([]expr.Node{step(60), arith(number(6), '/', col("M"))}, byStep, call(t, "COUNT", false), call(t, "SUM", false, ratio))
	b := rows(t, tick(1, "a", 10, 1), tick(2, "a", 0, 0), tick(3, "a", 0, 3), tick(4, "a", 20, 3), tick(5, "a", 5, 1))
	b[0].Batch.Failed = []operators.Failure{{Row: 4, Code: types.DomainError}}
	out := operatortest.Run(t, s, operatortest.Step{In: b, Promise: operators.EndOfTime})
	want(t, "rows", out.Rows, "60: 1970-01-01 00:00:00, 6, 1, 10", "60: 1970-01-01 00:00:00, 2, 1, 5")
	want(t, "rejected", out.Rejected,
		"2: 1970-01-01 00:00:00, NULL, NULL !2 divide-by-zero",
		"3: 1970-01-01 00:00:00, 2, NULL !3 divide-by-zero",
		"5: 1970-01-01 00:00:00, 6, 20 !0 domain-error")
}

// TestTumbleFailingResult checks that a result that does not fit travels on as a failure.
func TestTumbleFailingResult(t *testing.T) {
	const most = 1<<63 - 1
	s := tumble([]expr.Node{step(60), col("K")}, byStep, call(t, "COUNT", false), call(t, "SUM", false, col("V")))
	in := rows(t, tick(1, "a", most, 0), tick(2, "b", most, 0), tick(3, "b", 1, 0), tick(4, "c", most, 0), tick(5, "c", 1, 0), tick(6, "c", -1, 0))
	out := operatortest.Run(t, s, operatortest.Step{In: in, Promise: 6, Restore: true}, operatortest.Step{Promise: operators.EndOfTime})
	want(t, "rows", out.Rows,
		"60: 1970-01-01 00:00:00, a, 1, 9223372036854775807",
		"60: 1970-01-01 00:00:00, b, 2, NULL !4 numeric-overflow",
		"60: 1970-01-01 00:00:00, c, 3, 9223372036854775807")
}

// TestTumbleManyGroups checks results of more groups than a batch has rows, and of more bytes.
func TestTumbleManyGroups(t *testing.T) {
	s := tumble([]expr.Node{step(1000), col("V"), col("K")}, []relational.TimeKey{{Key: 0, Of: step(1000)}}, call(t, "COUNT", false))
	var steps []operatortest.Step
	text := fmt.Sprintf("%0300d", 1)
	for i := range 3 {
		var of []operatortest.Row
		for k := range 3000 {
			of = append(of, tick(operators.Time(i), text, i*2000+k, 0))
		}
		steps = append(steps, operatortest.Step{In: rows(t, of...), Promise: operators.Time(i), Restore: true})
	}
	out := operatortest.Run(t, s, append(steps, operatortest.Step{Promise: 1000})...)
	if len(out.Rows) != 7000 || len(out.Batches) < 3 {
		t.Fatalf("%d rows in %d batches, want 7000 in more than two", len(out.Rows), len(out.Batches))
	}
	for i, line := range out.Rows {
		n := 1
		if i >= 2000 && i < 3000 || i >= 4000 && i < 5000 {
			n = 2
		}
		if want := fmt.Sprintf("1000: 1970-01-01 00:00:00, %d, %s, %d", i, text, n); line != want {
			t.Fatalf("row %d is %s, want %s", i, line, want)
		}
	}
}

// TestTumbleCuts is the property that results depend on rows alone.
func TestTumbleCuts(t *testing.T) {
	calls := func(names ...string) []string { return names }
	plain := calls("COUNT", "SUM", "AVG", "MIN", "MAX", "STDDEV", "VAR_POP", "FIRST_VALUE", "LAST_VALUE")
	for _, c := range []struct {
		name  string
		by    []expr.Node
		timed []relational.TimeKey
		quiet operators.Time
	}{
		{"step", []expr.Node{step(60), col("K")}, byStep, 300},
		{"no other key", []expr.Node{step(7)}, []relational.TimeKey{{Key: 0, Of: step(7)}}, 30},
		{"ceil, keys around it", []expr.Node{col("K"), ceil(60), col("D"), col("F")}, []relational.TimeKey{{Key: 1, Of: ceil(60), Inclusive: true}}, 100},
		{"every instant", []expr.Node{&expr.Rowtime{}, col("V")}, []relational.TimeKey{{Key: 0, Of: &expr.Rowtime{}, Inclusive: true}}, 3},
		{"data", []expr.Node{col("M"), col("K")}, byData, 0},
		{"data and time", []expr.Node{col("M"), col("K"), step(50)}, []relational.TimeKey{{Key: 0}, {Key: 2, Of: step(50)}}, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := tumble(c.by, c.timed, call(t, "COUNT", false))
			for _, name := range plain {
				s.Calls = append(s.Calls, call(t, name, false, col("F")), call(t, name, false, col("V")))
			}
			for _, name := range []string{"SUM", "AVG", "MAX", "FIRST_VALUE"} {
				s.Calls = append(s.Calls, call(t, name, false, col("D")))
			}
			for _, name := range []string{"MIN", "MAX", "FIRST_VALUE", "LAST_VALUE"} {
				s.Calls = append(s.Calls, call(t, name, false, col("K")))
			}
			s.Calls = append(s.Calls,
				call(t, "SUM", true, col("V")), call(t, "AVG", true, col("D")), call(t, "STDDEV", true, col("F")),
				call(t, "ANY", false, compare(col("V"), ">", number(3))), call(t, "EVERY", false, compare(col("V"), ">", number(3))),
				call(t, "SUM", false, arith(number(60), '/', col("V"))))
			s = tumble(c.by, c.timed, s.Calls...)
			out := operatortest.Check(t, s, []operators.Batch{randomTicks(t, 1000)}, 20, c.quiet)
			if len(out.Rows) < 20 || len(out.Rejected) < 20 {
				t.Errorf("%d rows and %d rejected rows prove little", len(out.Rows), len(out.Rejected))
			}
		})
	}
}

func randomTicks(t testing.TB, n int) operators.Batch {
	random := rand.New(rand.NewPCG(11, 12))
	of := make([]operatortest.Row, n)
	at, m := operators.Time(-200), 0
	maybe := func(v any) any {
		if random.IntN(9) == 0 {
			return nil
		}
		return v
	}
	for i := range of {
		switch random.IntN(20) {
		case 0:
			at += operators.Time(random.IntN(200))
		case 1, 2, 3, 4, 5:
			at += operators.Time(random.IntN(3))
		}
		if random.IntN(30) == 0 {
			m += random.IntN(4) - 1
		}
		of[i] = operatortest.R(at, maybe(fmt.Sprint("k", random.IntN(12)*random.IntN(12))), maybe(random.IntN(16)-3), maybe(m),
			maybe(float64(random.IntN(64))/8), maybe(decimal128.FromI64(int64(random.IntN(1000)-400))))
	}
	return operatortest.Batch(t, ticks, of...)
}
