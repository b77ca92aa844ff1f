package planner

import (
	"strings"

	"weir/operators"
	"weir/operators/expr"
	"weir/sql"
	"weir/sql/types"
)

// The statements around an expression that stands alone.
const (
	aroundBefore = "CREATE STREAM S (X INTEGER); CREATE PUMP P AS INSERT INTO S SELECT STREAM "
	aroundAfter  = "\nFROM S"
)

// BindExpr binds an expression that reads no row. The spans of its errors are those of text.
func BindExpr(text string) (expr.Node, sql.Errors) {
	n, _, errs := bindAlone(text, &scope{}, "an expression")
	return n, errs
}

// bindAlone binds an expression over a scope, outside of any script.
func bindAlone(text string, sc *scope, clause string) (expr.Node, []Warning, sql.Errors) {
	whole := aroundBefore + text + aroundAfter
	script, errs := sql.Parse(whole)
	c := &compiler{text: whole, cat: newCatalog(Catalog{}), errs: errs}
	var n expr.Node
	if len(errs) == 0 {
		n = (&exprs{compiler: c, scope: sc, clause: clause}).bind(onlyItem(script))
	}
	inside := func(at *sql.Span) {
		at.Start = min(max(at.Start-len(aroundBefore), 0), len(text))
		at.End = min(max(at.End-len(aroundBefore), 0), len(text))
	}
	for _, e := range c.errs {
		inside(&e.Span)
	}
	for i := range c.warnings {
		inside(&c.warnings[i].Span)
	}
	if len(c.errs) > 0 || n == nil {
		return nil, c.warnings, inOrder(c.errs)
	}
	return settle(n), c.warnings, nil
}

// onlyItem is the select list's first expression.
func onlyItem(s *sql.Script) sql.Expr {
	return s.Statements[1].(*sql.CreatePump).Insert.Query.(*sql.Select).Items[0].Expr
}

// Eval computes an expression that reads no row. The failure is the row error that it would cause.
func Eval(text string) (v types.Value, failed *operators.Failure, err error) {
	n, errs := BindExpr(text)
	if len(errs) > 0 {
		lines := make([]string, len(errs))
		for i, e := range errs {
			lines[i] = e.Format("expression", text)
		}
		return v, nil, &EvalError{strings.Join(lines, "\n")}
	}
	b, err := expr.Compile(n)
	if err != nil {
		return v, nil, err
	}
	v, failed = expr.Eval1(b, &expr.Input{Batch: operators.Batch{Time: make([]operators.Time, 1)}}, 0)
	return v, failed, nil
}

// EvalError says that an expression could not be bound, with the place of each mistake.
type EvalError struct{ Text string }

func (e *EvalError) Error() string { return e.Text }
