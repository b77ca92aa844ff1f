package relational

import (
	"fmt"

	"github.com/apache/arrow/go/v15/arrow"

	"weir/operators"
	"weir/operators/expr"
	"weir/operators/vec"
	"weir/sql/types"
)

// compile binds the keys and the arguments, and tells time keys from others.
func (t *tumble) compile() error {
	s := t.spec
	var err error
	if t.keys, err = compileAll(s.By); err != nil {
		return err
	}
	t.args = make([][]expr.Bound, len(s.Calls))
	for i, c := range s.Calls {
		if t.args[i], err = compileAll(c.Args); err != nil {
			return err
		}
	}
	t.place = make([]int, len(s.By))
	for i, k := range s.Time {
		t.timed = append(t.timed, t.keys[k.Key])
		t.place[k.Key] = ^i
		c := changed{inclusive: k.Inclusive}
		if k.Of != nil {
			if c.key, err = expr.AtTime(k.Of); err != nil {
				return fmt.Errorf("compiling %s as a function of time: %w", s.By[k.Key], err)
			}
		}
		t.ends = append(t.ends, c)
	}
	for i, key := range t.keys {
		if t.place[i] >= 0 {
			t.place[i] = len(t.others)
			t.others = append(t.others, key)
		}
	}
	t.failed = t.inputs()
	t.keyCols, t.timeCols, t.restCols = make([]vec.Column, len(t.keys)), make([]vec.Column, len(t.timed)), make([]vec.Column, len(t.others))
	t.argCols = make([][]vec.Column, len(t.args))
	for i, args := range t.args {
		t.argCols[i] = make([]vec.Column, len(args))
	}
	return nil
}

// inputs describes the columns of a row that cannot be computed: keys, then arguments.
func (t *tumble) inputs() *types.Schema {
	var cols []types.Column
	for i, key := range t.keys {
		cols = append(cols, types.Column{Name: t.spec.Cols.Columns[i].Name, Type: key.Type})
	}
	for i, c := range t.spec.Calls {
		for k, arg := range t.args[i] {
			name := c.Args[k].String()
			if column, ok := c.Args[k].(*expr.Column); ok {
				name = column.Name
			}
			cols = append(cols, types.Column{Name: name, Type: arg.Type})
		}
	}
	return types.NewSchema(cols...)
}

// evaluate computes keys and arguments of all rows. It returns the batch's failures together with new ones.
func (t *tumble) evaluate(b operators.Batch) []operators.Failure {
	begin(&t.in, b, t.env)
	t.in.Item = 0
	for i, key := range t.keys {
		t.in.Item++
		t.keyCols[i] = key.Eval(&t.in)
		if at := t.place[i]; at < 0 {
			t.timeCols[^at] = t.keyCols[i]
		} else {
			t.restCols[at] = t.keyCols[i]
		}
	}
	for i, args := range t.args {
		for k, arg := range args {
			t.in.Item++
			t.argCols[i][k] = arg.Eval(&t.in)
		}
	}
	return merged(b.Failed, t.in.Failures)
}

// reject reports rows with the keys and arguments that could be computed.
func (t *tumble) reject(b operators.Batch, failed []operators.Failure, out operators.Output) {
	cols := make([]arrow.Array, 0, len(t.failed.Columns))
	for i, key := range t.keys {
		cols = append(cols, vec.Array(t.keyCols[i], key.Type, b.Rows()))
	}
	for i, args := range t.args {
		for k, arg := range args {
			cols = append(cols, vec.Array(t.argCols[i][k], arg.Type, b.Rows()))
		}
	}
	out.Reject(t.failed, operators.Batch{Time: b.Time, Cols: cols}, failed)
}

func typesOf(exprs []expr.Bound) []types.Type {
	of := make([]types.Type, len(exprs))
	for i, e := range exprs {
		of[i] = e.Type
	}
	return of
}

// retuple gives the only pane that is left, if any, a new number for its time keys, and forgets all others.
func (t *tumble) retuple(keys []arrow.Array) {
	cols := make([]vec.Column, len(keys))
	for i, a := range keys {
		cols[i] = vec.Of(a)
	}
	t.tuples.Reset()
	var tuple [1]int32
	t.tuples.Intern(cols, 1, nil, tuple[:])
	t.panes[0].tuple = tuple[0]
}
