package json_test

import (
	"fmt"
	"strings"
	"testing"

	"weir/connectors"
	"weir/connectors/format/json"
	"weir/operators"
	"weir/operators/vec"
	"weir/sql/types"
)

func repeat(text string, n int) string { return strings.Repeat(text, n) }

func TestRowLimit(t *testing.T) {
	opts := json.Options{
		Columns: types.NewSchema(
			types.Column{Name: "V", Type: types.VarcharType(0)},
			types.Column{Name: "S", Type: types.VarcharType(4)},
			types.Column{Name: "C", Type: types.Type{Kind: types.Char, Length: 60000}},
		),
		Mappings: []string{"$.v", "$.s", "$.c"},
	}
	const free = 512<<10 - 4 - 60000
	records := []string{
		`{"s":"` + repeat("x", 2<<20) + `"}`,
		`{"v":"` + repeat("x", free) + `","s":"abcd","c":""}`,
		`{"v":"` + repeat("x", free+1) + `","s":"abcd","c":""}`,
		`{"v":"` + repeat(`\u0041`, free) + `","s":"abcd","c":"x"}`,
		`{"v":"` + repeat("é", free/2) + `","s":"abcdef","c":"é"}`,
		`{"v":"` + repeat("x", free) + `","s":"abcd"}`,
	}
	want := []string{"ok", "ok", "row-too-large", "ok", "row-too-large", "ok"}
	for _, used := range [][]bool{{true, true, true}, {false, false, false}} {
		decoder, err := json.New(opts).NewDecoder()
		if err != nil {
			t.Fatal(err)
		}
		for i, record := range records {
			got := "ok"
			out := vec.NewBuilder(opts.Columns, used)
			var rejects connectors.Rejects
			in := connectors.Messages{Data: []byte(record), Ends: []int{len(record)}}
			if err := decoder.Decode(&in, out, &rejects); err != nil {
				t.Fatal(err)
			}
			if len(rejects.Items) > 0 {
				got = string(rejects.Items[0].Code)
			}
			if got != want[i] || out.Rows()+len(rejects.Items) != 1 {
				t.Errorf("record %d, used %v: %s, %d rows, %d rejects", i, used, got, out.Rows(), len(rejects.Items))
			}
		}
	}
}

func TestDepth(t *testing.T) {
	opts := json.Options{Columns: types.NewSchema(types.Column{Name: "a", Type: types.IntegerType})}
	decoder, err := json.New(opts).NewDecoder()
	if err != nil {
		t.Fatal(err)
	}
	for depth, want := range map[int]string{511: `{"a":1}`, 512: "parse-error : arrays and objects nest more than 512 deep"} {
		for _, brackets := range []string{"[0]", `{"x":0}`} {
			open, end, _ := strings.Cut(brackets, "0")
			record := `{"z":` + repeat(open, depth) + "1" + repeat(end, depth) + `,"a":1}`
			if got := decode(t, decoder, opts, [][]byte{[]byte(record)}, nil); fmt.Sprint(got) != "["+want+"]" {
				t.Errorf("depth %d of %s: %v", depth, brackets, got)
			}
		}
	}
}

// TestBatches decodes a record of many rows, more than a batch holds.
func TestBatches(t *testing.T) {
	opts := json.Options{
		Columns: types.NewSchema(
			types.Column{Name: "k", Type: types.VarcharType(0)}, types.Column{Name: "x", Type: types.IntegerType},
		),
		Mappings: []string{"$.k", "$.arr[0:].x"},
	}
	const rows = operators.MaxBatchRows + 10
	record := `{"k":"key","arr":[` + repeat(`{"x":1},`, rows-1) + `{"x":1}]}`
	decoder, err := json.New(opts).NewDecoder()
	if err != nil {
		t.Fatal(err)
	}
	if got := decode(t, decoder, opts, [][]byte{[]byte(record)}, nil); len(got) != rows || got[rows-1] != `{"k":"key","x":1}` {
		t.Errorf("%d rows, the last is %s", len(got), got[len(got)-1])
	}
}

// TestAllocations holds the budget: none for a row, and so many for a batch however many rows it has.
func TestAllocations(t *testing.T) {
	schema := types.NewSchema(
		types.Column{Name: "a", Type: types.BigIntType}, types.Column{Name: "b", Type: types.VarcharType(8)},
		types.Column{Name: "c", Type: types.DoubleType}, types.Column{Name: "d", Type: types.DecimalType(8, 2)},
		types.Column{Name: "e", Type: types.BooleanType}, types.Column{Name: "f", Type: types.TimestampType},
	)
	record := `{"a":12,"z":{"b":["x\n",1.5,null]},"b":"text\u00e9 and more","c":1.25,"d":"3.14159","e":true,"f":"2026-01-02T03:04:05Z"}`
	var counts []float64
	for _, rows := range []int{1, operators.MaxBatchRows} {
		var in connectors.Messages
		for range rows {
			in.Data = append(in.Data, record...)
			in.Ends = append(in.Ends, len(in.Data))
		}
		decoder, err := json.New(json.Options{Columns: schema}).NewDecoder()
		if err != nil {
			t.Fatal(err)
		}
		out := vec.NewBuilder(schema, nil)
		var rejects connectors.Rejects
		unit := func() {
			if err := decoder.Decode(&in, out, &rejects); err != nil || len(rejects.Items) > 0 {
				t.Fatal(err, rejects.Items)
			}
			out.Batches()
		}
		unit()
		counts = append(counts, testing.AllocsPerRun(10, unit))
	}
	if counts[0] != counts[1] || counts[1] > float64(16*len(schema.Columns)) {
		t.Errorf("%v allocations for one row, %v for a batch", counts[0], counts[1])
	}
}

// TestRepeatedRows refuses the rest of a record whose array repeats a long text too often.
func TestRepeatedRows(t *testing.T) {
	opts := json.Options{
		Columns:  types.NewSchema(types.Column{Name: "k", Type: types.VarcharType(0)}, types.Column{Name: "x", Type: types.IntegerType}),
		Mappings: []string{"$.k", "$.arr[0:].x"},
	}
	decoder, err := json.New(opts).NewDecoder()
	if err != nil {
		t.Fatal(err)
	}
	record := []byte(`{"k":"` + repeat("x", 256<<10-8) + `","arr":[` + repeat(`0,`, 1100) + `0]}{"k":"next"}`)
	in := connectors.Messages{Data: record, Ends: []int{len(record)}}
	out := vec.NewBuilder(opts.Columns, []bool{false, false})
	var rejects connectors.Rejects
	if err := decoder.Decode(&in, out, &rejects); err != nil {
		t.Fatal(err)
	}
	if n := len(rejects.Items); n != 1 || rejects.Items[0].Code != types.RecordTooLarge || rejects.Items[0].Row != 1025 || out.Rows() != 1026 {
		t.Errorf("%d rows, rejects %d", out.Rows(), n)
	}
}
