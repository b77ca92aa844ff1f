package types

import "math"

// Lengths of the units of fixed length, in ms.
const (
	SecondMillis = 1000
	MinuteMillis = 60 * SecondMillis
	HourMillis   = 60 * MinuteMillis
	DayMillis    = 24 * HourMillis
)

// UnitMillis returns the length of DAY to SECOND in ms, 0 for YEAR and MONTH.
func UnitMillis(u Unit) int64 { return unitMillis[u] }

var unitMillis = [...]int64{Day: DayMillis, Hour: HourMillis, Minute: MinuteMillis, Second: SecondMillis}

// FloorDiv divides and rounds towards minus infinity. B is above 0.
func FloorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

// FloorMod is the remainder of FloorDiv, never below 0.
func FloorMod(a, b int64) int64 {
	r := a % b
	if r < 0 {
		r += b
	}
	return r
}

// Civil returns the date of an instant in the proleptic Gregorian calendar, UTC.
func Civil(ms int64) (year, month, day int) { return civilDay(FloorDiv(ms, DayMillis)) }

// civilDay counts in 400-year eras of years that begin in March, so that the leap day is a year's last.
func civilDay(days int64) (year, month, day int) {
	days += 719468 // from 0000-03-01
	era := FloorDiv(days, 146097)
	dayOfEra := days - era*146097
	yearOfEra := (dayOfEra - dayOfEra/1460 + dayOfEra/36524 - dayOfEra/146096) / 365
	dayOfYear := dayOfEra - (365*yearOfEra + yearOfEra/4 - yearOfEra/100)
	m := (5*dayOfYear + 2) / 153 // 0 is March
	day = int(dayOfYear - (153*m+2)/5 + 1)
	year = int(era*400 + yearOfEra)
	if m >= 10 {
		return year + 1, int(m - 9), day
	}
	return year, int(m + 3), day
}

// FromCivil returns midnight of a date, in ms. The date must exist; a month outside of 1 to 12 counts from its year.
func FromCivil(year, month, day int) int64 {
	y, m := int64(year), int64(month)-1
	y += FloorDiv(m, 12)
	m = FloorMod(m, 12) + 1
	if m <= 2 {
		y--
		m += 12
	}
	era := FloorDiv(y, 400)
	yearOfEra := y - era*400
	dayOfYear := (153*(m-3)+2)/5 + int64(day) - 1
	dayOfEra := yearOfEra*365 + yearOfEra/4 - yearOfEra/100 + dayOfYear
	return (era*146097 + dayOfEra - 719468) * DayMillis
}

// DaysInMonth returns the length of a month.
func DaysInMonth(year, month int) int {
	switch month {
	case 4, 6, 9, 11:
		return 30
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	default:
		return 31
	}
}

// monthsOf counts the months from 1970-01 to an instant's month.
func monthsOf(ms int64) int64 {
	y, m, _ := Civil(ms)
	return (int64(y)-1970)*12 + int64(m) - 1
}

// StepMonths returns midnight of the first day of the latest month ≤ ms whose number, counted from 1970-01, is a multiple of n.
func StepMonths(ms, n int64) int64 {
	return FromCivil(1970, int(FloorDiv(monthsOf(ms), n)*n)+1, 1)
}

// FloorTime returns the greatest instant ≤ ms at which a unit begins.
func FloorTime(ms int64, u Unit) int64 {
	switch u {
	case Year:
		return StepMonths(ms, 12)
	case Month:
		return StepMonths(ms, 1)
	default:
		return ms - FloorMod(ms, unitMillis[u])
	}
}

// CeilTime returns the least instant ≥ ms at which a unit begins.
func CeilTime(ms int64, u Unit) int64 {
	floor := FloorTime(ms, u)
	switch {
	case floor == ms:
		return ms
	case u == Year:
		return AddMonths(floor, 12)
	case u == Month:
		return AddMonths(floor, 1)
	default:
		return floor + unitMillis[u]
	}
}

// AddMonths moves an instant by calendar months. A day that its new month does not have becomes the month's last.
func AddMonths(ms, n int64) int64 {
	y, m, d := Civil(ms)
	month := int64(m) - 1 + n
	y += int(FloorDiv(month, 12))
	m = int(FloorMod(month, 12)) + 1
	return FromCivil(y, m, min(d, DaysInMonth(y, m))) + FloorMod(ms, DayMillis)
}

// MaxMonths bounds the year-month intervals that can be added to any instant without leaving int64.
const MaxMonths = math.MaxInt32
