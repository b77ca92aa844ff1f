package vec

import (
	"encoding/binary"
	"math"

	"github.com/apache/arrow/go/v15/arrow/decimal128"
)

// A rank of a value never falls as the value grows. That of NULL is 0, which may also be that of the least value.

// flipOf turns ranks around for a descending key.
func flipOf(desc bool) uint64 {
	if desc {
		return math.MaxUint64
	}
	return 0
}

func rankOfBool(v bool) uint64 {
	if v {
		return 1
	}
	return 0
}

const signBit = 1 << 63

func rankOfInt(v int64) uint64 { return uint64(v) ^ signBit }

// rankOfFloat gives -0 the rank of 0.
func rankOfFloat(v float64) uint64 {
	bits := math.Float64bits(v + 0)
	if bits&signBit != 0 {
		return ^bits
	}
	return bits | signBit
}

// rankOfDec is that of the nearest integer of 64 bits.
func rankOfDec(v decimal128.Num) uint64 {
	high, low := v.HighBits(), v.LowBits()
	switch {
	case high == int64(low)>>63:
		return rankOfInt(int64(low))
	case high < 0:
		return 0
	default:
		return math.MaxUint64
	}
}

// rankOfText is the first eight bytes.
func rankOfText(v []byte) uint64 {
	if len(v) >= 8 {
		return binary.BigEndian.Uint64(v)
	}
	var b [8]byte
	copy(b[:], v)
	return binary.BigEndian.Uint64(b[:])
}
