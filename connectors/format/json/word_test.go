package json

import (
	"encoding/binary"
	"math/bits"
	"testing"
)

// TestWords compares the first mark of a word with a loop over its bytes, for every byte in every place beside every other.
func TestWords(t *testing.T) {
	first := func(b []byte, match func(byte) bool) int {
		for i, c := range b {
			if match(c) {
				return i
			}
		}
		return len(b)
	}
	wide := func(c byte) bool { return c == '"' || c == '\\' || c < ' ' }
	masks := []struct {
		name  string
		marks func(uint64) uint64
		match func(byte) bool
	}{
		{"stops", stops, func(c byte) bool { return wide(c) || c >= 0x80 }},
		{"stopsWide", stopsWide, wide},
		{"notDigits", func(w uint64) uint64 { return notDigits(w ^ zeros) }, func(c byte) bool { return c < '0' || c > '9' }},
	}
	for _, mask := range masks {
		for one := range 256 {
			for other := range 256 {
				for at := range 8 {
					b := []byte("56012389")
					b[at] = byte(one)
					b[(at+1)%8] = byte(other)
					got := bits.TrailingZeros64(mask.marks(binary.LittleEndian.Uint64(b))) >> 3
					if want := first(b, mask.match); got != want {
						t.Fatalf("%s(%q) marks byte %d, not %d", mask.name, b, got, want)
					}
				}
			}
		}
	}
}

func TestEightDigits(t *testing.T) {
	for _, text := range []string{"00000000", "12345678", "99999999", "00000001", "90000000"} {
		want := uint64(0)
		for _, c := range text {
			want = want*10 + uint64(c-'0')
		}
		if got := eightDigits(load([]byte(text), 0) ^ zeros); got != want {
			t.Errorf("%s is %d", text, got)
		}
	}
}
