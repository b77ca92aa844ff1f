package planner

import (
	"weir/operators/expr"
	"weir/sql/types"
)

// direction says which way an expression goes as ROWTIME ascends.
type direction uint8

// The directions. An expression that goes one way may close windows: once it has changed, the old value never comes back.
const (
	unordered direction = iota
	constant
	ascending
	descending
	either // one way, but nobody knows which: MONOTONIC(x)
)

// edge says which end of an interval of ROWTIMEs with one value belongs to it.
type edge uint8

// The edges.
const (
	smooth edge = iota // every instant has a value of its own, as ROWTIME has
	starts             // the first instant does: FLOOR, STEP. The next value begins where this one ends
	ends               // the last instant does: CEIL
)

// timing says how an expression follows ROWTIME. Of is the expression over nothing but ROWTIME, nil where there is none.
type timing struct {
	dir  direction
	edge edge
	of   expr.Node
}

// rowtimeItself is the timing of ROWTIME and of what is equal to it.
var rowtimeItself = timing{dir: ascending, of: &expr.Rowtime{}}

// monotonic reports whether the expression may close windows.
func (t timing) monotonic() bool { return t.dir > constant }

// inclusive reports whether a value holds up to and with its last instant.
func (t timing) inclusive() bool { return t.edge != starts }

func (t timing) reversed() timing {
	switch t.dir {
	case ascending:
		t.dir = descending
	case descending:
		t.dir = ascending
	}
	return t
}

// floored is the timing of FLOOR(x), or of anything that rounds down.
func (t timing) floored() timing {
	if t.edge == smooth {
		t.edge = starts
		if t.dir == descending {
			t.edge = ends
		}
	}
	return t
}

// ceiled is the timing of CEIL(x).
func (t timing) ceiled() timing {
	if t.edge == smooth {
		t.edge = ends
		if t.dir == descending {
			t.edge = starts
		}
	}
	return t
}

// timingOf finds out how an expression over a relation's columns follows its ROWTIME.
func timingOf(n expr.Node, cols []column) timing {
	t := trend(n, cols)
	if t.dir == unordered {
		return timing{}
	}
	t.of = overRowtime(n, func(n expr.Node) expr.Node {
		switch n := bare(n).(type) {
		case *expr.Rowtime:
			return n
		case *expr.Column:
			return cols[n.Index].time.of
		}
		return nil
	})
	return t
}

// overRowtime replaces every column of n by what it is in terms of ROWTIME. The result is nil if one is nothing of the kind.
func overRowtime(n expr.Node, of func(expr.Node) expr.Node) expr.Node {
	known := true
	m := expr.Rewrite(settle(n), func(n expr.Node) expr.Node {
		if r := of(n); r != nil {
			return r
		}
		switch n.(type) {
		case *expr.Column, *expr.Rowtime, *expr.Clock:
			known = false
			return n
		}
		return nil
	})
	if !known {
		return nil
	}
	return m
}

// trend finds direction and edge of an expression. What it does not know is unordered.
func trend(n expr.Node, cols []column) timing {
	switch n := n.(type) {
	case *leaf:
		return trend(n.Node, cols)
	case *grouped:
		return trend(n.Node, cols)
	case *declared:
		t := trend(n.Node, cols)
		if t.dir == unordered {
			t = timing{dir: either}
		}
		return t
	case *expr.Rowtime:
		return rowtimeItself
	case *expr.Column:
		return cols[n.Index].time
	case *expr.Clock:
		if n.Kind == expr.StepClock {
			return timing{dir: ascending}
		}
		return timing{dir: constant}
	case *expr.Neg:
		return trend(n.X, cols).reversed()
	case *expr.Arith:
		return arithTrend(n, trend(n.L, cols), trend(n.R, cols))
	case *expr.Difference:
		t := sum(trend(n.L, cols), trend(n.R, cols).reversed())
		if n.T.To != types.Second || n.L.Type().Kind != types.Timestamp {
			t = t.floored()
		}
		return t
	case *expr.Cast:
		return castTrend(n, trend(n.X, cols))
	case *expr.Call:
		return callTrend(n, cols)
	case *expr.Subquery: // tables are loaded again
		return timing{}
	}
	return constantIfAll(n, cols)
}

// constantIfAll is the timing of an expression of which only this is known: over constants it is constant.
func constantIfAll(n expr.Node, cols []column) timing {
	for _, x := range expr.Operands(n) {
		if trend(x, cols).dir != constant {
			return timing{}
		}
	}
	return timing{dir: constant}
}

func arithTrend(n *expr.Arith, l, r timing) timing {
	switch n.Op {
	case '+':
		return sum(l, r)
	case '-':
		return sum(l, r.reversed())
	}
	if l.dir == constant && r.dir == constant {
		return l
	}
	factor, t := n.R, l
	if n.Op == '*' && l.dir == constant {
		factor, t = n.L, r
	} else if r.dir != constant {
		return timing{}
	}
	if n.Op == '/' && (n.T.IsInteger() || n.T.IsInterval()) {
		t = t.floored()
	}
	switch sign(factor) {
	case 1:
		return t
	case -1:
		return t.reversed()
	default:
		return timing{}
	}
}

// sum is the timing of l + r.
func sum(l, r timing) timing {
	switch {
	case l.dir == constant:
		return r
	case r.dir == constant:
		return l
	case l.dir != r.dir || l.dir == either:
		return timing{}
	}
	if l.edge != r.edge {
		l.edge = smooth
	}
	return l
}

// castTrend: a number stays in order, a datetime loses its lower fields. The text of one value differs from that of another,
// so it changes when the value does.
func castTrend(n *expr.Cast, t timing) timing {
	from, to := n.X.Type(), n.T
	switch {
	case t.dir == constant || from.Kind == to.Kind:
		return t
	case from.Kind == types.Timestamp && to.Kind == types.Date:
		return t.floored()
	case from.Kind == types.Date && to.Kind == types.Timestamp:
		return t
	case from.IsNumeric() && to.IsNumeric(), from.IsInterval() && to.IsNumeric():
		if to.IsExact() {
			t = t.floored()
		}
		return t
	case to.IsCharacter() && (from.IsInteger() || from.IsDatetime()) && t.monotonic():
		t = t.floored()
		t.dir = either
		return t
	}
	return timing{}
}

// sign tells the sign of a constant: 1, -1, or 0 where it is zero or not known.
func sign(n expr.Node) int {
	switch n := bare(n).(type) {
	case *expr.Literal:
		v := n.V
		switch {
		case v.Null:
			return 0
		case v.Type.Kind == types.Decimal:
			return v.Dec.Sign()
		case v.Int > 0 || v.Float > 0:
			return 1
		case v.Int < 0 || v.Float < 0:
			return -1
		}
	case *expr.Neg:
		return -sign(n.X)
	case *expr.Cast:
		if !n.T.IsInteger() || n.X.Type().IsInteger() {
			return sign(n.X)
		}
	}
	return 0
}
