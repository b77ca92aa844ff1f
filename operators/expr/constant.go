package expr

import (
	"weir/operators"
	"weir/operators/vec"
	"weir/sql/types"
)

// oneRow is the batch over which constants are computed.
var oneRow = operators.Batch{Time: make([]operators.Time, 1)}

// isConstant reports that n has the same value in every row of every job.
func isConstant(n Node) bool {
	same := true
	Walk(n, func(n Node) bool {
		switch n := n.(type) {
		case *Column, *Rowtime, *Clock, *Subquery:
			same = false
		case *Cast:
			same = same && !readsClock(n.X.Type(), n.T)
		}
		return same
	})
	return same
}

// Eval1 evaluates b for one row of in. It returns the row's failure, if it has one; in keeps no failures.
func Eval1(b Bound, in *Input, row int) (types.Value, *operators.Failure) {
	rows := [1]int32{int32(row)}
	one := *in
	one.Sel, one.Failures = rows[:], nil
	c := b.Eval(&one)
	if len(one.Failures) > 0 {
		return types.NullValue(b.Type), &one.Failures[0]
	}
	return vec.Value(c, b.Type, row), nil
}

// Constant computes n if it has the same value in every row. A constant that cannot be computed has a failure instead of a
// value.
func Constant(n Node) (v types.Value, ok bool, failed *operators.Failure, err error) {
	if !isConstant(n) {
		return types.Value{}, false, nil, nil
	}
	b, err := Compile(n)
	if err != nil {
		return types.Value{}, false, nil, err
	}
	v, failed = Eval1(b, &Input{Batch: oneRow}, 0)
	return v, true, failed, nil
}

// AtTime is an expression over nothing but ROWTIME as a function of time. It is used by one goroutine.
func AtTime(n Node) (func(t operators.Time) (types.Value, *operators.Failure), error) {
	b, err := Compile(n)
	if err != nil {
		return nil, err
	}
	in := &Input{Batch: operators.Batch{Time: make([]operators.Time, 1)}}
	return func(t operators.Time) (types.Value, *operators.Failure) {
		in.Batch.Time[0] = t
		in.Failures = in.Failures[:0]
		c := b.Eval(in)
		if len(in.Failures) > 0 {
			return types.NullValue(b.Type), &in.Failures[0]
		}
		return vec.Value(c, b.Type, 0), nil
	}, nil
}
