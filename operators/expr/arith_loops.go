package expr

import (
	"math"
	"math/bits"
)

// loops are one operator over whole columns. They report whether no row can have failed; rows are not looked at one by one.
type loops[T any] struct {
	flat  func(out, a, b []T) bool
	konst func(out, a []T, b T) bool
}

var intLoops = map[byte]loops[int64]{
	'+': {addInts, addInt},
	'-': {subInts, subInt},
	'*': {mulInts, mulInt},
	'/': {divInts, divInt},
}

var floatLoops = map[byte]loops[float64]{
	'+': {addFloats, addFloat},
	'-': {subFloats, subFloat},
	'*': {mulFloats, mulFloat},
	'/': {divFloats, divFloat},
}

// An operand whose sign differs from the sum's, in both operands, has overflowed: the sign bit of bad collects that.

func addInts(out, a, b []int64) bool {
	a, b = a[:len(out)], b[:len(out)]
	var bad int64
	for i := range out {
		v := a[i] + b[i]
		bad |= (a[i] ^ v) & (b[i] ^ v)
		out[i] = v
	}
	return bad >= 0
}

func addInt(out, a []int64, b int64) bool {
	a = a[:len(out)]
	var bad int64
	for i := range out {
		v := a[i] + b
		bad |= (a[i] ^ v) & (b ^ v)
		out[i] = v
	}
	return bad >= 0
}

func subInts(out, a, b []int64) bool {
	a, b = a[:len(out)], b[:len(out)]
	var bad int64
	for i := range out {
		v := a[i] - b[i]
		bad |= (a[i] ^ b[i]) & (a[i] ^ v)
		out[i] = v
	}
	return bad >= 0
}

func subInt(out, a []int64, b int64) bool {
	a = a[:len(out)]
	var bad int64
	for i := range out {
		v := a[i] - b
		bad |= (a[i] ^ b) & (a[i] ^ v)
		out[i] = v
	}
	return bad >= 0
}

// mul64 returns the product and how its upper half differs from that of a product that fits: 0 if it does.
func mul64(a, b int64) (v, excess int64) {
	hi, lo := bits.Mul64(uint64(a), uint64(b))
	hi -= uint64(a>>63&b) + uint64(b>>63&a)
	return int64(lo), int64(hi) ^ int64(lo)>>63
}

func mulInts(out, a, b []int64) bool {
	a, b = a[:len(out)], b[:len(out)]
	var bad int64
	for i := range out {
		v, excess := mul64(a[i], b[i])
		bad |= excess
		out[i] = v
	}
	return bad == 0
}

func mulInt(out, a []int64, b int64) bool {
	a = a[:len(out)]
	var bad int64
	for i := range out {
		v, excess := mul64(a[i], b)
		bad |= excess
		out[i] = v
	}
	return bad == 0
}

// Divisors 0 and -1 are the only ones that can fail.

func divInts(out, a, b []int64) bool {
	a, b = a[:len(out)], b[:len(out)]
	for i := range out {
		d := b[i]
		if uint64(d)+1 <= 1 {
			return false
		}
		out[i] = a[i] / d
	}
	return true
}

func divInt(out, a []int64, b int64) bool {
	if uint64(b)+1 <= 1 {
		return false
	}
	a = a[:len(out)]
	for i := range out {
		out[i] = a[i] / b
	}
	return true
}

func addFloats(out, a, b []float64) bool {
	a, b = a[:len(out)], b[:len(out)]
	for i := range out {
		out[i] = a[i] + b[i]
	}
	return true
}

func addFloat(out, a []float64, b float64) bool {
	a = a[:len(out)]
	for i := range out {
		out[i] = a[i] + b
	}
	return true
}

func subFloats(out, a, b []float64) bool {
	a, b = a[:len(out)], b[:len(out)]
	for i := range out {
		out[i] = a[i] - b[i]
	}
	return true
}

func subFloat(out, a []float64, b float64) bool { return addFloat(out, a, -b) }

func mulFloats(out, a, b []float64) bool {
	a, b = a[:len(out)], b[:len(out)]
	for i := range out {
		out[i] = a[i] * b[i]
	}
	return true
}

func mulFloat(out, a []float64, b float64) bool {
	a = a[:len(out)]
	for i := range out {
		out[i] = a[i] * b
	}
	return true
}

// A division by zero gives an infinity or NaN, which finite finds.

func divFloats(out, a, b []float64) bool {
	a, b = a[:len(out)], b[:len(out)]
	for i := range out {
		out[i] = a[i] / b[i]
	}
	return true
}

func divFloat(out, a []float64, b float64) bool {
	a = a[:len(out)]
	for i := range out {
		out[i] = a[i] / b
	}
	return true
}

// within reports that no value is out of a range that is narrower than 62 bits.
func within(out []int64, least, greatest int64) bool {
	for _, v := range out {
		if v < least || v > greatest {
			return false
		}
	}
	return true
}

func finite(out []float64) bool {
	const exponent = 0x7ff << 52
	for _, v := range out {
		if math.Float64bits(v)&exponent == exponent {
			return false
		}
	}
	return true
}

func isFinite(v float64) bool { return !math.IsInf(v, 0) && !math.IsNaN(v) }

func toReal(v float64) float64 { return float64(float32(v)) }

func roundAll(out []float64) {
	for i, v := range out {
		out[i] = toReal(v)
	}
}

// checkedInt are the operators for one row; not ok if the result does not fit, or does not exist.
var checkedInt = map[byte]func(a, b int64) (int64, bool){
	'+': func(a, b int64) (int64, bool) { return a + b, (a^(a+b))&(b^(a+b)) >= 0 },
	'-': func(a, b int64) (int64, bool) { return a - b, (a^b)&(a^(a-b)) >= 0 },
	'*': func(a, b int64) (int64, bool) {
		v, excess := mul64(a, b)
		return v, excess == 0
	},
	'/': func(a, b int64) (int64, bool) {
		if b == 0 {
			return 0, false
		}
		return a / b, a != math.MinInt64 || b != -1
	},
}

var plainFloat = map[byte]func(a, b float64) float64{
	'+': func(a, b float64) float64 { return a + b },
	'-': func(a, b float64) float64 { return a - b },
	'*': func(a, b float64) float64 { return a * b },
	'/': func(a, b float64) float64 { return a / b },
}
