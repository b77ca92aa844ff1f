package coerce

import (
	"fmt"
	"testing"

	"weir/sql/types"
)

// FuzzTimestamp holds the quick reading of a timestamp to the parser of all forms.
func FuzzTimestamp(f *testing.F) {
	for _, text := range []string{
		"2026-01-02 03:04:05", "2026-01-02T23:59:59.999", "2026-01-02 03:04:05.", "2026-01-02 24:00:00", "2026-02-30 00:00:00",
		" 2026-1-02 03:04:05", "2026-01-02 03:04:05.1234567", "2026-01-02 03;04:05", "2026-01-02 0/:04:05", "2026-01-02 03:04:0:",
		"0000-00-00 00:00:00", "9999-12-31 23:59:59.9",
	} {
		f.Add([]byte(text))
	}
	column := New(types.Column{Type: types.TimestampType})
	f.Fuzz(func(t *testing.T, text []byte) {
		got, ok := column.timestamp(text)
		if want, wantOK := types.ParseTimestampInput(text); ok && (!wantOK || got != want) {
			t.Errorf("%q is %d, not %d (%t)", text, got, want, wantOK)
		}
	})
}

func TestTimestampIsQuick(t *testing.T) {
	column := New(types.Column{Type: types.TimestampType})
	for i, text := range []string{"2026-01-02 03:04:05.678", "2026-01-02T03:04:05", "2025-12-31 23:59:59.1"} {
		got, ok := column.timestamp([]byte(text))
		if want := []int64{1767323045678, 1767323045000, 1767225599100}[i]; !ok || got != want {
			t.Errorf("%s is %d, %t", text, got, ok)
		}
	}
}

func TestClock(t *testing.T) {
	for s := range 24 * 3600 {
		text := fmt.Sprintf("%02d:%02d:%02d", s/3600, s/60%60, s%60)
		if ms, ok := clock(word(text)); !ok || ms != int64(s)*1000 {
			t.Fatalf("%s is %d, %t", text, ms, ok)
		}
	}
	for at := range 8 {
		for c := range 256 {
			text := []byte("12:34:56")
			text[at] = byte(c)
			_, want := types.ParseTime(text)
			if _, ok := clock(word(string(text))); ok != (want && c != ' ') {
				t.Errorf("%q: %t", text, ok)
			}
		}
	}
}

func word(text string) (w uint64) {
	for i := range 8 {
		w |= uint64(text[i]) << (8 * i)
	}
	return w
}
