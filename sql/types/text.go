package types

import "unicode/utf8"

// CharLength counts the characters of a text.
func CharLength(b []byte) int { return utf8.RuneCount(b) }

// Cut returns the first n characters of a text. It copies nothing.
func Cut(b []byte, n int) []byte {
	if len(b) <= n {
		return b
	}
	return b[:CharOffset(b, n)]
}

// CharOffset returns how many bytes the first n characters of a text take.
func CharOffset(b []byte, n int) int {
	i := 0
	for ; n > 0 && i < len(b); n-- {
		if b[i] < utf8.RuneSelf {
			i++
			continue
		}
		_, size := utf8.DecodeRune(b[i:])
		i += size
	}
	return i
}

// Pad appends a text as CHAR(n): cut, or filled with blanks, to n characters.
func Pad(dst, b []byte, n int) []byte {
	b = Cut(b, n)
	dst = append(dst, b...)
	for range n - CharLength(b) {
		dst = append(dst, ' ')
	}
	return dst
}
