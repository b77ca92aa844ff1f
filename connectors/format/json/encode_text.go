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
		if b[0] >= utf8.RuneSelf {
			r, size := utf8.DecodeRune(b)
			dst = utf8.AppendRune(dst, r)
			b = b[size:]
			continue
		}
		dst = appendEscape(dst, b[0])
		b = b[1:]
	}
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
