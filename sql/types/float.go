package types

import (
	"bytes"
	"math"
	"strconv"
	"unsafe"
)

// AppendDouble appends the text of a DOUBLE: 0.5, 12.0, 1.0E10. The digits are the fewest that tell the value apart.
func AppendDouble(dst []byte, f float64) []byte { return appendFloat(dst, f, 64) }

// AppendReal appends the text of a REAL, which f holds without loss.
func AppendReal(dst []byte, f float64) []byte { return appendFloat(dst, f, 32) }

// appendFloat writes decimal notation from 1e-3 up to below 1e7, and the form d.dEn outside of that.
func appendFloat(dst []byte, f float64, bits int) []byte {
	abs := math.Abs(f)
	switch {
	case abs < 1e7 && abs == math.Trunc(abs):
		if math.Signbit(f) {
			dst = append(dst, '-')
		}
		return append(strconv.AppendInt(dst, int64(abs), 10), ".0"...)
	case abs >= 1e-3 && abs < 1e7:
		return strconv.AppendFloat(dst, f, 'f', -1, bits)
	case math.IsNaN(f):
		return append(dst, "NaN"...)
	case math.IsInf(abs, 0):
		if f < 0 {
			dst = append(dst, '-')
		}
		return append(dst, "Infinity"...)
	}
	start := len(dst)
	dst = strconv.AppendFloat(dst, f, 'e', -1, bits)
	if bytes.IndexByte(dst[start:], '.') < 0 {
		dst = strconv.AppendFloat(dst[:start], f, 'e', 1, bits) // two digits at least, the nearest ones
	}
	return respellExponent(dst, start)
}

// respellExponent turns 1.0e+10 into 1.0E10 and 2.5e-05 into 2.5E-5, in place.
func respellExponent(dst []byte, start int) []byte {
	e := start + bytes.IndexByte(dst[start:], 'e')
	exp := dst[e+2:]
	end := e + 1
	dst[e] = 'E'
	if dst[e+1] == '-' {
		end++
	}
	if exp[0] == '0' {
		exp = exp[1:]
	}
	return append(dst[:end], exp...)
}

var exactTens = [...]float64{
	1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
}

// ParseDouble reads a DOUBLE between blanks, with or without sign, fraction and exponent. What is beyond its range is an
// Overflow; NaN and infinity have no text.
func ParseDouble(b []byte) (float64, Code) { return parseFloat(b, 64) }

// ParseReal reads a REAL as ParseDouble does, rounded once to the nearest.
func ParseReal(b []byte) (float64, Code) { return parseFloat(b, 32) }

func parseFloat(b []byte, bits int) (float64, Code) {
	n, ok := scanNumber(b)
	if !ok {
		return 0, InvalidCast
	}
	if f, ok := n.exactFloat(bits); ok {
		return f, OK
	}
	b = trimBlanks(b)
	f, err := strconv.ParseFloat(unsafe.String(&b[0], len(b)), bits)
	if err != nil {
		return 0, Overflow
	}
	return f, OK
}

// exactFloat computes a number of few digits and a small exponent with one rounding, which makes it exact.
func (n number) exactFloat(bits int) (float64, bool) {
	var m uint64
	count := 0
	for _, c := range n.digits {
		if c == '.' {
			continue
		}
		m = m*10 + uint64(c-'0')
		count++
	}
	exp := n.point - count
	maxDigits, maxExp := 15, 22
	if bits == 32 {
		maxDigits, maxExp = 7, 10
	}
	if count > maxDigits || exp > maxExp || exp < -maxExp {
		return 0, false
	}
	f := float64(m)
	if exp >= 0 {
		f *= exactTens[exp]
	} else {
		f /= exactTens[-exp]
	}
	if bits == 32 {
		f = float64(float32(f))
	}
	if n.neg {
		f = -f
	}
	return f, true
}

// FloatToInt rounds half away from zero; not ok beyond 64 bits.
func FloatToInt(f float64) (int64, bool) {
	f = math.Round(f)
	if !(f >= -1<<63 && f < 1<<63) {
		return 0, false
	}
	return int64(f), true
}

// ToReal rounds a DOUBLE to the nearest REAL; not ok beyond its range.
func ToReal(f float64) (float64, bool) {
	r := float64(float32(f))
	return r, !math.IsInf(r, 0) || math.IsInf(f, 0)
}
