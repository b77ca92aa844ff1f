package sql

import "github.com/xwb1989/sqlparser"

// callParts is what the lowered text knows of a call.
type callParts struct {
	l        *lifter
	span     Span
	args     []lifted
	distinct bool
	star     bool
}

func (l *lifter) call(e *sqlparser.FuncExpr) lifted {
	first := number(e.Name.String())
	form := l.r.refs[first]
	p := &callParts{l: l, span: l.span(first, form.last), distinct: e.Distinct}
	for _, a := range e.Exprs {
		p.add(a, len(e.Exprs), first)
	}
	return lifted{form.build(p), first, form.last}
}

// add lifts one of n arguments. A star must stand alone, and an argument has no alias.
func (p *callParts) add(a sqlparser.SelectExpr, n, first int) {
	l := p.l
	e, ok := a.(*sqlparser.AliasedExpr)
	if !ok {
		p.star = true
		at := first + 2
		if len(p.args) > 0 {
			at = p.args[len(p.args)-1].last + 2
		}
		if name := a.(*sqlparser.StarExpr).TableName; n > 1 || !name.IsEmpty() {
			p.complain(Syntax, l.r.toks[at].span, "a star in a call stands alone, as in COUNT(*)", "")
		}
		return
	}
	if !e.As.IsEmpty() {
		l.r.report(l.r.complaint(l.r.blame(number(e.As.String())), ""))
	}
	p.args = append(p.args, l.expr(e.Expr))
}

// exprs returns the arguments.
func (p *callParts) exprs() []Expr {
	var list []Expr
	for _, a := range p.args {
		list = append(list, a.expr)
	}
	return list
}

// some returns the arguments of a form that has at least one, and none that is a star.
func (p *callParts) some() []Expr {
	if p.star || len(p.args) == 0 {
		p.complain(Syntax, p.span, "an expression is missing here", "")
	}
	return p.exprs()
}

// one returns the argument of a form that has only one.
func (p *callParts) one() Expr {
	list := p.some()
	if len(list) == 0 {
		return &NullLit{p.span}
	}
	if len(list) > 1 {
		p.l.r.report(p.l.r.complaint(p.args[0].last+1, "")) // the comma
	}
	return list[0]
}

func (p *callParts) complain(code Code, s Span, message, hint string) {
	p.l.r.report(&Error{code, s, message, hint})
}

// and joins two conditions; the first may be absent.
func (p *callParts) and(a, b Expr) Expr {
	if a == nil {
		return b
	}
	s := Span{a.Pos().Start, b.Pos().End} // every predicate of a chain covers its two periods
	return &Binary{s, "AND", b.(*Period).OpPos, a, b}
}

// period makes the predicate at token op between two periods.
func (p *callParts) period(op int, a, b Expr) Expr { return period(p.l.r, op, a, b) }
