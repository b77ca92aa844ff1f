package runtime

import (
	"context"
	"fmt"
	"io"
	"testing"

	"weir/connectors"
	"weir/connectors/format/json"
	"weir/operators"
	"weir/operators/vec"
	"weir/sql/types"
)

// endless is a source that gives the same unit again and again.
type endless struct {
	unit connectors.Messages
	left int
}

func (s *endless) Splits(context.Context) ([]connectors.Split, bool, error) {
	return []connectors.Split{{ID: "one"}}, true, nil
}

func (s *endless) Open(context.Context, connectors.Split, connectors.Offset) (connectors.Reader, error) {
	return s, nil
}

func (s *endless) Read(context.Context) (connectors.Messages, connectors.Offset, error) {
	if s.left == 0 {
		return connectors.Messages{}, nil, io.EOF
	}
	s.left--
	return s.unit, connectors.Offset{1}, nil
}

func (s *endless) Close() error { return nil }

type nowhere struct{ connectors.AtLeastOnce }

func (nowhere) Write(context.Context, operators.Batch) error { return nil }
func (nowhere) Flush(context.Context) error                  { return nil }
func (nowhere) Close() error                                 { return nil }

var bidColumns = types.NewSchema(
	types.Column{Name: "auction", Type: types.BigIntType},
	types.Column{Name: "price", Type: types.BigIntType},
	types.Column{Name: "dateTime", Type: types.BigIntType},
)

func bids() connectors.Messages {
	var m connectors.Messages
	for i := 0; len(m.Data) < 1<<20-300; i++ {
		m.Data = fmt.Appendf(m.Data, `{"auction":%d,"bidder":%d,"price":%d,"channel":"channel-%d","url":"https://www.nexmark.com/item.htm?query=1","dateTime":%d,"extra":"%0*d"}`,
			1000+i%1000, i, i*7, i%100, 1700000000000+i, 90, i)
		m.Ends = append(m.Ends, len(m.Data))
	}
	return m
}

func bidPlan(kind operators.TimeKind) *operators.Plan {
	in := &operators.Input{Name: "BID", Cols: bidColumns, Time: operators.TimeRule{Kind: kind, Column: 2}}
	s := &operators.Stream{Name: "OUT", Cols: bidColumns, Writers: []operators.Writer{{Pump: "P", From: &testSpec{"mod", []operators.Spec{in}, func() operators.Operator { return modFilter{} }}}}}
	return &operators.Plan{
		Inputs: []*operators.Input{in}, Streams: []*operators.Stream{s},
		Outputs: []*operators.Destination{{Name: "OUT", From: s, Target: "out"}},
	}
}

// modFilter keeps every 123rd auction.
type modFilter struct{ passTime }

func (modFilter) Process(_ int, b operators.Batch, out operators.Output) error {
	auctions := vec.Of(b.Cols[0]).(*vec.Ints).Values
	kept := make([]int32, 0, operators.MaxBatchRows)
	for i, a := range auctions {
		if a%123 == 0 {
			kept = append(kept, int32(i))
		}
	}
	out.Emit(vec.Gather(b, kept))
	return nil
}

// BenchmarkJob decodes, filters and forgets.
func BenchmarkJob(b *testing.B) {
	unit := bids()
	for _, workers := range []int{1, 2} {
		b.Run(fmt.Sprintf("workers=%d", workers), func(b *testing.B) {
			b.SetBytes(int64(len(unit.Data)))
			j, err := New(Config{
				Plan: bidPlan(operators.ProcessingTime), Workers: workers,
				Inputs: map[string]JobInput{"BID": {&endless{unit, b.N}, json.New(json.Options{Columns: bidColumns})}},
				Sinks:  map[string]connectors.Sink{"out": nowhere{}},
			})
			if err != nil {
				b.Fatal(err)
			}
			b.ReportAllocs()
			b.ResetTimer()
			if err := j.Run(context.Background()); err != nil {
				b.Fatal(err)
			}
			b.ReportMetric(float64(b.N*unit.Len())/b.Elapsed().Seconds(), "rows/s")
		})
	}
}

// BenchmarkDecode is what the pool does, alone.
func BenchmarkDecode(b *testing.B) {
	unit := bids()
	d, err := NewUnitDecoder(bidPlan(operators.ProcessingTime).Inputs[0], json.New(json.Options{Columns: bidColumns}))
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(unit.Data)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := d.Decode(&unit, nil); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkStep is a step with one batch of 4096 rows, and with one row.
func BenchmarkStep(b *testing.B) {
	for _, rows := range []int{1, operators.MaxBatchRows} {
		for name, kind := range map[string]operators.TimeKind{"processing": operators.ProcessingTime, "column": operators.ColumnTime} {
			b.Run(fmt.Sprintf("%s/rows=%d", name, rows), func(b *testing.B) {
				g, unit := stepper(b, kind, rows)
				rec := &Record{Splits: []SplitInput{{Unit: unit}}}
				b.ReportAllocs()
				for b.Loop() {
					rec.Now++
					if err := g.Step(rec); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

func stepper(t testing.TB, kind operators.TimeKind, rows int) (*Graph, *Unit) {
	build := vec.NewBuilder(bidColumns, nil)
	for i := range rows {
		build.Ints(0).Append(int64(i))
		build.Ints(1).Append(7)
		build.Ints(2).Append(1700000000000)
		build.EndRow()
	}
	g, err := NewGraph(bidPlan(kind), GraphOptions{})
	if err == nil {
		err = g.Step(&Record{Commands: []Command{JoinSplit{ID: "one"}, CompleteInput{}}})
	}
	if err != nil {
		t.Fatal(err)
	}
	return g, &Unit{Batches: build.Batches()}
}

// TestStepAllocatesNothingForARow compares a step with one row to one with a full batch.
func TestStepAllocatesNothingForARow(t *testing.T) {
	var allocs []float64
	for _, rows := range []int{1, operators.MaxBatchRows} {
		g, unit := stepper(t, operators.ColumnTime, rows)
		unit.Batches[0].Cols[0] = nulls(types.BigIntType, rows) // its values are 0, so the filter keeps all
		rec := &Record{Splits: []SplitInput{{Unit: unit}}}
		allocs = append(allocs, testing.AllocsPerRun(50, func() {
			if err := g.Step(rec); err != nil {
				t.Fatal(err)
			}
		}))
	}
	if allocs[1] > allocs[0] {
		t.Errorf("a step with one row allocates %v times, with a full batch %v times", allocs[0], allocs[1])
	}
}
