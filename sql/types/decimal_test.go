package types

import (
	"math/big"
	"math/rand"
	"strconv"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v15/arrow/decimal128"
)

// split reads p,s.
func split(t *testing.T, s string) Type {
	t.Helper()
	typ, err := ParseType("DECIMAL(" + s + ")")
	if err != nil {
		t.Fatal(err)
	}
	return typ
}

func TestParseDecimal(t *testing.T) {
	eachLine(t, "decimal.txt", "|", func(line string, f []string) {
		typ := split(t, f[1])
		got, code := ParseDecimal([]byte(strings.Trim(f[0], `"`)), typ.Precision, typ.Scale)
		text := string(code)
		if code == OK {
			text = string(AppendDecimal(nil, got, typ.Scale))
		}
		if text != f[2] {
			t.Errorf("%s: got %s", line, text)
		}
	})
}

// randomDecimal returns a value of at most so many digits.
func randomDecimal(r *rand.Rand, digits int) decimal128.Num {
	limit := power(r.Intn(digits + 1))
	v := new(big.Int).Rand(r, limit)
	if r.Intn(2) == 0 {
		v.Neg(v)
	}
	return decimal128.FromBigInt(v)
}

func TestDecimalOpLikeRationals(t *testing.T) {
	r := rand.New(rand.NewSource(3))
	for range 40000 {
		op := "+-*/"[r.Intn(4)]
		pa, pb := 1+r.Intn(MaxPrecision), 1+r.Intn(MaxPrecision)
		a, b := DecimalType(pa, r.Intn(pa+1)), DecimalType(pb, r.Intn(pb+1))
		x, y := randomDecimal(r, pa), randomDecimal(r, pb)
		result := DecimalResult(op, a, b)
		got, code := DecimalOp(op, a, b, result)(x, y)
		want, wantCode := slowDecimal(op, x, a, y, b, result)
		if code != wantCode || code == OK && got.BigInt().Cmp(want) != 0 {
			t.Fatalf("%v %s %c %v %s as %s: got %v %q, want %v %q", x.BigInt(), a, op, y.BigInt(), b, result, got.BigInt(), code, want, wantCode)
		}
	}
}

func slowDecimal(op byte, x decimal128.Num, a Type, y decimal128.Num, b, result Type) (*big.Int, Code) {
	l := new(big.Rat).SetFrac(x.BigInt(), power(a.Scale))
	r := new(big.Rat).SetFrac(y.BigInt(), power(b.Scale))
	switch op {
	case '+':
		l.Add(l, r)
	case '-':
		l.Sub(l, r)
	case '*':
		l.Mul(l, r)
	default:
		if r.Sign() == 0 {
			return nil, DivideByZero
		}
		l.Quo(l, r)
	}
	l.Mul(l, new(big.Rat).SetInt(power(result.Scale)))
	v := quoRound(l.Num(), l.Denom())
	if v.CmpAbs(power(result.Precision)) >= 0 {
		return nil, Overflow
	}
	return v, OK
}

func TestRescaleAndCompareLikeRationals(t *testing.T) {
	r := rand.New(rand.NewSource(4))
	for range 20000 {
		x, y := randomDecimal(r, MaxPrecision), randomDecimal(r, MaxPrecision)
		xs, ys := r.Intn(MaxPrecision+1), r.Intn(MaxPrecision+1)
		l := new(big.Rat).SetFrac(x.BigInt(), power(xs))
		want := l.Cmp(new(big.Rat).SetFrac(y.BigInt(), power(ys)))
		if got := CompareDecimal(x, xs, y, ys); got != want {
			t.Fatalf("compare %v/%d with %v/%d: got %d", x.BigInt(), xs, y.BigInt(), ys, got)
		}
		l.Mul(l, new(big.Rat).SetInt(power(ys)))
		moved := quoRound(l.Num(), l.Denom())
		got, ok := RescaleDecimal(x, xs, ys)
		if ok != (moved.CmpAbs(power(MaxPrecision)) < 0) || ok && got.BigInt().Cmp(moved) != 0 {
			t.Fatalf("rescale %v from %d to %d: got %v %v, want %v", x.BigInt(), xs, ys, got.BigInt(), ok, moved)
		}
		if want, _ := strconv.ParseFloat(string(AppendDecimal(nil, x, xs)), 64); DecimalToFloat(x, xs) != want {
			t.Fatalf("%v/%d as DOUBLE: got %v, want %v", x.BigInt(), xs, DecimalToFloat(x, xs), want)
		}
		if y != (decimal128.Num{}) {
			if want := new(big.Int).Rem(x.BigInt(), y.BigInt()); ModDecimal(x, y).BigInt().Cmp(want) != 0 {
				t.Fatalf("%v mod %v: got %v", x.BigInt(), y.BigInt(), ModDecimal(x, y).BigInt())
			}
		}
	}
}

