package types

import (
	"math"
	"math/bits"
	"strconv"
	"unsafe"

	"github.com/apache/arrow/go/v15/arrow/decimal128"
)

var (
	tens   [MaxPrecision + 1]decimal128.Num // tens[n] is 10^n
	tens64 [19]int64
)

func init() {
	tens[0] = decimal128.FromI64(1)
	for i := 1; i < len(tens); i++ {
		tens[i] = tens[i-1].Mul(decimal128.FromI64(10))
	}
	for i := range tens64 {
		tens64[i] = int64(tens[i].LowBits())
	}
}

// FitsDecimal reports whether an unscaled value has at most so many digits.
func FitsDecimal(n decimal128.Num, precision int) bool {
	if precision <= 18 {
		return fitsInt64(n) && abs64(int64(n.LowBits())) < uint64(tens64[precision])
	}
	limit := tens[precision]
	return n.Less(limit) && n.Greater(limit.Negate())
}

// fitsInt64 reports whether n is an int64, n.LowBits() as int64.
func fitsInt64(n decimal128.Num) bool { return n.HighBits() == int64(n.LowBits())>>63 }

// magnitude splits n into sign and absolute value.
func magnitude(n decimal128.Num) (neg bool, hi, lo uint64) {
	if n.HighBits() < 0 {
		n = n.Negate()
		neg = true
	}
	return neg, uint64(n.HighBits()), n.LowBits()
}

// signed is the reverse of magnitude; not ok if the value needs more than 127 bits.
func signed(neg bool, hi, lo uint64) (decimal128.Num, bool) {
	n := decimal128.New(int64(hi), lo)
	if neg {
		n = n.Negate()
	}
	return n, hi>>63 == 0
}

// AppendDecimal appends an unscaled value with its point: 0.50 for 50 at scale 2.
func AppendDecimal(dst []byte, n decimal128.Num, scale int) []byte {
	neg, hi, lo := magnitude(n)
	if neg {
		dst = append(dst, '-')
	}
	var buf [40]byte
	digits := buf[:0]
	if hi == 0 {
		digits = strconv.AppendUint(digits, lo, 10)
	} else {
		digits = appendWide(digits, hi, lo)
	}
	if scale == 0 {
		return append(dst, digits...)
	}
	whole := len(digits) - scale
	if whole > 0 {
		dst = append(dst, digits[:whole]...)
		dst = append(dst, '.')
		return append(dst, digits[whole:]...)
	}
	dst = append(dst, '0', '.')
	for ; whole < 0; whole++ {
		dst = append(dst, '0')
	}
	return append(dst, digits...)
}

// appendWide writes a value above 64 bits as its first digits and nineteen more.
func appendWide(dst []byte, hi, lo uint64) []byte {
	const e19 = 1e19
	q, rest := bits.Div64(hi%e19, lo, e19)
	top := hi / e19 // above 0 only beyond 38 digits
	if top > 0 {
		dst = strconv.AppendUint(dst, top, 10)
		dst = appendPadded(dst, q, 19)
	} else {
		dst = strconv.AppendUint(dst, q, 10)
	}
	return appendPadded(dst, rest, 19)
}

func appendPadded(dst []byte, v uint64, width int) []byte {
	start := len(dst)
	for range width {
		dst = append(dst, '0')
	}
	for i := len(dst) - 1; i >= start; i-- {
		dst[i] = byte('0' + v%10)
		v /= 10
	}
	return dst
}

// ParseDecimal reads a number between blanks, with or without sign, fraction and exponent, and rounds it half away from zero
// to the scale. Too many digits before the point are an Overflow, anything that is no number is an InvalidCast.
func ParseDecimal(b []byte, precision, scale int) (decimal128.Num, Code) {
	n, ok := scanNumber(b)
	if !ok {
		return decimal128.Num{}, InvalidCast
	}
	d, ok := n.decimal(scale)
	if !ok || !FitsDecimal(d, precision) {
		return decimal128.Num{}, Overflow
	}
	return d, OK
}

// decimal rounds n to the scale, half away from zero; not ok beyond 38 digits.
func (n number) decimal(scale int) (decimal128.Num, bool) {
	keep := n.point + scale // so many digits stand before the place where it is cut
	if len(n.digits) == 0 || keep < 0 {
		return decimal128.Num{}, true
	}
	if keep > MaxPrecision {
		return decimal128.Num{}, false
	}
	var high, low uint64 // the kept digits but the last 19, and the last 19
	split := max(keep-19, 0)
	at, up := 0, false
	for _, c := range n.digits {
		if c == '.' {
			continue
		}
		switch {
		case at < split:
			high = high*10 + uint64(c-'0')
		case at < keep:
			low = low*10 + uint64(c-'0')
		}
		at++
		if at > keep {
			up = c >= '5'
			break
		}
	}
	for ; at < keep; at++ {
		if at < split {
			high *= 10
		} else {
			low *= 10
		}
	}
	hi, lo := bits.Mul64(high, 1e19)
	lo, carry := bits.Add64(lo, low, 0)
	hi += carry
	if up {
		lo, carry = bits.Add64(lo, 1, 0)
		hi += carry
	}
	return signed(n.neg, hi, lo)
}

