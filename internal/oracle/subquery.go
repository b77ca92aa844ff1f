package oracle

import (
	"fmt"

	"weir/operators"
	"weir/operators/expr"
	"weir/operators/relational"
	"weir/sql/types"
)

// subquery asks a table, row by row in its order, until the answer is known.
func (r *run) subquery(n *expr.Subquery, row Row) (types.Value, *fault, error) {
	args, bad, err := r.all(n.Args, row)
	if bad != nil || err != nil {
		return types.NullValue(n.T), bad, err
	}
	outer := Row{Time: row.Time, Values: args, now: row.now, tables: row.tables}
	switch q := n.Query.(type) {
	case *relational.Exists:
		found := truth(false)
		bad, err := r.each(q.Table, q.Cond, outer, func(Row) (bool, *fault, error) {
			found = truth(true)
			return true, nil, nil
		})
		return found, bad, err
	case *relational.In:
		found := truth(false)
		bad, err := r.each(q.Table, q.Cond, outer, func(pair Row) (bool, *fault, error) {
			same := make([]expr.Node, len(q.X))
			for i, c := range q.X {
				same[i] = c
			}
			v, bad, err := r.eval(relational.All(same), pair)
			if v.Null {
				found = unknown
			} else if isTrue(v) {
				found = v
			}
			return isTrue(v), bad, err
		})
		return found, bad, err
	case *relational.Scalar:
		value, found := types.NullValue(n.T), false
		bad, err := r.each(q.Table, q.Cond, outer, func(pair Row) (bool, *fault, error) {
			if found {
				return true, &fault{code: types.SeveralRows}, nil
			}
			var bad *fault
			var err error
			found = true
			value, bad, err = r.eval(q.Value, pair)
			return false, bad, err
		})
		return value, bad, err
	default:
		return types.Value{}, nil, fmt.Errorf("the oracle does not know %T", n.Query)
	}
}

// each visits the rows of a table for which a condition is true, each behind the values of a row around, until the visitor has
// enough.
func (r *run) each(t *operators.Table, cond expr.Node, outer Row, visit func(pair Row) (enough bool, bad *fault, err error)) (*fault, error) {
	m := relational.MatchOf(cond, len(outer.Values))
	keys, bad, err := r.all(m.Left, outer)
	if bad != nil || err != nil {
		return bad, err
	}
	rows, err := r.rowsOf(t, outer.tables)
	if err != nil {
		return nil, err
	}
	for _, values := range rows {
		pair := outer.with(values)
		is, bad, err := r.matches(m, keys, pair, values)
		if bad != nil || err != nil {
			return bad, err
		}
		if !isTrue(is) {
			continue
		}
		if enough, bad, err := visit(pair); enough || bad != nil || err != nil {
			return bad, err
		}
	}
	return nil, nil
}
