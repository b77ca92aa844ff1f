package sql

import "slices"

// query reads a query: blocks, VALUES, and what combines them.
func (r *reader) query() Query {
	start := r.pos
	q, bare := r.setOp([]string{"UNION", "EXCEPT"}, func() (Query, *Select) {
		return r.setOp([]string{"INTERSECT"}, r.queryTerm)
	})
	if q == Query(bare) || r.err != nil {
		return q // a block orders its own rows
	}
	return r.ordered(start, q, bare)
}

// setOp reads operands with one of the operators between them, from left to right. Bare is the last operand if it is a block
// without parentheses.
func (r *reader) setOp(ops []string, operand func() (Query, *Select)) (Query, *Select) {
	start := r.pos
	left, bare := operand()
	for r.peek().isOneOf(ops...) {
		op := &SetOp{Op: r.peek().text, OpPos: r.peek().span, Left: left}
		if bare != nil && bare.OrderBy != nil {
			r.fail(Syntax, bare.OrderPos, "ORDER BY stands behind the last query of a "+op.Op, "put this query into parentheses")
		}
		r.pos++
		op.All = r.accept("ALL")
		if !op.All {
			r.accept("DISTINCT")
		}
		op.Right, bare = operand()
		op.Span = r.span(start)
		left = op
	}
	return left, bare
}

// ordered makes an ORDER BY behind a set operation, or behind a query in parentheses, one of the whole: a block around it.
// The last block without parentheses has read it already.
func (r *reader) ordered(start int, q Query, last *Select) Query {
	outer := &Select{}
	switch {
	case last != nil && last.OrderBy != nil:
		outer.OrderBy, outer.OrderPos = last.OrderBy, last.OrderPos
		last.OrderBy, last.OrderPos = nil, Span{}
	case r.peek().isWord("ORDER"):
		outer.OrderPos = r.peek().span
		r.expect("ORDER", "BY")
		outer.OrderBy = r.sortItems(r.clauseEnd())
	default:
		return q
	}
	outer.Span, outer.Stream = r.span(start), streams(q)
	outer.Items = []SelectItem{{Span: q.Pos(), Star: true}}
	outer.From = []TableRef{&DerivedTable{Span: q.Pos(), Query: q}}
	return outer
}

// streams reports whether the first block of a query says STREAM.
func streams(q Query) bool {
	switch q := q.(type) {
	case *Select:
		return q.Stream
	case *SetOp:
		return streams(q.Left)
	}
	return false
}

// queryTerm reads a block, VALUES, or a query in parentheses. It returns the block also as such if it stands bare.
func (r *reader) queryTerm() (Query, *Select) {
	t := r.peek()
	switch {
	case t.isWord("SELECT"):
		s := r.selectBlock()
		return s, s
	case t.isWord("VALUES"):
		return r.values(), nil
	case t.isSymbol("("):
		var q Query
		r.parens(func() { q = r.query() })
		return q, nil
	}
	r.unexpected(r.pos, "SELECT")
	return nil, nil
}

// values reads VALUES and its rows. A row of one column needs no parentheses.
func (r *reader) values() *Values {
	start := r.pos
	r.expect("VALUES")
	v := &Values{}
	for _, e := range r.exprs(r.clauseEnd()) {
		row, ok := e.(*Row)
		if !ok {
			row = &Row{e.Pos(), []Expr{e}}
		}
		v.Rows = append(v.Rows, row)
	}
	v.Span = r.span(start)
	return v
}

// isQuery reports whether the parenthesis at token i opens a query, not an expression or a join: SELECT or VALUES comes
// first, or a query in parentheses that a set operator or the end follows.
func (r *reader) isQuery(i int) bool {
	next := r.toks[min(i+1, len(r.toks)-1)]
	if !next.isSymbol("(") {
		return next.isOneOf("SELECT", "VALUES")
	}
	if !r.isQuery(i + 1) {
		return false
	}
	behind := r.toks[min(r.match[i+1]+1, len(r.toks)-1)]
	return behind.isSymbol(")") || behind.isOneOf("UNION", "EXCEPT", "INTERSECT", "ORDER")
}

// clauseEnd returns the index of the next word outside of parentheses that begins a clause, or the end of the part.
func (r *reader) clauseEnd() int { return r.find(r.pos, r.startsClause) }

// startsClause reports whether token i begins a clause.
func (r *reader) startsClause(i int) bool {
	t := r.toks[i]
	switch {
	case t.isWord("WINDOWED"):
		return r.toks[i+1].isWord("BY")
	case t.isWord("FROM"):
		return !r.isDistinctFrom(i) && !r.isFromLast(i)
	}
	return t.kind == wordToken && slices.Contains(clauseWords, t.text)
}

// isDistinctFrom reports whether the FROM at token i belongs to IS [NOT] DISTINCT FROM.
func (r *reader) isDistinctFrom(i int) bool {
	if i < 2 || !r.toks[i-1].isWord("DISTINCT") {
		return false
	}
	return r.toks[i-2].isWord("IS") || i > 2 && r.toks[i-2].isWord("NOT") && r.toks[i-3].isWord("IS")
}

// isFromLast reports whether the FROM at token i belongs to NTH_VALUE(…) FROM LAST OVER …: a stream may be called LAST.
func (r *reader) isFromLast(i int) bool {
	if i < 2 || i+2 >= len(r.toks) || !r.toks[i-1].isSymbol(")") || !r.toks[i+1].isOneOf("FIRST", "LAST") {
		return false
	}
	open := r.match[i-1]
	return open > 0 && r.toks[open-1].isWord("NTH_VALUE") && r.toks[i+2].isOneOf("OVER", "IGNORE", "RESPECT")
}
