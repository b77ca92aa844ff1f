package json_test

import (
	"bufio"
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"weir/connectors"
	"weir/connectors/format/json"
	"weir/operators/vec"
	"weir/sql/types"
)

var update = flag.Bool("update", false, "write what came out into the test files")

// TestDecode runs the files in testdata/decode. A file is:
//
//	row PATH                the row path, of the columns that follow
//	column NAME TYPE PATH   after a > line: of a new schema
//	error TEXT              the schema is refused so
//	< RECORD                a record, or < "RECORD" quoted as in Go
//	> ROW                   what the records give: rows as JSON
//	> CODE COLUMN: DETAIL   and what is refused; with what is kept of it, if that is not the whole record
func TestDecode(t *testing.T) {
	files, err := filepath.Glob("testdata/decode/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no test files", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) { runFile(t, file) })
	}
}

// suite is the state of a file that is being run.
type suite struct {
	t       *testing.T
	opts    json.Options
	fresh   bool // the next column begins a schema
	records [][]byte
	want    []string
	line    int
	out     strings.Builder // the file as it should be
}

func runFile(t *testing.T, file string) {
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	s := &suite{t: t, fresh: true}
	for in := bufio.NewScanner(f); in.Scan(); {
		s.line++
		s.read(in.Text())
	}
	s.run()
	if *update {
		if err := os.WriteFile(file, []byte(s.out.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func (s *suite) read(line string) {
	word, rest, _ := strings.Cut(line, " ")
	if word == ">" {
		s.want = append(s.want, rest)
		return
	}
	s.run()
	fmt.Fprintln(&s.out, line)
	switch word {
	case "<":
		s.fresh = true
		if strings.HasPrefix(rest, `"`) {
			var err error
			if rest, err = strconv.Unquote(rest); err != nil {
				s.t.Fatalf("line %d: %v", s.line, err)
			}
		}
		s.records = append(s.records, []byte(rest))
	case "row", "column":
		if s.fresh {
			s.opts = json.Options{Columns: types.NewSchema()}
			s.fresh = false
		}
		if word == "row" {
			s.opts.RowPath = rest
			return
		}
		fields := strings.SplitN(rest, " ", 3)
		s.opts.Columns.Columns = append(s.opts.Columns.Columns, types.Column{Name: fields[0], Type: typeNamed(s.t, fields[1])})
		s.opts.Mappings = append(s.opts.Mappings, append(fields, "")[2])
	case "error":
		s.fresh = true
		if _, err := json.New(s.opts).NewDecoder(); err == nil || err.Error() != rest {
			s.t.Errorf("line %d: error %v", s.line, err)
		}
	}
}

// run decodes the records if their expectation has been read.
func (s *suite) run() {
	if len(s.want) == 0 && !*update || len(s.records) == 0 {
		return
	}
	decoder, err := json.New(s.opts).NewDecoder()
	if err != nil {
		s.t.Fatalf("line %d: %v", s.line, err)
	}
	for i := range 3 { // the decoder has learnt the objects when it meets them again
		got := decode(s.t, decoder, s.opts, s.records, nil)
		if !slices.Equal(got, s.want) && !*update {
			s.t.Errorf("line %d: time %d:\ngot\n%s\nwant\n%s", s.line, i+1, strings.Join(got, "\n"), strings.Join(s.want, "\n"))
		}
		if i == 0 {
			for _, line := range got {
				fmt.Fprintln(&s.out, ">", line)
			}
		}
	}
	isReject := func(line string) bool { return !strings.HasPrefix(line, "{") }
	unused := make([]bool, len(s.opts.Columns.Columns))
	checked := decode(s.t, decoder, s.opts, s.records, unused)
	if got, want := filter(checked, isReject), filter(s.want, isReject); !slices.Equal(got, want) && !*update {
		s.t.Errorf("line %d: without the columns %q is refused, not %q", s.line, got, want)
	}
	s.records, s.want = nil, nil
}

func filter(lines []string, keep func(string) bool) []string {
	return slices.DeleteFunc(slices.Clone(lines), func(line string) bool { return !keep(line) })
}

// decode returns the rows and rejects of a unit, in order.
func decode(t testing.TB, d connectors.Decoder, opts json.Options, records [][]byte, used []bool) []string {
	in := connectors.Messages{}
	for _, r := range records {
		in.Data = append(in.Data, r...)
		in.Ends = append(in.Ends, len(in.Data))
	}
	out := vec.NewBuilder(opts.Columns, used)
	var rejects connectors.Rejects
	if err := d.Decode(&in, out, &rejects); err != nil {
		t.Fatal(err)
	}
	if n := len(out.MessageEnds()); n != len(records) {
		t.Fatalf("%d messages ended", n)
	}
	encoder, err := json.New(opts).NewEncoder(opts.Columns)
	if err != nil {
		t.Fatal(err)
	}
	var rows connectors.Messages
	for _, b := range out.Batches() {
		if err := encoder.Encode(b, &rows); err != nil {
			t.Fatal(err)
		}
	}
	var lines []string
	for i := 0; i <= rows.Len(); i++ {
		for len(rejects.Items) > 0 && rejects.Items[0].Row == i {
			lines = append(lines, describe(rejects.Items[0], records))
			rejects.Items = rejects.Items[1:]
		}
		if i < rows.Len() {
			lines = append(lines, string(rows.Message(i)))
		}
	}
	if len(rejects.Items) > 0 {
		t.Fatalf("rejects behind the last row: %v", rejects.Items)
	}
	return lines
}

func describe(r connectors.Reject, records [][]byte) string {
	line := fmt.Sprintf("%s %s: %s", r.Code, r.Column, r.Detail)
	if !bytes.Equal(r.Bytes, records[r.Message]) {
		line += fmt.Sprintf(" (%s)", r.Bytes)
	}
	return line
}

var kinds = map[string]types.Kind{
	"BOOLEAN": types.Boolean, "TINYINT": types.TinyInt, "SMALLINT": types.SmallInt, "INTEGER": types.Integer,
	"BIGINT": types.BigInt, "DECIMAL": types.Decimal, "REAL": types.Real, "DOUBLE": types.Double, "CHAR": types.Char,
	"VARCHAR": types.Varchar, "BINARY": types.Binary, "VARBINARY": types.Varbinary, "DATE": types.Date, "TIME": types.Time,
	"TIMESTAMP": types.Timestamp,
}

// typeNamed reads NAME, NAME(n) and NAME(p,s).
func typeNamed(t testing.TB, text string) types.Type {
	name, rest, _ := strings.Cut(text, "(")
	kind, ok := kinds[name]
	if !ok {
		t.Fatalf("no type %s", text)
	}
	typ := types.Type{Kind: kind}
	if _, err := fmt.Sscanf(rest, "%d,%d)", &typ.Precision, &typ.Scale); err != nil {
		typ.Precision = 0
		fmt.Sscanf(rest, "%d)", &typ.Length)
	}
	return typ
}
