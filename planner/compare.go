package planner

import (
	"weir/operators/expr"
	"weir/sql"
	"weir/sql/types"
)

// comparison binds = <> < <= > >= and IS [NOT] DISTINCT FROM, over values and over rows.
func (x *exprs) comparison(e *sql.Binary) expr.Node {
	l, r := items(e.L), items(e.R)
	if len(l) == 1 && len(r) == 1 {
		ln, rn := x.bind(e.L), x.bind(e.R)
		if ln == nil || rn == nil {
			return nil
		}
		x.warnNull(e, ln, rn)
		return x.compare(e.Op, ln, rn, e.Span, e.L, e.R)
	}
	ln, okl := x.all(l)
	rn, okr := x.all(r)
	switch {
	case !okl || !okr:
		return nil
	case len(l) != len(r):
		x.fail(sql.TypeMismatch, e.Span, "both sides need the same number of values", "a row of %d is compared with one of %d", len(l), len(r))
		return nil
	case e.Op != "=" && e.Op != "<>" && e.Op != "IS DISTINCT FROM" && e.Op != "IS NOT DISTINCT FROM":
		x.fail(sql.TypeMismatch, e.Span, "rows are compared with =, <> and IS DISTINCT FROM", "cannot apply %s to rows", e.Op)
		return nil
	}
	return x.rowCompare(e.Op, ln, rn, l, r, e.Span)
}

// items are the values of a row, or the one value.
func items(e sql.Expr) []sql.Expr {
	if row, ok := e.(*sql.Row); ok {
		return row.Items
	}
	return []sql.Expr{e}
}

// rowCompare compares rows of equal width, item by item: equal in all, or unequal in one.
func (x *exprs) rowCompare(op string, l, r []expr.Node, le, re []sql.Expr, at sql.Span) expr.Node {
	var whole expr.Node
	for i := range l {
		one := x.compare(op, l[i], r[i], at, le[i], re[i])
		switch {
		case one == nil:
			return nil
		case whole == nil:
			whole = one
		case op == "=" || op == "IS NOT DISTINCT FROM":
			whole = &expr.And{L: whole, R: one}
		default:
			whole = &expr.Or{L: whole, R: one}
		}
	}
	return whole
}

// warnNull warns of = NULL, which is never true.
func (x *exprs) warnNull(e *sql.Binary, l, r expr.Node) {
	if e.Op != "=" && e.Op != "<>" {
		return
	}
	other := e.L
	if l.Type().Kind == types.Null {
		other = e.R
	} else if r.Type().Kind != types.Null {
		return
	}
	test := " IS NULL"
	if e.Op == "<>" {
		test = " IS NOT NULL"
	}
	x.warn(e.Span, "write "+x.source(other.Pos())+test, "a comparison with NULL is never true")
}

// compare binds one comparison. Numbers meet in their common type, characters as they are: where one is CHAR, trailing
// blanks do not count.
func (x *exprs) compare(op string, l, r expr.Node, at sql.Span, le, re sql.Expr) expr.Node {
	lt, rt := l.Type(), r.Type()
	if !types.Comparable(lt, rt) {
		x.fail(sql.TypeMismatch, at, x.compareHint(lt, rt, le, re), "cannot compare %s with %s", lt, rt)
		return nil
	}
	switch {
	case lt.Kind == types.Null && rt.Kind == types.Null:
		l, r = convert(l, types.BooleanType), convert(r, types.BooleanType)
	case lt.Kind == types.Null:
		l = convert(l, rt)
	case rt.Kind == types.Null:
		r = convert(r, lt)
	case lt.IsExact() && rt.IsExact() && (lt.Kind == types.Decimal || rt.Kind == types.Decimal):
		l, r = convert(l, types.AsDecimal(lt)), convert(r, types.AsDecimal(rt))
	case lt.IsNumeric():
		t, _ := types.Promote(lt, rt)
		l, r = convert(l, t), convert(r, t)
	}
	return &expr.Compare{Op: op, L: l, R: r, Pad: padded(l, r)}
}

// padded reports whether trailing blanks do not count between two operands.
func padded(l, r expr.Node) bool { return l.Type().Kind == types.Char || r.Type().Kind == types.Char }

// compareHint says how two types are brought together. A literal is easier to change than a column.
func (x *exprs) compareHint(lt, rt types.Type, le, re sql.Expr) string {
	if isLiteral(le) && !isLiteral(re) {
		lt, rt, le, re = rt, lt, re, le
	}
	text, other := x.source(le.Pos()), x.source(re.Pos())
	s, isText := re.(*sql.String)
	switch {
	case lt.Kind == types.Boolean && isLiteral(re):
		return "write " + text + " IS TRUE, or IS FALSE"
	case isText && lt.IsNumeric():
		if _, code := types.ParseDouble([]byte(s.Value)); code == types.OK && s.Value != "" {
			return "write " + s.Value + " without quotes"
		}
	case isText && lt.IsDatetime():
		return "write " + lt.Kind.String() + " " + other
	case isLiteral(re) && lt.IsCharacter() && rt.IsNumeric():
		return "write '" + other + "', or compare CAST(" + text + " AS " + rt.String() + ")"
	case lt.IsCharacter() && !rt.IsCharacter():
		return castHint(text, lt, rt)
	}
	return castHint(other, rt, lt)
}

func isLiteral(e sql.Expr) bool {
	switch e.(type) {
	case *sql.Number, *sql.String, *sql.Datetime, *sql.IntervalLit, *sql.Bool, *sql.Bytes:
		return true
	}
	return false
}
