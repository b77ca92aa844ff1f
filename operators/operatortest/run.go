package operatortest

import (
	"testing"

	"weir/operators"
)

// Step is what an operator is given in one step: rows, and then the promise of its ports.
type Step struct {
	In      []Arrival
	Promise operators.Time
	Restore bool // take the state out after the step and go on with a new operator
}

// Arrival is rows on one port.
type Arrival struct {
	Port  int
	Batch operators.Batch
}

// Env is the world of an operator in tests: it stands still at noon of 1 January 2024.
func Env() *operators.Env {
	noon := func() operators.Time { return 1704110400000 }
	return &operators.Env{Now: noon, Start: noon, Parallel: func(n int, f func(int)) {
		for i := range n {
			f(i)
		}
	}}
}

// Run runs an operator through steps.
func Run(tb testing.TB, spec operators.OperatorSpec, steps ...Step) *Output {
	tb.Helper()
	op := open(tb, spec)
	out := NewOutput(tb, spec.Schema())
	for i, s := range steps {
		step(tb, op, s, out)
		if s.Restore {
			op = reopened(tb, spec, op, steps[i+1:])
		}
	}
	return out
}

func open(tb testing.TB, spec operators.OperatorSpec) operators.Operator {
	tb.Helper()
	op, err := spec.Open(Env())
	if err != nil {
		tb.Fatalf("open: %v", err)
	}
	return op
}

func step(tb testing.TB, op operators.Operator, s Step, out *Output) {
	tb.Helper()
	for _, in := range s.In {
		if err := op.Process(in.Port, in.Batch, out); err != nil {
			tb.Fatalf("process: %v", err)
		}
	}
	t, err := op.Advance(s.Promise, out)
	if err != nil {
		tb.Fatalf("advance: %v", err)
	}
	out.promised(t)
}

// reopened moves the state of an operator into a new one. The old one goes on for a step: what it does must not change the
// state that it handed over.
func reopened(tb testing.TB, spec operators.OperatorSpec, op operators.Operator, rest []Step) operators.Operator {
	tb.Helper()
	old, ok := op.(operators.Stateful)
	if !ok {
		return open(tb, spec)
	}
	state := Snapshot(tb, old)
	before := state.sum()
	if len(rest) > 0 {
		step(tb, old, rest[0], NewOutput(tb, spec.Schema()))
	}
	if state.sum() != before {
		tb.Error("an operator changed the state that it had handed over")
	}
	fresh := open(tb, spec).(operators.Stateful)
	Restore(tb, fresh, state)
	return fresh
}