// RescaleDecimal moves an unscaled value from one scale to another, rounding half away from zero; not ok if it does not fit
// 38 digits.
func RescaleDecimal(n decimal128.Num, from, to int) (decimal128.Num, bool) {
	switch {
	case from == to:
		return n, true
	case from > to:
		return divTens(n, from-to), true
	default:
		return mulTens(n, to-from)
	}
}

// mulTens computes n * 10^k.
func mulTens(n decimal128.Num, k int) (decimal128.Num, bool) {
	if n == (decimal128.Num{}) {
		return n, true
	}
	if k > MaxPrecision {
		return n, false
	}
	if k <= 18 && fitsInt64(n) {
		return mul64(int64(n.LowBits()), tens64[k]), true
	}
	if !FitsDecimal(n, MaxPrecision-k) {
		return n, false
	}
	return n.Mul(tens[k]), true
}

// mul64 multiplies in full; the product of two int64 always fits.
func mul64(a, b int64) decimal128.Num {
	hi, lo := bits.Mul64(abs64(a), abs64(b))
	n, _ := signed((a < 0) != (b < 0), hi, lo)
	return n
}

// divTens computes n / 10^k, rounded half away from zero.
func divTens(n decimal128.Num, k int) decimal128.Num {
	if k > MaxPrecision {
		return decimal128.Num{}
	}
	if k > 18 {
		return decimal128.FromBigInt(quoRound(n.BigInt(), tens[k].BigInt()))
	}
	neg, hi, lo := magnitude(n)
	hi, lo = divRound64(hi, lo, uint64(tens64[k]))
	n, _ = signed(neg, hi, lo)
	return n
}

// FloorDecimal rounds an unscaled value down to an integer, of scale 0.
func FloorDecimal(n decimal128.Num, scale int) decimal128.Num {
	q, _ := RescaleDecimal(n, scale, 0)
	if CompareDecimal(q, 0, n, scale) > 0 {
		q = q.Sub(tens[0])
	}
	return q
}

// CeilDecimal rounds an unscaled value up to an integer, of scale 0.
func CeilDecimal(n decimal128.Num, scale int) decimal128.Num {
	q, _ := RescaleDecimal(n, scale, 0)
	if CompareDecimal(q, 0, n, scale) < 0 {
		q = q.Add(tens[0])
	}
	return q
}

// divRound64 divides 128 bits by 64, rounded half up.
func divRound64(hi, lo, d uint64) (qhi, qlo uint64) {
	qhi = hi / d
	qlo, r := bits.Div64(hi%d, lo, d)
	if r >= d-r {
		var carry uint64
		qlo, carry = bits.Add64(qlo, 1, 0)
		qhi += carry
	}
	return qhi, qlo
}

// DecimalFromInt gives v as an unscaled value; not ok if it does not fit the precision.
func DecimalFromInt(v int64, precision, scale int) (decimal128.Num, bool) {
	n, ok := mulTens(decimal128.FromI64(v), scale)
	return n, ok && FitsDecimal(n, precision)
}

// DecimalFromFloat rounds f half away from zero to the scale; not ok if it does not fit the precision. What is rounded is
// the value's text, so that 2.675 at scale 2 is 2.68.
func DecimalFromFloat(f float64, precision, scale int) (decimal128.Num, bool) {
	if scale <= 18 {
		if n, ok := decimalFromSmall(f, scale); ok {
			return n, FitsDecimal(n, precision)
		}
	}
	var buf [32]byte
	n, code := ParseDecimal(strconv.AppendFloat(buf[:0], f, 'e', -1, 64), precision, scale)
	return n, code == OK
}

// decimalFromSmall multiplies where neither the product's error nor a tie can change the result.
func decimalFromSmall(f float64, scale int) (decimal128.Num, bool) {
	v := math.Abs(f) * exactTens[scale]
	if !(v < 1<<40) {
		return decimal128.Num{}, false
	}
	whole := math.Floor(v)
	fraction := v - whole
	if math.Abs(fraction-0.5) < 0.01 {
		return decimal128.Num{}, false
	}
	if fraction > 0.5 {
		whole++
	}
	return decimal128.FromI64(int64(math.Copysign(whole, f))), true
}

// DecimalToInt rounds half away from zero; not ok beyond 64 bits.
func DecimalToInt(n decimal128.Num, scale int) (int64, bool) {
	n, _ = RescaleDecimal(n, scale, 0)
	return int64(n.LowBits()), fitsInt64(n)
}

// DecimalToFloat gives the nearest DOUBLE.
func DecimalToFloat(n decimal128.Num, scale int) float64 {
	const exact = 1 << 53
	if v := int64(n.LowBits()); fitsInt64(n) && -exact <= v && v <= exact && scale < len(exactTens) {
		return float64(v) / exactTens[scale]
	}
	var buf [48]byte
	text := AppendDecimal(buf[:0], n, scale)
	f, _ := strconv.ParseFloat(unsafe.String(&text[0], len(text)), 64)
	return f
}
