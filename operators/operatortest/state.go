package operatortest

import (
	"hash/fnv"
	"maps"
	"slices"
	"testing"

	"github.com/apache/arrow/go/v15/arrow"

	"weir/operators"
)

// State is the tables of one operator in memory.
type State map[string][]arrow.Array

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
	w.State[name] = cols
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

// sum is a checksum of the memory of all tables.
func (s State) sum() uint64 {
	h := fnv.New64a()
	for _, name := range slices.Sorted(maps.Keys(s)) {
		h.Write([]byte(name))
		for _, a := range s[name] {
			for _, b := range a.Data().Buffers() {
				if b != nil {
					h.Write(b.Bytes())
				}
			}
		}
	}
	return h.Sum64()
}
