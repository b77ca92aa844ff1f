package sql

// literal lowers a number, a string or a binary literal.
func (l *lowerer) literal() {
	t := l.r.peek()
	l.r.pos++
	var e Expr
	switch t.kind {
	case numberToken:
		e = &Number{t.span, t.text}
	case stringToken:
		e = &String{t.span, t.text}
	default:
		e = &Bytes{t.span, []byte(t.text)}
	}
	l.leaf(l.r.pos-1, e)
}

func (l *lowerer) truth() {
	t := l.r.peek()
	l.r.pos++
	if t.text == "NULL" {
		l.leaf(l.r.pos-1, &NullLit{t.span})
		return
	}
	l.leaf(l.r.pos-1, &Bool{t.span, t.text == "TRUE", t.text == "UNKNOWN"})
}

// datetime lowers DATE, TIME and TIMESTAMP with a string. Its value is checked by who knows the types.
func (l *lowerer) datetime() {
	first := l.r.pos
	text := l.r.peekAt(1)
	d := &Datetime{Kind: l.r.peek().text, Text: text.text, TextPos: text.span}
	l.r.pos += 2
	d.Span = l.r.span(first)
	l.leaf(first, d)
}

// jdbcKinds maps the words of JDBC's literals.
var jdbcKinds = map[string]string{"D": "DATE", "T": "TIME", "TS": "TIMESTAMP"}

// jdbc lowers {d '…'}, {t '…'} and {ts '…'}.
func (l *lowerer) jdbc() {
	first := l.r.pos
	l.r.pos++
	d := &Datetime{Kind: jdbcKinds[l.r.peek().text]}
	if d.Kind == "" {
		l.r.unexpected(l.r.pos, "d, t or ts")
		return
	}
	l.r.pos++
	d.TextPos = l.r.peek().span
	d.Text = l.r.expectString()
	l.r.expectSymbol("}")
	d.Span = l.r.span(first)
	l.leaf(first, d)
}

func (l *lowerer) interval() {
	first := l.r.pos
	if t := l.r.peekAt(1); t.kind == endToken || t.isSymbol(",") || t.isSymbol(")") || t.isSymbol(".") {
		l.r.reservedName(first, "a column name")
		return
	}
	l.leaf(first, l.r.intervalLiteral())
}

// intervalLiteral reads INTERVAL [sign] 'text' qualifier.
func (r *reader) intervalLiteral() *IntervalLit {
	start := r.pos
	r.expect("INTERVAL")
	e := &IntervalLit{Negative: r.acceptSymbol("-")}
	if !e.Negative {
		r.acceptSymbol("+")
	}
	t := r.peek()
	if t.kind != stringToken {
		r.unexpected(r.pos, "a value in quotes")
		if t.kind == numberToken {
			r.err.Hint = "write INTERVAL '" + t.text + "' and a unit such as SECOND"
		}
		return e
	}
	e.Text, e.TextPos = t.text, t.span
	r.pos++
	e.Qualifier = r.qualifier()
	e.Span = r.span(start)
	return e
}
