package sql

import (
	"fmt"
	"slices"
	"strconv"
)

// lowerer writes the tokens of one clause in the grammar of sqlparser. A name, a call or a sub-query becomes the back-quoted
// number of its first token, a literal a bind variable with that number; refs holds what the number stands for. So the text
// has no names, quotes or keywords that could be misread, and every leaf of the tree leads back to its place.
type lowerer struct {
	r       *reader
	part    *part
	operand bool   // an operand has just been written, so that an operator may follow
	lists   int    // commas outside of parentheses so far
	wanted  string // what must follow the operands that are read; empty if many things may
	closed  int    // the closing parenthesis of the last group or row
}

// A ref is what a number of the lowered text stands for: a leaf, or a call that waits for its arguments.
type ref struct {
	last  int // its last token
	node  Expr
	build func(c *callParts) Expr // nil for a leaf
}

// region lowers the tokens up to end.
func (l *lowerer) region(end int) {
	outer := l.r.end
	l.r.end = min(end, outer)
	for l.r.err == nil && l.r.pos < l.r.end {
		l.step()
	}
	l.r.end = outer
}

// until lowers the tokens up to end, where one is wanted; empty if none in particular.
func (l *lowerer) until(end int, wanted string) {
	outer := l.wanted
	l.wanted = wanted
	l.region(end)
	l.wanted = outer
}

// step lowers the form that begins at the cursor.
func (l *lowerer) step() {
	t := l.r.peek()
	fits := l.formsAt(t)
	for _, f := range fits {
		if f.behind == l.operand && (f.when == nil || f.when(l)) {
			f.lower(l)
			return
		}
	}
	if t.kind == wordToken && reserved[t.text] && foreign[t.text] == "" && l.misnamed(t, fits) {
		l.reserved(t)
		return
	}
	l.r.unexpected(l.r.pos, l.wanted)
}

// misnamed reports whether a reserved word, which fits no form here, seems to be meant as a name: it is no clause, no
// operator where an operand is missing, and no operand where a comma is missing.
func (l *lowerer) misnamed(t token, fits []form) bool {
	if structural[t.text] {
		return false
	}
	for _, f := range fits {
		if f.behind != l.operand && (f.when == nil || f.when(l)) {
			return false
		}
	}
	return !l.operand || l.part.kind == itemsPart && l.part.depth == 0
}

// reserved complains about a reserved word that stands for a column, an alias or a function.
func (l *lowerer) reserved(t token) {
	hint := ""
	switch {
	case l.operand:
		l.r.reservedName(l.r.pos, "an alias")
		return
	case !openFollows(l):
		l.r.reservedName(l.r.pos, "a column name")
		return
	case niladic[t.text]:
		hint = t.text + " is written without parentheses"
	case slices.Contains(units, t.text):
		hint = fmt.Sprintf("write EXTRACT(%s FROM x)", t.text)
	}
	l.r.fail(UnknownFunction, t.span, "there is no function "+t.text, hint)
}

// emit writes a piece of the lowered text, which stands for token tok.
func (l *lowerer) emit(tok int, text string) {
	p := l.part
	switch text {
	case "(":
		p.depth++
	case ")":
		p.depth--
	}
	if p.depth > maxDepth {
		l.r.fail(TooDeep, l.r.toks[tok].span, fmt.Sprintf("calls and parentheses are nested more than %d deep", maxDepth), "")
		return
	}
	p.marks = append(p.marks, mark{p.lowered.Len(), tok})
	p.lowered.WriteString(text)
	p.lowered.WriteByte(' ')
}

// pass writes n tokens as the given text, behind which an operand comes, or has just come.
func (l *lowerer) pass(n int, text string, operand bool) {
	l.emit(l.r.pos, text)
	l.r.pos += n
	l.operand = operand
}

// name refers to token i as a name.
func (l *lowerer) name(i int) {
	l.emit(i, "`"+strconv.Itoa(i)+"`")
	l.operand = true
}

// leaf lowers the tokens from first to the cursor to a reference to e.
func (l *lowerer) leaf(first int, e Expr) {
	if l.r.err != nil {
		return
	}
	l.r.refs[first] = ref{last: l.r.pos - 1, node: e}
	if _, ok := e.(*ColumnRef); ok {
		l.name(first)
		return
	}
	l.emit(first, ":v"+strconv.Itoa(first))
	l.operand = true
}

// call lowers a form to a call with the arguments that lower writes. The form begins at token first, and reaches to the cursor
// when rest, which reads what the lowered text does not hold, has returned.
func (l *lowerer) call(first int, args func(), rest func(), build func(c *callParts) Expr) {
	l.name(first)
	l.emit(first, "(")
	l.operand = false
	args()
	if l.r.err != nil {
		return
	}
	l.emit(l.r.pos, ")")
	rest()
	l.operand = true
	l.r.refs[first] = ref{last: l.r.pos - 1, build: build}
}

// group lowers a parenthesis and what is in it.
func (l *lowerer) group() {
	open := l.r.pos
	l.pass(1, "(", false)
	l.until(l.r.match[open], "")
	if l.r.err != nil {
		return
	}
	if !l.r.peek().isSymbol(")") {
		l.r.unexpected(l.r.pos, ")")
		return
	}
	l.closed = l.r.pos
	l.pass(1, ")", true)
}

// query lowers a sub-query to one without FROM that selects its number. Its blocks are lowered on their own.
func (l *lowerer) query() {
	open := l.r.pos
	var q Query
	l.r.parens(func() { q = l.r.query() })
	if l.r.err != nil {
		return
	}
	l.r.refs[open] = ref{last: l.r.pos - 1, node: &Subquery{l.r.span(open), q}}
	l.emit(open, "(")
	l.emit(open, "select")
	l.name(open)
	l.emit(l.r.pos-1, ")")
}
