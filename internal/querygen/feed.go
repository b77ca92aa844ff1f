package querygen

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"weir/sql/types"
)

// feed writes what happens to the application.
type feed struct {
	*gen
	strings.Builder
	now  time.Time
	live []*stream // inputs that have not ended
}

// line writes a line of the script. Commands stand apart from one another.
func (f *feed) line(format string, args ...any) { fmt.Fprintf(f, format+"\n", args...) }

// happen writes so many events.
func (f *feed) happen(events int) {
	for range events {
		switch n := f.IntN(100); {
		case n < 74:
			f.push(pick(f.gen, f.live...))
		case n < 86:
			f.line("tick %s\n", f.later())
		case n < 91:
			f.line("checkpoint\n")
		case n < 95:
			f.line("crash\n")
		case n < 97 && len(f.tables) > 0:
			t := pick(f.gen, f.tables...)
			f.line("reference %s %s\n", t.name, pick(f.gen, files[t.name]...))
		case n < 97 && len(f.live) > 1:
			f.end(f.IntN(len(f.live)))
		default:
			f.expect(pick(f.gen, f.streams...))
		}
	}
}

func (f *feed) end(i int) {
	f.line("end %s\n", f.live[i].name)
	f.live = append(f.live[:i:i], f.live[i+1:]...)
}

// expect asks for the rows of a stream and its twins.
func (f *feed) expect(s *stream) {
	for _, suffix := range []string{"", ".LATE", ".ERRORS"} {
		f.line("expect %s%s\n", s.name, suffix)
	}
}

// later moves the clock, if only by nothing, and writes the time.
func (f *feed) later() string {
	const day = 24 * time.Hour
	step := pick(f.gen, 0, 0, time.Millisecond, 400*time.Millisecond, time.Second, time.Second, 3*time.Second, 5*time.Second, 10*time.Second, 10*time.Second, time.Minute, time.Hour, day)
	if step > time.Minute && f.chance(70) {
		step = 7 * time.Second
	}
	f.now = f.now.Add(step)
	if f.chance(10) {
		f.now = f.now.Truncate(10 * time.Second).Add(10 * time.Second)
	}
	return f.now.Format("2006-01-02T15:04:05.999")
}

// push writes records of an input.
func (f *feed) push(s *stream) {
	mode := pick(f.gen, "", "", "", "", "rows ", "text ")
	f.line("push %s%s at %s", mode, s.name, f.later())
	for range pick(f.gen, 1, 1, 2, 3, 4, 6, 9) {
		record := f.record(s)
		switch {
		case mode == "text ":
			if f.chance(30) {
				record += pick(f.gen, "\n", " ") + f.record(s)
			}
			quoted, _ := json.Marshal(record)
			record = string(quoted)
		case mode == "" && f.chance(2):
			record = pick(f.gen, "{", "nothing", `{"c0": 1} x`, `{"c0": 1}{"C0": 2}`, "[]", "12", `{"c0": "\ud800"}`)
		}
		f.line("%s", record)
	}
	f.line("")
}

// record writes a row of an input as JSON.
func (f *feed) record(s *stream) string {
	var members []string
	for _, c := range s.columns {
		if f.chance(4) {
			continue
		}
		name, _ := json.Marshal(c.name)
		members = append(members, string(name)+": "+f.member(c.t))
	}
	return "{" + strings.Join(members, ", ") + "}"
}

// member writes a value as JSON: mostly one that the type takes.
func (f *feed) member(t types.Type) string {
	text := func(s string) string {
		quoted, _ := json.Marshal(s)
		return string(quoted)
	}
	switch {
	case f.chance(7):
		return "null"
	case f.chance(1):
		return pick(f.gen, `"x"`, "1e400", "99999999999999999999", "true", "[1, 2]", `{"a": 1}`, "1.5", `"2026-03-01 10:00:00"`)
	}
	switch classOf(t) {
	case whole:
		return fmt.Sprint(f.wholeNumber(t))
	case decimal:
		return fmt.Sprintf("%d.%d", f.between(-2, 5)*min(t.Precision-t.Scale, 1), f.between(0, 3)*25)
	case float:
		return pick(f.gen, "0", "0.5", "1", "-1.5", "2.25", "3", "0.1", "1e10", "-0.0", "123456.789")
	case truth:
		return pick(f.gen, "true", "false", `"TRUE"`)
	case instant:
		return text(f.eventTime())
	case octets:
		return text(pick(f.gen, "00", "3F67", "616263", "FF"))
	}
	return text(f.textFor(t))
}

// eventTime writes an instant a little before the clock, seldom behind it.
func (f *feed) eventTime() string {
	at := f.now.Truncate(pick(f.gen, time.Second, time.Second, 10*time.Second, time.Millisecond)).Add(-time.Duration(f.between(-4, 15)) * time.Second)
	return at.Format(pick(f.gen, "2006-01-02 15:04:05", "2006-01-02 15:04:05.000", "2006-01-02T15:04:05.999Z"))
}
