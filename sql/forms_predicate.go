package sql

import "slices"

// The lowered text keeps only the place of a predicate among the operators. Which one it is, the lifter sees in the tokens.

func isDistinct(l *lowerer) bool { return distinctLength(l.r, l.r.pos) > 0 }

// distinctLength returns how many tokens IS [NOT] DISTINCT FROM has at token i, 0 if it is not there.
func distinctLength(r *reader, i int) int {
	n := 1
	if r.toks[min(i+n, len(r.toks)-1)].isWord("NOT") {
		n++
	}
	if i+n+1 < len(r.toks) && r.toks[i].isWord("IS") && r.toks[i+n].isWord("DISTINCT") && r.toks[i+n+1].isWord("FROM") {
		return n + 2
	}
	return 0
}

func (l *lowerer) distinct() { l.pass(distinctLength(l.r, l.r.pos), "<=>", false) }

// is lowers IS [NOT] NULL, TRUE, FALSE and UNKNOWN to the first of them.
func (l *lowerer) is() {
	n := 1
	if l.r.peekAt(n).isWord("NOT") {
		n++
	}
	if !l.r.peekAt(n).isOneOf("NULL", "TRUE", "FALSE", "UNKNOWN") {
		l.r.unexpected(l.r.pos+n, "NULL, TRUE, FALSE, UNKNOWN or DISTINCT FROM")
		return
	}
	l.emit(l.r.pos, "is")
	l.pass(n+1, "null", true)
}

// similar lowers SIMILAR TO to LIKE, which takes an ESCAPE as well.
func (l *lowerer) similar() {
	if !l.r.peekAt(1).isWord("TO") {
		l.r.unexpected(l.r.pos+1, "TO")
		return
	}
	l.pass(2, "like", false)
}

// temporalWords begin a predicate between two periods. Those with a mode before them need the next word, too.
var temporalWords = []string{
	"EQUALS", "CONTAINS", "OVERLAPS", "PRECEDES", "SUCCEEDS", "LEADS", "LAGS", "STRICTLY", "IMMEDIATELY",
}

// temporalLength returns how many tokens the period predicate at token i has, 0 if there is none.
func temporalLength(r *reader, i int) int {
	if i+1 >= len(r.toks) {
		return 0
	}
	switch t := r.toks[i]; {
	case t.isWord("STRICTLY") && r.toks[i+1].isOneOf(temporalWords[1:7]...):
		return 2
	case t.isWord("IMMEDIATELY") && r.toks[i+1].isOneOf(temporalWords[3:7]...):
		return 2
	case t.isOneOf(temporalWords[:7]...):
		return 1
	}
	return 0
}

// periodEnd returns the index behind the period at token i, and whether there is one: [PERIOD] and a pair in parentheses.
func periodEnd(r *reader, i int) (int, bool) {
	if r.toks[i].isWord("PERIOD") {
		i++
	}
	if i >= r.end || !r.toks[i].isSymbol("(") || !isPair(r, i) {
		return i, false
	}
	return r.match[i] + 1, true
}

// isPair reports whether a comma stands between the parenthesis at token open and its partner, outside of further ones.
func isPair(r *reader, open int) bool {
	i := r.find(open+1, func(i int) bool { return r.toks[i].isSymbol(",") })
	return i < r.match[open] && i < r.end
}

// behindRow reports whether a period predicate stands at the cursor, behind a pair.
func behindRow(l *lowerer) bool {
	return l.closed == l.r.pos-1 && isPair(l.r, l.r.match[l.closed]) && temporalLength(l.r, l.r.pos) > 0
}

func isPeriod(l *lowerer) bool {
	_, ok := periodEnd(l.r, l.r.pos)
	return ok
}

func (l *lowerer) temporal() { l.pass(temporalLength(l.r, l.r.pos), "=", false) }

// isChain reports whether at least three periods with predicates between them begin at the cursor.
func isChain(l *lowerer) bool { return len(chainOf(l.r, l.r.pos)) > 1 }

// chainOf returns the indices of the predicates in the chain of periods that begins at token i.
func chainOf(r *reader, i int) []int {
	var ops []int
	for {
		end, ok := periodEnd(r, i)
		if !ok {
			return ops[:max(0, len(ops)-1)] // the last predicate has no period behind it
		}
		n := 0
		if end < r.end {
			n = temporalLength(r, end)
		}
		if n == 0 {
			return ops
		}
		ops = append(ops, end)
		i = end + n
	}
}

// period makes the predicate at token op between two periods. Behind CONTAINS a single instant may stand.
func period(r *reader, op int, a, b Expr) *Period {
	last := op + temporalLength(r, op) - 1
	p := &Period{Span: Span{a.Pos().Start, b.Pos().End}, OpPos: r.spanOf(op, last), Op: r.toks[last].text}
	if last > op {
		p.Op = r.toks[op].text + " " + p.Op
	}
	p.L, _ = a.(*Row)
	p.R, _ = b.(*Row)
	if p.R == nil && r.toks[last].isWord("CONTAINS") {
		p.R = &Row{b.Pos(), []Expr{b}}
	} else if p.R == nil || len(p.R.Items) != 2 {
		r.report(&Error{Syntax, b.Pos(), "a period is expected here", "write (start, end)"})
	}
	if p.L == nil || len(p.L.Items) != 2 {
		r.report(&Error{Syntax, a.Pos(), "a period has two ends", "write (start, end)"})
	}
	return p
}

// chain lowers a chain of periods to a call with the periods as arguments.
func (l *lowerer) chain() {
	first := l.r.pos
	ops := chainOf(l.r, first)
	l.call(first, func() {
		for _, op := range append(slices.Clone(ops), -1) {
			l.r.accept("PERIOD")
			l.group()
			if op >= 0 {
				l.pass(temporalLength(l.r, op), ",", false)
			}
		}
	}, func() {}, func(p *callParts) Expr {
		var all Expr
		rows := p.exprs()
		for i, op := range ops {
			all = p.and(all, p.period(op, rows[i], rows[i+1]))
		}
		return all
	})
}
