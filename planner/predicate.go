package planner

import (
	"unicode/utf8"

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

// between binds x BETWEEN low AND high as x >= low AND x <= high.
func (x *exprs) between(e *sql.Between) expr.Node {
	v, low, high := x.bind(e.X), x.bind(e.Low), x.bind(e.High)
	if v == nil || low == nil || high == nil {
		return nil
	}
	l := x.compare(">=", v, low, e.Span, e.X, e.Low)
	h := x.compare("<=", v, high, e.Span, e.X, e.High)
	if l == nil || h == nil {
		return nil
	}
	return negated(e.Not, &expr.And{L: l, R: h})
}

func negated(not bool, n expr.Node) expr.Node {
	if not {
		return &expr.Not{X: n}
	}
	return n
}

// like binds LIKE and SIMILAR TO.
func (x *exprs) like(e *sql.Like) expr.Node {
	n := &expr.Like{Similar: e.Similar}
	ok := true
	text := func(e sql.Expr) expr.Node {
		n := x.bind(e)
		switch {
		case n == nil:
			ok = false
		case n.Type().Kind == types.Null:
			return convert(n, types.VarcharType(1))
		case !n.Type().IsCharacter():
			ok = false
			x.fail(sql.TypeMismatch, e.Pos(), castHint(x.source(e.Pos()), n.Type(), types.VarcharType(32)), "a text is needed here, this is %s", n.Type())
		}
		return n
	}
	n.X, n.Pattern = text(e.X), text(e.Pattern)
	if e.Escape != nil {
		n.Escape = text(e.Escape)
	}
	if !ok || !x.checkPattern(e, n) {
		return nil
	}
	return negated(e.Not, n)
}

// checkPattern refuses a constant pattern that is none.
func (x *exprs) checkPattern(e *sql.Like, n *expr.Like) bool {
	pattern, escape := constantValue(n.Pattern), &types.Value{}
	if n.Escape != nil {
		escape = constantValue(n.Escape)
	}
	if pattern == nil || escape == nil || pattern.Null || escape.Null {
		return true
	}
	at := e.Pattern.Pos()
	if n.Escape != nil && utf8.RuneCountInString(escape.Text) != 1 {
		x.fail(sql.InvalidLiteral, e.Escape.Pos(), "write ESCAPE '\\'", "the escape is not one character")
		return false
	}
	if err := expr.CheckPattern(n.Similar, pattern.Text, escape.Text); err != nil {
		x.fail(sql.InvalidLiteral, at, "", "%s", err.Error())
		return false
	}
	return true
}

// inList binds x IN (a, b, …).
func (x *exprs) inList(e *sql.In) expr.Node {
	if e.Query != nil {
		x.all(items(e.X))
		x.unsupported(e.Query.Pos(), "IN with a query")
		return nil
	}
	if len(items(e.X)) > 1 {
		return x.rowInList(e)
	}
	v := x.bind(e.X)
	list, ok := x.all(e.List)
	if v == nil || !ok {
		return nil
	}
	for i, n := range list {
		if !types.Comparable(v.Type(), n.Type()) {
			ok = false
			x.fail(sql.TypeMismatch, e.List[i].Pos(), x.compareHint(v.Type(), n.Type(), e.X, e.List[i]), "cannot compare %s with %s", v.Type(), n.Type())
		}
	}
	if !ok {
		return nil
	}
	return negated(e.Not, x.oneOf(v, list))
}

// oneOf is x IN (list). Where blanks count against some of the list only, it is the OR of two lists.
func (x *exprs) oneOf(v expr.Node, list []expr.Node) expr.Node {
	if v.Type().IsCharacter() {
		var exact, pad []expr.Node
		for _, n := range list {
			if n.Type().Kind == types.Null {
				n = convert(n, v.Type())
			}
			if padded(v, n) {
				pad = append(pad, n)
			} else {
				exact = append(exact, n)
			}
		}
		switch {
		case exact == nil:
			return &expr.In{X: v, List: pad, Pad: true}
		case pad == nil:
			return &expr.In{X: v, List: exact}
		}
		return &expr.Or{L: &expr.In{X: v, List: exact}, R: &expr.In{X: v, List: pad, Pad: true}}
	}
	same, t, _ := common(append([]expr.Node{v}, list...))
	if t.Kind == types.Null {
		return constantOf(types.NullValue(types.BooleanType))
	}
	return &expr.In{X: same[0], List: same[1:], Pad: t.Kind == types.Char}
}

// rowInList binds (a, b) IN ((1, 2), (3, 4)) as the OR of comparisons of rows.
func (x *exprs) rowInList(e *sql.In) expr.Node {
	left := items(e.X)
	l, ok := x.all(left)
	var whole expr.Node
	for _, item := range e.List {
		right := items(item)
		r, rok := x.all(right)
		if !ok || !rok {
			ok = false
			continue
		}
		if len(left) != len(right) {
			ok = false
			x.fail(sql.TypeMismatch, item.Pos(), "both sides need the same number of values", "a row of %d is compared with one of %d", len(left), len(right))
			continue
		}
		one := x.rowCompare("=", l, r, left, right, item.Pos())
		switch {
		case one == nil:
			ok = false
		case whole == nil:
			whole = one
		default:
			whole = &expr.Or{L: whole, R: one}
		}
	}
	if !ok || whole == nil {
		return nil
	}
	return negated(e.Not, whole)
}

// is binds the tests IS NULL, TRUE, FALSE and UNKNOWN.
func (x *exprs) is(e *sql.Is) expr.Node {
	if e.What == "NULL" {
		n := x.bind(e.X)
		if n == nil {
			return nil
		}
		return negated(e.Not, &expr.IsNull{X: adoptNull(n, constantOf(types.NullValue(types.BooleanType)))})
	}
	n := x.condition(e.X)
	switch {
	case n == nil:
		return nil
	case e.What == "UNKNOWN":
		return negated(e.Not, &expr.IsNull{X: n})
	}
	return negated(e.Not, &expr.IsTrue{X: n, Want: e.What == "TRUE"})
}
