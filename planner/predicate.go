package planner

import (
	"unicode/utf8"

	"weir/operators/expr"
	"weir/sql"
	"weir/sql/types"
)

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
		return x.inQuery(e)
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
