package datepattern

import "weir/sql/types"

// date is a day with all that patterns can say about it. Weeks begin on Sunday, and the first may be short.
type date struct {
	year, month, day int
	weekday          int // 0 is Sunday
	yearDay          int // 1 is January 1
}

func dateOf(ms int64) date {
	d := date{}
	d.year, d.month, d.day = types.Civil(ms)
	days := types.FloorDiv(ms, types.DayMillis)
	d.weekday = int(types.FloorMod(days+4, 7)) // 1970-01-01 was a Thursday
	d.yearDay = int(days-types.FloorDiv(types.FromCivil(d.year, 1, 1), types.DayMillis)) + 1
	return d
}

// era is 0 before the year 1, which the year 0 is.
func (d date) era() int {
	if d.year < 1 {
		return 0
	}
	return 1
}

func (d date) yearOfEra() int {
	if d.year < 1 {
		return 1 - d.year
	}
	return d.year
}

// number returns what a letter says about the day.
func (d date) number(letter byte) int {
	switch letter {
	case 'd':
		return d.day
	case 'D':
		return d.yearDay
	case 'F':
		return (d.day-1)/7 + 1
	case 'u':
		return (d.weekday+6)%7 + 1
	case 'W':
		return weekOf(d.day, d.weekday)
	default: // w
		return d.weekOfYear()
	}
}

// weekOf numbers the week of a day, where day 1 is in week 1.
func weekOf(day, weekday int) int { return (day-1+(weekday-(day-1)%7+7)%7)/7 + 1 }

// weekOfYear is 1 for the last days of a year that share their week with January 1.
func (d date) weekOfYear() int {
	length := 365
	if types.DaysInMonth(d.year, 2) == 29 {
		length = 366
	}
	if d.yearDay+6-d.weekday > length {
		return 1
	}
	return weekOf(d.yearDay, d.weekday)
}
