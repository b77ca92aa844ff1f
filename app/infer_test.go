package app

import (
	"fmt"
	"io"
	"strings"
	"testing"
	"time"
)

func TestFileNames(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{`SELECT a FROM 'x.jsonl'`, `SELECT a FROM "x.jsonl"`},
		{`select a from  'x' t join 'y' on 'z' = a`, `select a from  "x" t join "y" on 'z' = a`},
		{`SELECT TRIM(BOTH 'a' FROM 'b') FROM 'x'`, `SELECT TRIM(BOTH 'a' FROM 'b') FROM "x"`},
		{`SELECT SUBSTRING('a' FROM 'b'), "from" FROM (SELECT 'from' FROM 'x') 'y'`, `SELECT SUBSTRING('a' FROM 'b'), "from" FROM (SELECT 'from' FROM "x") 'y'`},
		{`SELECT a FROM 'it''s'`, `SELECT a FROM "it''s"`},
		{"SELECT a FROM -- 'c'\n'x'", "SELECT a FROM -- 'c'\n\"x\""},
		{`SELECT a FROM 'say "x"'`, `SELECT a FROM 'say "x"'`},
		{`SELECT a FROM 'open`, `SELECT a FROM 'open`},
		{`SELECT a FROM 'open''`, `SELECT a FROM 'open''`},
		{`SELECT a FROM ''`, `SELECT a FROM ''`},
		{`SELECT fromage 'x' --`, `SELECT fromage 'x' --`},
	} {
		got := fileNames(c.text)
		if got != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.text, got, c.want)
		}
		if len(got) != len(c.text) {
			t.Errorf("%s: the length has changed", c.text)
		}
	}
}

func TestInferJSON(t *testing.T) {
	for _, c := range []struct{ name, sample, want string }{
		{"scalars", `{"b":true,"i":1,"f":1.5,"s":"x","t":"2026-03-01 10:00:00","n":null}`,
			"line 1: b BOOLEAN $['b'], i BIGINT $['i'], f DOUBLE $['f'], s VARCHAR $['s'], t TIMESTAMP $['t'], n VARCHAR $['n']"},
		{"numbers widen", "{\"n\":1}\n{\"n\":2.5}\n{\"m\":99999999999999999999}", "line 3: n DOUBLE $['n'], m DOUBLE $['m']"},
		{"what varies is text", "{\"n\":1,\"t\":\"2026-03-01\"}\n{\"n\":\"x\",\"t\":\"soon\"}", "line 2: n VARCHAR $['n'], t VARCHAR $['t']"},
		{"members of objects", `{"a":{"b":{"c":1}},"l":[1,{"x":2}]}`, "line 1: a.b.c BIGINT $['a']['b']['c'], l VARCHAR $['l']"},
		{"null, then an object", "{\"a\":null}\n{\"a\":{\"b\":1}}", "line 2: a.b BIGINT $['a']['b']"},
		{"a value, then an object", "{\"a\":1}\n{\"a\":{\"b\":1}}", "line 2: a BIGINT $['a']"},
		{"documents over lines", "{\n \"a\": 1\n}\n{\n \"a\": 2\n}", "document 2: a BIGINT $['a']"},
		{"an array", "[\n{\"a\":1},\n{\"a\":2}]", "document 2: a BIGINT $['a']"},
		{"a quote in a name", `{"it's":1}`, `line 1: it's BIGINT $["it's"]`},
		{"a line that is no JSON", "{\"a\":1}\nnonsense\n{\"b\":1}", "line 2: a BIGINT $['a'], b BIGINT $['b']"},
		{"nothing", " \n", "there are no rows, so that nothing is known of its columns"},
		{"no objects", "1\n2\n", `no JSON object was found at its beginning: "1"`},
	} {
		t.Run(c.name, func(t *testing.T) {
			in, err := inferJSON([]byte(c.sample), true)
			if err != nil {
				if err.Error() != c.want {
					t.Errorf("got %s, want %s", err, c.want)
				}
				return
			}
			var cols []string
			for i, col := range in.columns.Columns {
				cols = append(cols, fmt.Sprintf("%s %s %s", col.Name, col.Type, in.mappings[i]))
			}
			if got := fmt.Sprintf("%s %d: %s", in.frame, in.rows, strings.Join(cols, ", ")); got != c.want {
				t.Errorf("\n got %s\nwant %s", got, c.want)
			}
		})
	}
}

func TestInferCSV(t *testing.T) {
	for _, c := range []struct{ name, sample, want string }{
		{"a header", "a,b,c,d,e\n1,2.5,x,true,2026-03-01T10:00:00Z\n", "header, 1: a BIGINT, b DOUBLE, c VARCHAR, d BOOLEAN, e TIMESTAMP"},
		{"none", "1\tx\n2\ty", "\t 2: c1 BIGINT, c2 VARCHAR"},
		{"an empty field is no name", "a,,b\nx,y,z\n", ", 2: c1 VARCHAR, c2 VARCHAR, c3 VARCHAR"},
		{"names that come twice", "a;a\n1;2\n", "header; 1: a BIGINT, c2 BIGINT"},
		{"leading zeros, empty fields, signs", "zip|n|s|nan\n007|1|-1|NaN\n1|| +2|1", "header| 2: zip VARCHAR, n BIGINT, s BIGINT, nan VARCHAR"},
		{"quotes", "a,b\n\"x, \"\"y\"\"\",1\n", "header, 1: a VARCHAR, b BIGINT"},
		{"JSON", "{\"a\":1,\"b\":2}\n", ""},
		{"one column", "a\n1\n", ""},
	} {
		got := ""
		if in := inferCSV([]byte(c.sample), true); in != nil {
			if in.header {
				got = "header"
			}
			got += fmt.Sprintf("%s %d: %s", in.delimiter, in.rows, describeColumns(in.columns))
		}
		if got != c.want {
			t.Errorf("%s\n got %q\nwant %q", c.name, got, c.want)
		}
	}
}

func TestInferJSONOfACutSample(t *testing.T) {
	in, err := inferJSON([]byte("{\"a\":1}\n{\"b\":"), false)
	if err != nil || in.rows != 1 || len(in.columns.Columns) != 1 {
		t.Errorf("got %+v, %v", in, err)
	}
}

// slowPipe gives one piece at each read.
type slowPipe struct{ pieces chan string }

func (p slowPipe) Read(b []byte) (int, error) {
	piece, ok := <-p.pieces
	if !ok {
		return 0, io.EOF
	}
	return copy(b, piece), nil
}

func TestAPipeIsSampledWithoutItsEnd(t *testing.T) {
	p := slowPipe{make(chan string, 3)}
	p.pieces <- "{\"a\":"
	p.pieces <- "1}\n"
	began := time.Now()
	again, sample, whole, err := samplePipe(p)
	if err != nil || whole || string(sample) != "{\"a\":1}\n" {
		t.Fatalf("got %q, %v, %v", sample, whole, err)
	}
	if taken := time.Since(began); taken < sampleSilence {
		t.Errorf("it did not wait for more: %s", taken)
	}
	p.pieces <- "{\"a\":2}\n"
	buf := make([]byte, 100)
	n, _ := again.Read(buf)
	more, _ := again.Read(buf[n:])
	if got := string(buf[:n+more]); got != "{\"a\":1}\n{\"a\":2}\n" {
		t.Errorf("read again: %q", got)
	}
	close(p.pieces)
}
