package sql

import (
	"reflect"
	"strings"
	"testing"
)

// walk calls visit for every expression of a tree.
func walk(v reflect.Value, visit func(e Expr)) {
	switch kind := v.Kind(); kind { //nolint:exhaustive // the other kinds hold no expressions
	case reflect.Interface, reflect.Pointer:
		if v.IsNil() {
			return
		}
		if e, ok := reflect.TypeAssert[Expr](v); ok && kind == reflect.Pointer {
			visit(e)
		}
		walk(v.Elem(), visit)
	case reflect.Struct:
		for _, field := range v.Fields() {
			walk(field, visit)
		}
	case reflect.Slice:
		for i := range v.Len() {
			walk(v.Index(i), visit)
		}
	}
}

// readExpr reads a text as one expression.
func readExpr(text string) (Expr, Errors) {
	toks, errs := lex(text)
	if len(errs) > 0 {
		return nil, errs
	}
	r := newReader(text, toks)
	e := r.condition(r.end)
	if r.err != nil {
		r.report(r.err)
	}
	return e, r.errs
}

// checkSpans asserts that the span of every expression is exact: its piece of the text, read alone, is that expression.
func checkSpans(t *testing.T, text string) {
	t.Helper()
	script, errs := Parse(text)
	if len(errs) > 0 {
		return
	}
	walk(reflect.ValueOf(script.Statements), func(e Expr) {
		if row, ok := e.(*Row); ok && len(row.Items) == 1 {
			return // one value of VALUES or behind CONTAINS is no row of its own
		}
		s := e.Pos()
		if s.Start < 0 || s.End > len(text) || s.Start >= s.End {
			t.Fatalf("%q: %T has the span %v", text, e, s)
		}
		piece := text[s.Start:s.End]
		if strings.TrimSpace(piece) != piece {
			t.Fatalf("the span of %s is %q", Print(e), piece)
		}
		alone, errs := readExpr(piece)
		if len(errs) > 0 {
			t.Fatalf("%s has the span %q, which is refused: %v", Print(e), piece, errs)
		}
		if got, want := Print(alone), Print(e); got != want {
			t.Fatalf("%s has the span %q, which is %s", want, piece, got)
		}
	})
}
