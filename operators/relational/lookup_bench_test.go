package relational_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"weir/operators"
	"weir/operators/expr"
	"weir/operators/operatortest"
	"weir/operators/relational"
	"weir/operators/vec"
	"weir/sql/types"
)

// BenchmarkLookup joins bids with a table of a million rows by a number or by a text, each key once.
func BenchmarkLookup(b *testing.B) {
	const keys = 1 << 20
	for _, kind := range []types.Type{types.BigIntType, types.VarcharType(16)} {
		b.Run(kind.String(), func(b *testing.B) {
			stream := types.NewSchema(types.Column{Name: "KEY", Type: kind}, types.Column{Name: "PRICE", Type: types.BigIntType})
			table := &operators.Table{Name: "T", Cols: types.NewSchema(
				types.Column{Name: "ID", Type: kind}, types.Column{Name: "NAME", Type: types.VarcharType(16)},
			)}
			random := rand.New(rand.NewPCG(1, 2))
			key := func(build *vec.Builder, n int) {
				if kind.IsCharacter() {
					build.Texts(0).Append(fmt.Appendf(nil, "key-%d", n))
				} else {
					build.Ints(0).Append(int64(n))
				}
			}
			build := vec.NewBuilder(table.Cols, nil)
			for _, n := range random.Perm(keys) {
				key(build, n)
				build.Texts(1).Append(fmt.Appendf(nil, "name %d", n%1000))
				build.EndRow()
			}
			whole, err := vec.Concat(table.Cols, build.Batches())
			if err != nil {
				b.Fatal(err)
			}
			build = vec.NewBuilder(stream, nil)
			for range 256 * operators.MaxBatchRows {
				key(build, random.IntN(keys))
				build.Ints(1).Append(1)
				build.EndRow()
			}
			batches := build.Batches()
			s := &relational.Lookup{
				Input: operatortest.Input(stream), Table: table,
				Cond: &expr.Compare{
					Op: "=", L: &expr.Column{Index: 0, Name: "KEY", T: kind}, R: &expr.Column{Index: 2, Name: "ID", T: kind},
				},
				Cols: types.NewSchema(append(append([]types.Column{}, stream.Columns...), table.Cols.Columns...)...),
				Used: []bool{false, true},
			}
			prepared := time.Now()
			env := operatortest.Env()
			present := &version{whole, map[string]any{}}
			env.Table = func(string) operators.Lookup { return present }
			op, err := s.Open(env)
			if err != nil {
				b.Fatal(err)
			}
			if err := s.Prepare(table, present); err != nil {
				b.Fatal(err)
			}
			b.Logf("index made in %s", time.Since(prepared))
			b.ReportAllocs()
			at := 0
			for b.Loop() {
				if err := op.Process(0, batches[at%len(batches)], &discard{}); err != nil {
					b.Fatal(err)
				}
				at++
			}
			b.ReportMetric(float64(at)*operators.MaxBatchRows/b.Elapsed().Seconds(), "rows/s")
		})
	}
}
