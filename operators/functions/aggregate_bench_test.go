package functions_test

import (
	"fmt"
	"testing"

	"weir/operators/functions"
	"weir/operators/vec"
	"weir/sql/types"
)

func BenchmarkFolds(b *testing.B) {
	const rows, groups = 4096, 1000
	for _, t := range []types.Type{types.BigIntType, types.DoubleType, types.VarcharType(0)} {
		cells := make([]types.Value, rows)
		of := make([]int32, rows)
		for i := range cells {
			n := (i * 7919) % 10007
			cells[i] = types.Value{Type: t, Int: int64(n), Float: float64(n), Text: fmt.Sprint(n)}
			of[i] = int32(i*31) % groups
		}
		args := []vec.Column{column(t, cells)}
		for _, name := range []string{"COUNT", "SUM", "AVG", "MIN", "MAX", "VAR_POP", "LAST_VALUE"} {
			o, err := functions.FindAggregate(name).Resolve([]types.Type{t}, false, false)
			if err != nil || o.Params[0] != t {
				continue
			}
			b.Run(fmt.Sprintf("%s(%s)", name, t), func(b *testing.B) {
				f := o.New()
				f.Grow(groups)
				b.ReportAllocs()
				for range b.N {
					f.Add(of, args, nil)
				}
				b.ReportMetric(float64(b.N)*rows/b.Elapsed().Seconds()/1e6, "Mrows/s")
			})
		}
	}
}
