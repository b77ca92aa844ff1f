package expr_test

import (
	"math/rand/v2"
	"testing"

	"weir/operators"
	"weir/operators/expr"
	"weir/sql/types"
)

// plainWorld is a full batch in which nothing fails and nothing is NULL.
func plainWorld() *world {
	r := rand.New(rand.NewPCG(3, 4))
	w := &world{}
	for range operators.MaxBatchRows {
		row := make([]types.Value, len(columnTypes))
		for c, t := range columnTypes {
			v := types.Value{Type: t, Int: 1 + r.Int64N(1000), Float: 1 + r.Float64(), Text: pick(r, "alpha", "beta", "gamma", "delta")}
			v.Dec = literalDec(1+r.Int64N(10000), 2).(*expr.Literal).V.Dec
			if t == types.BooleanType {
				v.Int = r.Int64N(2)
			}
			if t == types.TinyIntType {
				v.Int = 1 + r.Int64N(7)
			}
			row[c] = v
		}
		w.rows = append(w.rows, row)
	}
	w.batch = batchOf(columnTypes, w.rows)
	return w
}

// workloads are expressions as queries have them.
var workloads = []struct {
	name string
	node expr.Node
}{
	{"add", arith('+', big, big2, types.BigIntType)},
	{"add_const", arith('+', big, lit(7), types.BigIntType)},
	{"const_minus", arith('-', lit(7), big, types.BigIntType)},
	{"mul", arith('*', big, big2, types.BigIntType)},
	{"div_const", arith('/', big, lit(123), types.BigIntType)},
	{"div", arith('/', big, big2, types.BigIntType)},
	{"mul_integer", arith('*', integer, integer, types.IntegerType)},
	{"add_double", arith('+', double, double2, types.DoubleType)},
	{"div_double_const", arith('/', double, lit(3.0), types.DoubleType)},
	{"mul_real", arith('*', real32, real32, types.RealType)},
	{"add_decimal", arith('+', dec, dec, types.DecimalResult('+', dec.Type(), dec.Type()))},
	{"mul_decimal", arith('*', dec, dec, types.DecimalResult('*', dec.Type(), dec.Type()))},
	{"div_decimal", arith('/', dec, dec, types.DecimalResult('/', dec.Type(), dec.Type()))},
	{"stamp_plus_interval", arith('+', stamp, literalSpan, types.TimestampType)},
	{"less", compare("<", big, big2)},
	{"greater_const", compare(">", big, lit(500))},
	{"equal_double", compare("=", double, double2)},
	{"text_equal_const", compare("=", str, lit("gamma"))},
	{"text_less", compare("<", str, str2)},
	{"decimal_less", compare("<", dec, wide)},
	{"and", &expr.And{L: compare(">", big, lit(500)), R: compare("<", big2, lit(500))}},
	{"and_selective", &expr.And{L: compare("=", big, lit(500)), R: compare("=", str, lit("gamma"))}},
	{"or", &expr.Or{L: compare("=", big, lit(500)), R: compare("<", big2, lit(500))}},
	{"case", &expr.Case{Whens: []expr.When{{Cond: compare(">", big, lit(500)), Then: big}}, Else: big2, T: types.BigIntType}},
	{"case_text", &expr.Case{Whens: []expr.When{{Cond: compare(">", big, lit(500)), Then: lit("high")}}, Else: str, T: types.VarcharType(0)}},
	{"in_few", &expr.In{X: big, List: []expr.Node{lit(1), lit(2), lit(3)}}},
	{"in_texts", &expr.In{X: str, List: []expr.Node{lit("beta"), lit("delta"), lit("omega")}}},
	{"like_prefix", &expr.Like{X: str, Pattern: lit("al%")}},
	{"like_contains", &expr.Like{X: str, Pattern: lit("%lt%")}},
	{"similar", &expr.Like{Similar: true, X: str, Pattern: lit("(alpha|beta)")}},
	{"cast_to_double", cast(big, types.DoubleType)},
	{"cast_to_integer", cast(big, types.IntegerType)},
	{"cast_to_text", cast(big, types.VarcharType(20))},
	{"cut", cast(str, types.VarcharType(8))},
	{"lifted", call(types.BigIntType, expr.Unary(func(v int64) int64 { return v ^ 1 }), big)},
	{"lifted_mod", call(types.BigIntType, expr.BinaryErr(mod), big, lit(123))},
	{"lifted_text", call(types.VarcharType(0), expr.BinaryText(func(dst, a, b []byte) []byte { return append(append(dst, a...), b...) }), str, str2)},
}

func mod(a, b int64) (int64, error) {
	if b == 0 {
		return 0, &expr.RowError{Code: types.DivideByZero}
	}
	return a % b, nil
}

func BenchmarkEval(b *testing.B) {
	w := plainWorld()
	for _, l := range workloads {
		b.Run(l.name, func(b *testing.B) {
			bound, err := expr.Compile(l.node)
			if err != nil {
				b.Fatal(err)
			}
			in := w.input(nil)
			b.ReportAllocs()
			for b.Loop() {
				bound.Eval(in)
			}
			rows := float64(b.N) * operators.MaxBatchRows
			b.ReportMetric(rows/b.Elapsed().Seconds()/1e6, "Mrows/s")
			b.ReportMetric(b.Elapsed().Seconds()*1e9/rows, "ns/row")
		})
	}
}

func BenchmarkArray(b *testing.B) {
	w := plainWorld()
	for _, l := range []struct {
		name string
		node expr.Node
	}{{"int", arith('+', big, lit(7), types.BigIntType)}, {"text", cast(big, types.VarcharType(20))}, {"column", str}} {
		b.Run(l.name, func(b *testing.B) {
			bound, err := expr.Compile(l.node)
			if err != nil {
				b.Fatal(err)
			}
			in := w.input(nil)
			b.ReportAllocs()
			for b.Loop() {
				bound.Array(in)
			}
		})
	}
}

func BenchmarkAtTime(b *testing.B) {
	f, err := expr.AtTime(arith('+', &expr.Rowtime{}, literalSpan, types.TimestampType))
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		f(1_700_000_000_000)
	}
}

func TestEvaluationAllocatesNothing(t *testing.T) {
	w := plainWorld()
	for _, l := range workloads {
		if l.name == "similar" { // a regular expression may allocate
			continue
		}
		bound := compile(t, l.node)
		in := w.input(nil)
		if n := testing.AllocsPerRun(10, func() { bound.Eval(in) }); n > 0 {
			t.Errorf("%s: %v allocations a batch", l.name, n)
		}
		if len(in.Failures) > 0 {
			t.Errorf("%s: row %d fails with %s", l.name, in.Failures[0].Row, in.Failures[0].Detail)
		}
	}
}
