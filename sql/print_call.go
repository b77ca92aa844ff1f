package sql

import (
	"slices"
	"strings"
)

// argWords holds the words between the arguments of calls that are printed with words.
var argWords = map[string][]string{
	"POSITION":  {" IN "},
	"STEP":      {" BY "},
	"OVERLAY":   {" PLACING ", " FROM ", " FOR "},
	"SUBSTRING": {" FROM ", " FOR "},
}

func (p *printer) call(e *Call) {
	if e.NoParens {
		p.put(e.Name.Name)
		return
	}
	p.put(functionName(e.Name.Name), "(")
	p.callArgs(e)
	p.put(")")
	if e.FromLast {
		p.put(" FROM LAST")
	}
	if e.Nulls != "" {
		p.put(" ", e.Nulls, " NULLS")
	}
	if e.Over != nil {
		p.put(" OVER ")
		p.window(e.Over)
	}
}

// functionName prints the name of a function. Before a parenthesis some reserved words need no quotes, and one other does.
func functionName(name string) string {
	if callable[name] {
		return name
	}
	if name == "PERIOD" {
		return `"PERIOD"`
	}
	return Quote(name)
}

func (p *printer) callArgs(e *Call) {
	switch {
	case e.Star:
		p.put("*")
	case e.Unit != "" && e.Name.Name == "EXTRACT":
		p.put(e.Unit, " FROM ")
		p.exprs(e.Args)
	case e.Unit != "":
		p.exprs(e.Args)
		p.put(" TO ", e.Unit)
	case e.Name.Name == "TRIM":
		p.trim(e)
	case e.Similar:
		p.separated(e.Args, []string{" SIMILAR ", " ESCAPE "})
	case argWords[e.Name.Name] != nil:
		p.separated(e.Args, argWords[e.Name.Name])
	default:
		if e.Distinct {
			p.put("DISTINCT ")
		}
		p.plainArgs(e)
	}
}

// plainArgs writes arguments with commas. An interval that is rounded to no unit stands in parentheses, lest its last field be
// taken for one.
func (p *printer) plainArgs(e *Call) {
	if len(e.Args) == 1 && rounding[e.Name.Name] && endsWithField(e.Args[0]) {
		p.put("(")
		defer p.put(")")
	}
	p.exprs(e.Args)
}

var rounding = words("FLOOR CEIL CEILING")

// endsWithField reports whether an expression is printed with TO and a field of an interval at its end.
func endsWithField(e Expr) bool {
	f := strings.Fields(Print(e))
	n := len(f)
	return n > 2 && f[n-2] == "TO" && slices.Contains(units, f[n-1])
}

func (p *printer) separated(args []Expr, separators []string) {
	for i, a := range args {
		if i > 0 {
			p.put(separators[i-1])
		}
		p.expr(a, concatLevel)
	}
}

func (p *printer) trim(e *Call) {
	if e.Trim != "" {
		p.put(e.Trim, " ")
	}
	if len(e.Args) == 2 {
		p.expr(e.Args[0], concatLevel)
		p.put(" ")
	}
	if e.Trim != "" || len(e.Args) == 2 {
		p.put("FROM ")
	}
	p.exprs(e.Args[max(0, len(e.Args)-1):])
}
