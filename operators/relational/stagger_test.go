package relational_test

import (
	"fmt"
	"testing"

	"weir/operators"
	"weir/operators/expr"
	"weir/operators/functions"
	"weir/operators/operatortest"
	"weir/operators/relational"
	"weir/sql/types"
)

func stagger(length int64, by []expr.Node, calls ...functions.AggCall) *relational.Stagger {
	of := tumble(by, nil, calls...)
	return &relational.Stagger{Input: of.Input, By: by, Length: length, Calls: calls, Cols: of.Cols}
}

// TestStaggerByEventMinute is the example of the documentation: the window of an event's minute opens with its first row.
func TestStaggerByEventMinute(t *testing.T) {
	const second = 1000
	minute := &expr.Call{Name: "MINUTE", Args: []expr.Node{col("V")}, T: types.BigIntType, Fn: expr.Unary(func(t int64) int64 { return t / 60 * 60 })}
	s := stagger(60*second, []expr.Node{minute, col("K")}, call(t, "COUNT", false))
	in := rows(t, tick(20*second, "AMZN", 10, 0), tick(30*second, "AMZN", 20, 0), tick(65*second, "AMZN", 55, 0), tick(75*second, "AMZN", 65, 0))
	out := operatortest.Run(t, s,
		operatortest.Step{In: in, Promise: 75 * second, Restore: true},
		operatortest.Step{Promise: 80*second - 1},
		operatortest.Step{Promise: 80 * second, Restore: true},
		operatortest.Step{Promise: operators.EndOfTime})
	want(t, "rows", out.Rows, "80000: 0, AMZN, 3", "135000: 60, AMZN, 1")
}

// TestStaggerReopens checks that a row at the close, and one for a key that has been written out, open new windows: also
// while the first window of the key is not out.
func TestStaggerReopens(t *testing.T) {
	s := stagger(10, []expr.Node{col("K")}, call(t, "COUNT", false), call(t, "FIRST_VALUE", false, col("V")), call(t, "LAST_VALUE", false, col("V")))
	op, err := s.Open(operatortest.Env())
	if err != nil {
		t.Fatal(err)
	}
	out := operatortest.NewOutput(t, s.Schema())
	advance := func(at, waits operators.Time, lines ...string) {
		t.Helper()
		out.Rows = nil
		if got, err := op.Advance(at, out); err != nil || got != at {
			t.Fatalf("advance(%d) gives %d, %v", at, got, err)
		}
		want(t, fmt.Sprint("at ", at), out.Rows, lines...)
		if held, until := op.(operators.Waiter).Waiting(); until != waits || held.Rows != 0 {
			t.Errorf("waits until %d with %d rows held, want %d and none", until, held.Rows, waits)
		}
	}
	process := func(of ...operatortest.Row) {
		t.Helper()
		if err := op.Process(0, rows(t, of...)[0].Batch, out); err != nil {
			t.Fatal(err)
		}
	}
	advance(0, operators.EndOfTime)
	process(tick(1, "a", 1, 0), tick(10, "a", 2, 0), tick(11, "a", 3, 0), tick(20, "a", nil, 0), tick(21, "a", 5, 0))
	advance(10, 11)
	advance(11, 21, "11: a, 2, 1, 2")
	advance(21, 31, "21: a, 2, 3, NULL")
	process(tick(21, "a", 6, 0), tick(23, nil, nil, 0), tick(24, nil, 7, 0))
	advance(31, 33, "31: a, 2, 5, 6")
	process(tick(40, "a", 8, 0))
	advance(40, 50, "33: NULL, 2, NULL, 7")
	advance(operators.EndOfTime, operators.EndOfTime, "50: a, 1, 8, 8")
}

// TestStaggerOrder checks that results of one instant come in the order in which their windows opened.
func TestStaggerOrder(t *testing.T) {
	s := stagger(10, []expr.Node{col("K")}, call(t, "SUM", false, col("V")))
	in := rows(t, tick(1, "c", 1, 0), tick(1, "a", 2, 0), tick(1, "b", 3, 0), tick(2, "a", 4, 0), tick(11, "b", 5, 0), tick(11, "a", 6, 0))
	out := operatortest.Run(t, s, operatortest.Step{In: in, Promise: operators.EndOfTime})
	want(t, "rows", out.Rows, "11: c, 1", "11: a, 6", "11: b, 3", "21: b, 5", "21: a, 6")
}

