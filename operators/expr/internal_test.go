package expr

import (
	"math"
	"math/rand/v2"
	"testing"
	"unicode/utf8"

	"github.com/apache/arrow/go/v15/arrow/decimal128"

	"weir/sql/types"
)

func TestShortDecimalsAgreeWithLongOnes(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 10))
	number := func() decimal128.Num {
		v := decimal128.FromI64(int64(r.Uint64()) >> r.IntN(64))
		if r.IntN(5) == 0 {
			v = v.Mul(decimal128.FromI64(1 + r.Int64N(1e9)))
		}
		return v
	}
	quick := 0
	for range 20000 {
		ls, rs := r.IntN(10), r.IntN(10)
		ltype, rtype := types.DecimalType(19, ls), types.DecimalType(19, rs)
		op := []byte("+-*/")[r.IntN(4)]
		result := types.DecimalType(max(ls+rs, 10)+r.IntN(19), max(ls, rs))
		if op == '*' && r.IntN(2) == 0 {
			result.Scale = ls + rs
		}
		a, b := number(), number()
		got, ok := shortDecimalOp(op, ltype, rtype, result)(a, b)
		if !ok {
			continue
		}
		quick++
		want, code := types.DecimalOp(op, ltype, rtype, result)(a, b)
		if code != types.OK || got != want {
			t.Fatalf("%v %c %v of %s and %s as %s: got %v, want %v %s", a, op, b, ltype, rtype, result, got, want, code)
		}
	}
	if quick < 2000 {
		t.Errorf("only %d were quick", quick)
	}
}

func TestIntLoopsAgreeWithCheckedInts(t *testing.T) {
	values := []int64{0, 1, -1, 2, -2, 3, math.MaxInt64, math.MinInt64, math.MaxInt64 - 1, math.MinInt64 + 1, math.MaxInt32, math.MinInt32, 1 << 32, -1 << 32, 3037000499, 3037000500}
	var out [1]int64
	for op, loop := range intLoops {
		for _, a := range values {
			for _, b := range values {
				want, fits := checkedInt[op](a, b)
				if flat := loop.flat(out[:], []int64{a}, []int64{b}); flat && (!fits || out[0] != want) {
					t.Errorf("%d %c %d: flat is %d, want %d %v", a, op, b, out[0], want, fits)
				} else if !flat && fits && (op != '/' || b != -1) {
					t.Errorf("%d %c %d does not fail, but its loop does", a, op, b)
				}
				if konst := loop.konst(out[:], []int64{a}, b); konst && (!fits || out[0] != want) {
					t.Errorf("%d %c %d: konst is %d, want %d %v", a, op, b, out[0], want, fits)
				}
			}
		}
	}
}

// slowLike is LIKE as its definition says.
func slowLike(x, pattern, escape []rune) bool {
	if len(pattern) == 0 {
		return len(x) == 0
	}
	switch {
	case len(escape) > 0 && pattern[0] == escape[0]:
		return len(x) > 0 && x[0] == pattern[1] && slowLike(x[1:], pattern[2:], escape)
	case pattern[0] == '%':
		return slowLike(x, pattern[1:], escape) || len(x) > 0 && slowLike(x[1:], pattern, escape)
	case len(x) == 0:
		return false
	}
	return (pattern[0] == '_' || pattern[0] == x[0]) && slowLike(x[1:], pattern[1:], escape)
}

func FuzzLike(f *testing.F) {
	f.Add("abcabd", "%ab_", "")
	f.Add("öäü", "_ä%", "")
	f.Add("100%", "1__!%", "!")
	f.Add("aaab", "%a_b%", "")
	f.Fuzz(func(t *testing.T, x, pattern, escape string) {
		if !utf8.ValidString(x) || !utf8.ValidString(pattern) || !utf8.ValidString(escape) || len(x) > 30 || len(pattern) > 12 {
			return
		}
		match, err := newMatcher(false, []byte(pattern), []byte(escape), escape != "")
		if err != nil {
			return
		}
		if got, want := match([]byte(x)), slowLike([]rune(x), []rune(pattern), []rune(escape)); got != want {
			t.Errorf("%q LIKE %q ESCAPE %q is %v", x, pattern, escape, got)
		}
	})
}

func FuzzSimilar(f *testing.F) {
	f.Add("abd", "[a-e^c](b|c)*d?", "")
	f.Add("a-b", `a\-b{1,2}`, `\`)
	f.Fuzz(func(t *testing.T, x, pattern, escape string) {
		match, err := newMatcher(true, []byte(pattern), []byte(escape), escape != "")
		if err == nil {
			match([]byte(x))
		}
	})
}
