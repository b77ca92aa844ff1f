package types

import (
	"math"
	"strconv"
)

// AppendInt appends the text of an integer.
func AppendInt(dst []byte, v int64) []byte { return strconv.AppendInt(dst, v, 10) }

// ParseInt reads an integer between blanks, with or without a sign. A fraction or an exponent is an InvalidCast, a value
// beyond 64 bits an Overflow.
func ParseInt(b []byte) (int64, Code) {
	b = trimBlanks(b)
	neg := false
	if len(b) > 0 && (b[0] == '-' || b[0] == '+') {
		neg = b[0] == '-'
		b = b[1:]
	}
	if len(b) == 0 {
		return 0, InvalidCast
	}
	var u uint64
	over := false
	for _, c := range b {
		if !isDigit(c) {
			return 0, InvalidCast
		}
		over = over || u > math.MaxInt64/10
		u = u*10 + uint64(c-'0')
	}
	switch {
	case over:
		return 0, Overflow
	case neg && u <= 1<<63:
		return -int64(u), OK
	case neg || u > math.MaxInt64:
		return 0, Overflow
	}
	return int64(u), OK
}

// ParseWhole reads a number in any form, such as 1.0 or 5e3, whose value is an integer. One that is not, or that does not
// fit 64 bits, is an Overflow: it would lose something.
func ParseWhole(b []byte) (int64, Code) {
	v, code := ParseInt(b)
	if code != InvalidCast {
		return v, code
	}
	n, ok := scanNumber(b)
	if !ok {
		return 0, InvalidCast
	}
	if n.lastDigit() > n.point {
		return 0, Overflow
	}
	d, ok := n.decimal(0)
	if !ok || !fitsInt64(d) {
		return 0, Overflow
	}
	return int64(d.LowBits()), OK
}

// lastDigit returns the place after the last digit that is not 0.
func (n number) lastDigit() int {
	at, last := 0, 0
	for _, c := range n.digits {
		if c == '.' {
			continue
		}
		at++
		if c != '0' {
			last = at
		}
	}
	if last == 0 {
		return math.MinInt
	}
	return last
}

var intRanges = [...]struct{ min, max int64 }{
	TinyInt:  {math.MinInt8, math.MaxInt8},
	SmallInt: {math.MinInt16, math.MaxInt16},
	Integer:  {math.MinInt32, math.MaxInt32},
	BigInt:   {math.MinInt64, math.MaxInt64},
}

// IntRange returns the least and the greatest value of an integer kind.
func IntRange(k Kind) (least, greatest int64) {
	r := intRanges[k]
	return r.min, r.max
}

// FitsInt reports whether an integer kind holds v.
func FitsInt(v int64, k Kind) bool {
	r := intRanges[k]
	return r.min <= v && v <= r.max
}

// DivRound divides and rounds half away from zero. B is not 0, and not both a is the least int64 and b is -1.
func DivRound(a, b int64) int64 {
	q, r := a/b, a%b
	if abs64(r) >= abs64(b)-abs64(r) {
		if (a < 0) == (b < 0) {
			return q + 1
		}
		return q - 1
	}
	return q
}

// abs64 is the magnitude of v, that of the least int64 too.
func abs64(v int64) uint64 {
	if v < 0 {
		return -uint64(v)
	}
	return uint64(v)
}
