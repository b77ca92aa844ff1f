package csv_test

import (
	"testing"

	"weir/connectors"
	"weir/connectors/format/csv"
	"weir/connectors/format/json"
	"weir/internal/bench"
	"weir/operators"
	"weir/operators/vec"
	"weir/sql/types"
)

// bids are the rows of the load of bids, written by the encoder: one record each.
func bids(tb testing.TB, n int) (units []connectors.Messages, batches []operators.Batch, size int) {
	tb.Helper()
	decoder, err := json.New(json.Options{Columns: bench.Columns}).NewDecoder()
	if err != nil {
		tb.Fatal(err)
	}
	encoder, err := csv.New(csv.Options{}).NewEncoder(bench.Columns)
	if err != nil {
		tb.Fatal(err)
	}
	builder := vec.NewBuilder(bench.Columns, nil)
	lines := bench.Bids{Seed: 1}.Lines()
	for n > 0 {
		var in, out connectors.Messages
		for ; len(in.Ends) < 4096 && n > 0; n-- {
			in.Data = lines.Next(in.Data)
			in.Ends = append(in.Ends, len(in.Data))
		}
		if err := decoder.Decode(&in, builder, &connectors.Rejects{}); err != nil {
			tb.Fatal(err)
		}
		for _, b := range builder.Batches() {
			if err := encoder.Encode(b, &out); err != nil {
				tb.Fatal(err)
			}
			batches = append(batches, b)
		}
		units, size = append(units, out), size+len(out.Data)
	}
	return units, batches, size
}

func BenchmarkEncode(b *testing.B) {
	const n = 1 << 17
	_, batches, size := bids(b, n)
	encoder, err := csv.New(csv.Options{}).NewEncoder(bench.Columns)
	if err != nil {
		b.Fatal(err)
	}
	var out connectors.Messages
	b.SetBytes(int64(size))
	for b.Loop() {
		for _, batch := range batches {
			out.Data, out.Ends = out.Data[:0], out.Ends[:0]
			if err := encoder.Encode(batch, &out); err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}

func BenchmarkCut(b *testing.B) {
	units, _, size := bids(b, 1<<17)
	var data []byte
	for i := range units {
		for at := range units[i].Len() {
			data = append(append(data, units[i].Message(at)...), '\n')
		}
	}
	c := csv.New(csv.Options{}).Cutter()
	b.SetBytes(int64(size))
	for b.Loop() {
		for at := 0; at < len(data); {
			_, _, at, _ = c.Next(data, at, true)
		}
	}
}

func BenchmarkDecode(b *testing.B) {
	const n = 1 << 17
	units, _, size := bids(b, n)
	for name, columns := range map[string]int{"three": 3, "all": len(bench.Columns.Columns)} {
		b.Run(name, func(b *testing.B) {
			schema := types.NewSchema(bench.Columns.Columns[:columns]...)
			decoder, err := csv.New(csv.Options{Columns: schema}).NewDecoder()
			if err != nil {
				b.Fatal(err)
			}
			builder := vec.NewBuilder(schema, nil)
			var rejects connectors.Rejects
			b.SetBytes(int64(size))
			for b.Loop() {
				for i := range units {
					if err := decoder.Decode(&units[i], builder, &rejects); err != nil || len(rejects.Items) > 0 {
						b.Fatal(err, rejects.Items)
					}
					builder.Batches()
				}
			}
			b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
		})
	}
}
