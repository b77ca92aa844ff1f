package types

import (
	"math"
	"math/rand"
	"strconv"
	"testing"
)

func TestDoubleText(t *testing.T) {
	eachLine(t, "double.txt", " ", func(line string, f []string) {
		bits, err := strconv.ParseUint(f[0], 16, 64)
		if err != nil {
			t.Fatal(line, err)
		}
		v := math.Float64frombits(bits)
		if got := string(AppendDouble(nil, v)); got != f[1] {
			t.Errorf("%v: got %s, want %s", v, got, f[1])
		}
		back, code := ParseDouble([]byte(f[1]))
		if code != OK || math.Float64bits(back) != bits {
			t.Errorf("%s parses to %v %q", f[1], back, code)
		}
	})
}

func TestRealText(t *testing.T) {
	eachLine(t, "real.txt", " ", func(line string, f []string) {
		bits, err := strconv.ParseUint(f[0], 16, 32)
		if err != nil {
			t.Fatal(line, err)
		}
		v := math.Float32frombits(uint32(bits))
		if got := string(AppendReal(nil, float64(v))); got != f[1] {
			t.Errorf("%v: got %s, want %s", v, got, f[1])
		}
		back, code := ParseReal([]byte(f[1]))
		if code != OK || math.Float32bits(float32(back)) != uint32(bits) || float64(float32(back)) != back {
			t.Errorf("%s parses to %v %q", f[1], back, code)
		}
	})
}

func TestParseDoubleLikeStrconv(t *testing.T) {
	r := rand.New(rand.NewSource(1))
	for range 20000 {
		text := strconv.FormatFloat((r.Float64()-0.5)*math.Pow(10, float64(r.Intn(60)-30)), "eEfg"[r.Intn(4)], r.Intn(20)-1, 64)
		want, _ := strconv.ParseFloat(text, 64)
		if got, code := ParseDouble([]byte(text)); code != OK || got != want {
			t.Fatalf("%s: got %v %q, want %v", text, got, code, want)
		}
		want32, err := strconv.ParseFloat(text, 32)
		if got, code := ParseReal([]byte(text)); err == nil && (code != OK || got != want32) {
			t.Fatalf("%s as REAL: got %v %q, want %v", text, got, code, want32)
		}
	}
}

func TestParseDoubleRefuses(t *testing.T) {
	for text, want := range map[string]Code{
		"": InvalidCast, " ": InvalidCast, ".": InvalidCast, "-": InvalidCast, "1e": InvalidCast, "1e+": InvalidCast, "e5": InvalidCast,
		"NaN": InvalidCast, "Infinity": InvalidCast, "0x10": InvalidCast, "1_000": InvalidCast, "1,5": InvalidCast, "1.2.3": InvalidCast,
		"1 2": InvalidCast, "--1": InvalidCast, "1d": InvalidCast,
		"1e309": Overflow, "-1e309": Overflow, "1e99999999999999999999": Overflow,
		" +1.5 ": OK, "1.": OK, ".5": OK, "0e999": OK, "1e-400": OK,
	} {
		if _, code := ParseDouble([]byte(text)); code != want {
			t.Errorf("%q: got %q, want %q", text, code, want)
		}
	}
	if _, code := ParseReal([]byte("1e39")); code != Overflow {
		t.Errorf("1e39 as REAL: got %q", code)
	}
}

func TestFloatConversions(t *testing.T) {
	for _, c := range []struct {
		f    float64
		want int64
		ok   bool
	}{{2.5, 3, true}, {-2.5, -3, true}, {-1.7, -2, true}, {0.49999999999999994, 0, true}, {9.3e18, 0, false}, {math.NaN(), 0, false},
		{-9223372036854775808, math.MinInt64, true}, {9223372036854775808, 0, false}} {
		if got, ok := FloatToInt(c.f); ok != c.ok || ok && got != c.want {
			t.Errorf("FloatToInt(%v) = %d, %v", c.f, got, ok)
		}
	}
	if _, ok := ToReal(1e39); ok {
		t.Error("1e39 is no REAL")
	}
	if r, ok := ToReal(0.1); !ok || string(AppendReal(nil, r)) != "0.1" {
		t.Errorf("ToReal(0.1) = %v", r)
	}
}

func BenchmarkAppendDouble(b *testing.B) {
	var dst []byte
	for b.Loop() {
		dst = AppendDouble(dst[:0], 84.51)
		dst = AppendDouble(dst, 1234567)
		dst = AppendDouble(dst, 1.5e300)
	}
}

func BenchmarkParseDouble(b *testing.B) {
	text := []byte("123456.789")
	for b.Loop() {
		if _, code := ParseDouble(text); code != OK {
			b.Fatal(code)
		}
	}
}
