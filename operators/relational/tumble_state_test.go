package relational_test

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"

	"weir/operators"
	"weir/operators/expr"
	"weir/operators/operatortest"
	"weir/operators/vec"
	"weir/sql/types"
)

// broken is a state whose tables may be anything.
type broken map[string][]arrow.Array

func (b broken) Table(name string) ([]arrow.Array, error) { return b[name], nil }

// TestTumbleBrokenState damages each column of a snapshot in several ways. A damage that a reader can see is an error, none
// is a panic.
func TestTumbleBrokenState(t *testing.T) {
	s := tumble([]expr.Node{step(60), col("K"), col("D")}, byStep,
		call(t, "COUNT", false), call(t, "SUM", false, col("V")), call(t, "AVG", false, col("D")), call(t, "MAX", false, col("K")),
		call(t, "SUM", true, col("F")), call(t, "STDDEV", false, col("F")), call(t, "FIRST_VALUE", false, col("V")))
	op, err := s.Open(operatortest.Env())
	if err != nil {
		t.Fatal(err)
	}
	b := randomTicks(t, 300)
	for i := range b.Time {
		b.Time[i] = 7
	}
	if err := op.Process(0, b, operatortest.NewOutput(t, s.Schema())); err != nil {
		t.Fatal(err)
	}
	good := operatortest.Snapshot(t, op.(operators.Stateful))
	breakState(t, s, good, "pane")
}

// breakState damages each column of a state in several ways. Optional is the table without which there is no state.
func breakState(t *testing.T, s operators.OperatorSpec, good operatortest.State, optional string) {
	t.Helper()
	texts := vec.Array(vec.Const(types.Value{Type: types.VarcharType(0), Text: "?"}), types.VarcharType(0), 9999)
	for _, name := range slices.Sorted(maps.Keys(good)) {
		for i, a := range good[name] {
			for what, damaged := range map[string][]arrow.Array{
				"no columns":     {},
				"a column less":  slices.Delete(slices.Clone(good[name]), i, i+1),
				"a shorter one":  replaced(good[name], i, array.NewSlice(a, 0, int64(a.Len()/2))),
				"another type":   replaced(good[name], i, array.NewSlice(texts, 0, int64(a.Len()))),
				"a longer table": replaced(good[name], i, texts),
			} {
				state := broken(maps.Clone(good))
				state[name] = damaged
				if restore(t, s, state) == nil && (what != "no columns" || name != optional) && a.DataType().ID() != arrow.STRING {
					t.Errorf("%s, column %d: %s: no error", name, i, what)
				}
			}
		}
	}
	if err := restore(t, s, broken(good)); err != nil {
		t.Error(err)
	}
}

func replaced(cols []arrow.Array, i int, a arrow.Array) []arrow.Array {
	out := slices.Clone(cols)
	out[i] = a
	return out
}

// restore opens an operator, gives it a state, and lets it go on where it takes the state.
func restore(t *testing.T, s operators.OperatorSpec, state operators.StateReader) (err error) {
	t.Helper()
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v", r)
			t.Error(err)
		}
	}()
	op, err := s.Open(operatortest.Env())
	if err != nil {
		t.Fatal(err)
	}
	if err := op.(operators.Stateful).Restore(state); err != nil {
		return err
	}
	out := &discard{}
	if err := op.Process(0, randomTicks(t, 300), out); err != nil {
		t.Fatal(err)
	}
	_, err = op.Advance(operators.EndOfTime, out)
	return err
}
