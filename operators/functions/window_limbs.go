package functions

import "math/bits"

// Whole numbers of 192 bits, least limb first.

func negated(v [3]uint64) [3]uint64 {
	var out [3]uint64
	var borrow uint64
	for i := range v {
		out[i], borrow = bits.Sub64(0, v[i], borrow)
	}
	return out
}

// magnitude is the absolute value of a number in two's complement.
func magnitude(v [3]uint64) [3]uint64 {
	if v[2]>>63 != 0 {
		return negated(v)
	}
	return v
}

// limbLength is the number of bits that v has.
func limbLength(v [3]uint64) int64 {
	switch {
	case v[2] != 0:
		return 128 + int64(bits.Len64(v[2]))
	case v[1] != 0:
		return 64 + int64(bits.Len64(v[1]))
	default:
		return int64(bits.Len64(v[0]))
	}
}

// trailing is the number of zero bits below the least one; 192 for zero.
func trailing(v [3]uint64) int64 {
	switch {
	case v[0] != 0:
		return int64(bits.TrailingZeros64(v[0]))
	case v[1] != 0:
		return 64 + int64(bits.TrailingZeros64(v[1]))
	default:
		return 128 + int64(bits.TrailingZeros64(v[2]))
	}
}

// shiftedUp is v times 2^n. What does not fit is lost.
func shiftedUp(v [3]uint64, n uint) [3]uint64 {
	for ; n >= 64; n -= 64 {
		v = [3]uint64{0, v[0], v[1]}
	}
	return [3]uint64{v[0] << n, v[1]<<n | v[0]>>(64-n), v[2]<<n | v[1]>>(64-n)}
}

// shiftedDown is v divided by 2^n, without the remainder.
func shiftedDown(v [3]uint64, n uint) [3]uint64 {
	for ; n >= 64; n -= 64 {
		v = [3]uint64{v[1], v[2], 0}
	}
	return [3]uint64{v[0]>>n | v[1]<<(64-n), v[1]>>n | v[2]<<(64-n), v[2] >> n}
}
