package coerce

import (
	"encoding/binary"

	"weir/sql/types"
)

// datetime takes the text of a DATE, TIME or TIMESTAMP. A DATE keeps the date of a longer text, a TIME its time.
func (c *Column) datetime(b []byte) bool {
	var ms int64
	ok := false
	switch c.Type.Kind {
	case types.Timestamp:
		if ms, ok = c.timestamp(b); !ok {
			ms, ok = types.ParseTimestampInput(b)
		}
	case types.Date:
		ms, ok = types.ParseTimestampInput(b)
		ms -= types.FloorMod(ms, types.DayMillis)
	case types.Time:
		if ms, ok = types.ParseTime(b); !ok {
			ms, ok = types.ParseTimestamp(b)
			ms = types.FloorMod(ms, types.DayMillis)
		}
	}
	if ok && c.ints != nil {
		c.ints.Append(ms)
	}
	return ok
}

// day remembers one day, since most rows of a batch share it: its first eight characters as a word, the last two, and its
// midnight.
type day struct {
	yearMonth uint64
	day       uint16
	midnight  int64
}

// noDay matches no text: its bytes are not UTF-8.
var noDay = day{yearMonth: 1<<64 - 1}

// timestamp reads the common forms quickly: yyyy-MM-dd, a blank or T, HH:mm:ss, and optionally a point and digits. Anything
// else, a bad field too, is left to the parser of all forms.
func (c *Column) timestamp(b []byte) (int64, bool) {
	if len(b) < len("yyyy-MM-dd HH:mm:ss") || b[10] != ' ' && b[10] != 'T' {
		return 0, false
	}
	yearMonth, monthDay := binary.LittleEndian.Uint64(b), binary.LittleEndian.Uint16(b[8:])
	if yearMonth != c.day.yearMonth || monthDay != c.day.day {
		midnight, ok := types.ParseDate(b[:10])
		if !ok || b[0] == ' ' || b[9] == ' ' {
			return 0, false
		}
		c.day = day{yearMonth, monthDay, midnight}
	}
	ofDay, ok := clock(binary.LittleEndian.Uint64(b[11:]))
	if !ok {
		return 0, false
	}
	ms := c.day.midnight + ofDay
	rest := b[19:]
	if len(rest) == 0 {
		return ms, true
	}
	if rest[0] != '.' || len(rest) == 1 {
		return 0, false
	}
	place := int64(100)
	for _, d := range rest[1:] {
		if d -= '0'; d > 9 {
			return 0, false
		}
		ms += int64(d) * place
		place /= 10
	}
	return ms, true
}

// clock reads the eight bytes HH:mm:ss of a little-endian word and returns the ms of the day.
func clock(w uint64) (int64, bool) {
	const (
		colons = 0x0000_3a00_003a_0000
		zeros  = 0x3030_0030_3000_3030
		sixes  = 0x7676_0076_7600_7676 // carries into the top bit of a digit above 9
		tops   = 0x8080_8080_8080_8080
		digits = 0x0f0f_000f_0f00_0f0f
	)
	w ^= colons | zeros
	if w&^digits != 0 || (w+sixes)&tops != 0 {
		return 0, false
	}
	w = w*10 + w>>8 // a tens digit and the ones digit behind it
	h, m, s := w&0xff, w>>24&0xff, w>>48&0xff
	if h > 23 || m > 59 || s > 59 {
		return 0, false
	}
	return int64(h*types.HourMillis + m*types.MinuteMillis + s*types.SecondMillis), true
}
