package types

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

// qualified reads a qualifier such as DAY(3) TO SECOND.
func qualified(t testing.TB, s string) Type {
	t.Helper()
	first, last, two := strings.Cut(s, " TO ")
	name, digits, _ := strings.Cut(first, "(")
	from, ok := UnitNamed(name)
	to := from
	if two && ok {
		to, ok = UnitNamed(last)
	}
	lead, fraction := -1, -1
	if digits != "" {
		if _, err := fmt.Sscanf(digits, "%d,%d", &lead, &fraction); err != nil {
			fmt.Sscanf(digits, "%d", &lead)
		}
	}
	typ, err := NewInterval(from, to, lead, fraction)
	if err != nil || !ok {
		t.Fatal(s, err)
	}
	return typ
}

func TestInterval(t *testing.T) {
	eachLine(t, "interval.txt", "|", func(line string, f []string) {
		typ := qualified(t, f[0])
		v, err := ParseInterval(f[1], typ)
		got := fmt.Sprintf("%d %s", v, AppendInterval(nil, v, typ))
		if err != nil {
			got = err.Error()
			if _, ok := errors.AsType[*Error](err); !ok {
				t.Errorf("%s: the error is a %T", line, err)
			}
		}
		if got != f[2] {
			t.Errorf("%s:\n got %s", line, got)
		}
	})
}

func TestIntervalText(t *testing.T) {
	for _, c := range []struct {
		v    int64
		q    string
		want string
	}{
		{371000, "SECOND", "+371"}, {371000, "MINUTE", "+6"}, {371000, "MINUTE TO SECOND", "+6:11"}, {367 * DayMillis, "DAY", "+367"},
		{1500, "SECOND", "+1.500"}, {-1, "SECOND", "-0.001"}, {-59999, "MINUTE", "+0"}, {-3599999, "HOUR TO MINUTE", "-0:59"},
		{1096191045000, "SECOND", "+1096191045"}, {52, "YEAR TO MONTH", "+4-04"}, {-11, "YEAR", "+0"}, {0, "DAY TO MINUTE", "+0 00:00"},
		{-1 << 63, "SECOND", "-9223372036854775.808"},
	} {
		if got := string(AppendInterval(nil, c.v, qualified(t, c.q))); got != c.want {
			t.Errorf("%d %s: got %s, want %s", c.v, c.q, got, c.want)
		}
	}
}

func TestNewIntervalRefuses(t *testing.T) {
	for _, c := range []struct {
		from, to       Unit
		lead, fraction int
	}{{NoUnit, NoUnit, -1, -1}, {Second, Minute, -1, -1}, {Month, Day, -1, -1}, {Day, Day, 0, -1}, {Day, Day, 11, -1}, {Second, Second, 2, 7}} {
		if typ, err := NewInterval(c.from, c.to, c.lead, c.fraction); err == nil {
			t.Errorf("%+v: got %s", c, typ)
		}
	}
}

func FuzzParseInterval(f *testing.F) {
	for _, seed := range []string{"1", "-3 4:20", "1 2:3:4.5", "3-4", "99999999999", "+0 00:00:00.001", " 7 "} {
		for q := range uint8(3) {
			f.Add(seed, q, q+2)
		}
	}
	f.Fuzz(func(t *testing.T, text string, from, to uint8) {
		typ, err := NewInterval(Unit(from%6)+1, Unit(to%6)+1, int(from)%10+1, 3)
		if err != nil {
			return
		}
		v, err := ParseInterval(text, typ)
		if err != nil {
			return
		}
		printed := AppendInterval(nil, v, typ)
		if back, err := ParseInterval(string(printed), typ); err != nil || back != v {
			t.Fatalf("%q as %s is %d, printed %s, read back %d, %v", text, typ, v, printed, back, err)
		}
	})
}
