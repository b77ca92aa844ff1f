package relational_test

import (
	"os"
	"strconv"
	"strings"
	"testing"

	"weir/operators"
	"weir/operators/expr"
	"weir/operators/functions"
	"weir/operators/operatortest"
	"weir/operators/relational"
	"weir/sql/types"
)

// over makes an Over of ticks with one window.
func over(w relational.Window, calls ...relational.OverCall) *relational.Over {
	cols := append([]types.Column{}, ticks.Columns...)
	for i := range calls {
		cols = append(cols, types.Column{Name: calls[i].String(), Type: calls[i].Result})
	}
	return &relational.Over{Input: operatortest.Input(ticks), Windows: []relational.Window{w}, Calls: calls, Cols: types.NewSchema(cols...)}
}

// overCase is a case of testdata/over.txt.
type overCase struct {
	line   int
	window relational.Window
	calls  []relational.OverCall
	rows   []operatortest.Row
	want   []string
}

func overCases(t *testing.T) []overCase {
	t.Helper()
	data, err := os.ReadFile("testdata/over.txt")
	if err != nil {
		t.Fatal(err)
	}
	var cases []overCase
	open := false
	for n, line := range strings.Split(string(data), "\n") {
		words := strings.Fields(line)
		if len(words) == 0 || words[0] == "#" {
			open = open && len(words) > 0
			continue
		}
		if !open {
			cases = append(cases, overCase{line: n + 1})
			open = true
		}
		c := &cases[len(cases)-1]
		switch words[0] {
		case "window":
			c.window = parseWindow(t, words[1:])
		case "call":
			c.calls = append(c.calls, parseCall(t, c.window.Frame, words[1:]))
		default:
			at, _ := strconv.Atoi(words[0])
			c.rows = append(c.rows, tick(operators.Time(at), parseCell(words[1], false), parseCell(words[2], true), nil))
			c.want = append(c.want, strings.Join(words[4:], " "))
		}
	}
	return cases
}

func parseWindow(t *testing.T, words []string) relational.Window {
	t.Helper()
	var w relational.Window
	if words[0] != "-" {
		w.Partition = []expr.Node{col(words[0])}
	}
	w.Frame.Unbounded, w.Frame.Rows = words[1] == "UNBOUNDED", words[1] == "ROWS"
	if len(words) > 2 {
		w.Frame.Preceding = int64(parseCell(words[2], true).(int))
	}
	return w
}

func parseCall(t *testing.T, f functions.Frame, words []string) relational.OverCall {
	t.Helper()
	use := functions.Use{Frame: f}
	var args []expr.Node
	for _, word := range words[1:] {
		switch word {
		case "*":
			use.Star = true
		case "DISTINCT":
			use.Distinct = true
		case "IGNORE":
			use.Nulls = word
		case "FROM":
			use.FromLast = true
		case "LAST":
		default:
			for i, arg := range strings.Split(word, ",") {
				switch {
				case i == 0:
					args = append(args, col(arg))
				case words[0] == "EXP_AVG":
					args = append(args, &expr.Literal{V: types.Value{Type: types.IntervalType(types.Second, types.Second), Int: int64(parseCell(arg, true).(int))}})
				default:
					args = append(args, number(parseCell(arg, true).(int)))
				}
			}
		}
	}
	return overCall(t, words[0], use, args...)
}

func parseCell(word string, number bool) any {
	if word == "NULL" {
		return nil
	}
	if !number {
		return word
	}
	n, err := strconv.Atoi(word)
	if err != nil {
		panic(err)
	}
	return n
}

// TestOverExamples runs the cases of testdata/over.txt, also with the state taken out and back in after every row.
func TestOverExamples(t *testing.T) {
	for _, c := range overCases(t) {
		for _, restore := range []bool{false, true} {
			var steps []operatortest.Step
			for _, row := range c.rows {
				steps = append(steps, operatortest.Step{In: rows(t, row), Promise: row.At, Restore: restore})
			}
			out := operatortest.Run(t, over(c.window, c.calls...), steps...)
			for i, line := range out.Rows {
				line, failure, failed := strings.Cut(line, " !1 ")
				cells := strings.Split(line, ", ")[len(ticks.Columns):]
				for k, cell := range cells {
					if failed && cell == "NULL" {
						cells[k] = failure
					}
				}
				if got := strings.Join(cells, " "); got != c.want[i] {
					t.Errorf("line %d, row %d: %s, want %s", c.line, i, got, c.want[i])
				}
			}
			if len(out.Rows) != len(c.want) {
				t.Errorf("line %d: %d rows, want %d", c.line, len(out.Rows), len(c.want))
			}
		}
	}
}

