package json

import (
	"math/bits"
	"unicode/utf8"
)

// appendText writes a string with its quotes. Only what JSON demands is escaped; a byte that is not UTF-8 becomes U+FFFD.
func appendText(dst, b []byte) []byte {
	dst = append(dst, '"')
	for {
		n := simple(b)
		dst = append(dst, b[:n]...)
		if n == len(b) {
			return append(dst, '"')
		}
		b = b[n:]
		switch n = wide(b); {
		case n > 0:
			dst = append(dst, b[:n]...)
			b = b[n:]
		case b[0] >= utf8.RuneSelf:
			dst = utf8.AppendRune(dst, utf8.RuneError)
			b = b[1:]
		default:
			dst = appendEscape(dst, b[0])
			b = b[1:]
		}
	}
}

// wide returns how many leading bytes of b are characters beyond ASCII.
func wide(b []byte) (n int) {
	for n < len(b) && b[n] >= utf8.RuneSelf {
		r, size := utf8.DecodeRune(b[n:])
		if r == utf8.RuneError && size == 1 {
			break
		}
		n += size
	}
	return n
}

// simple returns how many leading bytes of b stand for themselves and are ASCII.
func simple(b []byte) int {
	p := 0
	for ; p+8 <= len(b); p += 8 {
		if m := stops(load(b, p)); m != 0 {
			return p + bits.TrailingZeros64(m)>>3
		}
	}
	for p < len(b) && b[p] >= ' ' && b[p] < utf8.RuneSelf && b[p] != '"' && b[p] != '\\' {
		p++
	}
	return p
}

const hexDigits = "0123456789abcdef"

func appendEscape(dst []byte, c byte) []byte {
	switch c {
	case '"', '\\':
		return append(dst, '\\', c)
	case '\b':
		return append(dst, `\b`...)
	case '\f':
		return append(dst, `\f`...)
	case '\n':
		return append(dst, `\n`...)
	case '\r':
		return append(dst, `\r`...)
	case '\t':
		return append(dst, `\t`...)
	default:
		return append(dst, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&15])
	}
}
