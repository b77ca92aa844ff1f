package relational_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"weir/operators"
	"weir/operators/expr"
	"weir/operators/operatortest"
	"weir/operators/relational"
	"weir/operators/vec"
	"weir/sql/types"
)

var bids = types.NewSchema(
	types.Column{Name: "KEY", Type: types.BigIntType},
	types.Column{Name: "PRICE", Type: types.BigIntType},
)

// bidsByKey counts, sums and averages over ten seconds.
func bidsByKey(t testing.TB) *relational.Tumble {
	price := func() expr.Node { return &expr.Column{Index: 1, Name: "PRICE", T: types.BigIntType} }
	window := step(10_000)
	s := tumble([]expr.Node{window, &expr.Column{Index: 0, Name: "KEY", T: types.BigIntType}},
		[]relational.TimeKey{{Key: 0, Of: window}}, call(t, "COUNT", false), call(t, "SUM", false, price()), call(t, "AVG", false, price()))
	s.Input = operatortest.Input(bids)
	return s
}

// feed is a stream of 200,000 bids a second, over and over.
type feed struct {
	batches []operators.Batch
	row     int
}

func newFeed(keys, batches int) *feed {
	random := rand.New(rand.NewPCG(13, 14))
	f := &feed{}
	for range batches {
		b := vec.NewBuilder(bids, nil)
		for range operators.MaxBatchRows {
			b.Ints(0).Append(int64(random.IntN(keys)))
			b.Ints(1).Append(int64(random.IntN(10_000)))
			b.EndRow()
		}
		f.batches = append(f.batches, b.Batches()...)
	}
	return f
}

// next returns the next batch; the one before may change.
func (f *feed) next() operators.Batch {
	b := f.batches[f.row/operators.MaxBatchRows%len(f.batches)]
	for i := range b.Time {
		b.Time[i] = operators.Time((f.row + i) / 200)
	}
	f.row += b.Rows()
	return b
}

// discard is an Output that counts.
type discard struct{ rows int }

func (d *discard) Emit(b operators.Batch)                                     { d.rows += b.Rows() }
func (d *discard) Reject(*types.Schema, operators.Batch, []operators.Failure) {}
func (d *discard) Late(operators.Batch, []operators.Time)                     {}

func BenchmarkTumble(b *testing.B) {
	for _, keys := range []int{1000, 1_000_000} {
		b.Run(fmt.Sprint("keys=", keys), func(b *testing.B) {
			op, err := bidsByKey(b).Open(operatortest.Env())
			if err != nil {
				b.Fatal(err)
			}
			in, out := newFeed(keys, 512), &discard{}
			run := func(n int) {
				for range n {
					batch := in.next()
					if err := op.Process(0, batch, out); err != nil {
						b.Fatal(err)
					}
					if _, err := op.Advance(batch.Time[len(batch.Time)-1], out); err != nil {
						b.Fatal(err)
					}
				}
			}
			run(1000) // two windows
			b.ReportAllocs()
			b.ResetTimer()
			run(b.N)
			b.ReportMetric(float64(b.N)*operators.MaxBatchRows/b.Elapsed().Seconds()/1e6, "Mrows/s")
		})
	}
}

// TestTumbleAllocations checks that rows cost no allocation while a window is open.
func TestTumbleAllocations(t *testing.T) {
	for _, rows := range []int{1, operators.MaxBatchRows} {
		op, err := bidsByKey(t).Open(operatortest.Env())
		if err != nil {
			t.Fatal(err)
		}
		in, out := newFeed(1000, 20), &discard{}
		batches := make([]operators.Batch, 40)
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
		for range 20 {
			run()
		}
		if n := testing.AllocsPerRun(15, run); n > 2 {
			t.Errorf("%v allocations for a batch of %d rows", n, rows)
		}
	}
}