func TestDecimalConversions(t *testing.T) {
	for _, c := range []struct {
		f    float64
		p, s int
		want string
	}{
		{2.675, 5, 2, "2.68"}, {-2.675, 5, 2, "-2.68"}, {1.005, 5, 2, "1.01"}, {0.125, 5, 2, "0.13"}, {1e20, 38, 2, "100000000000000000000.00"},
		{123.456, 6, 3, "123.456"}, {99.995, 4, 2, ""}, {1e300, 38, 0, ""}, {0.1, 38, 38, "0.10000000000000000000000000000000000000"},
	} {
		n, ok := DecimalFromFloat(c.f, c.p, c.s)
		got := ""
		if ok {
			got = string(AppendDecimal(nil, n, c.s))
		}
		if got != c.want {
			t.Errorf("%v as DECIMAL(%d,%d): got %q, want %q", c.f, c.p, c.s, got, c.want)
		}
	}
	if n, ok := DecimalFromInt(-42, 5, 3); !ok || string(AppendDecimal(nil, n, 3)) != "-42.000" {
		t.Errorf("-42 as DECIMAL(5,3) = %v %v", n, ok)
	}
	if _, ok := DecimalFromInt(100, 5, 3); ok {
		t.Error("100 does not fit DECIMAL(5,3)")
	}
	for text, want := range map[string]int64{"2.5": 3, "-2.5": -3, "2.4": 2, "-0.5": -1} {
		n, _ := ParseDecimal([]byte(text), 10, 1)
		if got, ok := DecimalToInt(n, 1); !ok || got != want {
			t.Errorf("%s as an integer: got %d", text, got)
		}
	}
}

func FuzzParseDecimal(f *testing.F) {
	for _, seed := range []string{"1", "-0.5", "1e5", "99999999999999999999999999999999999999.5", "0.000000000000000000000000000000000000005", " 7 "} {
		f.Add(seed, uint8(38), uint8(10))
	}
	f.Fuzz(func(t *testing.T, text string, precision, scale uint8) {
		p := int(precision)%MaxPrecision + 1
		s := int(scale) % (p + 1)
		got, code := ParseDecimal([]byte(text), p, s)
		trimmed := strings.Trim(text, " ")
		_, ok := scanNumber([]byte(text))
		if !ok {
			if code != InvalidCast {
				t.Fatalf("%q: got %q", text, code)
			}
			return
		}
		if e := strings.IndexAny(trimmed, "eE"); e >= 0 && len(trimmed)-e > 4 {
			return // big.Rat would take its time
		}
		want, ok := new(big.Rat).SetString(trimmed)
		if !ok {
			t.Fatalf("%q: a number to us only", text)
		}
		want.Mul(want, new(big.Rat).SetInt(power(s)))
		v := quoRound(want.Num(), want.Denom())
		if fits := v.CmpAbs(power(p)) < 0; fits != (code == OK) || fits && got.BigInt().Cmp(v) != 0 {
			t.Fatalf("%q as DECIMAL(%d,%d): got %v %q, want %v", text, p, s, got.BigInt(), code, v)
		}
	})
}

func BenchmarkDecimalDivide(b *testing.B) {
	l, r := DecimalType(19, 0), DecimalType(8, 1)
	op := DecimalOp('/', l, r, DecimalResult('/', l, r))
	x, y := decimal128.FromI64(123456789012), decimal128.FromI64(36000000)
	for b.Loop() {
		if _, code := op(x, y); code != OK {
			b.Fatal(code)
		}
	}
}

func BenchmarkParseDecimal(b *testing.B) {
	text := []byte("1234.56")
	for b.Loop() {
		if _, code := ParseDecimal(text, 18, 4); code != OK {
			b.Fatal(code)
		}
	}
}

func BenchmarkAppendDecimal(b *testing.B) {
	var dst []byte
	for b.Loop() {
		dst = AppendDecimal(dst[:0], decimal128.FromI64(1234567), 4)
	}
}
