package sql

import (
	"strconv"

	"github.com/xwb1989/sqlparser"
)

// maxExprDepth is how deep an expression may be nested, operators included.
const maxExprDepth = 5000

// lifter turns a tree of sqlparser into ours. Every leaf of it is the number of a token, and an operator stands behind its
// left operand with the parentheses around that, so tokens and spans of all nodes follow from those of the leaves.
type lifter struct {
	r     *reader
	depth int
}

// lifted is an expression with its first and last token, parentheses around it included.
type lifted struct {
	expr        Expr
	first, last int
}

// number reads a reference of the lowered text.
func number(s string) int {
	n, _ := strconv.Atoi(s) // the lowering wrote it
	return n
}

func (l *lifter) span(first, last int) Span { return l.r.spanOf(first, last) }

// items lifts a select list, walking along the tokens for the stars, which are no leaves.
func (l *lifter) items(p *part, list sqlparser.SelectExprs) []SelectItem {
	var items []SelectItem
	next := p.start
	for _, s := range list {
		item, last := l.item(s, next)
		items = append(items, item)
		next = last + 2 // behind the comma
	}
	return items
}

// item lifts one item of a select list, which begins at token first, and returns its last token.
func (l *lifter) item(s sqlparser.SelectExpr, first int) (SelectItem, int) {
	e, ok := s.(*sqlparser.AliasedExpr)
	if !ok {
		item := SelectItem{Star: true}
		last := first
		if name := s.(*sqlparser.StarExpr).TableName; !name.IsEmpty() {
			of := l.r.ident(first)
			item.Of, last = &of, first+2
		}
		item.Span = l.span(first, last)
		return item, last
	}
	x := l.expr(e.Expr)
	if !e.As.IsEmpty() {
		x.last = number(e.As.String())
	}
	item := SelectItem{Span: l.span(x.first, x.last), Expr: x.expr}
	if !e.As.IsEmpty() {
		alias := l.r.ident(x.last)
		item.Alias = &alias
	}
	return item, x.last
}

// sortItems lifts sort keys. WITHIN is found in the tokens behind a key.
func (l *lifter) sortItems(list sqlparser.OrderBy) []SortItem {
	var items []SortItem
	for _, o := range list {
		x := l.expr(o.Expr)
		item := SortItem{Expr: x.expr, Desc: o.Direction == sqlparser.DescScr}
		if l.r.toks[x.last+1].isOneOf("ASC", "DESC") {
			x.last++
		}
		if l.r.toks[x.last+1].isWord("WITHIN") {
			within := l.r.refs[x.last+1]
			item.Within, x.last = within.node, within.last
		}
		item.Span = l.span(x.first, x.last)
		items = append(items, item)
	}
	return items
}

// expr lifts an expression.
func (l *lifter) expr(e sqlparser.Expr) lifted {
	l.depth++
	defer func() { l.depth-- }()
	if l.depth > maxExprDepth {
		return l.tooDeep(e)
	}
	switch e := e.(type) {
	case *sqlparser.ColName:
		return l.ref(number(e.Name.String()))
	case *sqlparser.SQLVal:
		return l.ref(number(string(e.Val[len(":v"):])))
	case *sqlparser.Subquery:
		item := e.Select.(*sqlparser.Select).SelectExprs[0].(*sqlparser.AliasedExpr)
		return l.expr(item.Expr)
	case *sqlparser.ParenExpr:
		x := l.expr(e.Expr)
		x.first, x.last = x.first-1, x.last+1
		return x
	case sqlparser.ValTuple:
		return l.row(e)
	case *sqlparser.FuncExpr:
		return l.call(e)
	case *sqlparser.CaseExpr:
		return l.caseExpr(e)
	}
	return l.operation(e)
}

// ref returns the leaf that begins at token i.
func (l *lifter) ref(i int) lifted {
	leaf := l.r.refs[i]
	return lifted{leaf.node, i, leaf.last}
}

// row lifts a list in parentheses. The word PERIOD before it belongs to it.
func (l *lifter) row(list sqlparser.ValTuple) lifted {
	items, first, last := l.list(sqlparser.Exprs(list))
	first, last = first-1, last+1
	if first > 0 && l.r.toks[first-1].isWord("PERIOD") {
		first--
	}
	return lifted{&Row{l.span(first, last), items}, first, last}
}

// list lifts expressions and returns the first and last token of all.
func (l *lifter) list(list sqlparser.Exprs) (items []Expr, first, last int) {
	for i, e := range list {
		x := l.expr(e)
		if i == 0 {
			first = x.first
		}
		items, last = append(items, x.expr), x.last
	}
	return items, first, last
}

func (l *lifter) caseExpr(e *sqlparser.CaseExpr) lifted {
	c := &Case{}
	first, last := 0, 0
	for i, w := range e.Whens {
		cond, then := l.expr(w.Cond), l.expr(w.Val)
		if i == 0 {
			first = cond.first - 2 // CASE WHEN
		}
		last = then.last + 1
		c.Whens = append(c.Whens, When{cond.expr, then.expr})
	}
	if e.Expr != nil {
		x := l.expr(e.Expr)
		c.Operand, first = x.expr, x.first-1
	}
	if e.Else != nil {
		x := l.expr(e.Else)
		c.Else, last = x.expr, x.last+1
	}
	c.Span = l.span(first, last)
	return lifted{c, first, last}
}
