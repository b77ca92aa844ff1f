package operatortest

import (
	"math/rand/v2"
	"slices"
	"testing"

	"weir/operators"
	"weir/operators/vec"
)

// Check runs an operator over the rows of its ports, all in one step, and then cut at random into batches and steps, with the
// state taken out and back in. Every run must give the same rows in the same order, and report the same rows.
//
// Quiet is how far promises run ahead of the rows that have come, where the next row lets them; 0: they stay at a row.
func Check(t *testing.T, spec operators.OperatorSpec, ports []operators.Batch, rounds int, quiet operators.Time) *Output {
	t.Helper()
	whole := Step{Promise: operators.EndOfTime}
	for port, rows := range ports {
		for _, b := range pieces(rows, operators.MaxBatchRows) {
			whole.In = append(whole.In, Arrival{port, b})
		}
	}
	want := Run(t, spec, whole)
	for round := range rounds {
		random := rand.New(rand.NewPCG(uint64(round), 1))
		got := Run(t, spec, cut(random, ports, quiet)...)
		compare(t, round, "row", got.Rows, want.Rows)
		compare(t, round, "rejected row", sorted(got.Rejected), sorted(want.Rejected))
		compare(t, round, "late row", sorted(got.LateRows), sorted(want.LateRows))
		if t.Failed() {
			break
		}
	}
	return want
}

func pieces(b operators.Batch, rows int) []operators.Batch {
	var out []operators.Batch
	for from := 0; from < b.Rows(); from += rows {
		out = append(out, vec.Slice(b, from, min(from+rows, b.Rows())))
	}
	return out
}

// cut makes steps of the rows of some ports.
func cut(random *rand.Rand, ports []operators.Batch, quiet operators.Time) []Step {
	var steps []Step
	at := make([]int, len(ports))
	promise := operators.MinTime
	most := []int{1, 7, 50, 4096}[random.IntN(4)]
	restores := random.IntN(4) // of 40 steps
	for {
		s := Step{Restore: random.IntN(40) < restores}
		next, last, left := operators.EndOfTime, operators.MinTime, false
		for port, rows := range ports {
			for range random.IntN(3) {
				if n := min(random.IntN(most+1), rows.Rows()-at[port]); n > 0 {
					s.In = append(s.In, Arrival{port, vec.Slice(rows, at[port], at[port]+n)})
					at[port] += n
				}
			}
			if at[port] > 0 {
				last = max(last, rows.Time[at[port]-1])
			}
			if at[port] < rows.Rows() {
				left = true
				next = min(next, rows.Time[at[port]])
			}
		}
		// A promise lies between the last one and the next row.
		limit := min(next, last+quiet)
		if limit > promise && random.IntN(3) > 0 {
			promise = max(promise, limit-operators.Time(random.IntN(3)*random.IntN(20)))
		}
		s.Promise = promise
		steps = append(steps, s)
		if !left && random.IntN(3) == 0 {
			return append(steps, Step{Promise: operators.EndOfTime, Restore: restores > 0}, Step{Promise: operators.EndOfTime})
		}
	}
}

func sorted(lines []string) []string { return slices.Sorted(slices.Values(lines)) }

func compare(t *testing.T, round int, what string, got, want []string) {
	t.Helper()
	for i := range max(len(got), len(want)) {
		switch {
		case i >= len(got):
			t.Fatalf("cut %d: %s %d is missing: %s", round, what, i, want[i])
		case i >= len(want):
			t.Fatalf("cut %d: %s %d is too much: %s", round, what, i, got[i])
		case got[i] != want[i]:
			t.Fatalf("cut %d: %s %d is %s, want %s", round, what, i, got[i], want[i])
		}
	}
}
