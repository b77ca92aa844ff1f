package csv_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"weir/connectors"
	"weir/connectors/format/csv"
	"weir/operators/vec"
	"weir/sql/types"
)

// texts are three columns of characters, so that a row shows its fields.
var texts = types.NewSchema(
	types.Column{Name: "A", Type: types.VarcharType(0)},
	types.Column{Name: "B", Type: types.VarcharType(0)},
	types.Column{Name: "C", Type: types.VarcharType(0)},
)

// fuzzed are the delimiters that a fuzzer chooses from.
var fuzzed = [][2]string{{"\n", ","}, {"\r\n", "|"}, {"\n", "\t"}, {";", "||"}, {"||", "|"}, {"|", "||"}, {"ab", "aa"}, {"\n", " "}, {"\n", `","`}}

// FuzzDecodeCSV compares the decoder with one that follows the rules letter by letter, and what is cut from a stream of bytes,
// in pieces of any size, with what is cut from the whole.
func FuzzDecodeCSV(f *testing.F) {
	for at := range fuzzed {
		for _, record := range []string{"a,b,c\nd", "\"a,b\",\"c\"\"d\"\r\n,,\n", "a|\"b\r\nc\"|d\r\ne", "x\"y\", \"z\" ,\"", "aab\"aa\"ababaa", "\"é\n\",\n\n\"", "a \"b\" c"} {
			f.Add(uint8(at), uint64(at), []byte(record))
		}
	}
	f.Fuzz(check)
}

// TestRecords checks random records of the bytes that matter.
func TestRecords(t *testing.T) {
	const alphabet = "ab\"\"\n\r,| ;|\"x\t\xc3\xa9"
	for seed := range uint64(3000) {
		r := rand.New(rand.NewPCG(seed, 2))
		record := make([]byte, r.IntN(30))
		for i := range record {
			record[i] = alphabet[r.IntN(len(alphabet))]
		}
		for choice := range fuzzed {
			check(t, uint8(choice), seed, record)
		}
	}
}

func check(t *testing.T, choice uint8, random uint64, record []byte) {
	if len(record) > 1000 {
		return // the rules letter by letter take their time
	}
	d := fuzzed[int(choice)%len(fuzzed)]
	opts := csv.Options{Columns: texts, RowDelimiter: d[0], ColumnDelimiter: d[1]}
	want := reference(strings.TrimPrefix(string(record), "\ufeff"), d[0], d[1])
	if got := decoded(t, opts, record); !slices.Equal(rows(got), rows(want)) {
		t.Fatalf("%q by %q gives\n%q, not\n%q", record, d, got, want)
	}
	whole := pieces(t, csv.New(opts).Cutter(), record, func() int { return len(record) })
	r := rand.New(rand.NewPCG(random, 1))
	if parts := pieces(t, csv.New(opts).Cutter(), record, func() int { return 1 + r.IntN(9) }); !slices.Equal(parts, whole) {
		t.Fatalf("%q by %q in pieces gives\n%q, not\n%q", record, d, parts, whole)
	}
	roundTrip(t, want)
}

// rows leaves out of a refused row how it is worded.
func rows(lines []string) []string {
	out := slices.Clone(lines)
	for i, line := range out {
		if strings.HasPrefix(line, string(types.InvalidUTF8)) {
			out[i] = string(types.InvalidUTF8)
		}
	}
	return out
}

// reference splits a record into the lines that decoded prints.
func reference(record, row, column string) []string {
	var lines []string
	for record != "" {
		var fields []string
		before := record
		for ended := false; !ended; {
			var field string
			field, record, ended = first(record, row, column)
			fields = append(fields, field)
		}
		if text := before[:len(before)-len(record)]; !utf8.ValidString(text) {
			lines = append(lines, string(types.InvalidUTF8))
			continue
		}
		shown := []string{"NULL", "NULL", "NULL"}
		for i := range min(len(fields), 3) {
			shown[i] = strconv.Quote(fields[i])
		}
		lines = append(lines, strings.Join(shown, " | "))
	}
	return lines
}

