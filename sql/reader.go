package sql

import (
	"fmt"
)

// maxDepth is how deep parentheses may be nested. The parser behind the lowering stops at 200, see lower.go.
const maxDepth = 190

// reader walks the tokens of one statement. Its first error sticks: until someone takes it, the reader stands at the end of
// what it reads, so that no caller has to check after every word.
type reader struct {
	text  string
	toks  []token     // the statement; the last is its end token
	match []int       // for each ( the index of its ) and the other way round; the end token's for a ( that is never closed, -1 for a lone )
	pos   int         // the next token
	end   int         // where the part that is read ends; peek gives nothing beyond it
	refs  map[int]ref // what the lowered text refers to, by its first token
	err   *Error      // sticks
	errs  Errors      // taken
}

func newReader(text string, toks []token) *reader {
	r := &reader{text: text, toks: toks, end: len(toks) - 1, refs: map[int]ref{}}
	r.pair()
	return r
}

// pair finds the partner of each parenthesis.
func (r *reader) pair() {
	r.match = make([]int, len(r.toks))
	var open []int
	for i, t := range r.toks {
		switch {
		case t.isSymbol("("):
			open = append(open, i)
			r.match[i] = len(r.toks) - 1
			if len(open) == maxDepth+1 {
				r.fail(TooDeep, t.span, fmt.Sprintf("parentheses are nested more than %d deep", maxDepth), "")
			}
		case t.isSymbol(")") && len(open) == 0:
			r.match[i] = -1
		case t.isSymbol(")"):
			last := open[len(open)-1]
			open = open[:len(open)-1]
			r.match[last], r.match[i] = i, last
		}
	}
}

// peek returns the next token. Behind the last one, or after an error, it is an end token.
func (r *reader) peek() token { return r.peekAt(0) }

// peekAt returns the token n places further on.
func (r *reader) peekAt(n int) token {
	if r.err != nil || r.pos+n >= r.end {
		return token{kind: endToken, span: r.toks[r.end].span}
	}
	return r.toks[r.pos+n]
}

// accept reads the words if they all come next, in this order.
func (r *reader) accept(list ...string) bool {
	for n, w := range list {
		if !r.peekAt(n).isWord(w) {
			return false
		}
	}
	r.pos += len(list)
	return true
}

func (r *reader) acceptSymbol(s string) bool {
	if !r.peek().isSymbol(s) {
		return false
	}
	r.pos++
	return true
}

// expect reads the words, each of which must come.
func (r *reader) expect(list ...string) {
	for _, w := range list {
		if !r.accept(w) {
			r.unexpected(r.pos, w)
			return
		}
	}
}

func (r *reader) expectSymbol(s string) {
	if !r.acceptSymbol(s) {
		r.unexpected(r.pos, s)
	}
}

// expectString reads a character literal.
func (r *reader) expectString() string {
	t := r.peek()
	if t.kind != stringToken {
		r.unexpected(r.pos, "a string")
		return ""
	}
	r.pos++
	return t.text
}

// within reads a part that must reach exactly to end.
func (r *reader) within(end int, read func()) {
	outer := r.end
	r.end = min(end, outer)
	read()
	if r.err == nil && r.pos < r.end {
		r.unexpected(r.pos, "")
	}
	r.end = outer
}

// parens reads what stands between the parentheses of which the opening one comes next.
func (r *reader) parens(read func()) {
	open := r.pos
	r.expectSymbol("(")
	if r.err != nil {
		return
	}
	r.within(r.match[open], read)
	r.expectSymbol(")")
}

// list reads items with commas between them.
func (r *reader) list(item func()) {
	for item(); r.acceptSymbol(","); {
		item()
	}
}

// part reads up to end. A mistake in it is taken, and the reader goes on at end.
func (r *reader) part(end int, read func()) {
	r.within(end, read)
	if r.err != nil {
		r.report(r.err)
		r.err, r.pos = nil, end
	}
}

// itemEnd returns the index of the next comma outside of parentheses, or the end of the part.
func (r *reader) itemEnd() int {
	return r.find(r.pos, func(i int) bool { return r.toks[i].isSymbol(",") })
}

// find returns the first index from i on, outside of parentheses, for which stop holds, or the end of the part.
func (r *reader) find(i int, stop func(i int) bool) int {
	for i < r.end && !r.toks[i].isSymbol(")") && !stop(i) {
		if r.toks[i].isSymbol("(") {
			i = r.match[i]
		}
		i++
	}
	return min(i, r.end)
}

// span covers the tokens from first to the last that was read.
func (r *reader) span(first int) Span { return r.spanOf(first, r.pos-1) }

func (r *reader) spanOf(first, last int) Span {
	return Span{r.toks[first].span.Start, r.toks[max(first, last)].span.End}
}

func (r *reader) fail(code Code, s Span, message, hint string) {
	if r.err == nil {
		r.err = &Error{code, s, message, hint}
	}
}

func (r *reader) report(e *Error) { r.errs = append(r.errs, e) }

// name reads the name of something; what says of what, with its article.
func (r *reader) name(what string) Ident {
	t := r.peek()
	switch {
	case t.isName():
		r.pos++
		return r.ident(r.pos - 1)
	case t.kind == wordToken && !structural[t.text]:
		r.reservedName(r.pos, what)
	default:
		r.unexpected(r.pos, what)
	}
	return Ident{}
}

// object reads the name of something that stands in the one schema there is.
func (r *reader) object(what string) Ident {
	id := r.name(what)
	if t := r.peek(); t.isSymbol(".") {
		r.fail(Syntax, t.span, "streams, pumps and functions have simple names", "leave out what stands before the dot")
	}
	return id
}

// ident makes the name out of token i.
func (r *reader) ident(i int) Ident {
	t := r.toks[i]
	return Ident{Span: t.span, Name: t.text, Quoted: t.kind == quotedToken}
}

// names reads a list of names in parentheses.
func (r *reader) names(what string) []Ident {
	var list []Ident
	r.parens(func() { r.list(func() { list = append(list, r.name(what)) }) })
	return list
}
