package runtime

import (
	"bytes"
	"errors"
	"slices"
	"testing"

	"weir/connectors"
	"weir/operators"
	"weir/reference"
	"weir/sql/types"
)

// halve passes the rows of which V is even, halved, and refuses the others.
type halve struct{ passTime }

func (halve) Process(_ int, b operators.Batch, out operators.Output) error {
	var good []testRow
	var odd []operators.Failure
	for i, r := range rowsOf(b) {
		if r.V%2 != 0 {
			odd = append(odd, operators.Failure{Row: int32(i), Code: types.DomainError, Detail: "odd"})
			continue
		}
		r.V /= 2
		good = append(good, r)
	}
	if len(odd) > 0 {
		out.Reject(testColumns, b, odd)
	}
	emitRows(good, out)
	return nil
}

func halved(of operators.Spec) operators.Spec {
	return &testSpec{"halve", []operators.Spec{of}, func() operators.Operator { return halve{} }}
}

// versionOf makes a version of the table REF.
func versionOf(t *testing.T, id string, rows []testRow, bad ...connectors.Reject) SwapTable {
	t.Helper()
	v, err := reference.NewVersion(id, testColumns, []operators.Batch{makeBatch(rows, testColumns)}, bad)
	if err != nil {
		t.Fatal(err)
	}
	return SwapTable{"REF", v}
}

// tablePlan joins an input with a query over a query over REF.
func tablePlan() *operators.Plan {
	in := arrivals()
	ref := &operators.Table{Name: "REF", Cols: testColumns}
	half := &operators.Table{Name: "HALF", Cols: testColumns, Of: halved(ref), Pump: "P"}
	quarter := &operators.Table{Name: "QUARTER", Cols: testColumns, Of: unionOf(halved(half), half), Pump: "P"}
	s := streamOf("T", testColumns, pumpOf("P", &tableJoinSpec{testSpec{name: "join", from: []operators.Spec{in, quarter}}}))
	return withOutputs(&operators.Plan{
		Inputs: []*operators.Input{in}, Streams: []*operators.Stream{s}, Tables: []*operators.Table{ref, half, quarter},
	}, map[string]operators.Spec{"T": s, "REF.ERRORS": twinOf(operators.ErrorsTwin, "REF", nil), "T.ERRORS": twinOf(operators.ErrorsTwin, "T", nil)})
}

func unionOf(branches ...operators.Spec) operators.Spec {
	u := &operators.Stream{Cols: testColumns}
	for _, b := range branches {
		u.Writers = append(u.Writers, operators.Writer{From: b})
	}
	return u
}

// TestQueriesOverTables checks that a query is run again when a table changes, once for all that has changed, and that what it
// refuses is reported to its pump's stream.
func TestQueriesOverTables(t *testing.T) {
	r := newRig(t, tablePlan(), GraphOptions{})
	r.join("a")
	r.rec.Commands = append(r.rec.Commands, versionOf(t, "1", []testRow{{K: "x", V: 8}, {K: "y", V: 6}, {K: "z", V: 5}}))
	r.bring(0, true, testRow{T: 10, K: "x"}, testRow{T: 10, K: "y"}, testRow{T: 10, K: "z"})
	r.step(100)
	r.want("T", "10 x 4 0", "10 y 3 0", "10 z 0 0") // the last match counts: that of the second branch
	r.rec.Commands = []Command{versionOf(t, "2", []testRow{{K: "x", V: 2}})}
	r.bring(0, true, testRow{T: 11, K: "x"}, testRow{T: 11, K: "y"})
	r.step(101)
	r.want("T", "11 x 1 0", "11 y 0 0")
	r.step(102)
	r.want("T.ERRORS",
		`100 P (null) domain-error odd 0 eyJLIjoieiIsIlYiOjUsIkUiOiIxOTcwLTAxLTAxIDAwOjAwOjAwLjAwMCJ9 (null) (null) (null)`,
		`100 P (null) domain-error odd 0 eyJLIjoieSIsIlYiOjMsIkUiOiIxOTcwLTAxLTAxIDAwOjAwOjAwLjAwMCJ9 (null) (null) (null)`,
		`101 P (null) domain-error odd 0 eyJLIjoieCIsIlYiOjEsIkUiOiIxOTcwLTAxLTAxIDAwOjAwOjAwLjAwMCJ9 (null) (null) (null)`)
	if err := r.g.Step(&Record{Now: 103, Commands: []Command{SwapTable{"HALF", reference.Empty(testColumns)}}}); err == nil {
		t.Error("a query over tables was swapped")
	}
}

