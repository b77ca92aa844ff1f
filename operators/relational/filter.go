package relational

import (
	"fmt"
	"slices"

	"weir/internal/treeprint"
	"weir/operators"
	"weir/operators/expr"
	"weir/operators/vec"
	"weir/sql/types"
)

// Filter keeps the rows for which Cond is true; NULL counts as false. Rows with a Failure are kept.
type Filter struct {
	Input operators.Spec
	Cond  expr.Node
	Item  uint16 // of the failures of Cond: 0 for WHERE
}

// Inputs is the one input.
func (s *Filter) Inputs() []operators.Spec { return []operators.Spec{s.Input} }

// Schema is the input's.
func (s *Filter) Schema() *types.Schema { return s.Input.Schema() }

// Keys is nil: rows stand alone, there is nothing to gain from sharding.
func (*Filter) Keys() [][]int { return nil }

// Explain prints the condition.
func (s *Filter) Explain(n *treeprint.Node) { n.Title = "filter " + s.Cond.String() }

// Open compiles the condition.
func (s *Filter) Open(env *operators.Env) (operators.Operator, error) {
	cond, err := expr.Compile(s.Cond)
	if err != nil {
		return nil, fmt.Errorf("compiling the condition %s: %w", s.Cond, err)
	}
	return &filter{cond: cond, in: expr.Input{Item: s.Item}, env: env}, nil
}

type filter struct {
	cond expr.Bound
	in   expr.Input
	env  *operators.Env
	kept []int32
}

func (f *filter) Process(_ int, b operators.Batch, out operators.Output) error {
	begin(&f.in, b, f.env)
	cond := f.cond.Eval(&f.in).(*vec.Bools)
	b.Failed = merged(b.Failed, f.in.Failures)
	f.kept = keep(cond, b.Rows(), f.kept)
	if len(b.Failed) > 0 {
		f.kept = keepFailed(f.kept, b.Failed)
	}
	if len(f.kept) > 0 {
		out.Emit(vec.Gather(b, f.kept))
	}
	return nil
}

func (f *filter) Advance(t operators.Time, _ operators.Output) (operators.Time, error) { return t, nil }

// begin points in at a batch.
func begin(in *expr.Input, b operators.Batch, env *operators.Env) {
	in.Batch, in.Now, in.Start, in.Tables, in.Failures = b, env.Now(), env.Start(), env.Table, in.Failures[:0]
}

// keep returns the rows for which cond is true, in buf if there is room.
func keep(cond *vec.Bools, rows int, buf []int32) []int32 {
	if cap(buf) < rows {
		buf = make([]int32, rows)
	}
	kept := buf[:rows]
	n := 0
	switch {
	case cond.Const && (cond.Null(0) || !cond.At(0)):
	case cond.Const:
		for row := range kept {
			kept[row] = int32(row)
		}
		n = rows
	case cond.HasNulls():
		for row, is := range cond.Values[:rows] {
			if is && !cond.Null(row) {
				kept[n] = int32(row)
				n++
			}
		}
	default:
		for row, is := range cond.Values[:rows] {
			kept[n] = int32(row) // overwritten by the next row unless this one is kept
			one := 0
			if is {
				one = 1
			}
			n += one
		}
	}
	return kept[:n]
}

// keepFailed adds the rows that failed.
func keepFailed(kept []int32, failed []operators.Failure) []int32 {
	for _, f := range failed {
		kept = append(kept, f.Row)
	}
	slices.Sort(kept)
	return slices.Compact(kept)
}
