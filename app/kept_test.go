package app

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"weir/operators"
	"weir/operators/vec"
	"weir/sql/types"
)

var lateTwin = &operators.Twin{Kind: operators.LateTwin, Of: `S "1"`, Cols: types.NewSchema(
	types.Column{Name: "N", Type: types.IntegerType},
	types.Column{Name: "RAW", Type: types.Type{Kind: types.Varbinary}},
)}

func lateRow(n int64) operators.Batch {
	b := vec.NewBuilder(lateTwin.Cols, nil)
	b.Ints(0).Append(n)
	b.Texts(1).Append([]byte("a\xffb"))
	b.EndRow()
	batch := b.Batches()[0]
	batch.Time[0] = 1_700_000_000_000
	return batch
}

func TestRowsAreKeptUpToALimit(t *testing.T) {
	k := newKept(filepath.Join(t.TempDir(), "x.errors.jsonl"))
	if err := os.WriteFile(k.Path, []byte("of an earlier run\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	one := int64(vec.Bytes(lateRow(0)))
	k.limit = 3 * one
	if err := k.begin(false); err != nil {
		t.Fatal(err)
	}
	for n := range int64(5) {
		k.Add(lateTwin, lateRow(n))
	}
	k.end()
	if c := k.Counts(); c.Written != 3 || c.Counted != 2 || c.Err != nil {
		t.Errorf("counts %+v", c)
	}
	raw, err := os.ReadFile(k.Path)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(raw)), "\n")
	if want := `{"TIME":"2023-11-14 22:13:20.000","STREAM":"S \"1\"","TWIN":"LATE","N":0,"RAW":"a` + "\ufffd" + `b"}`; len(lines) != 3 || lines[0] != want {
		t.Errorf("%d lines, the first is\n%s\nnot\n%s", len(lines), lines[0], want)
	}
}

func TestRowsThatCannotBeKeptAreCounted(t *testing.T) {
	k := newKept(filepath.Join(t.TempDir(), "nowhere", "x.errors.jsonl"))
	if err := k.begin(false); err != nil {
		t.Fatal(err)
	}
	k.Add(lateTwin, lateRow(1))
	k.end()
	if c := k.Counts(); c.Written != 0 || c.Counted != 1 || c.Err == nil {
		t.Errorf("counts %+v", c)
	}
}
