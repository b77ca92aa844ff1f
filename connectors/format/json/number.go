package json

import "math/bits"

// maxExact is how many digits are sure to fit an int64.
const maxExact = 18

// number reads a number, and its value unless it has too many digits.
func (s *scanner) number(start int, t *token) int {
	buf := s.buf
	p := start
	if buf[p] == '-' {
		p++
	}
	v, n := digits(buf, p)
	switch {
	case n == 0:
		return s.unexpected(p, "a digit")
	case n > 1 && buf[p] == '0':
		return s.unexpected(p+1, "the end of the number")
	}
	p += n
	exponent := 0
	if p < len(buf) && (buf[p] == '.' || buf[p]|0x20 == 'e') {
		if buf[p] == '.' {
			fraction, f := digits(buf, p+1)
			if f == 0 {
				return s.unexpected(p+1, "a digit")
			}
			if n += f; n <= maxExact {
				v = v*pow10[f] + fraction
			}
			exponent = -f
			p += 1 + f
		}
		if p < len(buf) && buf[p]|0x20 == 'e' {
			var e int
			if e, p = s.exponent(p + 1); p == failed {
				return p
			}
			exponent += e
		}
	}
	m := int64(v)
	if buf[start] == '-' {
		m = -m
	}
	t.set(number, start, p)
	t.mantissa, t.exponent = m, int32(exponent)
	t.exact = n <= maxExact && (m != 0 || buf[start] != '-') // a DOUBLE has a negative zero
	return p
}

var pow10 = [maxExact + 1]uint64{
	1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
}

// digits reads n digits. V is their value if they are at most maxExact.
func digits(buf []byte, p int) (v uint64, n int) {
	for p+n+8 <= len(buf) {
		w := load(buf, p+n) ^ zeros
		m := notDigits(w)
		if m == 0 {
			v = v*1e8 + eightDigits(w)
			n += 8
			continue
		}
		k := bits.TrailingZeros64(m) >> 3
		if k == 0 {
			return v, n
		}
		return v*pow10[k] + eightDigits(w<<(64-8*k)), n + k
	}
	for p+n < len(buf) && buf[p+n]-'0' <= 9 {
		v = v*10 + uint64(buf[p+n]-'0')
		n++
	}
	return v, n
}

// exponent reads what follows the e of a number. Beyond a million its value does not matter.
func (s *scanner) exponent(p int) (e, end int) {
	const limit = 1000000
	buf := s.buf
	negative := false
	if p < len(buf) && (buf[p] == '-' || buf[p] == '+') {
		negative = buf[p] == '-'
		p++
	}
	first := p
	for ; p < len(buf) && buf[p]-'0' <= 9; p++ {
		e = min(e*10+int(buf[p]-'0'), limit)
	}
	if p == first {
		return 0, s.unexpected(p, "a digit")
	}
	if negative {
		e = -e
	}
	return e, p
}
