package relational_test

import (
	"fmt"

	"github.com/apache/arrow/go/v15/arrow"

	"weir/internal/treeprint"
	"weir/operators"
	"weir/sql/types"
)

// chain is several operators as one: each reads the one before it.
type chain []operators.OperatorSpec

func (c chain) Inputs() []operators.Spec  { return c[0].Inputs() }
func (c chain) Schema() *types.Schema     { return c[len(c)-1].Schema() }
func (c chain) Keys() [][]int             { return nil }
func (c chain) Explain(n *treeprint.Node) { n.Title = "chain" }

func (c chain) Open(env *operators.Env) (operators.Operator, error) {
	var r running
	for _, s := range c {
		op, err := s.Open(env)
		if err != nil {
			return nil, err
		}
		r.ops = append(r.ops, op)
	}
	return &r, nil
}

type running struct{ ops []operators.Operator }

// link hands what one operator emits to the next.
type link struct {
	operators.Output
	r    *running
	next int
}

func (l link) Emit(b operators.Batch) {
	if l.next == len(l.r.ops) {
		l.Output.Emit(b)
		return
	}
	if err := l.r.ops[l.next].Process(0, b, link{l.Output, l.r, l.next + 1}); err != nil {
		panic(err)
	}
}

func (r *running) Process(port int, b operators.Batch, out operators.Output) error {
	return r.ops[0].Process(port, b, link{out, r, 1})
}

func (r *running) Advance(t operators.Time, out operators.Output) (operators.Time, error) {
	var err error
	for i, op := range r.ops {
		if t, err = op.Advance(t, link{out, r, i + 1}); err != nil {
			return t, err
		}
	}
	return t, nil
}

// named gives each operator of a chain its own tables.
type named struct {
	place int
	w     operators.StateWriter
	r     operators.StateReader
}

func (n named) name(table string) string { return fmt.Sprintf("%d-%s", n.place, table) }

func (n named) Table(table string, cols ...arrow.Array) { n.w.Table(n.name(table), cols...) }

type namedReader struct{ named }

func (n namedReader) Table(table string) ([]arrow.Array, error) { return n.r.Table(n.name(table)) }

func (r *running) Snapshot(w operators.StateWriter) error {
	for i, op := range r.ops {
		if s, ok := op.(operators.Stateful); ok {
			if err := s.Snapshot(named{place: i, w: w}); err != nil {
				return err
			}
		}
	}
	return nil
}

func (r *running) Restore(from operators.StateReader) error {
	for i, op := range r.ops {
		if s, ok := op.(operators.Stateful); ok {
			if err := s.Restore(namedReader{named{place: i, r: from}}); err != nil {
				return err
			}
		}
	}
	return nil
}
