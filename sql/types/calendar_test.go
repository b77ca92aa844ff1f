package types

import (
	"math/rand"
	"testing"
	"time"
)

func TestCivilLikeTime(t *testing.T) {
	r := rand.New(rand.NewSource(5))
	for range 50000 {
		ms := r.Int63n(8e14) - 4e14
		want := time.UnixMilli(ms).UTC()
		y, m, d := Civil(ms)
		if y != want.Year() || m != int(want.Month()) || d != want.Day() {
			t.Fatalf("%d: got %d-%d-%d, want %s", ms, y, m, d, want)
		}
		if got := FromCivil(y, m, d); got != FloorTime(ms, Day) {
			t.Fatalf("%d: midnight is %d", ms, got)
		}
		for u, start := range map[Unit]time.Time{
			Year: time.Date(want.Year(), 1, 1, 0, 0, 0, 0, time.UTC), Month: time.Date(want.Year(), want.Month(), 1, 0, 0, 0, 0, time.UTC),
			Day: want.Truncate(24 * time.Hour), Hour: want.Truncate(time.Hour), Minute: want.Truncate(time.Minute), Second: want.Truncate(time.Second),
		} {
			if got := FloorTime(ms, u); got != start.UnixMilli() {
				t.Fatalf("FLOOR(%s TO %s): got %s", want, u, time.UnixMilli(got).UTC())
			}
			ceil := CeilTime(ms, u)
			if FloorTime(ceil, u) != ceil || ceil < ms || ceil > ms && FloorTime(ceil-1, u) != start.UnixMilli() {
				t.Fatalf("CEIL(%s TO %s): got %s", want, u, time.UnixMilli(ceil).UTC())
			}
		}
	}
}

func TestAddMonths(t *testing.T) {
	for _, c := range []struct {
		from string
		n    int64
		want string
	}{
		{"2004-01-31 10:00:00", 1, "2004-02-29 10:00:00"}, {"2003-01-31 10:00:00", 1, "2003-02-28 10:00:00"},
		{"2004-02-29 00:00:00", 12, "2005-02-28 00:00:00"}, {"2004-03-31 23:59:59", -1, "2004-02-29 23:59:59"},
		{"2004-12-15 00:00:00", 1, "2005-01-15 00:00:00"}, {"2004-01-15 00:00:00", -13, "2002-12-15 00:00:00"},
		{"1960-01-15 00:00:00", 0, "1960-01-15 00:00:00"},
	} {
		ms, _ := ParseTimestamp([]byte(c.from))
		if got := string(AppendTimestampCast(nil, AddMonths(ms, c.n))); got != c.want {
			t.Errorf("%s and %d months: got %s, want %s", c.from, c.n, got, c.want)
		}
	}
}

func TestStepMonths(t *testing.T) {
	for _, c := range []struct {
		at   string
		n    int64
		want string
	}{
		{"2004-09-30 13:48:23", 12, "2004-01-01 00:00:00"}, {"2004-09-30 13:48:23", 5, "2004-08-01 00:00:00"},
		{"1969-12-31 00:00:00", 3, "1969-10-01 00:00:00"}, {"1970-01-01 00:00:00", 120, "1970-01-01 00:00:00"},
	} {
		ms, _ := ParseTimestamp([]byte(c.at))
		if got := string(AppendTimestampCast(nil, StepMonths(ms, c.n))); got != c.want {
			t.Errorf("%s by %d months: got %s, want %s", c.at, c.n, got, c.want)
		}
	}
}

func BenchmarkFloorMonth(b *testing.B) {
	for b.Loop() {
		FloorTime(1561657488365, Month)
	}
}
