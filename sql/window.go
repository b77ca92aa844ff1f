package sql

// over reads OVER and the window that follows: a name, or a body in parentheses.
func (r *reader) over() *Window {
	r.expect("OVER")
	start := r.pos
	if r.peek().isSymbol("(") {
		return r.window()
	}
	name := r.name("a window name")
	return &Window{Span: r.span(start), Ref: &name}
}

// window reads the body of a window in parentheses.
func (r *reader) window() *Window {
	start := r.pos
	w := &Window{}
	r.parens(func() {
		if r.peek().isName() {
			name := r.name("a window name")
			w.Ref = &name
		}
		if r.accept("PARTITION") {
			r.expect("BY")
			w.Partition = r.exprs(r.findWord("ORDER", "ROWS", "RANGE"))
		}
		if r.accept("ORDER") {
			r.expect("BY")
			w.OrderBy = r.sortItems(r.findWord("ROWS", "RANGE"))
		}
		if r.peek().isOneOf("ROWS", "RANGE") {
			w.Frame = r.frame()
		}
	})
	w.Span = r.span(start)
	return w
}

// windowDefs reads the definitions of a WINDOW clause.
func (r *reader) windowDefs() []WindowDef {
	var defs []WindowDef
	r.list(func() {
		start := r.pos
		d := WindowDef{Name: r.name("a window name")}
		r.expect("AS")
		d.Body = r.window()
		d.Span = r.span(start)
		defs = append(defs, d)
	})
	return defs
}

func (r *reader) frame() *Frame {
	start := r.pos
	f := &Frame{Rows: r.peek().isWord("ROWS")}
	r.pos++
	if r.accept("BETWEEN") {
		f.From = r.bound()
		r.expect("AND")
		f.To = r.bound()
	} else {
		f.From = r.bound()
		f.To = Bound{Span: f.From.Span, Kind: CurrentRow}
	}
	f.Span = r.span(start)
	return f
}

// bound reads one end of a frame.
func (r *reader) bound() Bound {
	start := r.pos
	var b Bound
	switch {
	case r.accept("CURRENT"):
		r.expect("ROW")
	case r.accept("UNBOUNDED", "PRECEDING"):
		b.Kind = UnboundedPreceding
	case r.accept("UNBOUNDED", "FOLLOWING"):
		b.Kind = UnboundedFollowing
	default:
		b.By = r.expr(r.findWord("PRECEDING", "FOLLOWING", "AND"))
		switch {
		case r.accept("PRECEDING"):
			b.Kind = Preceding
		case r.accept("FOLLOWING"):
			b.Kind = Following
		default:
			r.unexpected(r.pos, "PRECEDING")
		}
	}
	b.Span = r.span(start)
	return b
}