// TestOverFailures checks which rows stay in a window: those that only a result makes fail, not those that WHERE or an
// argument of any call does.
func TestOverFailures(t *testing.T) {
	w := relational.Window{Frame: functions.Frame{Preceding: 100}}
	use := functions.Use{Frame: w.Frame}
	ratio := overCall(t, "SUM", use, arith(number(60), '/', col("V")))
	ratio.Item = 2
	star := use
	star.Star = true
	count := overCall(t, "COUNT", star)
	count.Item = 3
	sum := overCall(t, "SUM", use, col("M"))
	sum.Item = 4
	const most = 1<<63 - 1
	b := rows(t, tick(1, "a", 10, most), tick(2, "a", 0, 1), tick(3, "a", 20, 1), tick(4, "a", 30, -1), tick(5, "a", 0, 0), tick(6, "a", 60, 0))
	b[0].Batch.Failed = []operators.Failure{{Row: 3, Code: types.DomainError}, {Row: 4, Code: types.DomainError}}
	out := operatortest.Run(t, over(w, ratio, count, sum), operatortest.Step{In: b, Promise: 6})
	want(t, "rows", out.Rows,
		"1: a, 10, 9223372036854775807, NULL, NULL, 6, 1, 9223372036854775807",
		"2: a, 0, 1, NULL, NULL, NULL, NULL, NULL !2 divide-by-zero",
		"3: a, 20, 1, NULL, NULL, 9, 2, NULL !4 numeric-overflow",
		"4: a, 30, -1, NULL, NULL, NULL, NULL, NULL !0 domain-error",
		"5: a, 0, 0, NULL, NULL, NULL, NULL, NULL !0 domain-error",
		"6: a, 60, 0, NULL, NULL, 10, 3, NULL !4 numeric-overflow")
}

// TestOverPartitionFails checks a key that cannot be computed.
func TestOverPartitionFails(t *testing.T) {
	w := relational.Window{Partition: []expr.Node{arith(number(6), '/', col("V"))}, Frame: functions.Frame{Rows: true, Preceding: 5}}
	call := overCall(t, "COUNT", functions.Use{Frame: w.Frame}, col("V"))
	call.Item = 7
	out := operatortest.Run(t, over(w, call), operatortest.Step{In: rows(t, tick(1, "a", 0, 1), tick(2, "a", 6, 1), tick(3, "a", 5, 1)), Promise: 6})
	want(t, "rows", out.Rows,
		"1: a, 0, 1, NULL, NULL, NULL !7 divide-by-zero", "2: a, 6, 1, NULL, NULL, 1", "3: a, 5, 1, NULL, NULL, 2")
}

func TestOverExplain(t *testing.T) {
	f := functions.Frame{Preceding: 60_500}
	s := over(relational.Window{Partition: []expr.Node{col("K")}, Frame: f}, overCall(t, "AVG", functions.Use{Frame: f}, col("V")))
	lag := overCall(t, "LAG", functions.Use{Nulls: "IGNORE", Frame: functions.Frame{Rows: true, Preceding: 3}}, col("V"), &expr.Literal{V: types.Value{Type: types.IntegerType, Int: 2}})
	lag.Window = 1
	s.Windows = append(s.Windows, relational.Window{Partition: []expr.Node{col("K")}, Frame: functions.Frame{Rows: true, Preceding: 3}})
	s.Calls = append(s.Calls, lag)
	want(t, "explain", strings.Split(strings.TrimSpace(explain(s).String()), "\n"),
		`over AVG(V), LAG(V, 2) IGNORE NULLS`,
		`    window: PARTITION BY K RANGE INTERVAL '60.500' SECOND PRECEDING: AVG(V)`,
		`    window: PARTITION BY K ROWS 3 PRECEDING: LAG(V, 2) IGNORE NULLS`,
		`    state: a frame of every key that ever came, for ROWS 3 PRECEDING`)
	if keys := s.Keys(); len(keys) != 1 || len(keys[0]) != 1 || keys[0][0] != 0 {
		t.Errorf("keys are %v", keys)
	}
	s.Windows[1].Partition = nil
	if s.Keys() != nil {
		t.Errorf("windows differ, but keys are %v", s.Keys())
	}
}