// TestTablesAfterARestore checks that what a version refuses is reported once: not again by the same version after a restore, even
// if the checkpoint was cut before the version came back, and of course by another one.
func TestTablesAfterARestore(t *testing.T) {
	bad := connectors.Reject{Code: types.CoercionError, Column: "V", Bytes: []byte("?")}
	swap := versionOf(t, "1", []testRow{{K: "x", V: 5}}, bad)
	reported := func(g *Graph) int64 {
		n := int64(0)
		for key, twin := range g.twins {
			if key.kind == operators.ErrorsTwin {
				n += twin.rows
			}
		}
		return n
	}
	open := func(from *Graph) *Graph {
		t.Helper()
		g, err := NewGraph(tablePlan(), GraphOptions{})
		if err != nil {
			t.Fatal(err)
		}
		if from != nil {
			cut, err := from.Cut()
			if err == nil {
				err = g.Restore(cut)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		return g
	}
	g := open(nil)
	if err := g.Step(&Record{Now: 1, Commands: []Command{JoinSplit{ID: "a"}, CompleteInput{}, swap}}); err != nil {
		t.Fatal(err)
	}
	before := reported(g)
	if before != 2 {
		t.Fatalf("%d rows were refused, of the file and of the query", before)
	}
	for _, test := range []struct {
		with SwapTable
		want int64
	}{{swap, before}, {versionOf(t, "2", []testRow{{K: "x", V: 5}}, bad), before + 2}} {
		again := open(open(g))
		if err := again.Step(&Record{Now: 2, Commands: []Command{test.with}}); err != nil {
			t.Fatal(err)
		}
		if got := reported(again); got != test.want {
			t.Errorf("version %s: %d rows were refused, want %d", test.with.Version.Version(), got, test.want)
		}
		if rows := again.table("REF").Rows().Rows(); rows != 1 {
			t.Errorf("version %s: %d rows", test.with.Version.Version(), rows)
		}
	}
}

// TestTablesAreRecorded writes a version with a record and reads it.
func TestTablesAreRecorded(t *testing.T) {
	var all []testRow
	for i := range 2*operators.MaxBatchRows + 5 {
		all = append(all, testRow{T: 7, K: "k", V: int64(i)})
	}
	var parts []operators.Batch
	for chunk := range slices.Chunk(all, 1000) {
		parts = append(parts, makeBatch(chunk, testColumns))
	}
	v, err := reference.NewVersion("9", testColumns, parts, []connectors.Reject{{Row: 3, Column: "V"}})
	if err != nil {
		t.Fatal(err)
	}
	var file bytes.Buffer
	if err := NewRecorder(&file).Write(&Record{Now: 5, Commands: []Command{SwapTable{"REF", v}}}); err != nil {
		t.Fatal(err)
	}
	got, err := NewRecordReader(&file).Read()
	if err != nil {
		t.Fatal(err)
	}
	swap, ok := got.Commands[0].(SwapTable)
	if !ok || swap.Table != "REF" || swap.Version.Version() != "9" || len(swap.Version.Rejects()) != 1 || !slices.Equal(rowsOf(swap.Version.Rows()), all) {
		t.Errorf("read %+v", got.Commands)
	}
	file.Reset()
	if err := NewRecorder(&file).Write(&Record{Commands: []Command{SwapTable{"REF", reference.Empty(testColumns)}}}); err != nil {
		t.Fatal(err)
	}
	if _, err := NewRecordReader(&file).Read(); err == nil {
		t.Error("a version without rows was read", errors.Unwrap(err))
	}
}
