package relational_test

import (
	"slices"
	"testing"

	"weir/internal/oracle"
	"weir/operators"
	"weir/operators/operatortest"
	"weir/operators/vec"
	"weir/sql/types"
)

// agree checks that an operator gives the rows that the oracle gives, which computes them from the definition. The operator
// reads an input of the columns of ticks.
func agree(t *testing.T, s operators.OperatorSpec, b operators.Batch) {
	t.Helper()
	top := operators.Spec(s)
	if c, ok := s.(chain); ok {
		top = c[len(c)-1]
	}
	in := ticksInput(top)
	o := oracle.New(&operators.Plan{
		Inputs:  []*operators.Input{in},
		Outputs: []*operators.Destination{{Name: "OUT", From: top}},
	})
	for from, to := 0, 0; from < b.Rows(); from = to {
		for to < b.Rows() && b.Time[to] == b.Time[from] {
			to++
		}
		e := oracle.Event{Now: b.Time[from], Input: in.Name}
		for row := from; row < to; row++ {
			e.Rows = append(e.Rows, oracle.Arrival{Values: valuesOf(b, row)})
		}
		if err := o.Step(e); err != nil {
			t.Fatal(err)
		}
	}
	if err := o.Step(oracle.Event{Now: b.Time[b.Rows()-1], Input: in.Name, End: true}); err != nil {
		t.Fatal(err)
	}
	found, err := o.Rows("OUT")
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, row := range found {
		line := make([]operators.Batch, 1)
		line[0].Time = []operators.Time{row.Time}
		for i, v := range row.Values {
			of := s.Schema().Columns[i].Type
			v.Type = of
			line[0].Cols = append(line[0].Cols, vec.Array(vec.Const(v), of, 1))
		}
		lines = append(lines, operatortest.Lines(s.Schema(), line[0])...)
	}
	out := operatortest.Run(t, s,
		operatortest.Step{In: []operatortest.Arrival{{Batch: b}}, Promise: b.Time[b.Rows()-1]},
		operatortest.Step{Promise: operators.EndOfTime})
	if len(lines) < 20 {
		t.Errorf("%d rows prove little", len(lines))
	}
	if !slices.Equal(out.Rows, lines) {
		want(t, "rows", out.Rows, lines...)
	}
}

func ticksInput(s operators.Spec) *operators.Input {
	for {
		if in, ok := s.(*operators.Input); ok {
			in.Time.Kind = operators.ProcessingTime
			return in
		}
		s = s.Inputs()[0]
	}
}

func valuesOf(b operators.Batch, row int) []types.Value {
	values := make([]types.Value, len(b.Cols))
	for i, a := range b.Cols {
		values[i] = vec.Value(vec.Of(a), ticks.Columns[i].Type, row)
	}
	return values
}
