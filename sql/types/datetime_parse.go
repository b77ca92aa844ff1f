package types

import "fmt"

// A cursor reads the fields of a datetime from left to right.
type cursor struct {
	b  []byte
	ok bool
}

// fixed reads exactly n digits.
func (c *cursor) fixed(n int) int {
	if len(c.b) < n {
		c.ok = false
		return 0
	}
	v := 0
	for _, d := range c.b[:n] {
		if !isDigit(d) {
			c.ok = false
			return 0
		}
		v = v*10 + int(d-'0')
	}
	c.b = c.b[n:]
	return v
}

// short reads one or two digits.
func (c *cursor) short() int {
	if len(c.b) > 1 && isDigit(c.b[1]) {
		return c.fixed(2)
	}
	return c.fixed(1)
}

// skip passes one of two bytes, if it is next.
func (c *cursor) skip(a, b byte) bool {
	if len(c.b) == 0 || c.b[0] != a && c.b[0] != b {
		return false
	}
	c.b = c.b[1:]
	return true
}

// want passes a byte that must be next.
func (c *cursor) want(x byte) { c.ok = c.skip(x, x) && c.ok }

// below checks the range of a field.
func (c *cursor) below(v, limit int) int64 {
	c.ok = c.ok && v < limit
	return int64(v)
}

// date reads yyyy-MM-dd and returns its midnight.
func (c *cursor) date() int64 {
	y := c.fixed(4)
	c.want('-')
	m := c.fixed(2)
	c.want('-')
	d := c.fixed(2)
	if !c.ok || m < 1 || m > 12 || d < 1 || d > DaysInMonth(y, m) {
		c.ok = false
		return 0
	}
	return FromCivil(y, m, d)
}

// clock reads H:mm:ss[.f…]; the seconds may be left out if short is set.
func (c *cursor) clock(short bool) int64 {
	ms := c.below(c.short(), 24) * HourMillis
	c.want(':')
	ms += c.below(c.fixed(2), 60) * MinuteMillis
	if short && (len(c.b) == 0 || c.b[0] != ':') {
		return ms
	}
	c.want(':')
	ms += c.below(c.fixed(2), 60) * SecondMillis
	if c.skip('.', '.') {
		ms += c.fraction()
	}
	return ms
}

// fraction reads one digit or more and keeps three.
func (c *cursor) fraction() int64 {
	ms, n := int64(0), 0
	for ; n < len(c.b) && isDigit(c.b[n]); n++ {
		if n < 3 {
			ms = ms*10 + int64(c.b[n]-'0')
		}
	}
	c.ok = c.ok && n > 0
	c.b = c.b[n:]
	for ; n < 3; n++ {
		ms *= 10
	}
	return ms
}

// zone reads nothing, Z, or an offset (+hh, +hhmm, +hh:mm), and returns how far ahead of UTC it is.
func (c *cursor) zone() int64 {
	if len(c.b) == 0 || c.skip('Z', 'Z') {
		return 0
	}
	sign := int64(1)
	if c.b[0] == '-' {
		sign = -1
	}
	if !c.skip('+', '-') {
		return 0
	}
	offset := c.below(c.fixed(2), 24) * HourMillis
	if len(c.b) > 0 {
		c.skip(':', ':')
		offset += c.below(c.fixed(2), 60) * MinuteMillis
	}
	return sign * offset
}

// done reports whether all was read.
func (c *cursor) done() bool { return c.ok && len(c.b) == 0 }

// ParseTimestamp reads text as CAST does: a date, a blank or T, a time with seconds, and optionally Z or an offset. Digits
// beyond ms are cut.
func ParseTimestamp(b []byte) (int64, bool) {
	c := cursor{trimBlanks(b), true}
	return c.timestamp(false)
}

// ParseTimestampInput reads text as the decoding of input does: like ParseTimestamp, and the seconds or the whole time may be
// left out.
func ParseTimestampInput(b []byte) (int64, bool) {
	c := cursor{trimBlanks(b), true}
	return c.timestamp(true)
}

func (c *cursor) timestamp(short bool) (int64, bool) {
	ms := c.date()
	if short && c.done() {
		return ms, true
	}
	if !c.skip(' ', 'T') {
		return 0, false
	}
	ms += c.clock(short)
	ms -= c.zone()
	return ms, c.done()
}

// ParseDate reads yyyy-MM-dd between blanks.
func ParseDate(b []byte) (int64, bool) {
	c := cursor{trimBlanks(b), true}
	ms := c.date()
	return ms, c.done()
}

// ParseTime reads HH:mm:ss[.f…] between blanks. Digits beyond ms are cut.
func ParseTime(b []byte) (int64, bool) {
	c := cursor{trimBlanks(b), true}
	ms := c.clock(false)
	return ms, c.done()
}

// ParseBool reads TRUE, FALSE or UNKNOWN in any letter case between blanks. Known is false for UNKNOWN.
func ParseBool(b []byte) (value, known, ok bool) {
	b = trimBlanks(b)
	switch {
	case equalFold(b, "TRUE"):
		return true, true, true
	case equalFold(b, "FALSE"):
		return false, true, true
	}
	return false, false, equalFold(b, "UNKNOWN")
}

// equalFold compares with an upper-case ASCII word.
func equalFold(b []byte, word string) bool {
	if len(b) != len(word) {
		return false
	}
	for i := range b {
		if b[i]&^0x20 != word[i] {
			return false
		}
	}
	return true
}

// ParseDatetimeLiteral reads the text of a DATE, TIME or TIMESTAMP literal. Nothing may stand before or behind its fields.
func ParseDatetimeLiteral(kind, text string) (Value, error) {
	c := cursor{[]byte(text), true}
	v := Value{}
	shape := ""
	switch kind {
	case "DATE":
		v.Type, shape = DateType, "yyyy-MM-dd"
		v.Int = c.date()
	case "TIME":
		v.Type, shape = TimeType, "HH:mm:ss"
		v.Int = c.clock(false)
	default:
		v.Type, shape = TimestampType, "yyyy-MM-dd HH:mm:ss"
		v.Int = c.date()
		c.want(' ')
		v.Int += c.clock(false)
	}
	if c.done() {
		return v, nil
	}
	return Value{}, &Error{
		Message: fmt.Sprintf("illegal %s literal '%s': not in format '%s'", kind, text, shape),
		Hint:    datetimeHint(kind, text),
	}
}

// datetimeHint writes the literal as it was probably meant.
func datetimeHint(kind, text string) string {
	var ms int64
	var ok bool
	switch kind {
	case "DATE":
		if ms, ok = ParseTimestampInput([]byte(text)); ok {
			return "write DATE '" + string(AppendDate(nil, ms)) + "'"
		}
	case "TIME":
		if ms, ok = ParseTimestampInput([]byte("1970-01-01 " + text)); ok {
			return "write TIME '" + string(AppendTime(nil, ms)) + "'"
		}
	default:
		if ms, ok = ParseTimestampInput([]byte(text)); ok {
			return "write TIMESTAMP '" + string(AppendTimestampCast(nil, ms)) + "'"
		}
	}
	return ""
}
