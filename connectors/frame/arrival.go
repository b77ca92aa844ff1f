package frame

import (
	"bytes"

	"weir/connectors"
	"weir/operators"
	"weir/sql/types"
)

// arrival reads when a record arrived out of a member of its JSON object. A record that does not say it has the time of
// the one before it: a bad record must not move the clock.
type arrival struct {
	value func(record []byte) ([]byte, bool) // the text that says it
	last  operators.Time
	known bool // last is set
}

func newArrival(name string, records connectors.Records) *arrival {
	if records != nil {
		if field, err := records.Field(name); err == nil {
			return &arrival{value: field}
		}
	}
	key := []byte(`"` + name + `"`) // as it stands in the text
	return &arrival{value: func(record []byte) ([]byte, bool) { return member(record, key) }}
}

// times returns the arrival of every message. Those before the first that says it have its time.
func (a *arrival) times(m *connectors.Messages) []operators.Time {
	if m.Len() == 0 {
		return nil
	}
	times := make([]operators.Time, m.Len())
	for i := range times {
		t, ok := a.of(m.Message(i))
		if ok && !a.known {
			for before := range times[:i] {
				times[before] = t
			}
		}
		if ok {
			a.last, a.known = t, true
		}
		times[i] = a.last
	}
	return times
}

func (a *arrival) of(record []byte) (operators.Time, bool) {
	value, ok := a.value(record)
	if !ok || len(value) == 0 {
		return 0, false
	}
	value = bytes.Trim(value, `"`)
	if t, ok := types.ParseTimestampInput(value); ok {
		return operators.Time(t), true
	}
	ms, ok := wholeMillis(value)
	return ms, ok && ms > operators.MinTime && ms < operators.EndOfTime
}

// wholeMillis reads a number of ms; a fraction is cut.
func wholeMillis(b []byte) (operators.Time, bool) {
	ms, code := types.ParseWhole(b)
	if code != types.OK {
		whole, _, _ := bytes.Cut(b, []byte("."))
		ms, code = types.ParseInt(whole)
	}
	return operators.Time(ms), code == types.OK
}

// member finds the value of a member of the object that a record is. Key has its quotes. Members of members are passed over.
func member(record, key []byte) ([]byte, bool) {
	at := skipBlanks(record, 0)
	if at == len(record) || record[at] != '{' {
		return nil, false
	}
	for at++; ; at++ {
		at = skipBlanks(record, at)
		end := valueEnd(record, at)
		name := record[at:end]
		at = skipBlanks(record, end)
		if at == len(record) || record[at] != ':' {
			return nil, false
		}
		at = skipBlanks(record, at+1)
		end = valueEnd(record, at)
		if bytes.Equal(name, key) {
			return record[at:end], true
		}
		at = skipBlanks(record, end)
		if at == len(record) || record[at] != ',' {
			return nil, false
		}
	}
}

func skipBlanks(record []byte, at int) int {
	for at < len(record) && blank(record[at]) {
		at++
	}
	return at
}

// valueEnd finds where the value that begins at record[at] ends. Of what is no JSON it finds some end.
func valueEnd(record []byte, at int) int {
	depth := 0
	for at < len(record) {
		switch c := record[at]; {
		case c == '"':
			at = stringEnd(record, at+1)
			if depth == 0 {
				return at
			}
			continue
		case bracket(c):
			depth++
		case c == '}' || c == ']':
			if depth == 0 {
				return at
			}
			if depth--; depth == 0 {
				return at + 1
			}
		case depth == 0 && (c == ',' || c == ':' || blank(c)):
			return at
		}
		at++
	}
	return at
}

// stringEnd finds what follows the quote that ends a string.
func stringEnd(record []byte, at int) int {
	for {
		i := bytes.IndexByte(record[at:], '"')
		if i < 0 {
			return len(record)
		}
		quote := at + i
		escapes := 0
		for quote-1-escapes >= at && record[quote-1-escapes] == '\\' {
			escapes++
		}
		if at = quote + 1; escapes%2 == 0 {
			return at
		}
	}
}
