package oracle

import (
	"fmt"

	"weir/operators"
	"weir/operators/expr"
	"weir/operators/vec"
	"weir/sql/types"
)

// fault says that a row cannot be computed.
type fault struct {
	code types.Code
	item uint16
}

// eval computes one expression over one row: a value, or a fault. An error is a node that the oracle does not know.
func (r *run) eval(n expr.Node, row Row) (types.Value, *fault, error) {
	switch n := n.(type) {
	case *expr.Column:
		return row.Values[n.Index], nil, nil
	case *expr.Rowtime:
		return types.Value{Type: types.TimestampType, Int: int64(row.Time)}, nil, nil
	case *expr.Literal:
		return n.V, nil, nil
	case *expr.And:
		return r.and(n, row)
	case *expr.Or:
		return r.or(n, row)
	case *expr.Not:
		v, bad, err := r.eval(n.X, row)
		v.Int = 1 - v.Int
		return v, bad, err
	case *expr.IsNull:
		v, bad, err := r.eval(n.X, row)
		return truth(v.Null), bad, err
	case *expr.IsTrue:
		v, bad, err := r.eval(n.X, row)
		return truth(!v.Null && (v.Int == 1) == n.Want), bad, err
	case *expr.Case:
		return r.choose(n, row)
	case *expr.Coalesce:
		for _, a := range n.Args {
			if v, bad, err := r.eval(a, row); bad != nil || err != nil || !v.Null {
				v.Type = n.T
				return v, bad, err
			}
		}
		return types.NullValue(n.T), nil, nil
	case *expr.Compare:
		return r.compare(n, row)
	case *expr.In:
		return r.in(n, row)
	case *expr.Arith:
		return r.arith(n, row)
	case *expr.Subquery:
		return r.subquery(n, row)
	case *expr.NotNull:
		v, bad, err := r.eval(n.X, row)
		if bad == nil && err == nil && v.Null {
			bad = &fault{code: types.NullInNotNull}
		}
		return v, bad, err
	default:
		return r.shared(n, row)
	}
}

func truth(b bool) types.Value {
	v := types.Value{Type: types.BooleanType}
	if b {
		v.Int = 1
	}
	return v
}

var unknown = types.NullValue(types.BooleanType)

func (r *run) and(n *expr.And, row Row) (types.Value, *fault, error) {
	l, bad, err := r.eval(n.L, row)
	if bad != nil || err != nil || !l.Null && l.Int == 0 {
		return l, bad, err
	}
	right, bad, err := r.eval(n.R, row)
	if bad != nil || err != nil {
		return unknown, bad, err
	}
	switch {
	case !right.Null && right.Int == 0:
		return right, nil, nil
	case l.Null || right.Null:
		return unknown, nil, nil
	default:
		return truth(true), nil, nil
	}
}

func (r *run) or(n *expr.Or, row Row) (types.Value, *fault, error) {
	l, bad, err := r.eval(n.L, row)
	if bad != nil || err != nil || !l.Null && l.Int == 1 {
		return l, bad, err
	}
	right, bad, err := r.eval(n.R, row)
	if bad != nil || err != nil {
		return unknown, bad, err
	}
	switch {
	case !right.Null && right.Int == 1:
		return right, nil, nil
	case l.Null || right.Null:
		return unknown, nil, nil
	default:
		return truth(false), nil, nil
	}
}

func (r *run) choose(n *expr.Case, row Row) (types.Value, *fault, error) {
	then := n.Else
	for _, w := range n.Whens {
		c, bad, err := r.eval(w.Cond, row)
		if bad != nil || err != nil {
			return types.NullValue(n.T), bad, err
		}
		if !c.Null && c.Int == 1 {
			then = w.Then
			break
		}
	}
	v, bad, err := r.eval(then, row)
	v.Type = n.T
	return v, bad, err
}

func (r *run) in(n *expr.In, row Row) (types.Value, *fault, error) {
	found := truth(false)
	for _, item := range n.List {
		v, bad, err := r.compare(&expr.Compare{Op: "=", L: n.X, R: item, Pad: n.Pad}, row)
		if bad != nil || err != nil {
			return unknown, bad, err
		}
		if v.Null {
			found = unknown
		} else if v.Int == 1 {
			return v, nil, nil
		}
	}
	return found, nil, nil
}

