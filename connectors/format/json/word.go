package json

import "encoding/binary"

// The scanner reads eight bytes as one little-endian word, so the first byte is the lowest. The masks below mark bytes in
// their top bits. A borrow or carry leaves a byte only if that byte is marked itself, so the lowest mark is exact, and only
// the lowest is ever used.
const (
	each  = 0x0101010101010101
	tops  = 0x8080808080808080
	zeros = each * '0'
)

func load(b []byte, at int) uint64 { return binary.LittleEndian.Uint64(b[at:]) }

// loadEnd returns the last n < 8 bytes of b, which has eight or more, and behind them bytes of zero, which end every text.
func loadEnd(b []byte, n int) uint64 { return load(b, len(b)-8) >> (64 - 8*n) }

// stops marks the bytes at which a simple text ends: quote, backslash, control characters and those that are not ASCII.
func stops(w uint64) uint64 { return (ends(w) | w) & tops }

// stopsWide is stops without the characters that are not ASCII.
func stopsWide(w uint64) uint64 { return ends(w) &^ w & tops }

// ends marks quotes, backslashes and control characters, among bytes that are ASCII. One exclusive or brings the quote,
// 0x22, next to the control characters and leaves these below 0x20.
func ends(w uint64) uint64 { return ((w ^ each*2) - each*0x21) | ((w ^ each*'\\') - each) }

// notDigits marks the bytes of w^zeros that were no digits.
func notDigits(w uint64) uint64 { return ((w + each*(0x80-10)) | w) & tops }

// eightDigits returns the number whose digits are the bytes of w, 0 to 9 each, the first in the lowest byte.
func eightDigits(w uint64) uint64 {
	const (
		pairs = 0x000000ff000000ff
		first = 100 + 1000000<<32
		rest  = 1 + 10000<<32
	)
	w = w*10 + w>>8
	return ((w&pairs)*first + (w>>16&pairs)*rest) >> 32
}
