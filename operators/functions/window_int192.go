package functions

import "math/bits"

// int192 is a whole number of 192 bits in two's complement. It is a struct and no array, so that it stays in registers.
type int192 struct{ lo, mid, hi uint64 }

// shifted is hi:lo times 2^n, which must fit.
func shifted(hi, lo uint64, n uint) int192 {
	k := n & 63
	a, b, c := lo<<k, hi<<k|lo>>(64-k), hi>>(64-k)
	switch n >> 6 {
	case 0:
		return int192{a, b, c}
	case 1:
		return int192{0, a, b}
	default:
		return int192{0, 0, a}
	}
}

func (v int192) plus(w int192) (sum int192) {
	var carry uint64
	sum.lo, carry = bits.Add64(v.lo, w.lo, 0)
	sum.mid, carry = bits.Add64(v.mid, w.mid, carry)
	sum.hi, _ = bits.Add64(v.hi, w.hi, carry)
	return sum
}

func (v int192) less(w int192) (diff int192) {
	var borrow uint64
	diff.lo, borrow = bits.Sub64(v.lo, w.lo, 0)
	diff.mid, borrow = bits.Sub64(v.mid, w.mid, borrow)
	diff.hi, _ = bits.Sub64(v.hi, w.hi, borrow)
	return diff
}

func (v int192) negative() bool { return v.hi>>63 != 0 }

// magnitude is the absolute value.
func (v int192) magnitude() int192 {
	if v.negative() {
		return int192{}.less(v)
	}
	return v
}

// length is the number of bits of a magnitude.
func (v int192) length() int64 {
	switch {
	case v.hi != 0:
		return 128 + int64(bits.Len64(v.hi))
	case v.mid != 0:
		return 64 + int64(bits.Len64(v.mid))
	default:
		return int64(bits.Len64(v.lo))
	}
}

// trailing is the number of zero bits below the least one; 192 for zero.
func (v int192) trailing() int64 {
	switch {
	case v.lo != 0:
		return int64(bits.TrailingZeros64(v.lo))
	case v.mid != 0:
		return 64 + int64(bits.TrailingZeros64(v.mid))
	default:
		return 128 + int64(bits.TrailingZeros64(v.hi))
	}
}

// up is a magnitude times 2^n. What does not fit is lost.
func (v int192) up(n uint) int192 {
	for ; n >= 64; n -= 64 {
		v = int192{0, v.lo, v.mid}
	}
	return int192{v.lo << n, v.mid<<n | v.lo>>(64-n), v.hi<<n | v.mid>>(64-n)}
}

// down is a magnitude divided by 2^n, without the remainder.
func (v int192) down(n uint) int192 {
	for ; n >= 64; n -= 64 {
		v = int192{v.mid, v.hi, 0}
	}
	return int192{v.lo>>n | v.mid<<(64-n), v.mid>>n | v.hi<<(64-n), v.hi >> n}
}

// top returns the first 64 bits of a magnitude, which stand for bits times 2^exp. The last of them is 1 if any bit behind it
// is, so that it rounds as the whole does.
func (v int192) top() (first uint64, exp int64) {
	var rest uint64
	switch {
	case v.hi != 0:
		k := uint(bits.LeadingZeros64(v.hi))
		first, rest, exp = v.hi<<k|v.mid>>(64-k), v.mid<<k|v.lo, 128-int64(k)
	case v.mid != 0:
		k := uint(bits.LeadingZeros64(v.mid))
		first, rest, exp = v.mid<<k|v.lo>>(64-k), v.lo<<k, 64-int64(k)
	default:
		return v.lo, 0
	}
	if rest != 0 {
		first |= 1
	}
	return first, exp
}
