package relational

import (
	"github.com/apache/arrow/go/v15/arrow"

	"weir/operators"
	"weir/operators/expr"
	"weir/operators/functions"
	"weir/operators/vec"
	"weir/sql/types"
)

// folding is what the operators that fold groups have in common: keys, calls and their arguments.
type folding struct {
	calls []functions.AggCall
	env   *operators.Env

	keys  []expr.Bound
	args  [][]expr.Bound // of each call
	folds []functions.Fold
	bad   *types.Schema // keys and arguments, for rows that cannot be computed

	in      expr.Input
	keyCols []vec.Column   // of the last batch
	argCols [][]vec.Column // of the last batch
}

// newFolding compiles keys and arguments. The columns begin with those of the keys.
func newFolding(by []expr.Node, calls []functions.AggCall, cols *types.Schema, env *operators.Env) (folding, error) {
	f := folding{calls: calls, env: env, args: make([][]expr.Bound, len(calls)), argCols: make([][]vec.Column, len(calls))}
	var err error
	if f.keys, err = compileAll(by); err != nil {
		return f, err
	}
	f.keyCols = make([]vec.Column, len(by))
	for i, c := range calls {
		if f.args[i], err = compileAll(c.Args); err != nil {
			return f, err
		}
		f.argCols[i] = make([]vec.Column, len(c.Args))
		f.folds = append(f.folds, c.New())
	}
	f.bad = f.inputs(cols)
	return f, nil
}

// inputs describes the columns of a row that cannot be computed: keys, then arguments.
func (f *folding) inputs(keys *types.Schema) *types.Schema {
	var cols []types.Column
	for i, key := range f.keys {
		cols = append(cols, types.Column{Name: keys.Columns[i].Name, Type: key.Type})
	}
	for i, c := range f.calls {
		for k, arg := range f.args[i] {
			name := c.Args[k].String()
			if column, ok := c.Args[k].(*expr.Column); ok {
				name = column.Name
			}
			cols = append(cols, types.Column{Name: name, Type: arg.Type})
		}
	}
	return types.NewSchema(cols...)
}

// begin computes keys and arguments of the rows that can be folded, and returns those rows. Rows that fail are reported.
func (f *folding) begin(b operators.Batch, out operators.Output) operators.Batch {
	failed := f.evaluate(b)
	if len(failed) == 0 {
		return b
	}
	f.reject(b, failed, out)
	good := vec.Gather(b, without(failed, b.Rows()))
	good.Failed = nil
	f.evaluate(good)
	return good
}

// evaluate computes keys and arguments of all rows. It returns the batch's failures together with new ones.
func (f *folding) evaluate(b operators.Batch) []operators.Failure {
	if b.Rows() == 0 {
		return nil
	}
	begin(&f.in, b, f.env)
	f.in.Item = 0
	for i, key := range f.keys {
		f.in.Item++
		f.keyCols[i] = key.Eval(&f.in)
	}
	for i, args := range f.args {
		for k, arg := range args {
			f.in.Item++
			f.argCols[i][k] = arg.Eval(&f.in)
		}
	}
	return merged(b.Failed, f.in.Failures)
}

// reject reports rows with the keys and arguments that could be computed.
func (f *folding) reject(b operators.Batch, failed []operators.Failure, out operators.Output) {
	cols := make([]arrow.Array, 0, len(f.bad.Columns))
	for i, key := range f.keys {
		cols = append(cols, vec.Array(f.keyCols[i], key.Type, b.Rows()))
	}
	for i, args := range f.args {
		for k, arg := range args {
			cols = append(cols, vec.Array(f.argCols[i][k], arg.Type, b.Rows()))
		}
	}
	out.Reject(f.bad, operators.Batch{Time: b.Time, Cols: cols}, failed)
}

// add folds the rows of the last batch into groups, one for each row, that are below n.
func (f *folding) add(groups []int32, n int) {
	for i, fold := range f.folds {
		fold.Grow(n)
		fold.Add(groups, f.argCols[i], nil)
	}
}

// results completes a batch of keys with the results of the groups.
func (f *folding) results(b operators.Batch, groups []int32) operators.Batch {
	for _, fold := range f.folds {
		values, failed := fold.Result(groups)
		b.Cols = append(b.Cols, values)
		for i := range failed {
			failed[i].Item = uint16(len(b.Cols))
		}
		b.Failed = merged(b.Failed, failed)
	}
	return b
}

func typesOf(exprs []expr.Bound) []types.Type {
	of := make([]types.Type, len(exprs))
	for i, e := range exprs {
		of[i] = e.Type
	}
	return of
}
