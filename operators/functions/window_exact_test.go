package functions

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/apache/arrow/go/v15/arrow"
)

// TestExactSums adds and takes away floats of all sizes, in any order, and compares with rational numbers. The state is taken
// out and back in on the way.
func TestExactSums(t *testing.T) {
	for seed := range uint64(200) {
		random := rand.New(rand.NewPCG(seed, 7))
		spread := []int{2, 40, 200, 2000}[seed%4] // of the exponents
		next := func() float64 {
			switch random.IntN(12) {
			case 0:
				return 0
			case 1:
				return float64(random.IntN(100))
			}
			return math.Ldexp(random.Float64()-0.5, random.IntN(spread)-spread/2)
		}
		const groups = 3
		sums := &exactSums{}
		sums.Grow(groups)
		values, exact := make([][]float64, groups), make([]*big.Rat, groups)
		for g := range exact {
			exact[g] = new(big.Rat)
		}
		for range 400 {
			g := random.IntN(groups)
			n := len(values[g])
			v, away := next(), n > 0 && random.IntN(10) < 5
			if away {
				i := random.IntN(n)
				v, values[g][i] = values[g][i], values[g][n-1]
				values[g] = values[g][:n-1]
				exact[g].Sub(exact[g], new(big.Rat).SetFloat64(v))
			} else {
				values[g] = append(values[g], v)
				exact[g].Add(exact[g], new(big.Rat).SetFloat64(v))
			}
			whole, exp, minus, _ := parts(v)
			sums.add(int32(g), 0, whole, exp, minus != away)
			if random.IntN(50) == 0 {
				sums = restoredSums(t, sums, groups)
			}
			want, _ := exact[g].Float64()
			if got := scaled(sums.float(int32(g))); got != want {
				t.Fatalf("seed %d: the sum of %v is %v, want %v", seed, values[g], got, want)
			}
		}
		for g := range values {
			for _, v := range values[g] {
				whole, exp, minus, _ := parts(v)
				sums.add(int32(g), 0, whole, exp, !minus)
			}
			if sums.of[g].v != (int192{}) || sums.of[g].base == wideBase {
				t.Fatalf("seed %d: nothing is left, but the sum is %v", seed, sums.of[g])
			}
		}
		if len(sums.wide) > 0 {
			t.Fatalf("seed %d: %d wide sums are left", seed, len(sums.wide))
		}
	}
}

type tables map[string][]arrow.Array

func (s tables) Table(name string, cols ...arrow.Array) { s[name] = cols }

type tablesBack struct{ tables }

func (s tablesBack) Table(name string) ([]arrow.Array, error) { return s.tables[name], nil }

func restoredSums(t *testing.T, sums *exactSums, groups int) *exactSums {
	t.Helper()
	state := tables{}
	sums.snapshot(state, "sum", groups)
	fresh := &exactSums{}
	fresh.Grow(groups)
	if err := fresh.restore(tablesBack{state}, "sum", groups); err != nil {
		t.Fatal(err)
	}
	return fresh
}

// TestVarianceCancels checks numbers whose squares would cancel: a mean far from zero.
func TestVarianceCancels(t *testing.T) {
	for _, mean := range []float64{1200, 1e9, 1e15, -3e100} {
		far := math.Abs(mean) / 1024
		x := &fixedCells[float64]{of: []float64{mean - far, mean + far, 77}}
		f := (&variance{value: func(s spread) (float64, bool) { return s.squares / float64(s.n), false }}).frames(inputs{kept: []Cells{x}}).(*varianceFrames)
		f.Grow(1, 3)
		for _, place := range []int32{2, 0, 1} {
			f.add(0, place)
		}
		f.remove(0, 2)
		if v, _, _ := f.value(0, 0); math.Abs(v-far*far) > 1e-12*far*far {
			t.Errorf("the variance of %v ± %v is %v", mean, far, v)
		}
	}
}
