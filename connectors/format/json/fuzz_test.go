package json_test

import (
	"bufio"
	"bytes"
	stdjson "encoding/json"
	"errors"
	"fmt"
	"io"
	"math/big"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"weir/connectors"
	"weir/connectors/format/json"
	"weir/internal/bench"
	"weir/operators/vec"
	"weir/sql/types"
)

// fuzzed are columns of the types that the reference below knows.
var fuzzed = json.Options{
	Columns: types.NewSchema(
		types.Column{Name: "A", Type: types.VarcharType(5)},
		types.Column{Name: "B", Type: types.BigIntType},
		types.Column{Name: "D", Type: types.DoubleType},
		types.Column{Name: "P", Type: types.VarcharType(0)},
		types.Column{Name: "W", Type: types.VarcharType(0)},
	),
	Mappings: []string{"$.a", "$.b", "$.d", "$.o.p", "$"},
}

// FuzzDecodeJSON compares the decoder with encoding/json. They may differ in this: we refuse bad UTF-8, tell upper from lower
// case in keys, read numbers exactly, allow a byte order mark, and nest less deep.
func FuzzDecodeJSON(f *testing.F) {
	for _, record := range seeds(f) {
		f.Add(record)
	}
	f.Fuzz(func(t *testing.T, record []byte) {
		if bytes.Count(record, []byte("{"))+bytes.Count(record, []byte("[")) > 500 || hugeExponent.Match(record) {
			return
		}
		decoder, err := json.New(fuzzed).NewDecoder()
		if err != nil {
			t.Fatal(err)
		}
		want := reference(record)
		for range 2 { // the second time with what it has learnt
			got := rowsOf(t, decoder, record)
			if !slices.Equal(got, want) {
				t.Fatalf("record %q gives\n%q, not\n%q", record, got, want)
			}
		}
	})
}

// hugeExponent keeps the reference's rationals small.
var hugeExponent = regexp.MustCompile(`[eE][+-]?[0-9]*[1-9][0-9]{3}`)

func seeds(f *testing.F) (records [][]byte) {
	lines := bench.Bids{Seed: 1}.Lines()
	for range 3 {
		records = append(records, lines.Next(nil))
	}
	files, err := filepath.Glob("testdata/decode/*.txt")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		for in := bufio.NewScanner(bytes.NewReader(b)); in.Scan(); {
			if record, ok := strings.CutPrefix(in.Text(), "< "); ok {
				if text, err := strconv.Unquote(record); err == nil {
					record = text
				}
				records = append(records, []byte(record))
			}
		}
	}
	return append(records,
		[]byte(`{"a":"x","b":1,"d":1.5,"o":{"p":"q"}}{"a":1,"b":"1","d":"2","o":[{"p":1}]} {"o":{"p":{}}}`),
		[]byte(`{"z":"0123456789abcdef","a":"0123456\u00e9","b":-12345678901,"d":1e22}`),
		[]byte(`{"a":"é🙂é🙂é🙂","b":true,"d":null,"\u006f":{"\u0070":"x"}}`))
}

// rowsOf prints the rows and codes that a record gives.
func rowsOf(t *testing.T, d connectors.Decoder, record []byte) []string {
	in := connectors.Messages{Data: record, Ends: []int{len(record)}}
	out := vec.NewBuilder(fuzzed.Columns, nil)
	var rejects connectors.Rejects
	if err := d.Decode(&in, out, &rejects); err != nil {
		t.Fatal(err)
	}
	var lines []string
	add := func(row int) {
		for len(rejects.Items) > 0 && rejects.Items[0].Row == row {
			lines = append(lines, string(rejects.Items[0].Code)+" "+rejects.Items[0].Column)
			rejects.Items = rejects.Items[1:]
		}
	}
	row := 0
	for _, b := range out.Batches() {
		for i := range b.Rows() {
			add(row)
			var line []string
			for c, column := range fuzzed.Columns.Columns {
				line = append(line, printValue(vec.Value(vec.Of(b.Cols[c]), column.Type, i)))
			}
			lines = append(lines, strings.Join(line, " "))
			row++
		}
	}
	add(row)
	return lines
}

