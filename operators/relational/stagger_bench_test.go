package relational_test

import (
	"fmt"
	"maps"
	"testing"

	"weir/operators"
	"weir/operators/expr"
	"weir/operators/operatortest"
	"weir/operators/relational"
	"weir/operators/vec"
	"weir/sql/types"
)

// staggered counts, sums and averages over ten seconds from the first bid of a key.
func staggered(t testing.TB, by ...expr.Node) *relational.Stagger {
	price := func() expr.Node { return &expr.Column{Index: 1, Name: "PRICE", T: types.BigIntType} }
	s := stagger(10_000, by, call(t, "COUNT", false), call(t, "SUM", false, price()), call(t, "AVG", false, price()))
	s.Input = operatortest.Input(bids)
	return s
}

func bidKey() expr.Node { return &expr.Column{Index: 0, Name: "KEY", T: types.BigIntType} }

// runner opens an operator and returns what gives it so many batches.
func runner(t testing.TB, s operators.OperatorSpec, in *feed) func(n int) {
	op, err := s.Open(operatortest.Env())
	if err != nil {
		t.Fatal(err)
	}
	out := &discard{}
	return func(n int) {
		for range n {
			batch := in.next()
			if err := op.Process(0, batch, out); err != nil {
				t.Fatal(err)
			}
			if _, err := op.Advance(batch.Time[len(batch.Time)-1], out); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func BenchmarkStagger(b *testing.B) {
	for _, c := range []struct {
		name string
		keys int
		by   []expr.Node
	}{
		{"keys=1000", 1000, []expr.Node{bidKey()}},
		{"keys=1000000", 1_000_000, []expr.Node{bidKey()}},
		{"minute,keys=1000", 1000, []expr.Node{step(60_000), bidKey()}},
		{"comes and goes", 1_000_000, []expr.Node{step(20), bidKey()}},
	} {
		b.Run(c.name, func(b *testing.B) {
			run := runner(b, staggered(b, c.by...), newFeed(c.keys, 512))
			run(1500) // three lengths
			b.ReportAllocs()
			b.ResetTimer()
			run(b.N)
			b.ReportMetric(float64(b.N)*operators.MaxBatchRows/b.Elapsed().Seconds()/1e6, "Mrows/s")
		})
	}
}

// TestStaggerAllocations checks that rows cost no allocation, whether they open windows or not.
func TestStaggerAllocations(t *testing.T) {
	for _, keys := range []int{10, 1_000_000} {
		run := runner(t, staggered(t, bidKey()), newFeed(keys, 20))
		run(1600)
		if n := testing.AllocsPerRun(400, func() { run(1) }); n > 40 {
			t.Errorf("%v allocations for a batch with %d keys", n, keys)
		}
	}
}

// TestStaggerForgets checks that keys which come and go leave nothing behind: the state is no larger after a hundred lengths
// than after ten.
func TestStaggerForgets(t *testing.T) {
	s := stagger(100, []expr.Node{step(10), col("K")}, call(t, "COUNT", false), call(t, "MAX", false, col("K")))
	op, err := s.Open(operatortest.Env())
	if err != nil {
		t.Fatal(err)
	}
	size := func() int {
		rows := 0
		for _, table := range operatortest.Snapshot(t, op.(operators.Stateful)) {
			rows = max(rows, table[0].Len())
		}
		return rows
	}
	most := 0
	for i := range 10_000 {
		at := operators.Time(i)
		b := rows(t, tick(at, fmt.Sprint("a", i%7), i, 0), tick(at, fmt.Sprint("b", i%5), i, 0))[0].Batch
		if err := op.Process(0, b, &discard{}); err != nil {
			t.Fatal(err)
		}
		if _, err := op.Advance(at, &discard{}); err != nil {
			t.Fatal(err)
		}
		if n := size(); i < 1000 {
			most = max(most, n)
		} else if n > most {
			t.Fatalf("a state of %d windows at %d, of %d at first", n, i, most)
		}
	}
}

// TestStaggerBrokenState damages a snapshot. A damage that can be seen is an error, none is a panic.
func TestStaggerBrokenState(t *testing.T) {
	s := stagger(1000, []expr.Node{col("K"), col("D")}, exactCalls(t)...)
	op, err := s.Open(operatortest.Env())
	if err != nil {
		t.Fatal(err)
	}
	if err := op.Process(0, randomTicks(t, 300), &discard{}); err != nil {
		t.Fatal(err)
	}
	if _, err := op.Advance(1000, &discard{}); err != nil {
		t.Fatal(err)
	}
	good := operatortest.Snapshot(t, op.(operators.Stateful))
	breakState(t, s, good, "windows")
	windows := good["windows"]
	for col, values := range map[int][]int64{0: {9, 8}, 1: {7, 7}, 2: {0, 1 << 40}} {
		n := windows[0].Len()
		changed := make([]int64, n)
		copy(changed, vec.Of(windows[col]).(*vec.Ints).Values)
		copy(changed[n-2:], values)
		state := broken(maps.Clone(good))
		state["windows"] = replaced(windows, col, vec.Wrap(&vec.Ints{Values: changed}, types.BigIntType))
		if restore(t, s, state) == nil {
			t.Errorf("windows whose column %d ends in %v were restored", col, values)
		}
	}
}

func BenchmarkStaggerSnapshot(b *testing.B) {
	op, err := staggered(b, bidKey()).Open(operatortest.Env())
	if err != nil {
		b.Fatal(err)
	}
	in := newFeed(1_000_000, 512)
	for range 512 {
		batch := in.next()
		clear(batch.Time)
		if err := op.Process(0, batch, &discard{}); err != nil {
			b.Fatal(err)
		}
	}
	for b.Loop() {
		operatortest.Snapshot(b, op.(operators.Stateful))
	}
}
