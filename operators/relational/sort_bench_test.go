package relational_test

import (
	"testing"

	"weir/operators"
	"weir/operators/expr"
	"weir/operators/operatortest"
	"weir/operators/relational"
)

func BenchmarkSort(b *testing.B) {
	spec := func(of relational.TimeKey, names ...string) *relational.Sort {
		return &relational.Sort{Input: operatortest.Input(bids), Time: of, By: by(bids, names...)}
	}
	second := relational.TimeKey{Of: step(1000)}
	for _, c := range []struct {
		name string
		keys int
		s    *relational.Sort
	}{
		{"200 rows by ROWTIME", 1000, spec(byRowtime, "KEY")},
		{"200000 rows in order", 1, spec(second, "KEY")},
		{"200000 rows by one key", 1000, spec(second, "PRICE")},
		{"200000 rows by two keys", 1000, spec(second, "-KEY", "PRICE")},
	} {
		b.Run(c.name, func(b *testing.B) {
			run := runner(b, c.s, newFeed(c.keys, 512))
			run(100)
			b.ReportAllocs()
			b.ResetTimer()
			run(b.N)
			b.ReportMetric(float64(b.N)*operators.MaxBatchRows/b.Elapsed().Seconds()/1e6, "Mrows/s")
		})
	}
}

// TestSortAllocations checks that rows cost no allocation while a batch is open and when it leaves.
func TestSortAllocations(t *testing.T) {
	for of, most := range map[expr.Node]float64{&expr.Rowtime{}: 40, step(1000): 40} {
		s := &relational.Sort{Input: operatortest.Input(bids), Time: relational.TimeKey{Of: of}, By: by(bids, "KEY", "PRICE")}
		run := runner(t, s, newFeed(1000, 20))
		run(200)
		if n := testing.AllocsPerRun(100, func() { run(1) }); n > most {
			t.Errorf("%v allocations for a batch sorted by %s", n, of)
		}
	}
}

// TestSortBrokenState damages a snapshot. A damage that can be seen is an error, none is a panic.
func TestSortBrokenState(t *testing.T) {
	s := &relational.Sort{Input: operatortest.Input(ticks), By: by(ticks, "M", "V", "K")}
	op, err := s.Open(operatortest.Env())
	if err != nil {
		t.Fatal(err)
	}
	b := randomTicks(t, 300)
	for i := range b.Time {
		b.Time[i] = 7
	}
	if err := op.Process(0, b, &discard{}); err != nil {
		t.Fatal(err)
	}
	if _, err := op.Advance(7, &discard{}); err != nil {
		t.Fatal(err)
	}
	breakState(t, s, operatortest.Snapshot(t, op.(operators.Stateful)), "")
}
