package sql

import (
	"strings"

	"github.com/xwb1989/sqlparser"
)

// partKind names a clause that the parser behind the lowering reads. The kinds are in the order of the text.
type partKind uint8

const (
	itemsPart partKind = iota
	wherePart
	groupPart
	havingPart
	orderPart
	partCount
)

// leads holds the words before each part in the lowered text.
var leads = [partCount]string{"select ", "where ", "group by ", "having ", "order by "}

// A part is a clause: the tokens [start, end) and what they were lowered to.
type part struct {
	kind       partKind
	start, end int
	lowered    strings.Builder
	marks      []mark
	depth      int    // open parentheses of the lowered text
	cases      int    // CASE without its END
	err        *Error // where the lowering stopped
}

// A mark says which token of ours a piece of the lowered text stands for.
type mark struct{ offset, tok int }

// A block is a SELECT as far as sqlparser reads it. FROM is not a part of it: that is ours. A lone expression, a list or sort
// keys are a block of one part.
type block struct {
	r     *reader
	parts [partCount]*part
	tree  *sqlparser.Select
}

// read lowers a clause that reaches to the token at end.
func (b *block) read(kind partKind, end int) {
	r := b.r
	p := &part{kind: kind, start: r.pos, end: end}
	b.parts[kind] = p
	l := &lowerer{r: r, part: p}
	r.within(end, func() { l.region(end) })
	p.err, r.err, r.pos = r.err, nil, end
}

// parse gives the lowered clauses to sqlparser. A clause with a mistake is reported and left out, until the rest is good.
func (b *block) parse() {
	for kind, p := range b.parts {
		if p == nil || p.err == nil {
			continue
		}
		if _, tok, ok := parseLowered(only(p)); !ok && tok < p.end && b.r.toks[tok].span.Start < p.err.Span.Start {
			p.err = b.r.complaint(b.r.blame(tok), "")
		}
		b.r.report(p.err)
		b.parts[kind] = nil
	}
	for b.tree == nil {
		tree, tok, ok := parseLowered(b.parts)
		if ok {
			b.tree = tree
			return
		}
		b.drop(tok)
	}
}

func only(p *part) (parts [partCount]*part) {
	parts[p.kind] = p
	return parts
}

// drop reports the mistake at a token and leaves out the clause in which it is: the last one that begins before it.
func (b *block) drop(tok int) {
	b.r.report(b.r.complaint(b.r.blame(tok), b.wanted(tok)))
	for kind := partCount; kind > 0; kind-- {
		if p := b.parts[kind-1]; p != nil && p.start <= tok {
			b.parts[kind-1] = nil
			return
		}
	}
	b.parts = [partCount]*part{}
}

// wanted says what is missing where a clause ends too early.
func (b *block) wanted(tok int) string {
	for _, p := range b.parts {
		if p == nil || p.end != tok {
			continue
		}
		if p.cases > 0 && endsOperand(b.r.toks[tok-1]) {
			return "END"
		}
		return "an expression"
	}
	return ""
}

// parseLowered joins the parts to a statement and parses it. If it is refused, tok is the token at which.
func parseLowered(parts [partCount]*part) (tree *sqlparser.Select, tok int, ok bool) {
	var text strings.Builder
	var marks []mark
	end := 0
	for kind, p := range parts {
		if p == nil && kind != int(itemsPart) {
			continue
		}
		marks = append(marks, mark{text.Len(), end}) // the word behind a clause that ends too early
		text.WriteString(leads[kind])
		if p == nil {
			text.WriteString("* ")
			continue
		}
		for _, m := range p.marks {
			marks = append(marks, mark{text.Len() + m.offset, m.tok})
		}
		text.WriteString(p.lowered.String())
		end = p.end
	}
	marks = append(marks, mark{text.Len() - 1, end}) // the blank at the end stands for what comes too early
	statement, err := sqlparser.Parse(text.String())
	if err != nil {
		return nil, tokenAt(marks, errorOffset(err)), false
	}
	tree, ok = statement.(*sqlparser.Select)
	return tree, end, ok
}

// tokenAt returns the token of the last mark that does not lie behind offset.
func tokenAt(marks []mark, offset int) int {
	tok := marks[0].tok
	for _, m := range marks {
		if m.offset > offset {
			break
		}
		tok = m.tok
	}
	return tok
}

// fill puts the clauses that were read into s.
func (b *block) fill(s *Select) {
	b.parse()
	l := &lifter{r: b.r}
	if p := b.parts[itemsPart]; p != nil {
		s.Items = l.items(p, b.tree.SelectExprs)
	}
	if b.parts[wherePart] != nil {
		s.Where = l.expr(b.tree.Where.Expr).expr
	}
	for _, e := range b.tree.GroupBy {
		s.GroupBy = append(s.GroupBy, l.expr(e).expr)
	}
	if b.parts[havingPart] != nil {
		s.Having = l.expr(b.tree.Having.Expr).expr
	}
	s.OrderBy = l.sortItems(b.tree.OrderBy)
}

// lone reads one part that stands alone, outside of a SELECT, and gives it to sqlparser.
func (r *reader) lone(kind partKind, end int, lift func(s *Select)) {
	if r.err != nil {
		return
	}
	b := &block{r: r}
	before := len(r.errs)
	b.read(kind, end)
	var s Select
	b.fill(&s)
	if len(r.errs) == before {
		lift(&s)
		return
	}
	r.err = r.errs[before] // sticks: the part around it is broken
	r.errs = append(r.errs[:before], r.errs[before+1:]...)
}

// condition reads one expression up to end.
func (r *reader) condition(end int) (e Expr) {
	r.lone(wherePart, end, func(s *Select) { e = s.Where })
	return e
}

// expr reads one expression up to end.
func (r *reader) expr(end int) Expr { return r.condition(end) }

// exprs reads expressions with commas between them up to end.
func (r *reader) exprs(end int) (list []Expr) {
	r.lone(groupPart, end, func(s *Select) { list = s.GroupBy })
	return list
}

// sortItems reads sort keys up to end.
func (r *reader) sortItems(end int) (items []SortItem) {
	r.lone(orderPart, end, func(s *Select) { items = s.OrderBy })
	return items
}
