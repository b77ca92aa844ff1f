package functions

import (
	"math/rand"
	"strings"
	"testing"

	"weir/operators"
	"weir/operators/expr"
	"weir/operators/vec"
	"weir/sql/types"
)

// TestPartsLikeRunes compares SUBSTRING and OVERLAY with their definition, place by place.
func TestPartsLikeRunes(t *testing.T) {
	r := rand.New(rand.NewSource(6))
	alphabet := []rune("abcäöü日本語")
	text := func() []rune {
		s := make([]rune, r.Intn(8))
		for i := range s {
			s[i] = alphabet[r.Intn(len(alphabet))]
		}
		return s
	}
	for range 20000 {
		s, with := text(), text()
		from, n := r.Intn(16)-5, r.Intn(8)
		var middle, before, after strings.Builder
		for i, c := range s {
			place := i + 1
			if place >= from && place < from+n {
				middle.WriteRune(c)
			}
			if place < from {
				before.WriteRune(c)
			}
			if place >= from+n {
				after.WriteRune(c)
			}
		}
		got, err := substring(part)(nil, []byte(string(s)), int64(from), int64(n))
		if err != nil || string(got) != middle.String() {
			t.Fatalf("SUBSTRING(%q FROM %d FOR %d) = %q, want %q", string(s), from, n, got, middle.String())
		}
		want := before.String() + string(with) + after.String()
		if got := string(overlay(nil, []byte(string(s)), []byte(string(with)), int64(from), int64(n))); got != want {
			t.Fatalf("OVERLAY(%q PLACING %q FROM %d FOR %d) = %q, want %q", string(s), string(with), from, n, got, want)
		}
	}
}

// kernels are calls over columns of 4096 rows, for benchmarks and the allocation budget.
var kernels = []struct {
	name string
	unit types.Unit
	args []types.Value
}{
	{"MOD", types.NoUnit, []types.Value{{Type: types.BigIntType, Int: 123456}, {Type: types.BigIntType, Int: 123}}},
	{"STEP", types.NoUnit, []types.Value{{Type: types.TimestampType, Int: 1561657488365}, {Type: types.IntervalType(types.Second, types.Second), Int: 10000}}},
	{"FLOOR", types.Month, []types.Value{{Type: types.TimestampType, Int: 1561657488365}}},
	{"EXTRACT", types.Hour, []types.Value{{Type: types.TimestampType, Int: 1561657488365}}},
	{"UPPER", types.NoUnit, []types.Value{{Type: types.VarcharType(20), Text: "hello world"}}},
	{"SUBSTRING", types.NoUnit, []types.Value{{Type: types.VarcharType(20), Text: "hello world"}, {Type: types.IntegerType, Int: 3}, {Type: types.IntegerType, Int: 5}}},
	{"TRIM", types.NoUnit, []types.Value{{Type: types.VarcharType(20), Text: "  hello "}}},
	{"TIMESTAMP_TO_CHAR", types.NoUnit, []types.Value{{Type: types.VarcharType(20), Text: "dd/MM/yyyy HH:mm"}, {Type: types.TimestampType, Int: 1561657488365}}},
	{"CHAR_TO_TIMESTAMP", types.NoUnit, []types.Value{{Type: types.VarcharType(20), Text: "dd/MM/yyyy HH:mm"}, {Type: types.VarcharType(20), Text: "06/05/2024 07:08"}}},
}

// prepared returns a kernel over full columns.
func prepared(tb testing.TB, name string, unit types.Unit, values []types.Value) func() {
	tb.Helper()
	var ts []types.Type
	for _, v := range values {
		ts = append(ts, v.Type)
	}
	b, err := FindScalar(name).Resolve(ts, unit)
	if err != nil {
		tb.Fatal(err)
	}
	in := &expr.Input{Batch: operators.Batch{Time: make([]operators.Time, operators.MaxBatchRows)}}
	var args []vec.Column
	for _, v := range values {
		args = append(args, vec.Of(vec.Array(vec.Const(v), v.Type, operators.MaxBatchRows)))
	}
	kernel := b.Fn.Bind(b.Params, b.Result)
	return func() {
		kernel(in, args)
		if len(in.Failures) > 0 {
			tb.Fatal(in.Failures[0])
		}
	}
}

func TestAllocations(t *testing.T) {
	for _, k := range kernels {
		if n := testing.AllocsPerRun(5, prepared(t, k.name, k.unit, k.args)); n > 16 {
			t.Errorf("%s: %v allocations for a batch", k.name, n)
		}
	}
}

func BenchmarkScalar(b *testing.B) {
	for _, k := range kernels {
		b.Run(k.name, func(b *testing.B) {
			run := prepared(b, k.name, k.unit, k.args)
			for b.Loop() {
				run()
			}
			b.ReportMetric(float64(b.N)*operators.MaxBatchRows/b.Elapsed().Seconds()/1e6, "Mrows/s")
		})
	}
}
