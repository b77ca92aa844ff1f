package vec_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/apache/arrow/go/v15/arrow/decimal128"

	"weir/operators"
	"weir/operators/vec"
	"weir/sql/types"
)

// lots makes batches of all layouts with many equal values, some of them slices, and lists their rows at random.
func lots(random *rand.Rand) ([]operators.Batch, []vec.Place) {
	batches := make([]operators.Batch, 1+random.IntN(5))
	var at []vec.Place
	for i := range batches {
		from, n := random.IntN(9), 1+random.IntN(40)
		batches[i] = vec.Slice(sample(random.IntN(20), from+n+3), from, from+n)
		for row := range n {
			if random.IntN(4) > 0 {
				at = append(at, vec.Place{Batch: int32(i), Row: int32(row)})
			}
		}
	}
	return batches, at
}

func TestPick(t *testing.T) {
	random := rand.New(rand.NewPCG(21, 22))
	for range 100 {
		batches, at := lots(random)
		random.Shuffle(len(at), func(i, j int) { at[i], at[j] = at[j], at[i] })
		var want []string
		for _, p := range at {
			want = append(want, lines(batches[p.Batch])[p.Row])
		}
		same(t, "pick", lines(vec.Pick(batches, at)), want)
	}
}

// TestPickAmongGone checks that a batch of which nothing is picked need not have columns.
func TestPickAmongGone(t *testing.T) {
	batches := []operators.Batch{{}, sample(3, 5), {}}
	same(t, "pick", lines(vec.Pick(batches, []vec.Place{{Batch: 1, Row: 4}, {Batch: 1, Row: 0}})), []string{lines(batches[1])[4], lines(batches[1])[0]})
}

// ascending has classes of equal values of each layout, in ascending order, NULL first.
var ascending = map[types.Type][][]types.Value{
	types.BooleanType: {{{Null: true}}, {{Int: 0}}, {{Int: 1}}},
	types.BigIntType: {{{Null: true}}, {{Int: math.MinInt64}}, {{Int: math.MinInt64 + 1}}, {{Int: -1}}, {{Int: 0}, {Int: 0}}, {{Int: 7}},
		{{Int: math.MaxInt64}}},
	types.DoubleType: {{{Null: true}}, {{Float: -math.MaxFloat64}}, {{Float: -1}}, {{Float: -0.5}}, {{Float: 0}, {Float: math.Copysign(0, -1)}},
		{{Float: math.SmallestNonzeroFloat64}}, {{Float: 0.25}, {Float: 0.25}}, {{Float: 1e300}}},
	types.DecimalType(38, 0): {{{Null: true}}, {{Dec: power(30).Negate()}}, {{Dec: power(29).Negate()}}, {{Dec: power(18).Negate()}}, {{Dec: decimal128.FromI64(-1)}},
		{{Dec: decimal128.FromI64(0)}, {Dec: decimal128.FromI64(0)}}, {{Dec: decimal128.FromI64(5)}}, {{Dec: decimal128.FromU64(math.MaxUint64)}},
		{{Dec: power(29)}}, {{Dec: power(30)}}},
	types.VarcharType(0): {{{Null: true}}, {{Text: ""}}, {{Text: "\x00"}}, {{Text: " "}}, {{Text: "a"}, {Text: "a"}}, {{Text: "a "}}, {{Text: "abcdefgh"}}, {{Text: "abcdefgh\x00"}},
		{{Text: "abcdefghi"}}, {{Text: "abcdefgi"}}, {{Text: "é"}}},
	{Kind: types.Char, Length: 10}: {{{Null: true}}, {{Text: ""}, {Text: "   "}}, {{Text: "a"}, {Text: "a "}}, {{Text: "abcdefgh"}, {Text: "abcdefgh  "}}, {{Text: "b"}}},
}

func power(n int32) decimal128.Num { return decimal128.GetScaleMultiplier(int(n)) }

