package sql

import (
	"encoding/hex"
	"fmt"
	"strings"
)

// Levels of expressions: an operand of a lower level than its place asks for needs parentheses.
const (
	lowest = iota
	orLevel
	andLevel
	notLevel
	testLevel // IS
	predicateLevel
	concatLevel
	addLevel
	multiplyLevel
	signLevel
	highest
)

// level holds the level of each binary operator. Comparisons, which are not in it, do not chain.
var level = map[string]int{
	"OR": orLevel, "AND": andLevel, "||": concatLevel, "+": addLevel, "-": addLevel, "*": multiplyLevel, "/": multiplyLevel,
}

// levelOf returns how tightly an expression holds together.
func levelOf(e Expr) int {
	switch e := e.(type) {
	case *Binary:
		if l, ok := level[e.Op]; ok {
			return l
		}
		return predicateLevel
	case *Unary:
		if e.Op == "NOT" {
			return notLevel
		}
		return signLevel
	case *Is:
		return testLevel
	case *Between, *Like, *In, *Exists, *Period:
		return predicateLevel
	}
	return highest
}

// expr writes an expression, in parentheses if its place asks for a higher level.
func (p *printer) expr(e Expr, least int) {
	if levelOf(e) < least {
		p.put("(")
		defer p.put(")")
	}
	switch e := e.(type) {
	case *Unary, *Binary, *Between, *Like, *In, *Is, *Period:
		p.operator(e)
	case *ColumnRef:
		for i, part := range e.Parts {
			if i > 0 {
				p.put(".")
			}
			p.put(reference(part.Name))
		}
	case *Call:
		p.call(e)
	case *Cast:
		p.put("CAST(")
		p.expr(e.X, lowest)
		p.put(" AS ")
		p.dataType(e.Type)
		p.put(")")
	case *Case:
		p.caseExpr(e)
	case *Difference:
		p.put("(")
		p.expr(e.L, addLevel)
		p.put(" - ")
		p.expr(e.R, multiplyLevel)
		p.put(") ", printQualifier(e.Qualifier))
	case *Row:
		p.row(e)
	case *Subquery:
		p.subquery(e.Query)
	case *Exists:
		p.put("EXISTS ")
		p.subquery(e.Query)
	default:
		p.literal(e)
	}
}

func (p *printer) exprs(list []Expr) {
	p.list(len(list), func(i int) { p.expr(list[i], lowest) })
}

func (p *printer) literal(e Expr) {
	switch e := e.(type) {
	case *Number:
		p.put(e.Text)
	case *String:
		p.put(quoteString(e.Value))
	case *Bytes:
		p.put("X'", strings.ToUpper(hex.EncodeToString(e.Value)), "'")
	case *Datetime:
		p.put(e.Kind, " ", quoteString(e.Text))
	case *IntervalLit:
		p.put("INTERVAL ")
		if e.Negative {
			p.put("-")
		}
		p.put(quoteString(e.Text), " ", printQualifier(e.Qualifier))
	case *Bool:
		p.put(boolText(e))
	case *NullLit:
		p.put("NULL")
	}
}

func boolText(e *Bool) string {
	switch {
	case e.Unknown:
		return "UNKNOWN"
	case e.Value:
		return "TRUE"
	}
	return "FALSE"
}

// period writes the right side of a period predicate, which may be one instant.
func (p *printer) period(r *Row) {
	if len(r.Items) == 1 {
		p.expr(r.Items[0], concatLevel)
		return
	}
	p.row(r)
}

// row writes a row. One of a single item would be read as parentheses.
func (p *printer) row(r *Row) {
	if len(r.Items) == 1 {
		p.put("ROW")
	}
	p.put("(")
	p.exprs(r.Items)
	p.put(")")
}

func (p *printer) caseExpr(e *Case) {
	p.put("CASE ")
	if e.Operand != nil {
		p.expr(e.Operand, lowest)
		p.put(" ")
	}
	for _, w := range e.Whens {
		p.put("WHEN ")
		p.expr(w.Cond, lowest)
		p.put(" THEN ")
		p.expr(w.Then, lowest)
		p.put(" ")
	}
	if e.Else != nil {
		p.put("ELSE ")
		p.expr(e.Else, lowest)
		p.put(" ")
	}
	p.put("END")
}

func (p *printer) dataType(d DataType) {
	p.put(d.Name)
	if d.Qualifier != nil {
		p.put(" ", printQualifier(*d.Qualifier))
	}
	if d.Args != nil {
		p.put("(")
		p.list(len(d.Args), func(i int) { fmt.Fprint(p, d.Args[i]) })
		p.put(")")
	}
}

func printQualifier(q Qualifier) string {
	s := q.From
	switch {
	case q.From == "SECOND" && q.Lead >= 0 && q.Fraction >= 0:
		s += fmt.Sprintf("(%d,%d)", q.Lead, q.Fraction)
	case q.Lead >= 0:
		s += fmt.Sprintf("(%d)", q.Lead)
	}
	if q.To != q.From {
		s += " TO " + q.To
		if q.Fraction >= 0 {
			s += fmt.Sprintf("(%d)", q.Fraction)
		}
	}
	return s
}
