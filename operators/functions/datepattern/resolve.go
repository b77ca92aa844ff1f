package datepattern

import "weir/sql/types"

// date returns midnight of the day that the fields name: by month and day, else by the day of the year, else by a week and
// its weekday.
func (r *reading) date() (int64, error) {
	year := r.get('y', 1970)
	if r.get('G', 1) == 0 {
		year = 1 - year
	}
	month, day := r.get('M', 1), r.get('d', 1)
	var ms int64
	switch {
	case r.has('d'), r.has('M') && !r.has('W') && !r.has('F'):
		if day > types.DaysInMonth(year, month) {
			return 0, errMismatch
		}
		ms = types.FromCivil(year, month, day)
	case r.has('D'):
		ms = types.FromCivil(year, 1, 1) + int64(r.get('D', 1)-1)*types.DayMillis
	case r.has('F'):
		first := dateOf(types.FromCivil(year, month, 1)).weekday
		ms = types.FromCivil(year, month, 1) + int64((r.weekday(first)-first+7)%7+7*(r.get('F', 1)-1))*types.DayMillis
	case r.has('W'):
		ms = r.inWeek(types.FromCivil(year, month, 1), r.get('W', 1))
	case r.has('w'):
		ms = r.inWeek(types.FromCivil(year, 1, 1), r.get('w', 1))
	default:
		ms = types.FromCivil(year, 1, 1)
	}
	return ms, r.check(dateOf(ms))
}

// weekday returns the weekday that the text names, from 0 for Sunday.
func (r *reading) weekday(otherwise int) int { return r.get('E', r.get('u', otherwise)%7) }

// inWeek returns the day of a week, which is counted from the one that holds first.
func (r *reading) inWeek(first int64, week int) int64 {
	start := dateOf(first).weekday
	return first + int64(7*(week-1)+r.weekday(0)-start)*types.DayMillis
}

// check compares all fields that say something about the day.
func (r *reading) check(d date) error {
	for _, letter := range []byte("dDFuWw") {
		if r.has(letter) && r.get(letter, 0) != d.number(letter) {
			return errMismatch
		}
	}
	if r.has('E') && r.get('E', 0) != d.weekday || r.has('M') && r.get('M', 0) != d.month {
		return errMismatch
	}
	return nil
}
