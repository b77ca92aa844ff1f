package operatortest

import (
	"testing"

	"github.com/apache/arrow/go/v15/arrow"

	"weir/operators"
)

// State is the tables of one operator in memory.
type State map[string][]arrow.Array

// Table takes a table; see operators.StateWriter.
func (s State) put(name string, cols []arrow.Array) { s[name] = cols }

// writer and reader are the two sides of a State.
type (
	writer struct {
		State
		tb testing.TB
	}
	reader struct{ State }
)

func (w writer) Table(name string, cols ...arrow.Array) {
	w.tb.Helper()
	if _, twice := w.State[name]; twice {
		w.tb.Errorf("the table %s was written twice", name)
	}
	for i, a := range cols {
		if a.Len() != cols[0].Len() {
			w.tb.Errorf("the columns of the table %s have %d and %d rows", name, cols[0].Len(), cols[i].Len())
		}
	}
	w.put(name, cols)
}

func (r reader) Table(name string) ([]arrow.Array, error) { return r.State[name], nil }

// Snapshot returns the state of an operator.
func Snapshot(tb testing.TB, op operators.Stateful) State {
	tb.Helper()
	s := State{}
	if err := op.Snapshot(writer{s, tb}); err != nil {
		tb.Fatalf("snapshot: %v", err)
	}
	return s
}

// Restore gives an operator that was just opened its state.
func Restore(tb testing.TB, op operators.Stateful, s State) {
	tb.Helper()
	if err := op.Restore(reader{s}); err != nil {
		tb.Fatalf("restore: %v", err)
	}
}

// text prints the state.
func (s State) text() map[string]string {
	out := map[string]string{}
	for name, cols := range s {
		for _, a := range cols {
			out[name] += a.String() + "\n"
		}
	}
	return out
}
