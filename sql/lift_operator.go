package sql

import (
	"errors"
	"strings"

	"github.com/xwb1989/sqlparser"
)

// operation lifts an expression with operators.
func (l *lifter) operation(e sqlparser.Expr) lifted {
	switch e := e.(type) {
	case *sqlparser.AndExpr:
		return l.binary(e.Left, e.Right)
	case *sqlparser.OrExpr:
		return l.binary(e.Left, e.Right)
	case *sqlparser.BinaryExpr:
		return l.binary(e.Left, e.Right)
	case *sqlparser.ComparisonExpr:
		return l.comparison(e)
	case *sqlparser.NotExpr:
		return l.unary(e.Expr)
	case *sqlparser.UnaryExpr:
		return l.unary(e.Expr)
	case *sqlparser.RangeCond:
		return l.between(e)
	case *sqlparser.IsExpr:
		return l.is(e)
	case *sqlparser.ExistsExpr:
		x := l.expr(e.Subquery)
		first := x.first - 1
		return lifted{&Exists{l.span(first, x.last), x.expr.(*Subquery).Query}, first, x.last}
	}
	panic("sql: the lowering wrote what the lifter does not know") // only forms write into the lowered text
}

// tooDeep reports an expression at its leftmost leaf and goes no deeper.
func (l *lifter) tooDeep(e sqlparser.Expr) lifted {
	at := l.leftmost(e)
	s := l.span(at, at)
	if n := len(l.r.errs); n == 0 || l.r.errs[n-1].Code != TooDeep {
		l.r.report(&Error{TooDeep, s, "the expression has too many operators in one another", "split it up"})
	}
	return lifted{&NullLit{s}, at, at}
}

// errFound ends a walk.
var errFound = errors.New("found")

// leftmost returns the token of the first leaf of an expression.
func (l *lifter) leftmost(e sqlparser.Expr) (at int) {
	_ = sqlparser.Walk(func(n sqlparser.SQLNode) (bool, error) {
		switch n := n.(type) {
		case *sqlparser.ColName:
			at = number(n.Name.String())
			return false, errFound
		case *sqlparser.FuncExpr:
			at = number(n.Name.String())
			return false, errFound
		case *sqlparser.SQLVal:
			at = number(string(n.Val[len(":v"):]))
			return false, errFound
		}
		return true, nil
	}, e) // the error only ends the walk
	return at
}

// binary lifts an operator of one token between two operands.
func (l *lifter) binary(left, right sqlparser.Expr) lifted {
	a, b := l.expr(left), l.expr(right)
	return l.infix(a, b, a.last+1, a.last+1)
}

// infix makes the operator at the tokens from op to opLast, between two operands.
func (l *lifter) infix(a, b lifted, op, opLast int) lifted {
	var name []string
	for _, t := range l.r.toks[op : opLast+1] {
		name = append(name, t.text)
	}
	e := &Binary{l.span(a.first, b.last), strings.Join(name, " "), l.span(op, opLast), a.expr, b.expr}
	if e.Op == "!=" {
		e.Op = "<>"
	}
	return lifted{e, a.first, b.last}
}

// unary lifts a sign or NOT, which stands before its operand.
func (l *lifter) unary(operand sqlparser.Expr) lifted {
	x := l.expr(operand)
	first := x.first - 1
	return lifted{&Unary{l.span(first, x.last), l.r.toks[first].text, x.expr}, first, x.last}
}

// comparison lifts what sqlparser takes for a comparison. Which predicate it is, the tokens behind the left operand tell.
func (l *lifter) comparison(e *sqlparser.ComparisonExpr) lifted {
	a, b := l.expr(e.Left), l.expr(e.Right)
	op := a.last + 1
	if n := distinctLength(l.r, op); n > 0 {
		return l.infix(a, b, op, op+n-1)
	}
	if n := temporalLength(l.r, op); n > 0 {
		return lifted{period(l.r, op, a.expr, b.expr), a.first, b.last}
	}
	not := l.r.toks[op].isWord("NOT")
	word := l.r.toks[op]
	if not {
		word = l.r.toks[op+1]
	}
	s := l.span(a.first, b.last)
	switch word.text {
	case "IN":
		return lifted{l.in(s, not, a, b, e.Right), a.first, b.last}
	case "LIKE", "SIMILAR":
		like := &Like{Span: s, Not: not, Similar: word.text == "SIMILAR", X: a.expr, Pattern: b.expr}
		if e.Escape != nil {
			x := l.expr(e.Escape)
			like.Escape, b.last = x.expr, x.last
			like.Span = l.span(a.first, b.last)
		}
		return lifted{like, a.first, b.last}
	}
	return l.infix(a, b, op, op)
}

func (l *lifter) in(s Span, not bool, a, b lifted, right sqlparser.Expr) Expr {
	in := &In{Span: s, Not: not, X: a.expr}
	if _, ok := right.(*sqlparser.Subquery); ok {
		in.Query = b.expr.(*Subquery).Query
	} else {
		in.List = b.expr.(*Row).Items
	}
	return in
}

func (l *lifter) between(e *sqlparser.RangeCond) lifted {
	x, low, high := l.expr(e.Left), l.expr(e.From), l.expr(e.To)
	b := &Between{l.span(x.first, high.last), l.r.toks[x.last+1].isWord("NOT"), x.expr, low.expr, high.expr}
	return lifted{b, x.first, high.last}
}

func (l *lifter) is(e *sqlparser.IsExpr) lifted {
	x := l.expr(e.Expr)
	is := &Is{X: x.expr}
	last := x.last + 2
	if is.Not = l.r.toks[last].isWord("NOT"); is.Not {
		last++
	}
	is.What, is.Span = l.r.toks[last].text, l.span(x.first, last)
	return lifted{is, x.first, last}
}
