package reference_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"weir/connectors"
	"weir/connectors/format/csv"
	"weir/connectors/format/json"
	"weir/operators"
	"weir/operators/operatortest"
	"weir/reference"
	"weir/sql/types"
)

var cities = &operators.Table{Name: "CITIES", Cols: types.NewSchema(
	types.Column{Name: "code", Type: types.IntegerType},
	types.Column{Name: "name", Type: types.VarcharType(8)},
)}

func fromCSV() *reference.Loader {
	return &reference.Loader{Table: cities, Format: csv.New(csv.Options{Columns: cities.Cols})}
}

func fromJSON() *reference.Loader {
	return &reference.Loader{Table: cities, Format: json.New(json.Options{Columns: cities.Cols})}
}

func packed(t *testing.T, text string) string {
	t.Helper()
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	if _, err := w.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// TestLoad reads one table out of every form that a file may have.
func TestLoad(t *testing.T) {
	for name, test := range map[string]struct {
		loader     *reference.Loader
		file, text string
	}{
		"csv":                 {fromCSV(), "a.csv", "1,Bonn\n2,\"Köln\"\n,\n"},
		"csv without an end":  {fromCSV(), "a.csv", "1,Bonn\r\n2,Köln\r\n,"},
		"csv, packed":         {fromCSV(), "a.csv.gz", packed(t, "1,Bonn\n2,Köln\n,\n")},
		"lines":               {fromJSON(), "a.json", `{"code":1,"name":"Bonn"}` + "\n" + `{"code":2,"name":"Köln"}` + "\n" + `{"name":""}` + "\n"},
		"documents":           {fromJSON(), "a.json", `{"code":1,"name":"Bonn"}{"code":2,` + "\n" + `"name":"Köln"} {"name":""}`},
		"array":               {fromJSON(), "a.json", `[{"code":1,"name":"Bonn"},` + "\n" + `{"code":2,"name":"Köln"}, {"name":""}]`},
		"array, marked":       {fromJSON(), "a.json", "\ufeff" + `[{"code":1,"name":"Bonn"},{"code":2,"name":"Köln"},{"name":""}]`},
		"array, packed":       {fromJSON(), "a.json.gz", packed(t, `[{"code":1,"name":"Bonn"},{"code":2,"name":"Köln"},{"name":""}]`)},
		"several in an array": {fromJSON(), "a.json", `[{"code":1,"name":"Bonn"}][{"code":2,"name":"Köln"}]` + "\n" + `{"name":""}`},
	} {
		t.Run(name, func(t *testing.T) {
			v, err := test.loader.Load(test.file, iotest.OneByteReader(strings.NewReader(test.text)), 77)
			if err != nil {
				t.Fatal(err)
			}
			const want = "77: 1, Bonn; 77: 2, Köln; 77: NULL, "
			if got := strings.Join(operatortest.Lines(cities.Cols, v.Rows()), "; "); got != want {
				t.Errorf("rows %s, not %s", got, want)
			}
			if len(v.Rejects()) > 0 {
				t.Error(v.Rejects())
			}
			again, err := test.loader.Load(test.file, strings.NewReader(test.text), 78)
			if err != nil || again.Version() != v.Version() || len(v.Version()) != 16 {
				t.Errorf("equal content is version %q and %q: %v", v.Version(), again.Version(), err)
			}
		})
	}
}

// TestBadRows checks that good rows serve.
func TestBadRows(t *testing.T) {
	v, err := fromCSV().Load("a.csv", strings.NewReader("code,name\n1,Bonn\nx,y\n2,Köln\n"), 0)
	if err != nil {
		t.Fatal(err)
	}
	if got := v.Rows().Rows(); got != 2 {
		t.Errorf("%d rows", got)
	}
	if r := v.Rejects(); len(r) != 2 || string(r[0].Bytes) != "code,name" || r[1].Row != 1 || r[1].Column != "code" || r[1].Code != types.CoercionError {
		t.Errorf("refused: %+v", r)
	}
	v, err = fromJSON().Load("a.json", strings.NewReader(`{"code":1}`+"\n{bad\n"+`{"code":2}`), 0)
	if err != nil || v.Rows().Rows() != 2 || len(v.Rejects()) != 1 {
		t.Errorf("%v, %v", v, err)
	}
}

// TestBroken checks what is no version.
func TestBroken(t *testing.T) {
	broken := errors.New("the disk is gone")
	for name, test := range map[string]struct {
		loader *reference.Loader
		file   string
		from   io.Reader
		want   string
	}{
		"empty":     {fromCSV(), "a.csv", strings.NewReader(""), `loading table "CITIES" from a.csv: there are no rows in it`},
		"blank":     {fromJSON(), "a.json", strings.NewReader(" \n"), `loading table "CITIES" from a.json: there are no rows in it`},
		"none good": {fromCSV(), "a.csv", strings.NewReader("a,b\nc,d\n"), `loading table "CITIES" from a.csv: no row in it is good; the first of 2 is refused because of coercion-error in column "code": For input string: "a"`},
		"no gzip":   {fromCSV(), "a.csv.gz", strings.NewReader("1,2"), `loading table "CITIES" from a.csv.gz: unpacking: `},
		"cut off":   {fromCSV(), "a.csv.gz", strings.NewReader(packed(t, "1,2\n3,4")[:20]), `loading table "CITIES" from a.csv.gz: unexpected EOF`},
		"unread":    {fromCSV(), "a.csv", io.MultiReader(strings.NewReader("1,2\n"), iotest.ErrReader(broken)), `loading table "CITIES" from a.csv: the disk is gone`},
	} {
		t.Run(name, func(t *testing.T) {
			v, err := test.loader.Load(test.file, test.from, 0)
			if err == nil || !strings.HasPrefix(err.Error(), test.want) {
				t.Errorf("%v, %v, want %s", v, err, test.want)
			}
		})
	}
}

// TestShared checks that what is shared is made once, and of each version anew.
func TestShared(t *testing.T) {
	v, err := reference.NewVersion("1", cities.Cols, nil, []connectors.Reject{})
	if err != nil {
		t.Fatal(err)
	}
	made := 0
	build := func() any { made++; return made }
	first, again, other := v.Shared("a", build), v.Shared("a", build), v.Shared("b", build)
	if first != 1 || again != 1 || other != 2 {
		t.Error("what is shared is made again")
	}
	if empty := reference.Empty(cities.Cols); empty.Rows().Rows() != 0 || len(empty.Rows().Cols) != 2 || empty.Shared("a", build) != 3 {
		t.Error("a table that is not loaded is not empty")
	}
}
