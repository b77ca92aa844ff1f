package sql

// operator writes an operator with its operands. The operands of predicates are above them: predicates do not chain.
func (p *printer) operator(e Expr) {
	switch e := e.(type) {
	case *Unary:
		if e.Op == "NOT" {
			p.put("NOT ")
			p.expr(e.X, testLevel)
			return
		}
		p.put(e.Op)
		p.expr(e.X, highest)
	case *Binary:
		least, above := concatLevel, concatLevel
		if l, ok := level[e.Op]; ok {
			least, above = l, l+1
		}
		p.expr(e.L, least)
		p.put(" ", e.Op, " ")
		p.expr(e.R, above)
	case *Between:
		p.predicate(e.X, e.Not, "BETWEEN ", e.Low)
		p.put(" AND ")
		p.expr(e.High, concatLevel)
	case *Like:
		p.like(e)
	case *In:
		p.in(e)
	case *Is:
		p.expr(e.X, predicateLevel)
		p.put(" IS ", not(e.Not), e.What)
	case *Period:
		p.row(e.L)
		p.put(" ", e.Op, " ")
		p.period(e.R)
	}
}

func not(is bool) string {
	if is {
		return "NOT "
	}
	return ""
}

// predicate writes x [NOT] word y.
func (p *printer) predicate(x Expr, is bool, word string, y Expr) {
	p.expr(x, concatLevel)
	p.put(" ", not(is), word)
	p.expr(y, concatLevel)
}

func (p *printer) like(e *Like) {
	word := "LIKE "
	if e.Similar {
		word = "SIMILAR TO "
	}
	p.predicate(e.X, e.Not, word, e.Pattern)
	if e.Escape != nil {
		p.put(" ESCAPE ")
		p.expr(e.Escape, concatLevel)
	}
}

func (p *printer) in(e *In) {
	p.expr(e.X, concatLevel)
	p.put(" ", not(e.Not), "IN ")
	if e.Query != nil {
		p.subquery(e.Query)
		return
	}
	p.put("(")
	p.exprs(e.List)
	p.put(")")
}
