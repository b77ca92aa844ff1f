package datepattern

import (
	"errors"
	"fmt"

	"weir/sql/types"
)

var errMismatch = errors.New("the text does not fit the pattern")

// reading is a text as far as it was read, and the fields that were found.
type reading struct {
	rest   []byte
	set    uint32 // bit i: letter i of letters was read
	values [len(letters)]int
}

func place(letter byte) int {
	for i := range letters {
		if letters[i] == letter {
			return i
		}
	}
	return -1
}

// has reports that a letter was read.
func (r *reading) has(letter byte) bool { return r.set&(1<<place(letter)) != 0 }

// get returns what was read for a letter, or else what stands for nothing.
func (r *reading) get(letter byte, otherwise int) int {
	if r.has(letter) {
		return r.values[place(letter)]
	}
	return otherwise
}

// put notes the value of a letter. One that comes twice must be the same.
func (r *reading) put(letter byte, v int) error {
	i := place(letter)
	if r.has(letter) && r.values[i] != v {
		return fmt.Errorf("the text says two things for %c", letter)
	}
	r.set |= 1 << i
	r.values[i] = v
	return nil
}

// Parse reads a datetime, in ms since 1970.
func (p *Pattern) Parse(text []byte) (int64, error) {
	r := reading{rest: text}
	for _, e := range p.elements {
		if e.letter == 0 {
			if len(r.rest) < len(e.literal) || string(r.rest[:len(e.literal)]) != e.literal {
				return 0, errMismatch
			}
			r.rest = r.rest[len(e.literal):]
			continue
		}
		for len(r.rest) > 0 && (r.rest[0] == ' ' || r.rest[0] == '\t') {
			r.rest = r.rest[1:]
		}
		if err := r.field(e); err != nil {
			return 0, err
		}
	}
	return r.resolve()
}

func (r *reading) field(e element) error {
	switch {
	case e.letter == 'y':
		return r.year(e)
	case e.isNumber():
		n, _, ok := r.number(e)
		limits := ranges[place(e.letter)]
		if !ok || n < limits[0] || n > limits[1] {
			return errMismatch
		}
		return r.put(e.letter, n)
	}
	switch e.letter {
	case 'G':
		return r.name('G', eras, 0)
	case 'M':
		return r.name('M', months, 1)
	case 'E':
		return r.name('E', weekdays, 0)
	case 'a':
		return r.name('a', halves, 0)
	default:
		return r.zone(e)
	}
}

// ranges are the least and the greatest value of the letters that are numbers.
var ranges = [len(letters)][2]int{
	2: {1, 12}, 3: {1, 53}, 4: {1, 6}, 5: {1, 366}, 6: {1, 31}, 7: {1, 5}, 9: {1, 7}, 11: {0, 23}, 12: {1, 24}, 13: {0, 11}, 14: {1, 12},
	15: {0, 59}, 16: {0, 59}, 17: {0, 999},
}

// number reads digits: as many as there are, or as the element has letters if another number is next to it.
func (r *reading) number(e element) (v, digits int, ok bool) {
	for digits < len(r.rest) && r.rest[digits]-'0' <= 9 && (!e.exact || digits < e.count) {
		v = min(v*10+int(r.rest[digits]-'0'), 1<<30)
		digits++
	}
	r.rest = r.rest[digits:]
	return v, digits, digits > 0 && (!e.exact || digits == e.count)
}

// year takes two digits for yy as a year of this century.
func (r *reading) year(e element) error {
	y, digits, ok := r.number(e)
	if !ok || y > 292278994 {
		return errMismatch
	}
	if e.count <= 2 && digits == 2 {
		y += 2000
	}
	return r.put('y', y)
}

// name reads the longest of some names, in full or short, in any letter case.
func (r *reading) name(letter byte, names []string, first int) error {
	best, at := 0, 0
	for i, name := range names {
		for _, form := range [2]string{name, short(name)} {
			if len(form) > best && r.startsWith(form) {
				best, at = len(form), i+first
			}
		}
	}
	if best == 0 {
		return errMismatch
	}
	r.rest = r.rest[best:]
	return r.put(letter, at)
}

// startsWith compares ASCII letters in any case.
func (r *reading) startsWith(s string) bool {
	if len(r.rest) < len(s) {
		return false
	}
	for i := range s {
		if r.rest[i]|0x20 != s[i]|0x20 {
			return false
		}
	}
	return true
}

// zone reads a name, GMT with an offset, or an offset, in minutes ahead of UTC.
func (r *reading) zone(e element) error {
	if e.letter == 'X' {
		if r.startsWith("Z") {
			r.rest = r.rest[1:]
			return r.put('Z', 0)
		}
		return r.offset(e.count > 1, e.count > 2)
	}
	for _, z := range zones {
		if r.startsWith(z.name) {
			r.rest = r.rest[len(z.name):]
			if z.name == "GMT" && len(r.rest) > 0 && (r.rest[0] == '+' || r.rest[0] == '-') {
				return r.offset(true, true)
			}
			return r.put('Z', z.offset)
		}
	}
	return r.offset(true, false)
}

// offset reads +hh, +hhmm or +hh:mm.
func (r *reading) offset(minutes, colon bool) error {
	if len(r.rest) == 0 || r.rest[0] != '+' && r.rest[0] != '-' {
		return errMismatch
	}
	sign := 1
	if r.rest[0] == '-' {
		sign = -1
	}
	r.rest = r.rest[1:]
	two := element{count: 2, exact: true}
	v, _, ok := r.number(two)
	total := v * 60
	if ok && minutes {
		if colon {
			ok = len(r.rest) > 0 && r.rest[0] == ':'
			r.rest = r.rest[min(1, len(r.rest)):]
		}
		m, _, digits := r.number(two)
		ok = ok && digits && m < 60
		total += m
	}
	if !ok || v > 23 {
		return errMismatch
	}
	return r.put('Z', sign*total)
}

// resolve makes an instant of the fields, and checks that they agree.
func (r *reading) resolve() (int64, error) {
	midnight, err := r.date()
	if err != nil {
		return 0, err
	}
	hour := 0
	switch {
	case r.has('H'):
		hour = r.get('H', 0)
	case r.has('k'):
		hour = r.get('k', 0) % 24
	default:
		hour = r.get('K', r.get('h', 0)%12) + 12*r.get('a', 0)
	}
	ms := midnight + int64(hour)*types.HourMillis + int64(r.get('m', 0))*types.MinuteMillis + int64(r.get('s', 0))*types.SecondMillis + int64(r.get('S', 0))
	agree := r.get('K', hour%12) == hour%12 && r.get('h', hour)%12 == hour%12 && r.get('a', hour/12) == hour/12 && r.get('k', hour)%24 == hour
	if !agree {
		return 0, errMismatch
	}
	return ms - int64(r.get('Z', 0))*types.MinuteMillis, nil
}
