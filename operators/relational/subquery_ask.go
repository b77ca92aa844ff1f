package relational

import (
	"github.com/apache/arrow/go/v15/arrow"

	"weir/operators"
	"weir/operators/expr"
	"weir/operators/vec"
	"weir/sql/types"
)

// asker runs a matcher for the rows that an expression needs. The columns of its rows are the Args of a sub-query.
type asker struct {
	*matcher
	types []types.Type // of the Args
	keys  []expr.Bound // the left operands of the equalities
	arg   []int        // as keys: the Arg that the operand is; -1: it computes something
	needs []bool       // per Arg: it is needed as an array
	cols  []vec.Column // of keys

	in          expr.Input // over the Args
	left, right []int32    // pairs
	decided     int32      // the row that needs no more pairs
	all         []int32    // 0, 1, 2 …
}

func newAsker(table *operators.Table, m Match, args []types.Type) (*asker, error) {
	x, err := newMatcher(table, m)
	if err != nil {
		return nil, err
	}
	a := &asker{matcher: x, types: args, cols: make([]vec.Column, len(m.Left)), arg: make([]int, len(m.Left)), needs: make([]bool, len(args))}
	for i, n := range m.Left {
		a.arg[i] = -1
		if c, ok := n.(*expr.Column); ok {
			a.arg[i] = c.Index
			continue
		}
		a.need(expr.UsesColumns(n))
	}
	a.need(x.uses)
	a.keys, err = compileAll(m.Left)
	return a, err
}

func (a *asker) need(columns []int) {
	for _, c := range columns {
		if c < len(a.needs) {
			a.needs[c] = true
		}
	}
}

// canFail reports that the condition may refuse a row.
func (a *asker) canFail() bool {
	for _, k := range a.keys {
		if k.CanFail {
			return true
		}
	}
	return a.rest != nil && a.rest.CanFail
}

// begin turns to a batch and the table's present version, and looks up the group of each row that is needed. Of a row whose
// key cannot be computed it tells in.
func (a *asker) begin(in *expr.Input, args []vec.Column) (ids []int32) {
	a.refresh(in.Tables)
	rows := in.Batch.Rows()
	a.in.Batch = operators.Batch{Time: in.Batch.Time, Cols: make([]arrow.Array, len(args))}
	a.in.Sel, a.in.Now, a.in.Start, a.in.Tables, a.in.Item, a.in.Failures = in.Sel, in.Now, in.Start, in.Tables, in.Item, a.in.Failures[:0]
	for i, needed := range a.needs {
		if needed {
			a.in.Batch.Cols[i] = vec.Array(args[i], a.types[i], rows)
		}
	}
	for i, key := range a.keys {
		if a.arg[i] >= 0 {
			a.cols[i] = args[a.arg[i]]
		} else {
			a.cols[i] = key.Eval(&a.in)
		}
	}
	in.Failures = append(in.Failures, a.in.Failures...)
	return a.find(a.cols, rows, in.Sel)
}

// needed returns the rows that are needed and whose key could be computed.
func (a *asker) needed(in *expr.Input) []int32 {
	rows := in.Sel
	if rows == nil {
		for len(a.all) < in.Batch.Rows() {
			a.all = append(a.all, int32(len(a.all)))
		}
		rows = a.all[:in.Batch.Rows()]
	}
	if len(a.in.Failures) == 0 {
		return rows
	}
	bad := make(map[int32]bool, len(a.in.Failures))
	for _, f := range a.in.Failures {
		bad[f.Row] = true
	}
	var good []int32
	for _, row := range rows {
		if !bad[row] {
			good = append(good, row)
		}
	}
	return good
}

// ask visits, for each of some rows, the table rows in file order for which the condition is not false, until the visitor
// has enough for the row, or the condition fails for it. Is: the condition is true, else it is NULL.
func (a *asker) ask(in *expr.Input, ids, rows []int32, visit func(row, right int32, is bool) (enough bool)) {
	a.decided = -1
	a.left, a.right = a.left[:0], a.right[:0]
	for _, row := range rows {
		candidates := a.candidates(ids[row])
		if a.rest == nil {
			for _, c := range candidates {
				if visit(row, c, true) {
					break
				}
			}
			continue
		}
		for len(candidates) > 0 && a.decided != row {
			n := min(len(candidates), operators.MaxBatchRows-len(a.right))
			for range n {
				a.left = append(a.left, row)
			}
			a.right = append(a.right, candidates[:n]...)
			candidates = candidates[n:]
			if len(a.right) == operators.MaxBatchRows {
				a.flush(in, visit)
			}
		}
	}
	a.flush(in, visit)
}

func (a *asker) flush(in *expr.Input, visit func(row, right int32, is bool) (enough bool)) {
	if len(a.right) == 0 {
		return
	}
	verdict, failed := a.judge(&a.in, a.in.Batch, a.left, a.right)
	for i, row := range a.left {
		bad := len(failed) > 0 && int(failed[0].Row) == i
		switch {
		case row == a.decided:
		case bad:
			in.Fail(row, failed[0].Code, failed[0].Detail)
			a.decided = row
		case verdict.Null(i) || verdict.At(i):
			if visit(row, a.right[i], !verdict.Null(i)) {
				a.decided = row
			}
		}
		if bad {
			failed = failed[1:]
		}
	}
	a.left, a.right = a.left[:0], a.right[:0]
}
