package types

import (
	"fmt"
	"strconv"
	"strings"
)

// MaxIntervalPrecision is the most digits that the leading field of an interval can have.
const MaxIntervalPrecision = 10

// defaultPrecision and defaultScale are those of an interval type that names none.
const (
	defaultPrecision = 2
	defaultScale     = 3
)

// FieldSize returns how many of an interval's base unit (ms, or months) a field counts.
func FieldSize(u Unit) int64 {
	switch u {
	case Year:
		return 12
	case Month:
		return 1
	default:
		return unitMillis[u]
	}
}

// fieldLimits is the first value that a field cannot have when it does not lead.
var fieldLimits = [...]int64{Month: 12, Hour: 24, Minute: 60, Second: 60}

// separators stand before a field that does not lead.
var separators = [...]byte{Month: '-', Hour: ' ', Minute: ':', Second: ':'}

// NewInterval makes an interval type of its qualifier. A lead or fraction precision of -1 is the default.
func NewInterval(from, to Unit, lead, fraction int) (Type, error) {
	t := IntervalType(from, to)
	switch {
	case from == NoUnit || to < from || (from <= Month) != (to <= Month):
		return Type{}, &Error{
			Message: fmt.Sprintf("no interval goes from %s to %s", from, to),
			Hint:    "the greater field stands first; YEAR and MONTH do not mix with the others",
		}
	case lead == 0 || lead > MaxIntervalPrecision:
		return Type{}, &Error{Message: fmt.Sprintf("interval precision %d is not between 1 and %d", lead, MaxIntervalPrecision)}
	case fraction > 6:
		return Type{}, &Error{Message: fmt.Sprintf("fraction precision %d is not between 0 and 6", fraction)}
	}
	if lead > 0 {
		t.Precision = lead
	}
	if fraction >= 0 {
		t.Scale = fraction
	}
	return t, nil
}

// AppendInterval appends the text of an interval: a sign, the leading field unpadded, the others with two digits, a fraction
// of three digits where it is not zero. What is below the least field is left out.
func AppendInterval(dst []byte, v int64, t Type) []byte {
	rest := abs64(v)
	least := uint64(1)
	if t.To != Second {
		least = uint64(FieldSize(t.To))
	}
	rest -= rest % least
	sign := byte('+')
	if v < 0 && rest > 0 {
		sign = '-'
	}
	dst = append(dst, sign)
	for u := t.From; u <= t.To; u++ {
		size := uint64(FieldSize(u))
		field := rest / size
		rest %= size
		if u == t.From {
			dst = strconv.AppendUint(dst, field, 10)
		} else {
			dst = append2(append(dst, separators[u]), int(field))
		}
	}
	if t.To == Second && rest > 0 {
		dst = appendMillis(dst, int(rest))
	}
	return dst
}

// ParseInterval reads the text of an interval, ms or months, with an optional sign. It must have the fields of t, and no
// more digits than t allows.
func ParseInterval(text string, t Type) (int64, error) {
	p := intervalText{text: text, rest: strings.Trim(text, " "), t: t}
	negative := strings.HasPrefix(p.rest, "-")
	if negative || strings.HasPrefix(p.rest, "+") {
		p.rest = p.rest[1:]
	}
	var v int64
	for u := t.From; u <= t.To; u++ {
		n, err := p.field(u)
		if err != nil {
			return 0, err
		}
		v += n * FieldSize(u)
	}
	if t.To == Second {
		ms, err := p.fraction()
		if err != nil {
			return 0, err
		}
		v += ms
	}
	if p.rest != "" {
		return 0, p.misshapen()
	}
	if negative {
		v = -v
	}
	return v, nil
}

// intervalText is the text of an interval as far as it was read.
type intervalText struct {
	text string
	rest string
	t    Type
}

func (p *intervalText) field(u Unit) (int64, error) {
	if u != p.t.From {
		if p.rest == "" || p.rest[0] != separators[u] {
			return 0, p.misshapen()
		}
		p.rest = p.rest[1:]
	}
	digits := p.digits()
	if digits == "" {
		return 0, p.misshapen()
	}
	if u == p.t.From {
		if len(digits) > p.t.Precision {
			return 0, p.tooLong(digits)
		}
	} else if len(digits) > 2 {
		return 0, p.misshapen()
	}
	n, err := strconv.ParseInt(digits, 10, 64)
	if err != nil {
		return 0, p.misshapen()
	}
	if u != p.t.From && n >= fieldLimits[u] {
		return 0, &Error{
			Message: fmt.Sprintf("interval value '%s' has %s %d", p.text, u, n),
			Hint:    fmt.Sprintf("%s goes from 0 to %d where it does not lead", u, fieldLimits[u]-1),
		}
	}
	return n, nil
}