func printValue(v types.Value) string {
	switch {
	case v.Null:
		return "null"
	case v.Type.Layout() == types.Int:
		return strconv.FormatInt(v.Int, 10)
	case v.Type.Layout() == types.Float:
		return strconv.FormatFloat(v.Float, 'g', -1, 64)
	default:
		return strconv.Quote(v.Text)
	}
}

// reference says what a record gives.
func reference(record []byte) (lines []string) {
	record = bytes.TrimPrefix(record, []byte("\ufeff"))
	in := stdjson.NewDecoder(bytes.NewReader(record))
	for {
		leading := leadingZero.Match(record[in.InputOffset():])
		var doc stdjson.RawMessage
		err := in.Decode(&doc)
		switch {
		case errors.Is(err, io.EOF):
			return lines
		case err != nil || leading:
			return append(lines, "parse-error ")
		case !utf8.Valid(doc):
			lines = append(lines, "invalid-utf8 ")
		case doc[0] == '[':
			var rows []stdjson.RawMessage
			must(stdjson.Unmarshal(doc, &rows))
			for _, row := range rows {
				lines = append(lines, referenceRow(row))
			}
		default:
			lines = append(lines, referenceRow(doc))
		}
	}
}

// leadingZero is two documents to encoding/json.
var leadingZero = regexp.MustCompile(`^[ \t\r\n]*-?0[0-9]`)

type members map[string]stdjson.RawMessage

func referenceRow(doc stdjson.RawMessage) string {
	if doc[0] != '{' {
		return "parse-error "
	}
	var m members
	must(stdjson.Unmarshal(doc, &m))
	b, ok := referenceInt(m["b"])
	if !ok {
		return "coercion-error B"
	}
	d, ok := referenceDouble(m["d"])
	if !ok {
		return "coercion-error D"
	}
	return strings.Join([]string{referenceText(m["a"], 5), b, d, referenceText(referenceInner(m["o"]), 0), strconv.Quote(string(doc))}, " ")
}

// referenceInner finds the member p of an object, or of the first object of an array that has it.
func referenceInner(o stdjson.RawMessage) stdjson.RawMessage {
	objects := []stdjson.RawMessage{o}
	if len(o) > 0 && o[0] == '[' {
		must(stdjson.Unmarshal(o, &objects))
	}
	for _, o := range objects {
		var m members
		if len(o) > 0 && o[0] == '{' {
			must(stdjson.Unmarshal(o, &m))
			if p, ok := m["p"]; ok {
				return p
			}
		}
	}
	return nil
}

func referenceText(v stdjson.RawMessage, length int) string {
	if isNull(v) {
		return "null"
	}
	text := string(v)
	if v[0] == '"' {
		must(stdjson.Unmarshal(v, &text))
	}
	if r := []rune(text); length > 0 && len(r) > length {
		text = string(r[:length])
	}
	return strconv.Quote(text)
}

var wholeText = regexp.MustCompile(`^ *[+-]?[0-9]+ *$`)

func referenceInt(v stdjson.RawMessage) (string, bool) {
	text := string(v)
	switch {
	case isNull(v):
		return "null", true
	case text == "true":
		return "1", true
	case text == "false":
		return "0", true
	case v[0] == '"':
		must(stdjson.Unmarshal(v, &text))
		if !wholeText.MatchString(text) {
			return "", false
		}
		text = strings.Trim(text, " ")
	case v[0] == '{' || v[0] == '[':
		return "", false
	}
	r, ok := new(big.Rat).SetString(text)
	return strings.TrimSuffix(fmt.Sprint(r), "/1"), ok && r.IsInt() && r.Num().IsInt64()
}

var numberText = regexp.MustCompile(`^ *[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)? *$`)

func referenceDouble(v stdjson.RawMessage) (string, bool) {
	text := string(v)
	switch {
	case isNull(v):
		return "null", true
	case text == "true":
		return "1", true
	case text == "false":
		return "0", true
	case v[0] == '"':
		must(stdjson.Unmarshal(v, &text))
		if !numberText.MatchString(text) {
			return "", false
		}
	}
	d, err := strconv.ParseFloat(strings.Trim(text, " "), 64)
	return strconv.FormatFloat(d, 'g', -1, 64), err == nil
}

func isNull(v stdjson.RawMessage) bool { return len(v) == 0 || string(v) == "null" }

func must(err error) {
	if err != nil {
		panic(err)
	}
}
