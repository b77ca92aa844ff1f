package datepattern

import (
	"strconv"

	"weir/sql/types"
)

// Append appends a datetime as the pattern writes it.
func (p *Pattern) Append(dst []byte, ms int64) []byte {
	d := dateOf(ms)
	ofDay := int(types.FloorMod(ms, types.DayMillis))
	hour := ofDay / types.HourMillis
	for _, e := range p.elements {
		switch e.letter {
		case 0:
			dst = append(dst, e.literal...)
		case 'G':
			dst = append(dst, eras[d.era()]...)
		case 'y':
			dst = e.appendYear(dst, d.yearOfEra())
		case 'M':
			dst = e.appendMonth(dst, d.month)
		case 'E':
			dst = e.appendName(dst, weekdays[d.weekday])
		case 'a':
			dst = append(dst, halves[hour/12]...)
		case 'z':
			if e.count >= 4 {
				dst = append(dst, "Coordinated Universal Time"...)
			} else {
				dst = append(dst, "UTC"...)
			}
		case 'Z':
			dst = append(dst, "+0000"...)
		case 'X':
			dst = append(dst, 'Z')
		case 'H':
			dst = e.appendNumber(dst, hour)
		case 'k':
			dst = e.appendNumber(dst, (hour+23)%24+1)
		case 'K':
			dst = e.appendNumber(dst, hour%12)
		case 'h':
			dst = e.appendNumber(dst, (hour+11)%12+1)
		case 'm':
			dst = e.appendNumber(dst, ofDay/types.MinuteMillis%60)
		case 's':
			dst = e.appendNumber(dst, ofDay/types.SecondMillis%60)
		case 'S':
			dst = e.appendNumber(dst, ofDay%types.SecondMillis)
		default:
			dst = e.appendNumber(dst, d.number(e.letter))
		}
	}
	return dst
}

func (e element) appendNumber(dst []byte, v int) []byte {
	digits := 1
	for rest := v; rest > 9; rest /= 10 {
		digits++
	}
	for ; digits < e.count; digits++ {
		dst = append(dst, '0')
	}
	return strconv.AppendInt(dst, int64(v), 10)
}

// appendYear writes the last two digits for yy.
func (e element) appendYear(dst []byte, year int) []byte {
	if e.count == 2 {
		year %= 100
	}
	return e.appendNumber(dst, year)
}

func (e element) appendMonth(dst []byte, month int) []byte {
	if e.isNumber() {
		return e.appendNumber(dst, month)
	}
	return e.appendName(dst, months[month-1])
}

func (e element) appendName(dst []byte, name string) []byte {
	if e.count < 4 {
		name = short(name)
	}
	return append(dst, name...)
}
