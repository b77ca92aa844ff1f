package frame

import (
	"bufio"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"weir/connectors"
	"weir/operators"
	"weir/sql/types"
)

// framing is one case of a data file.
type framing struct {
	name, stream string
	records      []string // with ! those that are refused
}

func readCases(t *testing.T, path string) []framing {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var cases []framing
	var lines []string
	flush := func() {
		if len(lines) < 2 {
			return
		}
		c := framing{name: lines[0], stream: unquote(t, lines[1])}
		for _, l := range lines[2:] {
			mark, quoted := "", l
			if strings.HasPrefix(l, "!") {
				mark, quoted = "!", l[1:]
			}
			c.records = append(c.records, mark+unquote(t, quoted))
		}
		cases, lines = append(cases, c), nil
	}
	for s := bufio.NewScanner(f); s.Scan(); {
		switch text := s.Text(); {
		case text == "":
			flush()
		case !strings.HasPrefix(text, "#"):
			lines = append(lines, text)
		}
	}
	flush()
	return cases
}

func unquote(t *testing.T, s string) string {
	t.Helper()
	text, err := strconv.Unquote(s)
	if err != nil {
		t.Fatalf("%s: %v", s, err)
	}
	return text
}

const testLimit = 32

// frameAll feeds the stream in pieces and collects the records, resuming from a random offset now and then.
func frameAll(t *testing.T, o Options, stream string, piece func() int, resume func() bool) []string {
	t.Helper()
	f, err := New(o, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	var records []string
	fed := 0
	for {
		end := fed == len(stream)
		m := f.Next(end)
		if m.Len() > 0 && m.First+int64(m.Len()) != f.records {
			t.Fatalf("unit of %d records begins at %d and ends at %d", m.Len(), m.First, f.records)
		}
		for i := range m.Len() {
			mark := ""
			if m.Refused != nil {
				mark = "!"
				if m.Refused.Code != types.RecordTooLarge {
					t.Fatalf("refused with %s", m.Refused.Code)
				}
			}
			records = append(records, mark+string(m.Message(i)))
		}
		switch {
		case m.Len() > 0:
			if resume() && !f.skipping {
				if f, err = New(o, nil, f.Offset()); err != nil {
					t.Fatal(err)
				}
				fed = int(f.Position())
			}
		case end && f.Waiting() == 0:
			return records
		case !end:
			n := min(piece(), len(stream)-fed)
			copy(f.Space(n), stream[fed:fed+n])
			f.Filled(n)
			fed += n
		}
	}
}

func TestFramingDoesNotDependOnReads(t *testing.T) {
	for _, kind := range []string{"line", "document"} {
		for _, c := range readCases(t, "testdata/"+kind+"s.txt") {
			t.Run(kind+"/"+c.name, func(t *testing.T) {
				o := Options{Frame: kind, Record: testLimit}
				if kind == "document" {
					o.Record = 48
				}
				random := rand.New(rand.NewPCG(1, 2))
				for size := 1; size <= len(c.stream)+1; size++ {
					for range 3 {
						got := frameAll(t, o, c.stream,
							func() int { return 1 + random.IntN(size) },
							func() bool { return random.IntN(2) == 0 })
						if !slices.EqualFunc(got, c.records, sameRecord) {
							t.Fatalf("reads of up to %d bytes\n got %q\nwant %q", size, got, c.records)
						}
					}
				}
			})
		}
	}
}

// sameRecord compares; of a refused record any beginning that is longer than the limit will do.
func sameRecord(got, want string) bool {
	if strings.HasPrefix(want, "!") {
		return strings.HasPrefix(got, "!") && len(got) > testLimit && strings.HasPrefix(want, got)
	}
	return got == want
}

func TestUnitsAreLimited(t *testing.T) {
	stream := strings.Repeat("{\"a\":1}\n", 3*operators.MaxBatchRows)
	f, err := New(Options{Frame: "line", Record: 1 << 20}, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	copy(f.Space(len(stream)), stream)
	f.Filled(len(stream))
	for unit := range 3 {
		m := f.Next(false)
		if m.Len() != operators.MaxBatchRows || m.First != int64(unit*operators.MaxBatchRows) {
			t.Fatalf("unit %d has %d records from %d on", unit, m.Len(), m.First)
		}
	}
	if m := f.Next(true); m.Len() != 0 || f.Waiting() != 0 {
		t.Fatalf("%d records are left over", m.Len())
	}
}

func TestUnitsKeepTheirMemory(t *testing.T) {
	f, err := New(Options{Frame: "line", Record: 1 << 20}, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	var units []connectors.Messages
	for i := range 50 {
		text := fmt.Sprintf("record %d\nrec", i)
		copy(f.Space(64), text)
		f.Filled(len(text))
		units = append(units, f.Next(false))
	}
	for i, m := range units {
		want := fmt.Sprintf("record %d", i)
		if i > 0 {
			want = "rec" + want
		}
		if got := string(m.Message(0)); got != want {
			t.Errorf("unit %d was overwritten: %q", i, got)
		}
	}
}

func TestArrival(t *testing.T) {
	cases := []struct {
		record string
		want   int64 // 0: it does not say
	}{
		{`{"at":1700000000123}`, 1700000000123},
		{`{"at":1700000000123.9}`, 1700000000123},
		{` { "x" : {"at":5,"y":[{"at":6}]}, "s":"\"at\":7", "at" : "2023-11-14T22:13:20.5Z" } `, 1700000000500},
		{`{"at":"2023-11-14 22:13:20"}`, 1700000000000},
		{`{"at":"1700000000001"}`, 1700000000001},
		{`{"at":1.7e12}`, 1700000000000},
		{`{"at":null}`, 0},
		{`{"at":"soon"}`, 0},
		{`{"at":"soon`, 0},
		{`{"at"`, 0},
		{`{"At":5}`, 0},
		{`[1]`, 0},
		{`nonsense`, 0},
		{`{"a":1}}{"at":3}`, 0},
		{``, 0},
	}
	for _, c := range cases {
		got, ok := newArrival("at", nil).of([]byte(c.record))
		if ok != (c.want != 0) || int64(got) != c.want && ok {
			t.Errorf("%s: %d %v, want %d", c.record, got, ok, c.want)
		}
	}
}

func TestArrivalOfABadRecordIsThatOfTheOneBefore(t *testing.T) {
	f, err := New(Options{Frame: "line", Record: 1 << 20, Arrival: "at"}, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	stream := "{}\n{\"at\":7}\nbad\n{\"at\":9}\n"
	copy(f.Space(len(stream)), stream)
	f.Filled(len(stream))
	if got := f.Next(true).Arrival; !slices.Equal(got, []operators.Time{7, 7, 7, 9}) {
		t.Errorf("arrivals are %v", got)
	}
}

func TestOffsetsAreChecked(t *testing.T) {
	for _, bad := range []string{"", "1", "x y", "-1 0", "1 2 3"} {
		if _, err := New(Options{}, nil, connectors.Offset(bad)); err == nil {
			t.Errorf("offset %q was taken", bad)
		}
	}
	if err := (Options{Record: 0}).Validate(nil); err == nil {
		t.Error("records without bytes were allowed")
	}
	if err := (Options{Record: 16 << 20}).Validate(nil); err != nil {
		t.Error(errors.Unwrap(err))
	}
}

func BenchmarkLines(b *testing.B) {
	line := `{"auction":1007,"bidder":2001,"price":12345,"channel":"channel-123","extra":"` + strings.Repeat("x", 170) + "\"}\n"
	for _, arrival := range []string{"", "price"} {
		b.Run("arrival="+arrival, func(b *testing.B) {
			chunk := []byte(strings.Repeat(line, 1<<20/len(line)))
			b.SetBytes(int64(len(chunk)))
			f, err := New(Options{Frame: "line", Record: 1 << 20, Arrival: arrival}, nil, nil)
			if err != nil {
				b.Fatal(err)
			}
			for b.Loop() {
				copy(f.Space(len(chunk)), chunk)
				f.Filled(len(chunk))
				for m := f.Next(false); m.Len() > 0; m = f.Next(false) {
				}
			}
		})
	}
}

func TestFreedMemoryIsUsedAgain(t *testing.T) {
	f, err := New(Options{Frame: "line", Record: 1 << 20}, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	line := strings.Repeat("x", 99) + "\n"
	half := strings.Repeat(line, leastBlock/200)
	unit := func() connectors.Messages {
		copy(f.Space(len(half)), half)
		f.Filled(len(half))
		return f.Next(false)
	}
	kept := unit()
	used := map[*byte]bool{}
	for range 50 {
		m := unit()
		used[&m.Data[0]] = true
		m.Release()
	}
	if used[&kept.Data[0]] {
		t.Error("the memory of a unit that was not freed was used again")
	}
	if len(used) > 8 {
		t.Errorf("50 units, each freed before the next, took %d places", len(used))
	}
	if got := string(kept.Message(0)); got != strings.TrimSpace(line) {
		t.Errorf("the unit that was not freed now begins with %q", got)
	}
}