// TestStaggerNoKeys checks windows of all rows together.
func TestStaggerNoKeys(t *testing.T) {
	s := stagger(10, nil, call(t, "COUNT", false))
	in := rows(t, tick(1, "c", 1, 0), tick(5, "a", 2, 0), tick(11, "b", 3, 0), tick(60, "b", 3, 0))
	out := operatortest.Run(t, s, operatortest.Step{In: in, Promise: 60, Restore: true}, operatortest.Step{Promise: 100})
	want(t, "rows", out.Rows, "11: 2", "21: 1", "70: 1")
}

// TestStaggerHaving checks that results can be filtered, and that one that does not fit is reported for the item that reads
// it.
func TestStaggerHaving(t *testing.T) {
	const most = 1<<63 - 1
	group := stagger(10, []expr.Node{col("K")}, call(t, "SUM", false, col("V")), call(t, "COUNT", false))
	in := rows(t, tick(1, "a", 1, 0), tick(1, "b", most, 0), tick(2, "b", 1, 0), tick(3, "c", 4, 0), tick(4, "c", 5, 0))
	grouped := operatortest.Run(t, group, operatortest.Step{In: in, Promise: operators.EndOfTime})
	want(t, "groups", grouped.Rows, "11: a, 1, 1", "11: b, NULL, 2 !2 numeric-overflow", "13: c, 9, 2")

	read := func(i int) expr.Node {
		return &expr.Column{Index: i, Name: group.Cols.Columns[i].Name, T: group.Cols.Columns[i].Type}
	}
	having := &relational.Filter{Input: group, Cond: compare(read(2), ">", number(1))}
	s := project(having, read(0), &expr.Rowtime{}, read(1))
	out := operatortest.Run(t, chain{group, having, s}, operatortest.Step{In: in, Promise: operators.EndOfTime})
	want(t, "rows", out.Rows, "13: c, 1970-01-01 00:00:00.013, 9")
	want(t, "rejected", out.Rejected, "11: b, 1970-01-01 00:00:00.011, NULL !3 numeric-overflow")
}

// TestStaggerRejects checks that a row that cannot be computed opens no window.
func TestStaggerRejects(t *testing.T) {
	s := stagger(10, []expr.Node{arith(number(6), '/', col("M"))}, call(t, "SUM", false, arith(number(100), '/', col("V"))))
	in := rows(t, tick(1, "a", 10, 0), tick(2, "a", 0, 3), tick(3, "a", 20, 3), tick(12, "a", 5, 3))
	out := operatortest.Run(t, s, operatortest.Step{In: in, Promise: operators.EndOfTime})
	want(t, "rows", out.Rows, "13: 2, 25")
	want(t, "rejected", out.Rejected, "1: NULL, 10 !1 divide-by-zero", "2: 2, NULL !2 divide-by-zero")
}

// exactCalls are aggregates of every kind of state whose results do not depend on how they are computed.
func exactCalls(t testing.TB) []functions.AggCall {
	calls := []functions.AggCall{call(t, "COUNT", false)}
	for _, name := range []string{"COUNT", "SUM", "AVG", "MIN", "MAX", "FIRST_VALUE", "LAST_VALUE"} {
		calls = append(calls, call(t, name, false, col("F")), call(t, name, false, col("V")))
	}
	for _, name := range []string{"MIN", "MAX", "FIRST_VALUE", "LAST_VALUE"} {
		calls = append(calls, call(t, name, false, col("K")), call(t, name, false, col("D")))
	}
	return append(calls, call(t, "SUM", true, col("V")), call(t, "AVG", true, col("D")),
		call(t, "EVERY", false, compare(col("V"), ">", number(3))), call(t, "SUM", false, arith(number(60), '/', col("V"))))
}

// TestStaggerCuts is the property that results depend on rows alone, and are what the definition says.
func TestStaggerCuts(t *testing.T) {
	for _, c := range []struct {
		name   string
		length int64
		by     []expr.Node
	}{
		{"by a text", 30, []expr.Node{col("K")}},
		{"by a number", 7, []expr.Node{col("V")}},
		{"by several", 200, []expr.Node{col("K"), col("M"), col("D")}},
		{"by time", 50, []expr.Node{step(20), col("K")}},
		{"shorter than any pause", 1, []expr.Node{col("M")}},
		{"no keys", 10, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			calls := exactCalls(t)
			s := stagger(c.length, c.by, append(calls, call(t, "STDDEV", false, col("F")))...)
			out := operatortest.Check(t, s, []operators.Batch{randomTicks(t, 1000)}, 20, 300)
			if len(out.Rows) < 20 || len(out.Rejected) < 20 {
				t.Errorf("%d rows and %d rejected rows prove little", len(out.Rows), len(out.Rejected))
			}
			agree(t, stagger(c.length, c.by, calls...), randomTicks(t, 400))
		})
	}
}
