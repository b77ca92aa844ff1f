package planner

import (
	"weir/operators/expr"
	"weir/sql"
	"weir/sql/types"
)

// unary binds + - and NOT.
func (x *exprs) unary(e *sql.Unary) expr.Node {
	if e.Op == "NOT" {
		if n := x.condition(e.X); n != nil {
			return &expr.Not{X: n}
		}
		return nil
	}
	n := x.bind(e.X)
	if n == nil {
		return nil
	}
	t := n.Type()
	switch {
	case t.Kind == types.Null:
		return n
	case !t.IsNumeric() && !t.IsInterval():
		x.fail(sql.TypeMismatch, e.Span, "", "%s before %s: a number or an interval is needed", e.Op, t)
		return nil
	case e.Op == "-":
		return &expr.Neg{X: n}
	}
	return n
}

// binary binds the operators between two operands.
func (x *exprs) binary(e *sql.Binary) expr.Node {
	switch e.Op {
	case "AND", "OR":
		l, r := x.condition(e.L), x.condition(e.R)
		switch {
		case l == nil || r == nil:
			return nil
		case e.Op == "AND":
			return &expr.And{L: l, R: r}
		}
		return &expr.Or{L: l, R: r}
	case "+", "-", "*", "/":
		l, r := x.bind(e.L), x.bind(e.R)
		if l == nil || r == nil {
			return nil
		}
		return x.arith(e, l, r)
	case "||":
		l, r := x.bind(e.L), x.bind(e.R)
		if l == nil || r == nil {
			return nil
		}
		return x.concat(e, l, r)
	}
	return x.comparison(e)
}

// arith binds + - * / over numbers, datetimes and intervals.
func (x *exprs) arith(e *sql.Binary, l, r expr.Node) expr.Node {
	op := e.Op[0]
	l, r = adoptNull(l, r), adoptNull(r, l)
	lt, rt := l.Type(), r.Type()
	switch {
	case lt.Kind == types.Null:
		return l
	case lt.IsNumeric() && rt.IsNumeric():
		return numeric(op, l, r)
	case lt.IsInterval() || rt.IsInterval():
		if n := timeArith(op, l, r); n != nil {
			return n
		}
	}
	hint := ""
	text := x.source(e.L.Pos()) + " - " + x.source(e.R.Pos())
	switch {
	case op == '+' && (lt.IsCharacter() || rt.IsCharacter()):
		hint = "write " + x.source(e.L.Pos()) + " || " + x.source(e.R.Pos())
		if lt.IsNumeric() || rt.IsNumeric() {
			hint = "|| joins texts; to add, write CAST(… AS DOUBLE) around the text"
		}
	case op == '-' && lt == rt && lt.IsDatetime():
		hint = "say in which unit: (" + text + ") SECOND"
		if lt.Kind == types.Date {
			hint = "say in which unit: (" + text + ") DAY"
		}
	case op == '-' && lt.IsDatetime() && rt.IsDatetime():
		hint = "parameters must be of the same type: CAST one of them"
	case lt.IsDatetime() && rt.IsNumeric() && (op == '+' || op == '-'):
		hint = "add an interval: " + x.source(e.R.Pos()) + " * INTERVAL '1' SECOND"
	case lt.IsNumeric() && rt.IsDatetime() && op == '+':
		hint = "add an interval: " + x.source(e.L.Pos()) + " * INTERVAL '1' SECOND"
	case lt.IsCharacter() || rt.IsCharacter():
		hint = "a text is made a number with CAST(… AS DOUBLE)"
	}
	x.fail(sql.TypeMismatch, e.Span, hint, "cannot apply %s to %s and %s", e.Op, lt, rt)
	return nil
}

// adoptNull gives a bare NULL the type that it needs beside another operand.
func adoptNull(n, beside expr.Node) expr.Node {
	t := beside.Type()
	if n.Type().Kind != types.Null || t.Kind == types.Null {
		return n
	}
	if t.IsDatetime() {
		t = types.IntervalType(types.Day, types.Second)
	}
	return convert(n, t)
}

// numeric is l op r over numbers: DECIMALs as they are, all else in the type of promotion.
func numeric(op byte, l, r expr.Node) expr.Node {
	t, _ := types.ArithResult(op, l.Type(), r.Type())
	if t.Kind == types.Decimal {
		l, r = convert(l, types.AsDecimal(l.Type())), convert(r, types.AsDecimal(r.Type()))
	} else {
		l, r = convert(l, t), convert(r, t)
	}
	return &expr.Arith{Op: op, L: l, R: r, T: t}
}

// timeArith is arithmetic with intervals, or nil if there is none for these operands.
func timeArith(op byte, l, r expr.Node) expr.Node {
	lt, rt := l.Type(), r.Type()
	switch {
	case op == '+' && rt.IsDatetime() && lt.IsInterval():
		return timeArith(op, r, l)
	case op == '*' && lt.IsNumeric() && rt.IsInterval():
		return timeArith(op, r, l)
	case (op == '+' || op == '-') && lt.IsDatetime() && rt.IsInterval():
		if lt.Kind == types.Time && rt.Kind == types.Months {
			return nil
		}
		return &expr.Arith{Op: op, L: l, R: r, T: lt}
	case (op == '+' || op == '-') && lt.IsInterval() && rt.IsInterval():
		t, ok := types.CommonInterval(lt, rt)
		if !ok {
			return nil
		}
		return &expr.Arith{Op: op, L: l, R: r, T: t}
	case (op == '*' || op == '/') && lt.IsInterval() && rt.IsNumeric():
		return &expr.Arith{Op: op, L: l, R: r, T: lt}
	}
	return nil
}

// difference binds (l - r) qualifier.
func (x *exprs) difference(e *sql.Difference) expr.Node {
	l, r := x.bind(e.L), x.bind(e.R)
	t, ok := x.intervalType(e.Qualifier)
	if l == nil || r == nil || !ok {
		return nil
	}
	if l.Type().Kind == types.Null {
		l = convert(l, r.Type())
	}
	if r.Type().Kind == types.Null {
		r = convert(r, l.Type())
	}
	lt, rt := l.Type(), r.Type()
	switch {
	case lt.Kind == types.Null:
		return convert(l, t)
	case !lt.IsDatetime() || !rt.IsDatetime():
		hint := "only the difference of two datetimes takes a unit behind it"
		if lt.IsNumeric() && rt.IsNumeric() {
			hint = "for an interval of so many units write (" + x.source(e.L.Pos()) + " - " + x.source(e.R.Pos()) + ") * INTERVAL '1' " + t.To.String()
		}
		x.fail(sql.TypeMismatch, e.Span, hint, "cannot take the difference of %s and %s in %s", lt, rt, t.Qualifier())
		return nil
	case lt.Kind != rt.Kind:
		x.fail(sql.TypeMismatch, e.Span, "CAST one of them", "parameters must be of the same type, these are %s and %s", lt, rt)
		return nil
	case lt.Kind == types.Time && t.Kind == types.Months:
		x.fail(sql.TypeMismatch, e.Qualifier.Span, "use HOUR, MINUTE or SECOND", "two TIMEs lie no %s apart", t.Qualifier())
		return nil
	}
	return &expr.Difference{L: l, R: r, T: t}
}
