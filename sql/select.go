package sql

import "slices"

// clauseOrder is the order of the clauses behind FROM. WINDOWED BY has the place of GROUP BY.
var clauseOrder = []string{"WHERE", "GROUP", "HAVING", "WINDOW", "ORDER"}

// clauseNames are the clauses of clauseOrder as messages call them.
var clauseNames = []string{"WHERE", "GROUP BY", "HAVING", "WINDOW", "ORDER BY"}

// selectBlock reads one SELECT. A mistake in a clause does not hide those in the others.
func (r *reader) selectBlock() *Select {
	start := r.pos
	r.expect("SELECT")
	s := &Select{Stream: r.accept("STREAM")}
	if s.Distinct = r.accept("DISTINCT"); !s.Distinct {
		r.accept("ALL")
	}
	b := &block{r: r}
	b.read(itemsPart, r.clauseEnd())
	missing := r.fromClause(s)
	last := -1
	for {
		place := slices.Index(clauseOrder, r.clauseWord())
		if place < 0 {
			break
		}
		r.checkOrder(last, place)
		last = max(last, place)
		r.clause(s, b, clauseOrder[place])
	}
	b.fill(s)
	if missing != nil && b.parts[itemsPart] != nil {
		r.report(missing) // a mistake in the select list may have hidden it
	}
	s.Span = r.span(start)
	return s
}

// clauseWord returns the word with which the next clause begins.
func (r *reader) clauseWord() string {
	if r.peek().isWord("WINDOWED") {
		return "GROUP"
	}
	return r.peek().text
}

// checkOrder complains about a clause that stands behind a later one.
func (r *reader) checkOrder(last, place int) {
	word := r.peek()
	switch {
	case place == last:
		r.report(&Error{Syntax, word.span, "there is a second " + word.text + " here", "join conditions with AND, keys with commas"})
	case place < last:
		r.report(&Error{Syntax, word.span, word.text + " must stand before " + clauseNames[last], ""})
	}
}

// fromClause reads FROM. If it is missing, it returns the mistake.
func (r *reader) fromClause(s *Select) *Error {
	if !r.peek().isWord("FROM") {
		return r.complaint(r.pos, "FROM")
	}
	r.pos++
	r.part(r.clauseEnd(), func() { s.From = []TableRef{r.from()} })
	return nil
}

// clause reads the clause that begins at the cursor: those that the parser behind the lowering knows into b, ours into s.
func (r *reader) clause(s *Select, b *block, word string) {
	first := r.peek()
	r.pos++
	switch {
	case first.isWord("WINDOWED"):
		r.part(r.clauseEnd(), func() { s.Stagger = r.stagger(r.pos - 1) })
	case word == "WINDOW":
		r.part(r.clauseEnd(), func() { s.Windows = r.windowDefs() })
	case word == "WHERE":
		b.read(wherePart, r.clauseEnd())
	case word == "HAVING":
		b.read(havingPart, r.clauseEnd())
	case word == "GROUP":
		s.GroupPos = first.span
		r.by(func() { b.read(groupPart, r.clauseEnd()) })
	case word == "ORDER":
		s.OrderPos = first.span
		r.by(func() { b.read(orderPart, r.clauseEnd()) })
	}
}

// by reads BY and what follows.
func (r *reader) by(read func()) {
	if r.accept("BY") {
		read()
		return
	}
	r.unexpected(r.pos, "BY")
	r.part(r.clauseEnd(), func() {})
}

// stagger reads WINDOWED BY STAGGER from the word BY on; the clause began at token start.
func (r *reader) stagger(start int) *Stagger {
	s := &Stagger{}
	r.expect("BY", "STAGGER")
	r.parens(func() {
		r.expect("PARTITION", "BY")
		s.Keys = r.exprs(r.findWord("RANGE", "ROWS"))
		r.expect("RANGE")
		s.Range = r.expr(r.end)
	})
	s.Span = r.span(start)
	return s
}

// findWord returns the index of the first of the words outside of parentheses, or the end of the part.
func (r *reader) findWord(list ...string) int {
	return r.find(r.pos, func(i int) bool { return r.toks[i].isOneOf(list...) })
}
