package relational_test

import (
	"fmt"
	"testing"

	"weir/internal/treeprint"
	"weir/operators"
	"weir/operators/expr"
	"weir/operators/functions"
	"weir/operators/operatortest"
	"weir/operators/relational"
	"weir/sql/types"
)

// ticks is the input of most tests.
var ticks = types.NewSchema(
	types.Column{Name: "K", Type: types.VarcharType(8)},
	types.Column{Name: "V", Type: types.BigIntType},
	types.Column{Name: "M", Type: types.BigIntType},
	types.Column{Name: "F", Type: types.DoubleType},
	types.Column{Name: "D", Type: types.DecimalType(9, 2)},
)

func col(name string) expr.Node {
	i := ticks.Index(name)
	return &expr.Column{Index: i, Name: name, T: ticks.Columns[i].Type}
}

func number(n int) expr.Node {
	return &expr.Literal{V: types.Value{Type: types.BigIntType, Int: int64(n)}}
}

func arith(l expr.Node, op byte, r expr.Node) expr.Node {
	return &expr.Arith{Op: op, L: l, R: r, T: types.BigIntType}
}

func compare(l expr.Node, op string, r expr.Node) expr.Node {
	return &expr.Compare{Op: op, L: l, R: r}
}

// step and ceil round ROWTIME to a multiple of some ms.
func step(ms int64) expr.Node {
	return timeCall("STEP", ms, func(t int64) int64 { return t - mod(t, ms) })
}

func ceil(ms int64) expr.Node {
	return timeCall("CEIL", ms, func(t int64) int64 { return t + mod(-t, ms) })
}

func mod(t, ms int64) int64 { return ((t % ms) + ms) % ms }

func timeCall(name string, ms int64, f func(int64) int64) expr.Node {
	return &expr.Call{
		Name: name, Args: []expr.Node{&expr.Rowtime{}}, T: types.TimestampType, Fn: expr.Unary(f),
		Text: func(args []string) string { return fmt.Sprintf("%s(%s BY %d)", name, args[0], ms) },
	}
}

// call resolves an aggregate over arguments that need no conversion but to DOUBLE.
func call(t testing.TB, name string, distinct bool, args ...expr.Node) functions.AggCall {
	t.Helper()
	of := make([]types.Type, len(args))
	for i, a := range args {
		of[i] = a.Type()
	}
	o, err := functions.FindAggregate(name).Resolve(of, len(args) == 0, distinct)
	if err != nil {
		t.Fatal(err)
	}
	for i, p := range o.Params {
		if p != of[i] {
			args[i] = &expr.Cast{X: args[i], T: p}
		}
	}
	return functions.AggCall{Name: name, Args: args, Distinct: distinct, T: o.Result, New: o.New}
}

// tumble groups by keys, of which those that timed names are time keys.
func tumble(by []expr.Node, timed []relational.TimeKey, calls ...functions.AggCall) *relational.Tumble {
	var cols []types.Column
	for _, k := range by {
		cols = append(cols, types.Column{Name: k.String(), Type: k.Type()})
	}
	for i := range calls {
		cols = append(cols, types.Column{Name: calls[i].String(), Type: calls[i].T})
	}
	return &relational.Tumble{Input: operatortest.Input(ticks), By: by, Time: timed, Calls: calls, Cols: types.NewSchema(cols...)}
}

// tick is a row of ticks with NULL in the columns behind M.
func tick(at operators.Time, k, v, m any) operatortest.Row {
	return operatortest.R(at, k, v, m, nil, nil)
}

func want(t *testing.T, what string, got []string, want ...string) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%s: %d lines %q, want %d", what, len(got), got, len(want))
	}
	for i := range got {
		if got[i] != want[i] {
			t.Errorf("%s: line %d is %q, want %q", what, i, got[i], want[i])
		}
	}
}

func rows(t testing.TB, of ...operatortest.Row) []operatortest.Arrival {
	t.Helper()
	return []operatortest.Arrival{{Batch: operatortest.Batch(t, ticks, of...)}}
}

func explain(s operators.Spec) *treeprint.Node {
	n := &treeprint.Node{}
	s.Explain(n)
	return n
}