// TestOrder sorts every layout in both directions, with equal values in the order of their places, alone and behind another
// key.
func TestOrder(t *testing.T) {
	random := rand.New(rand.NewPCG(23, 24))
	for of, classes := range ascending {
		for _, desc := range []bool{false, true} {
			for _, behind := range []bool{false, true} {
				checkOrder(t, random, of, classes, desc, behind)
			}
		}
	}
}

func checkOrder(t *testing.T, random *rand.Rand, of types.Type, classes [][]types.Value, desc, behind bool) {
	t.Helper()
	cols := types.NewSchema(types.Column{Name: "A", Type: types.BigIntType}, types.Column{Name: "B", Type: of})
	class := map[vec.Place]int{}
	batches := make([]operators.Batch, 3)
	var at []vec.Place
	for i := range batches {
		b := vec.NewBuilder(cols, nil)
		for row := range 50 {
			k := random.IntN(len(classes))
			a := 9
			if behind {
				a = random.IntN(3)
			}
			b.Ints(0).Append(int64(a))
			appendTo(b, 1, of, classes[k][random.IntN(len(classes[k]))])
			b.EndRow()
			p := vec.Place{Batch: int32(i), Row: int32(row)}
			class[p] = k
			if desc {
				class[p] = -k
			}
			class[p] += 100 * a
			at = append(at, p)
		}
		batches[i] = b.Batches()[0]
	}
	want := slices.Clone(at)
	slices.SortStableFunc(want, func(a, b vec.Place) int { return class[a] - class[b] })
	random.Shuffle(len(at), func(i, j int) { at[i], at[j] = at[j], at[i] })
	o := vec.NewOrder(cols, []operators.SortKey{{Column: 0}, {Column: 1, Desc: desc}})
	o.Over(batches)
	o.Sort(at)
	for i := range at {
		if at[i] != want[i] {
			t.Fatalf("%s, descending %v, behind %v: place %d is %v of class %d, want %v of %d", of, desc, behind, i, at[i], class[at[i]], want[i], class[want[i]])
		}
	}
}

func appendTo(b *vec.Builder, col int, of types.Type, v types.Value) {
	switch of.Layout() {
	case types.Bool:
		if v.Null {
			b.Bools(col).AppendNull()
		} else {
			b.Bools(col).Append(v.Int == 1)
		}
	case types.Int:
		appendOr(b.Ints(col), v.Null, v.Int)
	case types.Float:
		appendOr(b.Floats(col), v.Null, v.Float)
	case types.Dec:
		appendOr(b.Decs(col), v.Null, v.Dec)
	default:
		if v.Null {
			b.Texts(col).AppendNull()
		} else {
			b.Texts(col).Append([]byte(v.Text))
		}
	}
}

func appendOr[T any](b *vec.FixedBuilder[T], null bool, v T) {
	if null {
		b.AppendNull()
	} else {
		b.Append(v)
	}
}

func BenchmarkOrder(b *testing.B) {
	random := rand.New(rand.NewPCG(25, 26))
	cols := types.NewSchema(types.Column{Name: "A", Type: types.BigIntType}, types.Column{Name: "B", Type: types.VarcharType(0)})
	in := vec.NewBuilder(cols, nil)
	const rows = 200_000
	for range rows {
		in.Ints(0).Append(random.Int64())
		in.Texts(1).Append(fmt.Appendf(nil, "K%d", random.IntN(1_000_000)))
		in.EndRow()
	}
	batches := in.Batches()
	at := make([]vec.Place, 0, rows)
	for name, keys := range map[string][]operators.SortKey{"int": {{Column: 0}}, "text": {{Column: 1}}} {
		b.Run(name, func(b *testing.B) {
			o := vec.NewOrder(cols, keys)
			for b.Loop() {
				at = at[:0]
				for i, batch := range batches {
					for row := range batch.Rows() {
						at = append(at, vec.Place{Batch: int32(i), Row: int32(row)})
					}
				}
				o.Over(batches)
				o.Sort(at)
			}
			b.ReportMetric(float64(b.N)*rows/b.Elapsed().Seconds()/1e6, "Mrows/s")
		})
	}
}