// shared lets the engine compute one node over one row, after its operands were interpreted here: casts, LIKE, datetime
// arithmetic and the bodies of functions.
func (r *run) shared(n expr.Node, row Row) (types.Value, *fault, error) {
	var operands []expr.Node
	one := operators.Batch{Time: []operators.Time{row.Time}}
	replace := func(x expr.Node) (expr.Node, *fault, error) {
		v, bad, err := r.eval(x, row)
		if bad != nil || err != nil {
			return nil, bad, err
		}
		v.Type = x.Type()
		one.Cols = append(one.Cols, vec.Array(vec.Const(v), x.Type(), 1))
		col := &expr.Column{Index: len(operands), Name: "x", T: x.Type()}
		operands = append(operands, col)
		return col, nil, nil
	}
	plain, bad, err := withOperands(n, replace)
	if bad != nil || err != nil {
		return types.NullValue(n.Type()), bad, err
	}
	bound, err := expr.Compile(plain)
	if err != nil {
		return types.Value{}, nil, err
	}
	in := &expr.Input{Batch: one, Now: row.now, Start: r.o.events[0].Now}
	col := bound.Eval(in)
	if len(in.Failures) > 0 {
		return types.NullValue(n.Type()), &fault{code: in.Failures[0].Code}, nil
	}
	return vec.Value(col, n.Type(), 0), nil, nil
}

// withOperands copies a node with each operand replaced.
func withOperands(n expr.Node, replace func(expr.Node) (expr.Node, *fault, error)) (expr.Node, *fault, error) {
	all := func(in []expr.Node) ([]expr.Node, *fault, error) {
		out := make([]expr.Node, len(in))
		for i, x := range in {
			y, bad, err := replace(x)
			if bad != nil || err != nil {
				return nil, bad, err
			}
			out[i] = y
		}
		return out, nil, nil
	}
	switch n := n.(type) {
	case *expr.Cast:
		x, bad, err := replace(n.X)
		return &expr.Cast{X: x, T: n.T, Assign: n.Assign}, bad, err
	case *expr.Neg:
		x, bad, err := replace(n.X)
		return &expr.Neg{X: x}, bad, err
	case *expr.Arith:
		args, bad, err := all([]expr.Node{n.L, n.R})
		if bad != nil || err != nil {
			return nil, bad, err
		}
		return &expr.Arith{Op: n.Op, L: args[0], R: args[1], T: n.T}, nil, nil
	case *expr.Difference:
		args, bad, err := all([]expr.Node{n.L, n.R})
		if bad != nil || err != nil {
			return nil, bad, err
		}
		return &expr.Difference{L: args[0], R: args[1], T: n.T}, nil, nil
	case *expr.Like:
		args := []expr.Node{n.X, n.Pattern}
		if n.Escape != nil {
			args = append(args, n.Escape)
		}
		args, bad, err := all(args)
		if bad != nil || err != nil {
			return nil, bad, err
		}
		like := &expr.Like{Similar: n.Similar, X: args[0], Pattern: args[1]}
		if n.Escape != nil {
			like.Escape = args[2]
		}
		return like, nil, nil
	case *expr.Call:
		args, bad, err := all(n.Args)
		return &expr.Call{Name: n.Name, Args: args, T: n.T, Fn: n.Fn, Text: n.Text}, bad, err
	case *expr.Clock:
		return n, nil, nil
	default:
		return nil, nil, fmt.Errorf("the oracle does not know %T", n)
	}
}

// identical compares key values: NULL equals NULL, texts without trailing blanks where a side is CHAR.
func identical(a, b []types.Value) bool {
	for i := range a {
		if a[i].Null != b[i].Null {
			return false
		}
		if !a[i].Null && order(a[i], b[i], a[i].Type.Kind == types.Char || b[i].Type.Kind == types.Char) != 0 {
			return false
		}
	}
	return true
}
