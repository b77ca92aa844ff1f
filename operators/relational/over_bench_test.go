package relational_test

import (
	"fmt"
	"runtime"
	"testing"

	"weir/operators"
	"weir/operators/expr"
	"weir/operators/functions"
	"weir/operators/operatortest"
	"weir/operators/relational"
	"weir/operators/vec"
	"weir/sql/types"
)

var minute = functions.Frame{Preceding: 60_000}

// overBids computes functions of the price by key.
func overBids(t testing.TB, f functions.Frame, price types.Type, names ...string) *relational.Over {
	t.Helper()
	key := &expr.Column{Index: 0, Name: "KEY", T: types.BigIntType}
	s := &relational.Over{Input: operatortest.Input(bids), Windows: []relational.Window{{Partition: []expr.Node{key}, Frame: f}}}
	cols := append([]types.Column{}, bids.Columns...)
	for _, name := range names {
		var x expr.Node = &expr.Column{Index: 1, Name: "PRICE", T: types.BigIntType}
		if price != types.BigIntType {
			x = &expr.Cast{X: x, T: price}
		}
		c := overCall(t, name, functions.Use{Frame: f}, x)
		s.Calls = append(s.Calls, c)
		cols = append(cols, types.Column{Name: c.String(), Type: c.Result})
	}
	s.Cols = types.NewSchema(cols...)
	return s
}

// overCall resolves a call over the first window.
func overCall(t testing.TB, name string, u functions.Use, args ...expr.Node) relational.OverCall {
	t.Helper()
	o, err := functions.FindWindow(name).Resolve(args, u)
	if err != nil {
		t.Fatal(err)
	}
	for i, p := range o.Params {
		if p != args[i].Type() {
			args[i] = &expr.Cast{X: args[i], T: p}
		}
	}
	return relational.OverCall{WindowCall: functions.WindowCall{Name: name, Args: args, Use: u, WindowOverload: o}, Item: 1}
}

func BenchmarkOver(b *testing.B) {
	for _, c := range []struct {
		name  string
		frame functions.Frame
		price types.Type
		calls []string
		keys  int
		rate  int // rows in a ms
	}{
		{"range/avg,min,max", minute, types.BigIntType, []string{"AVG", "MIN", "MAX"}, 1000, 200},
		{"range/avg,min,max/slow", minute, types.BigIntType, []string{"AVG", "MIN", "MAX"}, 1000, 9},
		{"range/avg,min,max", minute, types.BigIntType, []string{"AVG", "MIN", "MAX"}, 1_000_000, 16},
		{"range/count", minute, types.BigIntType, []string{"COUNT"}, 1000, 9},
		{"range/avg double", minute, types.DoubleType, []string{"AVG"}, 1000, 9},
		{"range/min", minute, types.BigIntType, []string{"MIN"}, 1000, 9},
		{"range/stddev", minute, types.BigIntType, []string{"STDDEV"}, 1000, 9},
		{"range/lag,first", minute, types.BigIntType, []string{"LAG", "FIRST_VALUE"}, 1000, 9},
		{"rows/avg,min,max", functions.Frame{Rows: true, Preceding: 100}, types.BigIntType, []string{"AVG", "MIN", "MAX"}, 1000, 9},
		{"unbounded/sum,max,lag", functions.Frame{Unbounded: true}, types.BigIntType, []string{"SUM", "MAX", "LAG"}, 1000, 9},
	} {
		b.Run(fmt.Sprintf("%s/keys=%d", c.name, c.keys), func(b *testing.B) {
			op, err := overBids(b, c.frame, c.price, c.calls...).Open(operatortest.Env())
			if err != nil {
				b.Fatal(err)
			}
			in, out := newFeed(c.keys, 512), &discard{}
			row := 0
			run := func(n int) {
				for range n {
					batch := in.next()
					for i := range batch.Time {
						batch.Time[i] = operators.Time((row + i) / c.rate)
					}
					row += batch.Rows()
					if err := op.Process(0, batch, out); err != nil {
						b.Fatal(err)
					}
					if _, err := op.Advance(batch.Time[len(batch.Time)-1], out); err != nil {
						b.Fatal(err)
					}
				}
			}
			run(60_000*c.rate/operators.MaxBatchRows + 200) // until rows leave
			b.ReportAllocs()
			b.ResetTimer()
			run(b.N)
			b.StopTimer()
			b.ReportMetric(float64(b.N)*operators.MaxBatchRows/b.Elapsed().Seconds()/1e6, "Mrows/s")
			runtime.GC()
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			b.ReportMetric(float64(m.HeapAlloc)/1e6, "MB")
			runtime.KeepAlive(op)
		})
	}
}

// TestOverAllocations checks that rows cost no allocation.
func TestOverAllocations(t *testing.T) {
	for _, names := range [][]string{{"AVG", "MIN", "MAX", "COUNT"}, {"LAG", "FIRST_VALUE", "STDDEV"}} {
		for _, rows := range []int{1, operators.MaxBatchRows} {
			op, err := overBids(t, functions.Frame{Preceding: 50}, types.DoubleType, names...).Open(operatortest.Env())
			if err != nil {
				t.Fatal(err)
			}
			in, out := newFeed(1000, 20), &discard{}
			batches := make([]operators.Batch, 60)
			for i := range batches {
				b := in.next()
				batches[i] = vec.Slice(operators.Batch{Time: append([]operators.Time{}, b.Time...), Cols: b.Cols}, 0, rows)
			}
			i := 0
			run := func() {
				b := batches[i]
				i++
				if err := op.Process(0, b, out); err != nil {
					t.Fatal(err)
				}
				if _, err := op.Advance(b.Time[0], out); err != nil {
					t.Fatal(err)
				}
			}
			for range 40 {
				run()
			}
			if n := testing.AllocsPerRun(15, run); n > 40 {
				t.Errorf("%v allocations for a batch of %d rows", n, rows)
			}
		}
	}
}
