package relational_test

import (
	"testing"

	"weir/operators"
	"weir/operators/expr"
	"weir/operators/operatortest"
	"weir/operators/relational"
	"weir/sql/types"
)

func project(input operators.Spec, items ...expr.Node) *relational.Project {
	s := &relational.Project{Input: input, Items: items, Cols: &types.Schema{}}
	for _, n := range items {
		s.Cols.Columns = append(s.Cols.Columns, types.Column{Name: n.String(), Type: n.Type()})
	}
	return s
}

func TestProject(t *testing.T) {
	s := project(operatortest.Input(ticks), col("K"), &expr.Rowtime{}, arith(col("V"), '*', number(2)), number(7))
	out := operatortest.Run(t, s, operatortest.Step{In: rows(t, tick(1, "a", 5, 0), tick(2, nil, nil, 0)), Promise: 2})
	want(t, "rows", out.Rows, "1: a, 1970-01-01 00:00:00.001, 10, 7", "2: NULL, 1970-01-01 00:00:00.002, NULL, 7")
}

// TestProjectReports checks that of a row's failures the one that comes first is reported, with what could be computed.
func TestProjectReports(t *testing.T) {
	by := func(name string) expr.Node { return arith(number(60), '/', col(name)) }
	s := project(operatortest.Input(ticks), by("M"), col("K"), by("V"))
	in := rows(t, tick(1, "a", 0, 0), tick(2, "b", 0, 2), tick(3, "c", 2, 2), tick(4, "d", 3, 2), tick(5, "e", 3, 0))
	in[0].Batch.Failed = []operators.Failure{{Row: 3, Code: types.Overflow}}
	out := operatortest.Run(t, s, operatortest.Step{In: in, Promise: 5})
	want(t, "rows", out.Rows, "3: 30, c, 30")
	want(t, "rejected", out.Rejected,
		"1: NULL, a, NULL !1 divide-by-zero", "2: 30, b, NULL !3 divide-by-zero", "4: 30, d, 20 !0 numeric-overflow", "5: NULL, e, 20 !1 divide-by-zero")
}

// TestProjectOverGroups checks that the failure of a group's result is reported for the item that reads it.
func TestProjectOverGroups(t *testing.T) {
	group := tumble([]expr.Node{step(60), col("K")}, byStep, call(t, "SUM", false, col("V")), call(t, "COUNT", false))
	read := func(i int) expr.Node {
		return &expr.Column{Index: i, Name: group.Cols.Columns[i].Name, T: group.Cols.Columns[i].Type}
	}
	having := &relational.Filter{Input: group, Cond: compare(read(3), ">", number(1))}
	s := project(having, read(1), arith(read(2), '+', number(1)))
	g := operatortest.Run(t, group, operatortest.Step{In: rows(t, tick(1, "a", 1<<62, 0), tick(1, "a", 1<<62, 0), tick(1, "b", 4, 0)), Promise: 60})
	want(t, "groups", g.Rows, "60: 1970-01-01 00:00:00, a, NULL, 2 !3 numeric-overflow", "60: 1970-01-01 00:00:00, b, 4, 1")

	in := operatortest.Batch(t, group.Cols, operatortest.R(60, 0, "a", nil, 2), operatortest.R(60, 0, "b", 1, 1))
	in.Failed = []operators.Failure{{Row: 0, Item: 3, Code: types.Overflow}}
	out := operatortest.Run(t, s, operatortest.Step{In: []operatortest.Arrival{{Batch: in}}, Promise: 60})
	want(t, "rows", out.Rows, "60: b, 2")
	want(t, "rejected", out.Rejected, "60: a, NULL !2 numeric-overflow")
}

// TestProjectPassesColumns checks that plain columns are not copied, and what a batch costs.
func TestProjectPassesColumns(t *testing.T) {
	op, err := project(operatortest.Input(ticks), col("V"), arith(col("V"), '+', col("M")), col("K")).Open(operatortest.Env())
	if err != nil {
		t.Fatal(err)
	}
	var got passed
	cost := func(b operators.Batch) float64 {
		return testing.AllocsPerRun(20, func() { _ = op.Process(0, b, &got) })
	}
	b := rows(t, tick(1, "a", 5, 0), tick(2, "b", 0, 0))[0].Batch
	few := cost(b)
	if got.b.Cols[0] != b.Cols[1] || got.b.Cols[2] != b.Cols[0] {
		t.Error("a plain column was copied")
	}
	if many := cost(randomTicks(t, 4000)); many > few+3 || few > 16 {
		t.Errorf("%v allocations for 2 rows, %v for 4000", few, many)
	}
}

func TestExplain(t *testing.T) {
	group := tumble([]expr.Node{step(60), col("K"), col("M")}, []relational.TimeKey{{Key: 0, Of: step(60)}, {Key: 2}}, call(t, "COUNT", false), call(t, "SUM", true, col("V")))
	having := &relational.Filter{Input: group, Cond: compare(col("V"), ">", number(1))}
	var got []string
	for _, s := range []operators.Spec{project(having, col("K"), number(1)), having, group} {
		n := explain(s)
		got = append(got, n.Title)
		got = append(got, n.Notes...)
	}
	want(t, "explain", got, "project K, CAST(1 AS BIGINT)", "filter V > CAST(1 AS BIGINT)", "tumble COUNT(*), SUM(DISTINCT V)",
		"window: STEP(ROWTIME BY 60), M", "group: K", "closed by data alone: M")
}
