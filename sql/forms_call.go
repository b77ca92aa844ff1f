package sql

// A call's first token is its name, the second the opening parenthesis.

// open starts a special form: it returns the index of the name and of the closing parenthesis, and moves behind the opening
// one.
func (l *lowerer) open() (first, end int) {
	first = l.r.pos
	l.r.pos += 2
	return first, l.r.match[first+1]
}

// close reads the closing parenthesis.
func (l *lowerer) close() { l.r.expectSymbol(")") }

// scan returns the index of the first of the words between the cursor and end, outside of parentheses, or end.
func (l *lowerer) scan(end int, list ...string) int {
	outer := l.r.end
	l.r.end = min(end, outer)
	defer func() { l.r.end = outer }()
	return l.r.find(l.r.pos, func(i int) bool { return l.r.toks[i].isOneOf(list...) && !l.r.isDistinctFrom(i) && !l.r.isFromLast(i) })
}

// cast lowers CAST(x AS type).
func (l *lowerer) cast() {
	first, end := l.open()
	c := &Cast{}
	l.call(first, func() {
		l.until(l.scan(end, "AS"), "AS")
		l.checkOperand()
		l.r.expect("AS")
		c.Type = l.r.dataType()
	}, l.close, func(p *callParts) Expr {
		c.Span, c.X = p.span, p.one()
		return c
	})
}

// checkOperand complains if an operand is missing at the cursor.
func (l *lowerer) checkOperand() {
	if !l.operand {
		l.r.unexpected(l.r.pos, "an expression")
	}
}

// extract lowers EXTRACT(unit FROM x).
func (l *lowerer) extract() {
	first, end := l.open()
	c := l.newCall(first)
	l.call(first, func() {
		c.UnitPos, c.Unit = l.r.peek().span, l.r.unit()
		l.r.expect("FROM")
		l.until(end, ")")
	}, l.close, func(p *callParts) Expr {
		c.Span, c.Args = p.span, []Expr{p.one()}
		return c
	})
}

// unitAtEnd reports whether TO and a word stand before the closing parenthesis of a call. The words of an interval's
// qualifier in the same place belong to the call, too: FLOOR of an interval needs a unit.
func unitAtEnd(l *lowerer) bool {
	if !openFollows(l) {
		return false
	}
	end := l.r.match[l.r.pos+1]
	return end-2 > l.r.pos+1 && l.r.toks[end-2].isWord("TO")
}

// floorTo lowers FLOOR(x TO unit) and CEIL(x TO unit).
func (l *lowerer) floorTo() {
	first, end := l.open()
	c := l.newCall(first)
	l.call(first, func() {
		l.until(end-2, "TO")
		l.checkOperand()
		l.r.expect("TO")
		c.UnitPos, c.Unit = l.r.peek().span, l.r.unit()
	}, l.close, func(p *callParts) Expr {
		c.Span, c.Args = p.span, []Expr{p.one()}
		return c
	})
}

// trim lowers TRIM([LEADING|TRAILING|BOTH] [c] [FROM] s).
func (l *lowerer) trim() {
	first, end := l.open()
	c := l.newCall(first)
	l.call(first, func() {
		if t := l.r.peek(); t.isOneOf("LEADING", "TRAILING", "BOTH") {
			c.Trim = t.text
			l.r.pos++
		}
		from := l.scan(end, "FROM")
		if from < end {
			if from > l.r.pos {
				l.until(from, "FROM")
				l.checkOperand()
				l.emit(from, ",")
			}
			l.operand = false
			l.r.expect("FROM")
		} else if c.Trim != "" {
			l.r.unexpected(l.scan(end), "FROM")
		}
		l.until(end, "")
	}, l.close, func(p *callParts) Expr {
		c.Span, c.Args = p.span, p.some()
		return c
	})
}

// row lowers ROW(a, b).
func (l *lowerer) row() {
	first, end := l.open()
	l.call(first, func() { l.until(end, "") }, l.close, func(p *callParts) Expr { return &Row{p.span, p.some()} })
	l.closed = end
}

func (l *lowerer) newCall(first int) *Call { return &Call{Name: l.r.ident(first)} }

// function lowers f([DISTINCT] arguments) with what may follow it.
func (l *lowerer) function() {
	first, end := l.open()
	c := l.newCall(first)
	if instead, ok := foreignCalls[c.Name.Name]; ok {
		l.r.fail(UnknownFunction, c.Name.Span, c.Name.Name+" is not part of the dialect", instead)
		return
	}
	l.call(first, func() {
		if l.r.peek().isWord("DISTINCT") {
			l.pass(1, "distinct", false)
		} else {
			l.r.accept("ALL")
		}
		inner := end
		if l.r.toks[end-1].isWord("NULLS") && l.r.toks[end-2].isOneOf("IGNORE", "RESPECT") {
			inner = end - 2
		}
		l.until(inner, "")
		l.nulls(c)
	}, func() {
		l.close()
		l.suffix(c)
	}, func(p *callParts) Expr {
		c.Span, c.Distinct, c.Star, c.Args = p.span, p.distinct, p.star, p.exprs()
		return c
	})
}

// nulls reads IGNORE NULLS or RESPECT NULLS.
func (l *lowerer) nulls(c *Call) {
	if t := l.r.peek(); t.isOneOf("IGNORE", "RESPECT") {
		l.r.pos++
		l.r.expect("NULLS")
		c.Nulls = t.text
	}
}

// suffix reads what may follow the parentheses of a call, and OVER with its window.
func (l *lowerer) suffix(c *Call) {
	if l.r.peek().isWord("FROM") && l.r.isFromLast(l.r.pos) {
		c.FromLast = l.r.peekAt(1).isWord("LAST")
		l.r.pos += 2
	}
	l.nulls(c)
	if l.r.peek().isWord("OVER") {
		c.Over = l.r.over()
	}
}

func isNiladic(l *lowerer) bool {
	next := l.r.peekAt(1)
	return !next.isSymbol("(") && !next.isSymbol(".")
}

// niladic lowers CURRENT_TIMESTAMP and its kin.
func (l *lowerer) niladic() {
	l.r.pos++
	c := l.newCall(l.r.pos - 1)
	c.Span, c.NoParens = c.Name.Span, true
	l.leaf(l.r.pos-1, c)
}

// unitBehind reports whether the word behind the closing parenthesis is a field of an interval.
func unitBehind(l *lowerer) bool {
	behind := l.r.match[l.r.pos] + 1
	return behind < l.r.end && l.r.toks[behind].isOneOf(units...)
}

// difference lowers (a - b) qualifier to a call whose argument is the subtraction.
func (l *lowerer) difference() {
	first := l.r.pos
	end := l.r.match[first]
	l.r.pos++
	d := &Difference{}
	l.call(first, func() { l.until(end, "") }, func() {
		l.close()
		d.Qualifier = l.r.qualifier()
	}, func(p *callParts) Expr {
		minus, ok := p.one().(*Binary)
		if !ok || minus.Op != "-" {
			p.complain(InvalidInterval, d.Qualifier.Span, "fields of an interval stand here, but not behind a difference",
				"write (a - b) "+printQualifier(d.Qualifier)+" for two datetimes")
			return d
		}
		d.Span, d.L, d.R = p.span, minus.L, minus.R
		return d
	})
}
