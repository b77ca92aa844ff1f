package json_test

import (
	"slices"
	"strings"
	"testing"

	"weir/connectors/format/json"
	"weir/sql/types"
)

// FuzzDecodePaths decodes a record with any paths: nothing panics, what a decoder has learnt changes nothing, and the rows of
// a record do not depend on the records before it.
func FuzzDecodePaths(f *testing.F) {
	const record = `{"a":1,"b":{"c":[{"d":2,"e":[3]},{"d":"x"}]},"rows":[{"a":5},{"b":[{"c":7}]}]} [{"a":{"b":2}},3]`
	f.Add("$.a", "$.b.c[0:].d", "$", []byte(record))
	f.Add("$", "$.c", "$.rows[0:]", []byte(record))
	f.Add("$.b.c", "$['b'].c[0:]", "$.b", []byte(record))
	f.Add("$[0:].a.b", "$.rows.b.c", "", []byte(record))
	f.Add("$.a[0:].x", "$.a.x", "$.x", []byte(`{"a":[{"x":1},{"x":[{"x":2}]}],"x":{"a":[{"x":[]}]}}`))
	f.Fuzz(func(t *testing.T, first, second, row string, record []byte) {
		opts := json.Options{
			Columns: types.NewSchema(
				types.Column{Name: "A", Type: types.IntegerType}, types.Column{Name: "B", Type: types.VarcharType(10)},
				types.Column{Name: "C", Type: types.VarcharType(0)},
			),
			Mappings: []string{first, second},
			RowPath:  row,
		}
		decoder, err := json.New(opts).NewDecoder()
		if err != nil {
			return
		}
		once := decode(t, decoder, opts, [][]byte{record}, nil)
		if again := decode(t, decoder, opts, [][]byte{record}, nil); !slices.Equal(again, once) {
			t.Fatalf("the second time\n%q, not\n%q", again, once)
		}
		if strings.Contains(strings.Join(once, "\n"), "the rows of the record") {
			return
		}
		if twice := decode(t, decoder, opts, [][]byte{record, record}, nil); !slices.Equal(twice, append(slices.Clone(once), once...)) {
			t.Fatalf("two records give\n%q, not twice\n%q", twice, once)
		}
	})
}
