package relational_test

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"

	"weir/operators"
	"weir/operators/expr"
	"weir/operators/functions"
	"weir/operators/operatortest"
	"weir/operators/relational"
	"weir/operators/vec"
	"weir/sql/types"
)

// manyWindows has windows of all kinds over two partitions.
func manyWindows(t *testing.T) *relational.Over {
	t.Helper()
	k, d := []expr.Node{col("K")}, []expr.Node{col("D")}
	windows := []relational.Window{
		{Partition: k, Frame: functions.Frame{Preceding: 40}},
		{Partition: k, Frame: functions.Frame{Preceding: 300}},
		{Partition: d, Frame: functions.Frame{Rows: true, Preceding: 3}},
		{Partition: d, Frame: functions.Frame{Unbounded: true}},
	}
	var calls []relational.OverCall
	for i, w := range windows {
		for _, name := range []string{"SUM", "MAX", "STDDEV", "LAG"} {
			c := overCall(t, name, functions.Use{Frame: w.Frame}, col("F"))
			c.Window = i
			calls = append(calls, c)
		}
		c := overCall(t, "MIN", functions.Use{Frame: w.Frame}, col("K"))
		c.Window = i
		distinct := overCall(t, "SUM", functions.Use{Frame: w.Frame, Distinct: true}, col("V"))
		distinct.Window = i
		calls = append(calls, c, distinct)
	}
	s := over(windows[0], calls...)
	s.Windows = windows
	return s
}

// TestOverBrokenState damages each column of a snapshot in several ways. None is a panic, and what a reader can see is an
// error.
func TestOverBrokenState(t *testing.T) {
	s := manyWindows(t)
	op, err := s.Open(operatortest.Env())
	if err != nil {
		t.Fatal(err)
	}
	if err := op.Process(0, randomTicks(t, 500), operatortest.NewOutput(t, s.Schema())); err != nil {
		t.Fatal(err)
	}
	good := operatortest.Snapshot(t, op.(operators.Stateful))
	texts := vec.Array(vec.Const(types.Value{Type: types.VarcharType(0), Text: "?"}), types.VarcharType(0), 9999)
	ones := vec.Array(vec.Const(types.Value{Type: types.BigIntType, Int: 1}), types.BigIntType, 9999)
	minus := vec.Array(vec.Const(types.Value{Type: types.BigIntType, Int: -1}), types.BigIntType, 9999)
	for _, name := range slices.Sorted(maps.Keys(good)) {
		for i, a := range good[name] {
			for what, damaged := range map[string][]arrow.Array{
				"no columns":     {},
				"a column less":  slices.Delete(slices.Clone(good[name]), i, i+1),
				"a shorter one":  replaced(good[name], i, array.NewSlice(a, 0, int64(a.Len()/2))),
				"another type":   replaced(good[name], i, array.NewSlice(texts, 0, int64(a.Len()))),
				"a longer table": replaced(good[name], i, texts),
				"ones":           replaced(good[name], i, array.NewSlice(ones, 0, int64(a.Len()))),
				"minus ones":     replaced(good[name], i, array.NewSlice(minus, 0, int64(a.Len()))),
			} {
				state := broken(maps.Clone(good))
				state[name] = damaged
				values := what == "ones" || what == "minus ones"
				if restore(t, s, state) == nil && !values && a.DataType().ID() != arrow.STRING {
					t.Errorf("%s, column %d: %s: no error", name, i, what)
				}
			}
		}
	}
	if err := restore(t, s, broken(good)); err != nil {
		t.Error(err)
	}
}

// TestOverForgets checks that a long stream of ever new keys leaves nothing behind.
func TestOverForgets(t *testing.T) {
	s := over(relational.Window{Partition: []expr.Node{col("K"), col("V")}, Frame: functions.Frame{Preceding: 100}},
		overCall(t, "MAX", functions.Use{}, col("K")), overCall(t, "SUM", functions.Use{Distinct: true}, col("V")))
	op, err := s.Open(operatortest.Env())
	if err != nil {
		t.Fatal(err)
	}
	out, n := &discard{}, 0
	for range 200 {
		var of []operatortest.Row
		for range 50 {
			of = append(of, tick(operators.Time(n), fmt.Sprint("key", n), n, 0))
			n++
		}
		b := rows(t, of...)[0].Batch
		if err := op.Process(0, b, out); err != nil {
			t.Fatal(err)
		}
	}
	state := operatortest.Snapshot(t, op.(operators.Stateful))
	if rows, groups := state["rows"][0].Len(), state["groups0"][0].Len(); rows != 101 || groups > 200 {
		t.Errorf("after %d keys, %d rows and %d groups are left, want 101 and no more than 200", n, rows, groups)
	}
	if _, err := op.Advance(operators.EndOfTime, out); err != nil {
		t.Fatal(err)
	}
	state = operatortest.Snapshot(t, op.(operators.Stateful))
	if rows, groups := state["rows"][0].Len(), state["groups0"][0].Len(); rows != 0 || groups != 0 {
		t.Errorf("after the end, %d rows and %d groups are left", rows, groups)
	}
}

// sink drops what a snapshot gives it.
type sink struct{}

func (sink) Table(string, ...arrow.Array) {}

func BenchmarkOverSnapshot(b *testing.B) {
	const keys = 1_000_000
	s := overBids(b, minute, types.BigIntType, "AVG", "MIN", "MAX")
	op, err := s.Open(operatortest.Env())
	if err != nil {
		b.Fatal(err)
	}
	in := newFeed(keys, 512)
	for range keys / operators.MaxBatchRows {
		batch := in.next()
		clear(batch.Time)
		if err := op.Process(0, batch, &discard{}); err != nil {
			b.Fatal(err)
		}
	}
	b.Run("snapshot", func(b *testing.B) {
		for range b.N {
			if err := op.(operators.Stateful).Snapshot(sink{}); err != nil {
				b.Fatal(err)
			}
		}
	})
	state := stateOf{}
	if err := op.(operators.Stateful).Snapshot(state); err != nil {
		b.Fatal(err)
	}
	b.Run("restore", func(b *testing.B) {
		for range b.N {
			fresh, err := s.Open(operatortest.Env())
			if err != nil {
				b.Fatal(err)
			}
			if err := fresh.(operators.Stateful).Restore(broken(state)); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// stateOf keeps what a snapshot gives it.
type stateOf map[string][]arrow.Array

func (s stateOf) Table(name string, cols ...arrow.Array) { s[name] = cols }
