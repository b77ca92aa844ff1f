package json_test

import (
	"bytes"
	"testing"

	"weir/connectors"
	"weir/connectors/format/json"
	"weir/internal/bench"
	"weir/operators/vec"
	"weir/sql/types"
)

// bids returns units of about 1 MiB of bids, framed by line, and how many rows and bytes they have.
func bids(b *testing.B, n int) (units []connectors.Messages, rows, size int) {
	b.Helper()
	var out bytes.Buffer
	if err := (bench.Bids{Seed: 1}).Write(&out, n); err != nil {
		b.Fatal(err)
	}
	unit := connectors.Messages{Data: out.Bytes()}
	start := 0
	for line := range bytes.Lines(out.Bytes()) {
		unit.Starts = append(unit.Starts, start)
		unit.Ends = append(unit.Ends, start+len(line)-1)
		start += len(line)
		if len(unit.Ends) == 4096 {
			units = append(units, unit)
			unit.Starts, unit.Ends = nil, nil
		}
	}
	return append(units, unit), n, out.Len()
}

func columns(names ...string) *types.Schema {
	s := types.NewSchema()
	for _, name := range names {
		s.Columns = append(s.Columns, bench.Columns.Columns[bench.Columns.Index(name)])
	}
	return s
}

func benchmarkDecode(b *testing.B, schema *types.Schema, used []bool) {
	units, rows, size := bids(b, 100_000)
	decoder, err := json.New(json.Options{Columns: schema}).NewDecoder()
	if err != nil {
		b.Fatal(err)
	}
	builder := vec.NewBuilder(schema, used)
	var rejects connectors.Rejects
	b.ReportAllocs()
	b.SetBytes(int64(size))
	for b.Loop() {
		got := 0
		for i := range units {
			if err := decoder.Decode(&units[i], builder, &rejects); err != nil {
				b.Fatal(err)
			}
			for _, batch := range builder.Batches() {
				got += batch.Rows()
			}
		}
		if got != rows || len(rejects.Items) > 0 {
			b.Fatalf("%d rows, %d rejects", got, len(rejects.Items))
		}
	}
	b.ReportMetric(float64(rows)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}

// BenchmarkDecodeBid decodes bids of seven members: three integers of them, three with the time, and all.
func BenchmarkDecodeBid(b *testing.B) {
	b.Run("3ints", func(b *testing.B) { benchmarkDecode(b, columns("auction", "bidder", "price"), nil) })
	b.Run("3time", func(b *testing.B) { benchmarkDecode(b, columns("auction", "price", "dateTime"), nil) })
	b.Run("1of3", func(b *testing.B) {
		benchmarkDecode(b, columns("auction", "price", "dateTime"), []bool{true, false, false})
	})
	b.Run("all", func(b *testing.B) { benchmarkDecode(b, bench.Columns, nil) })
}

func BenchmarkEncodeBid(b *testing.B) {
	units, _, _ := bids(b, 4096)
	f := json.New(json.Options{Columns: bench.Columns})
	decoder, err := f.NewDecoder()
	if err != nil {
		b.Fatal(err)
	}
	builder := vec.NewBuilder(bench.Columns, nil)
	if err := decoder.Decode(&units[0], builder, &connectors.Rejects{}); err != nil {
		b.Fatal(err)
	}
	batch := builder.Batches()[0]
	encoder, err := f.NewEncoder(bench.Columns)
	if err != nil {
		b.Fatal(err)
	}
	var out connectors.Messages
	b.ReportAllocs()
	for b.Loop() {
		out.Data, out.Ends = out.Data[:0], out.Ends[:0]
		if err := encoder.Encode(batch, &out); err != nil {
			b.Fatal(err)
		}
	}
	b.SetBytes(int64(len(out.Data)))
	b.ReportMetric(float64(batch.Rows())*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}
