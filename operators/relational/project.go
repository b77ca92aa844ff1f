package relational

import (
	"fmt"
	"slices"
	"strings"

	"github.com/apache/arrow/go/v15/arrow"

	"weir/internal/treeprint"
	"weir/operators"
	"weir/operators/expr"
	"weir/operators/vec"
	"weir/sql/types"
)

// Project computes the select list. It ends its query block: rows with failures are reported and dropped here.
type Project struct {
	Input operators.Spec
	Items []expr.Node
	Cols  *types.Schema // one column for each item
}

// Inputs is the one input.
func (s *Project) Inputs() []operators.Spec { return []operators.Spec{s.Input} }

// Schema returns the select list's columns.
func (s *Project) Schema() *types.Schema { return s.Cols }

// Keys is nil: rows stand alone, there is nothing to gain from sharding.
func (*Project) Keys() [][]int { return nil }

// Explain prints the select list.
func (s *Project) Explain(n *treeprint.Node) {
	items := make([]string, len(s.Items))
	for i, item := range s.Items {
		items[i] = item.String()
	}
	n.Title = "project " + strings.Join(items, ", ")
}

// Open compiles the select list.
func (s *Project) Open(env *operators.Env) (operators.Operator, error) {
	items, err := compileAll(s.Items)
	if err != nil {
		return nil, err
	}
	return &project{spec: s, items: items, place: resultItems(s), env: env}, nil
}

func compileAll(nodes []expr.Node) ([]expr.Bound, error) {
	all := make([]expr.Bound, len(nodes))
	for i, n := range nodes {
		b, err := expr.Compile(n)
		if err != nil {
			return nil, fmt.Errorf("compiling %s: %w", n, err)
		}
		all[i] = b
	}
	return all, nil
}

type project struct {
	spec  *Project
	items []expr.Bound
	place []uint16
	in    expr.Input
	env   *operators.Env
}

func (p *project) Process(_ int, b operators.Batch, out operators.Output) error {
	begin(&p.in, b, p.env)
	cols := make([]arrow.Array, len(p.items))
	for i, item := range p.items {
		p.in.Item = uint16(i + 1)
		cols[i] = item.Array(&p.in)
	}
	row := operators.Batch{Time: b.Time, Cols: cols}
	failed := merged(p.renamed(b.Failed), p.in.Failures)
	if len(failed) == 0 {
		out.Emit(row)
		return nil
	}
	out.Reject(p.spec.Cols, row, failed)
	if good := without(failed, b.Rows()); len(good) > 0 {
		out.Emit(vec.Gather(row, good))
	}
	return nil
}

func (p *project) Advance(t operators.Time, _ operators.Output) (operators.Time, error) {
	return t, nil
}

// renamed gives failures of a group's result, which name a column of the group, the place of the first item that reads it.
func (p *project) renamed(failed []operators.Failure) []operators.Failure {
	if p.place == nil || len(failed) == 0 {
		return failed
	}
	out := slices.Clone(failed)
	for i := range out {
		if at := int(out[i].Item); at > 0 && at <= len(p.place) {
			out[i].Item = p.place[at-1]
		}
	}
	return out
}

// resultItems says for each column of the group below, if there is one, which item is the first to read it: 1 + its place; 0
// if none does.
func resultItems(s *Project) []uint16 {
	input := s.Input
	for {
		f, ok := input.(*Filter)
		if !ok {
			break
		}
		input = f.Input
	}
	switch input.(type) {
	case *Tumble, *Stagger:
	default:
		return nil
	}
	place := make([]uint16, len(input.Schema().Columns))
	for i, v := range slices.Backward(s.Items) {
		for _, col := range expr.UsesColumns(v) {
			place[col] = uint16(i + 1)
		}
	}
	return place
}
