package types

import "strconv"

// AppendTimestamp appends yyyy-MM-dd HH:mm:ss.SSS.
func AppendTimestamp(dst []byte, ms int64) []byte {
	dst = appendSeconds(dst, ms)
	return appendMillis(dst, int(FloorMod(ms, SecondMillis)))
}

// AppendTimestampCast appends the text that CAST gives: without the fraction where it is zero.
func AppendTimestampCast(dst []byte, ms int64) []byte {
	dst = appendSeconds(dst, ms)
	if fraction := FloorMod(ms, SecondMillis); fraction != 0 {
		return appendMillis(dst, int(fraction))
	}
	return dst
}

// appendSeconds appends a date and a time. Outputs are full of them, so a year of four digits is put into a form.
func appendSeconds(dst []byte, ms int64) []byte {
	days := FloorDiv(ms, DayMillis)
	ofDay := int(ms - days*DayMillis)
	y, m, d := civilDay(days)
	if y < 0 || y > 9999 {
		return appendClock(append(appendDay(dst, days), ' '), ofDay)
	}
	start := len(dst)
	dst = append(dst, "yyyy-MM-dd HH:mm:ss"...)
	text := dst[start : start+19]
	second := ofDay / SecondMillis
	put2(text[0:2], y/100)
	put2(text[2:4], y%100)
	put2(text[5:7], m)
	put2(text[8:10], d)
	put2(text[11:13], second/3600)
	put2(text[14:16], second/60%60)
	put2(text[17:19], second%60)
	return dst
}

func put2(text []byte, v int) {
	_ = text[1]
	text[0], text[1] = byte('0'+v/10), byte('0'+v%10)
}

// AppendDate appends yyyy-MM-dd.
func AppendDate(dst []byte, ms int64) []byte { return appendDay(dst, FloorDiv(ms, DayMillis)) }

// AppendTime appends HH:mm:ss. Milliseconds are left out.
func AppendTime(dst []byte, ms int64) []byte { return appendClock(dst, int(FloorMod(ms, DayMillis))) }

func appendDay(dst []byte, days int64) []byte {
	y, m, d := civilDay(days)
	switch {
	case y >= 0 && y <= 9999:
		dst = append2(dst, y/100)
		dst = append2(dst, y%100)
	case y < 0 && y > -1000:
		dst = appendPadded(append(dst, '-'), uint64(-y), 4)
	default:
		dst = strconv.AppendInt(dst, int64(y), 10)
	}
	dst = append2(append(dst, '-'), m)
	return append2(append(dst, '-'), d)
}

func appendClock(dst []byte, ofDay int) []byte {
	s := ofDay / SecondMillis
	dst = append2(dst, s/3600)
	dst = append2(append(dst, ':'), s/60%60)
	return append2(append(dst, ':'), s%60)
}

func appendMillis(dst []byte, ms int) []byte {
	return append(dst, '.', byte('0'+ms/100), byte('0'+ms/10%10), byte('0'+ms%10))
}

func append2(dst []byte, v int) []byte { return append(dst, byte('0'+v/10), byte('0'+v%10)) }
