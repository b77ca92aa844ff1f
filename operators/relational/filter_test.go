package relational_test

import (
	"testing"

	"weir/operators"
	"weir/operators/expr"
	"weir/operators/operatortest"
	"weir/operators/relational"
	"weir/sql/types"
)

func filter(cond expr.Node) *relational.Filter {
	return &relational.Filter{Input: operatortest.Input(ticks), Cond: cond}
}

func TestFilterKeepsTrue(t *testing.T) {
	in := rows(t, tick(1, "a", 5, 0), tick(2, "b", 2, 0), tick(2, "c", nil, 0), tick(3, "d", 6, 0))
	out := operatortest.Run(t, filter(compare(col("V"), ">", number(4))), operatortest.Step{In: in, Promise: 3})
	want(t, "rows", out.Rows, "1: a, 5, 0, NULL, NULL", "3: d, 6, 0, NULL, NULL")

	out = operatortest.Run(t, filter(compare(col("V"), ">", number(9))), operatortest.Step{In: in, Promise: 3})
	want(t, "no rows", out.Rows)
}

// TestFilterKeepsFailures checks that a row whose condition fails goes on, and that a row that failed before keeps its reason.
func TestFilterKeepsFailures(t *testing.T) {
	in := rows(t, tick(1, "a", 5, 0), tick(2, "b", 0, 0), tick(3, "c", 60, 0), tick(4, "d", 0, 0))
	in[0].Batch.Failed = []operators.Failure{{Row: 2, Item: 3, Code: types.Overflow}, {Row: 3, Item: 0, Code: types.Overflow}}
	s := filter(compare(arith(number(10), '/', col("V")), ">", number(1)))
	s.Item = 1
	out := operatortest.Run(t, s, operatortest.Step{In: in, Promise: 4})
	want(t, "rows", out.Rows,
		"1: a, 5, 0, NULL, NULL",
		"2: b, 0, 0, NULL, NULL !1 divide-by-zero",
		"3: c, 60, 0, NULL, NULL !3 numeric-overflow",
		"4: d, 0, 0, NULL, NULL !0 numeric-overflow")
}

func TestFilterCuts(t *testing.T) {
	out := operatortest.Check(t, filter(compare(col("V"), ">", number(4))), []operators.Batch{randomTicks(t, 500)}, 20, 50)
	if len(out.Rows) < 100 {
		t.Errorf("%d rows prove little", len(out.Rows))
	}
}

// TestFilterPassesBatches checks that a batch of which all rows are kept is not copied.
func TestFilterPassesBatches(t *testing.T) {
	op, err := filter(&expr.IsNull{X: col("F")}).Open(operatortest.Env())
	if err != nil {
		t.Fatal(err)
	}
	b := rows(t, tick(1, "a", 5, 0), tick(2, "b", 0, 0))[0].Batch
	var got passed
	if err := op.Process(0, b, &got); err != nil {
		t.Fatal(err)
	}
	for i := range b.Cols {
		if got.b.Cols[i] != b.Cols[i] {
			t.Errorf("column %d was copied", i)
		}
	}
	if n := testing.AllocsPerRun(20, func() { _ = op.Process(0, b, &got) }); n > 0 {
		t.Errorf("%v allocations for a batch that passes", n)
	}
}

// passed keeps the last batch.
type passed struct {
	discard
	b operators.Batch
}

func (p *passed) Emit(b operators.Batch) { p.b = b }
