package expr

import (
	"fmt"

	"weir/operators/vec"
	"weir/sql/types"
)

// Compile turns an expression into closures over columns. Constant parts are computed now, unless they fail: then every row
// fails that needs them. An error means that the expression is not well-formed, or has a constant pattern that is not.
func Compile(n Node) (Bound, error) {
	b, err := compile(n)
	if err != nil {
		return Bound{}, err
	}
	if _, ok := n.(*Literal); ok || !isConstant(n) {
		return b, nil
	}
	if v, failed := Eval1(b, &Input{Batch: oneRow}, 0); failed == nil {
		return constant(v), nil
	}
	return b, nil
}

func compile(n Node) (Bound, error) {
	switch n := n.(type) {
	case *Column:
		return column(n), nil
	case *Rowtime:
		return rowtime(), nil
	case *Clock:
		return clock(n), nil
	case *Literal:
		return constant(n.V), nil
	case *Arith:
		return compileArith(n)
	case *Neg:
		return compileNeg(n)
	case *Difference:
		return compileDifference(n)
	case *Compare:
		return compileCompare(n)
	case *And:
		return compileConnective(n.L, n.R, false)
	case *Or:
		return compileConnective(n.L, n.R, true)
	case *Not:
		return compileNot(n)
	case *IsNull:
		return compileIsNull(n)
	case *IsTrue:
		return compileIsTrue(n)
	case *Case:
		return compileCase(n)
	case *Coalesce:
		return compileCoalesce(n)
	case *In:
		return compileIn(n)
	case *Like:
		return compileLike(n)
	case *Cast:
		return compileCast(n)
	case *NotNull:
		return compileNotNull(n)
	case *Call:
		return compileCall(n)
	case *Subquery:
		return compileSubquery(n)
	default:
		return Bound{}, fmt.Errorf("compiling %T: no such expression", n)
	}
}

func compileAll(nodes ...Node) ([]Bound, error) {
	all := make([]Bound, len(nodes))
	for i, n := range nodes {
		b, err := Compile(n)
		if err != nil {
			return nil, err
		}
		all[i] = b
	}
	return all, nil
}

// compileAs compiles a branch that must have the layout of t. A bare NULL has every type.
func compileAs(n Node, t types.Type) (Bound, error) {
	if l, ok := n.(*Literal); ok && l.V.Type.Kind == types.Null {
		return constant(types.NullValue(t)), nil
	}
	if n.Type().Layout() != t.Layout() {
		return Bound{}, fmt.Errorf("compiling %s: %s where %s is wanted", n, n.Type(), t)
	}
	return Compile(n)
}

func compileCall(n *Call) (Bound, error) {
	args, err := compileAll(n.Args...)
	if err != nil {
		return Bound{}, err
	}
	argTypes := make([]types.Type, len(n.Args))
	for i, a := range n.Args {
		argTypes[i] = a.Type()
	}
	return apply(n.T, n.Fn.CanFail, n.Fn.Bind(argTypes, n.T), args...), nil
}

// apply is the expression that evaluates args and then k.
func apply(t types.Type, canFail bool, k Kernel, args ...Bound) Bound {
	for _, a := range args {
		canFail = canFail || a.CanFail
	}
	cols := make([]vec.Column, len(args))
	var o once
	return Bound{Type: t, CanFail: canFail, Eval: func(in *Input) vec.Column {
		isConst := true
		for i, a := range args {
			cols[i] = a.Eval(in)
			isConst = isConst && cols[i].IsConst()
		}
		if isConst {
			return o.eval(in, k, cols)
		}
		return k(in, cols)
	}}
}

// once computes a call of which all arguments are const for one row only.
type once struct{ in Input }

func (o *once) eval(in *Input, k Kernel, args []vec.Column) vec.Column {
	o.in = Input{Batch: oneRow, Now: in.Now, Start: in.Start, Tables: in.Tables, Failures: o.in.Failures[:0]}
	c := k(&o.in, args)
	setConst(c)
	if len(o.in.Failures) > 0 {
		for _, row := range in.rows() {
			in.Fail(row, o.in.Failures[0].Code, o.in.Failures[0].Detail)
		}
	}
	return c
}

func setConst(c vec.Column) {
	switch c := c.(type) {
	case *vec.Ints:
		c.Const = true
	case *vec.Floats:
		c.Const = true
	case *vec.Bools:
		c.Const = true
	case *vec.Decs:
		c.Const = true
	case *vec.Texts:
		c.Const = true
	}
}
