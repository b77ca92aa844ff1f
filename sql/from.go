package sql

// joinWords begin a join, or what ends the condition of the join before.
var joinWords = []string{"JOIN", "INNER", "LEFT", "RIGHT", "FULL", "CROSS", "NATURAL"}

// from reads the relations of a FROM clause. A comma is a cross join of what stands on both sides.
func (r *reader) from() TableRef {
	start := r.pos
	left := r.joined()
	for r.peek().isSymbol(",") && r.err == nil {
		comma := r.peek().span
		j := &Join{Kind: "CROSS", KindPos: comma, JoinPos: comma, Left: left}
		r.pos++
		j.Right = r.joined()
		j.Span = r.span(start)
		left = j
	}
	return left
}

// joined reads a relation and those that are joined to it, from left to right.
func (r *reader) joined() TableRef {
	start := r.pos
	left := r.relation()
	for r.peek().isOneOf(joinWords...) {
		j := r.joinKind()
		j.Left = left
		j.Right = r.relation()
		r.joinCondition(j)
		j.Span = r.span(start)
		left = j
	}
	return left
}

func (r *reader) joinKind() *Join {
	j := &Join{Kind: "INNER", KindPos: r.peek().span}
	j.Natural = r.accept("NATURAL")
	switch t := r.peek(); {
	case t.isOneOf("LEFT", "RIGHT", "FULL"):
		j.Kind = t.text
		r.pos++
		r.accept("OUTER")
	case t.isWord("CROSS") && !j.Natural:
		j.Kind = "CROSS"
		r.pos++
	default:
		r.accept("INNER")
	}
	j.JoinPos = r.peek().span
	r.expect("JOIN")
	return j
}

func (r *reader) joinCondition(j *Join) {
	switch {
	case j.Natural || j.Kind == "CROSS":
	case r.accept("ON"):
		j.On = r.condition(r.find(r.pos, func(i int) bool {
			t := r.toks[i]
			return t.isSymbol(",") || t.isOneOf(joinWords...) || t.isOneOf("ON", "USING")
		}))
	case r.accept("USING"):
		j.Using = r.names("a column name")
	}
}

// relation reads a stream, a sub-query, a table function, or joins in parentheses.
func (r *reader) relation() TableRef {
	start := r.pos
	switch t := r.peek(); {
	case t.isSymbol("(") && r.isQuery(r.pos):
		d := &DerivedTable{}
		r.parens(func() { d.Query = r.query() })
		d.Correlation = r.correlation()
		d.Span = r.span(start)
		return d
	case t.isSymbol("("):
		var inner TableRef
		r.parens(func() { inner = r.joined() })
		return inner
	case t.isWord("TABLE"):
		return r.tableFunction(start)
	case t.isWord("VALUES"):
		r.fail(Syntax, t.span, "VALUES stands in parentheses in FROM", "write FROM (VALUES (1, 'a')) AS t(x, y)")
	case t.isWord("STREAM") && r.peekAt(1).isSymbol("("):
		r.fail(NotSupported, t.span, "STREAM( ) is not part of the dialect", "write TABLE(f(CURSOR(SELECT STREAM …)))")
	default:
		return r.tableName(start)
	}
	return nil
}

func (r *reader) tableName(start int) TableRef {
	n := &TableName{Parts: []Ident{r.name("a stream name")}}
	for r.acceptSymbol(".") {
		n.Parts = append(n.Parts, r.name("a stream name"))
	}
	if t := r.peek(); t.isSymbol("(") {
		r.fail(Syntax, t.span, "a table function stands inside of TABLE( )", "write TABLE("+Quote(n.Parts[0].Name)+"(CURSOR(SELECT STREAM …)))")
	}
	n.Correlation = r.correlation()
	n.Span = r.span(start)
	return n
}

// tableFunction reads TABLE(f(arguments)).
func (r *reader) tableFunction(start int) TableRef {
	f := &TableFunction{}
	r.expect("TABLE")
	r.parens(func() {
		f.Name = r.name("a table function")
		r.parens(func() {
			if r.pos < r.end {
				r.list(func() { f.Args = append(f.Args, r.tableArg()) })
			}
		})
	})
	f.Correlation = r.correlation()
	f.Span = r.span(start)
	return f
}

func (r *reader) tableArg() TableArg {
	start := r.pos
	a := TableArg{}
	if r.accept("CURSOR") {
		r.parens(func() { a.Cursor = r.query() })
	} else {
		a.Expr = r.expr(r.itemEnd())
	}
	a.Span = r.span(start)
	return a
}

// correlation reads what may follow a relation.
func (r *reader) correlation() Correlation {
	var c Correlation
	if r.peek().isWord("OVER") {
		c.Over = r.over()
	}
	if r.accept("AS") || r.peek().isName() && !r.startsClause(r.pos) {
		alias := r.name("an alias")
		c.Alias = &alias
		if r.peek().isSymbol("(") {
			c.Columns = r.names("a column name")
		}
	}
	if t := r.peek(); t.isWord("OVER") && c.Alias != nil {
		r.fail(Syntax, t.span, "OVER stands before the alias", "write FROM stream OVER (…) AS alias")
	}
	return c
}