// first takes the first field off a text.
func first(text, row, column string) (field, rest string, ended bool) {
	blanks := ""
	if row[0] != ' ' && column[0] != ' ' {
		blanks = " "
	}
	if open := strings.TrimLeft(text, blanks); strings.HasPrefix(open, `"`) && !strings.Contains(row+column, `"`) {
		inside, behind := "", open[1:]
		for {
			part, more, found := strings.Cut(behind, `"`)
			if !found {
				break
			}
			inside += part
			if strings.HasPrefix(more, `"`) {
				inside, behind = inside+`"`, more[1:]
				continue
			}
			if rest, ended, ok := delimited(strings.TrimLeft(more, blanks), row, column); ok {
				return inside, rest, ended
			}
			break
		}
	}
	for i := range len(text) + 1 {
		if rest, ended, ok := delimited(text[i:], row, column); ok {
			return text[:i], rest, ended
		}
	}
	panic("a text ends")
}

// delimited reports that a field ends where text begins.
func delimited(text, row, column string) (rest string, ended, ok bool) {
	byRow, isRow := strings.CutPrefix(text, row)
	byColumn, isColumn := strings.CutPrefix(text, column)
	switch {
	case text == "", row == "\n" && text == "\r":
		return "", true, true
	case row == "\n" && strings.HasPrefix(text, "\r\n"):
		return text[2:], true, true
	case isRow && (!isColumn || len(row) >= len(column)):
		return byRow, true, true
	default:
		return byColumn, false, isColumn
	}
}

// pieces cuts a stream that comes in pieces of some sizes.
func pieces(t *testing.T, c connectors.Cutter, stream []byte, size func() int) []string {
	t.Helper()
	var records []string
	at, have := 0, 0
	for {
		have = min(have+size(), len(stream))
		for at < have {
			start, stop, next, ok := c.Next(stream[:have:have], at, have == len(stream))
			if !ok {
				if next != at || have == len(stream) {
					t.Fatalf("%q: no record at %d of %d, but %d", stream, at, have, next)
				}
				break
			}
			if start < stop {
				records = append(records, string(stream[start:stop]))
			}
			if next <= at || start < at || stop > next {
				t.Fatalf("%q: record %d to %d, next %d, behind %d", stream, start, stop, next, at)
			}
			at = next
		}
		if have == len(stream) {
			return records
		}
	}
}

// roundTrip writes rows and reads them again.
func roundTrip(t *testing.T, lines []string) {
	t.Helper()
	b := vec.NewBuilder(texts, nil)
	var want []string
	for _, line := range lines {
		fields := strings.Split(line, `" | "`)
		if len(fields) != 3 || strings.HasPrefix(line, string(types.InvalidUTF8)) {
			continue
		}
		for i := range fields {
			text, err := strconv.Unquote(`"` + strings.TrimSuffix(strings.TrimPrefix(fields[i], `"`), `"`) + `"`)
			if err != nil {
				return
			}
			b.Texts(i).Append([]byte(text))
			fields[i] = strconv.Quote(text)
		}
		b.EndRow()
		want = append(want, strings.Join(fields, " | "))
	}
	encoder, err := csv.New(csv.Options{}).NewEncoder(texts)
	if err != nil {
		t.Fatal(err)
	}
	var out connectors.Messages
	for _, batch := range b.Batches() {
		if err := encoder.Encode(batch, &out); err != nil {
			t.Fatal(err)
		}
	}
	for i := range out.Len() {
		got := decoded(t, csv.Options{Columns: texts}, out.Message(i))
		if fmt.Sprint(got) != fmt.Sprint(want[i:i+1]) && !strings.HasPrefix(want[i], `"\ufeff`) {
			t.Fatalf("%s was written as %q and read as %q", want[i], out.Message(i), got)
		}
	}
}
