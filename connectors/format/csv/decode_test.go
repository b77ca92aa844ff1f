package csv_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"weir/connectors"
	"weir/connectors/format/csv"
	"weir/operators/vec"
	"weir/sql/types"
)

var update = flag.Bool("update", false, "write what came out into the test files")

// TestDecode runs the files in testdata/decode. A file is:
//
//	delimiters ROW COLUMN   quoted as in Go, for what follows
//	columns NAME TYPE, …    likewise
//	error TEXT              the delimiters are refused so
//	< RECORD                a record, or < "RECORD" quoted as in Go
//	> ROW                   what it gives: values between bars
//	> CODE COLUMN: DETAIL   and what is refused; with its text, if that is not the whole record
func TestDecode(t *testing.T) {
	files, err := filepath.Glob("testdata/decode/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no test files", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			got := replay(t, string(text))
			if *update {
				if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if got != string(text) {
				t.Errorf("%s should read\n%s", file, got)
			}
		})
	}
}

// replay writes a test file anew.
func replay(t *testing.T, text string) string {
	t.Helper()
	var out strings.Builder
	var opts csv.Options
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		word, rest, _ := strings.Cut(line, " ")
		if word == ">" || word == "error" {
			continue
		}
		fmt.Fprintln(&out, line)
		switch word {
		case "delimiters":
			row, column, _ := strings.Cut(rest, " ")
			opts.RowDelimiter, opts.ColumnDelimiter = unquoted(t, row), unquoted(t, column)
			if _, err := csv.New(csv.Options{Columns: types.NewSchema(), RowDelimiter: opts.RowDelimiter, ColumnDelimiter: opts.ColumnDelimiter}).NewDecoder(); err != nil {
				fmt.Fprintln(&out, "error", err)
			}
		case "columns":
			opts.Columns = schema(t, rest)
		case "<":
			record := rest
			if strings.HasPrefix(rest, `"`) && strings.HasSuffix(rest, `"`) && len(rest) > 1 {
				record = unquoted(t, rest)
			}
			for _, row := range decoded(t, opts, []byte(record)) {
				fmt.Fprintln(&out, ">", row)
			}
		}
	}
	return out.String()
}

func unquoted(t *testing.T, text string) string {
	t.Helper()
	plain, err := strconv.Unquote(text)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return plain
}

func schema(t testing.TB, text string) *types.Schema {
	t.Helper()
	s := types.NewSchema()
	for column := range strings.SplitSeq(text, ", ") {
		name, kind, _ := strings.Cut(column, " ")
		typ, err := types.ParseType(kind)
		if err != nil {
			t.Fatal(err)
		}
		s.Columns = append(s.Columns, types.Column{Name: name, Type: typ})
	}
	return s
}

// decoded are the rows of a record as text, with what was refused in its place.
func decoded(t testing.TB, opts csv.Options, record []byte) []string {
	t.Helper()
	decoder, err := csv.New(opts).NewDecoder()
	if err != nil {
		t.Fatal(err)
	}
	builder := vec.NewBuilder(opts.Columns, nil)
	var rejects connectors.Rejects
	if err := decoder.Decode(&connectors.Messages{Data: record, Ends: []int{len(record)}}, builder, &rejects); err != nil {
		t.Fatal(err)
	}
	var lines []string
	refuse := func(row int) {
		for len(rejects.Items) > 0 && rejects.Items[0].Row <= row {
			r := rejects.Items[0]
			rejects.Items = rejects.Items[1:]
			line := fmt.Sprintf("%s %s: %s", r.Code, r.Column, strings.ReplaceAll(r.Detail, "\n", `\n`))
			if !bytes.Equal(r.Bytes, record) {
				line += fmt.Sprintf(" in %q", r.Bytes)
			}
			lines = append(lines, line)
		}
	}
	n := 0
	for _, b := range builder.Batches() {
		for row := range b.Rows() {
			refuse(n)
			n++
			fields := make([]string, len(b.Cols))
			for i, a := range b.Cols {
				v := vec.Value(vec.Of(a), opts.Columns.Columns[i].Type, row)
				if fields[i] = string(types.AppendValue(nil, v)); !v.Null && v.Type.Layout() == types.Text {
					fields[i] = strconv.Quote(v.Text)
				}
			}
			lines = append(lines, strings.Join(fields, " | "))
		}
	}
	refuse(n)
	return lines
}

// TestEncode writes values of every type and reads them again.
func TestEncode(t *testing.T) {
	opts := csv.Options{Columns: schema(t, "I BIGINT, T VARCHAR, F DOUBLE, B BOOLEAN, D DECIMAL(9,2), M TIMESTAMP, X VARCHAR")}
	const text = "1,plain,0.5,true,1.50,2024-02-03 04:05:06.789,@\n" +
		"-2,\"a,b\",12.0,false,-0.05,1969-12-31 23:59:59.000,@\n" +
		",\"two\nlines\",1.0E10,,,,@\n" +
		",\"say \"\"hi\"\"\",,,,,@\n"
	builder := vec.NewBuilder(opts.Columns, nil)
	var rejects connectors.Rejects
	decoder, err := csv.New(opts).NewDecoder()
	if err != nil {
		t.Fatal(err)
	}
	if err := decoder.Decode(&connectors.Messages{Data: []byte(text), Ends: []int{len(text)}}, builder, &rejects); err != nil || len(rejects.Items) > 0 {
		t.Fatal(err, rejects.Items)
	}
	batches := builder.Batches()
	for nulls, null := range map[bool]string{false: "", true: "null"} {
		encoder, err := csv.New(csv.Options{NullText: nulls}).NewEncoder(opts.Columns)
		if err != nil {
			t.Fatal(err)
		}
		var out connectors.Messages
		for _, b := range batches {
			b.Cols[6] = nil // as a column that nothing has written
			if err := encoder.Encode(b, &out); err != nil {
				t.Fatal(err)
			}
		}
		var got strings.Builder
		for i := range out.Len() {
			got.WriteString(string(out.Message(i)) + "\n")
		}
		if want := strings.ReplaceAll(text, "@", null); got.String() != want {
			t.Errorf("wrote\n%s\nnot\n%s", got.String(), want)
		}
	}
}
