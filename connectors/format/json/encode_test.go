package json_test

import (
	stdjson "encoding/json"
	"math"
	"strings"
	"testing"

	"weir/connectors"
	"weir/connectors/format/json"
	"weir/operators"
	"weir/operators/vec"
	"weir/sql/types"
)

func encode(t testing.TB, opts json.Options, schema *types.Schema, b operators.Batch) []string {
	encoder, err := json.New(opts).NewEncoder(schema)
	if err != nil {
		t.Fatal(err)
	}
	var out connectors.Messages
	if err := encoder.Encode(b, &out); err != nil {
		t.Fatal(err)
	}
	var rows []string
	for i := range out.Len() {
		rows = append(rows, string(out.Message(i)))
	}
	return rows
}

// TestEncode writes what no decoder makes; TestDecode writes all else.
func TestEncode(t *testing.T) {
	schema := types.NewSchema(
		types.Column{Name: `a "key" \ of <ü>`, Type: types.VarcharType(0)},
		types.Column{Name: "D", Type: types.DoubleType},
		types.Column{Name: "I", Type: types.IntervalType(types.Day, types.Second)},
		types.Column{Name: "NOT_BUILT", Type: types.VarcharType(0)},
		types.Column{Name: "N", Type: types.IntegerType},
	)
	b := vec.NewBuilder(schema, []bool{true, true, true, false, true})
	for i, text := range []string{"plain", "q\"b\\c/<>&\u2028\x00\x1f\x7f\n\r\t\b\f", "bad \xff\xc3", "é and a long text €"} {
		b.Texts(0).Append([]byte(text))
		b.Floats(1).Append([]float64{math.NaN(), math.Inf(1), math.Inf(-1), 1e-5}[i])
		b.Ints(2).Append(90061001)
		b.Ints(4).AppendNull()
		b.EndRow()
	}
	b.Texts(0).AppendNull()
	b.Floats(1).AppendNull()
	b.Ints(2).AppendNull()
	b.Ints(4).Append(-5)
	b.EndRow()
	batch := b.Batches()[0]

	const key = `{"a \"key\" \\ of <ü>":`
	want := []string{
		key + `"plain","D":null,"I":"+1 01:01:01.001","NOT_BUILT":null,"N":null}`,
		key + `"q\"b\\c/<>&` + "\u2028" + `\u0000\u001f` + "\x7f" + `\n\r\t\b\f","D":null,"I":"+1 01:01:01.001","NOT_BUILT":null,"N":null}`,
		key + `"bad ��","D":null,"I":"+1 01:01:01.001","NOT_BUILT":null,"N":null}`,
		key + `"é and a long text €","D":1.0E-5,"I":"+1 01:01:01.001","NOT_BUILT":null,"N":null}`,
		key + `null,"D":null,"I":null,"NOT_BUILT":null,"N":-5}`,
	}
	for i, got := range encode(t, json.Options{}, schema, batch) {
		if got != want[i] {
			t.Errorf("row %d:\n%s, not\n%s", i, got, want[i])
		}
		if !stdjson.Valid([]byte(got)) {
			t.Errorf("row %d is no JSON", i)
		}
	}
	asText := encode(t, json.Options{NullText: true}, schema, batch)[4]
	if asText != strings.Replace(strings.Replace(want[4], ":null", `:"null"`, 1), `BUILT":null`, `BUILT":"null"`, 1) {
		t.Errorf("NULL as text: %s", asText)
	}
}

func TestEncodeNoColumns(t *testing.T) {
	got := encode(t, json.Options{}, types.NewSchema(), operators.Batch{Time: make([]operators.Time, 2)})
	if len(got) != 2 || got[0] != "{}" {
		t.Errorf("got %v", got)
	}
}

// FuzzEncodeText writes texts that encoding/json must read back.
func FuzzEncodeText(f *testing.F) {
	for _, text := range []string{"", "a", "\x00\"\\\x1f", "é\xff", "12345678\n", "1234567\xf0\x9f\x99\x82"} {
		f.Add([]byte(text))
	}
	schema := types.NewSchema(types.Column{Name: "T", Type: types.VarcharType(0)})
	f.Fuzz(func(t *testing.T, text []byte) {
		b := vec.NewBuilder(schema, nil)
		b.Texts(0).Append(text)
		b.EndRow()
		row := encode(t, json.Options{}, schema, b.Batches()[0])[0]
		var back struct{ T string }
		if err := stdjson.Unmarshal([]byte(row), &back); err != nil {
			t.Fatal(err)
		}
		if want := string([]rune(string(text))); back.T != want {
			t.Errorf("%q came back as %q", want, back.T)
		}
	})
}