// fraction reads the digits after the point of the seconds, if there are any, as ms.
func (p *intervalText) fraction() (int64, error) {
	if !strings.HasPrefix(p.rest, ".") {
		return 0, nil
	}
	p.rest = p.rest[1:]
	digits := p.digits()
	if digits == "" {
		return 0, p.misshapen()
	}
	if len(digits) > p.t.Scale {
		return 0, &Error{
			Message: fmt.Sprintf("interval value '%s' has more than the %d digits of fraction of %s", p.text, p.t.Scale, p.t.Qualifier()),
			Hint:    "an interval keeps milliseconds",
		}
	}
	var ms int64
	for i := range 3 {
		ms *= 10
		if i < len(digits) {
			ms += int64(digits[i] - '0')
		}
	}
	return ms, nil
}

func (p *intervalText) digits() string {
	n := 0
	for n < len(p.rest) && isDigit(p.rest[n]) {
		n++
	}
	d := p.rest[:n]
	p.rest = p.rest[n:]
	return d
}

func (p *intervalText) misshapen() error {
	var shape strings.Builder
	shape.WriteString(string("YMDHMS"[p.t.From-1]))
	for u := p.t.From + 1; u <= p.t.To; u++ {
		shape.WriteString(string(separators[u]) + strings.Repeat(string("YMDHMS"[u-1]), 2))
	}
	if p.t.To == Second && p.t.Scale > 0 {
		shape.WriteString("[." + strings.Repeat("S", p.t.Scale) + "]")
	}
	return &Error{
		Message: fmt.Sprintf("interval value '%s' is not a %s", p.text, p.t.Qualifier()),
		Hint:    fmt.Sprintf("its form is '%s'", shape.String()),
	}
}

// tooLong refuses a leading field and says how its value can be written: in a greater field, or with more digits.
func (p *intervalText) tooLong(digits string) error {
	lead := Type{Kind: p.t.Kind, Precision: p.t.Precision, Scale: p.t.Scale, From: p.t.From, To: p.t.From}
	err := &Error{Message: fmt.Sprintf("interval value %s exceeds the %d digits of %s", digits, p.t.Precision, lead.Qualifier())}
	if len(digits) > MaxIntervalPrecision {
		err.Hint = fmt.Sprintf("%d digits are the most", MaxIntervalPrecision)
		return err
	}
	longer := p.t
	longer.Precision = len(digits)
	if longer.From == Second && longer.Scale == defaultScale {
		err.Hint = fmt.Sprintf("INTERVAL '%s' SECOND(%d)", p.text, longer.Precision)
	} else {
		err.Hint = fmt.Sprintf("INTERVAL '%s' %s", p.text, longer.Qualifier())
	}
	if p.t.From == p.t.To && p.rest == "" {
		if coarse := coarser(digits, p.t.From); coarse != "" {
			err.Hint = coarse + " or " + err.Hint
		}
	}
	err.Hint = "write " + err.Hint
	return err
}

// coarser writes a whole number of a field in the greatest field that holds it, or returns nothing.
func coarser(digits string, from Unit) string {
	n, _ := strconv.ParseInt(digits, 10, 64)
	n *= FieldSize(from)
	for u := Year; u < from; u++ {
		same := (u <= Month) == (from <= Month)
		if size := FieldSize(u); same && n > 0 && n%size == 0 && n/size < 100 {
			return fmt.Sprintf("INTERVAL '%d' %s", n/size, u)
		}
	}
	return ""
}

// CommonInterval is the type that holds two intervals of one class: from the greatest to the least of their fields.
func CommonInterval(a, b Type) (Type, bool) {
	if !a.IsInterval() || a.Kind != b.Kind {
		return Type{}, false
	}
	return Type{
		Kind:      a.Kind,
		Precision: max(a.Precision, b.Precision),
		Scale:     max(a.Scale, b.Scale),
		From:      min(a.From, b.From),
		To:        max(a.To, b.To),
	}, true
}
