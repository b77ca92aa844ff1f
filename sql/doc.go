// Package sql reads the dialect: tokens with spans, statements, an AST in which every node has a span, a printer, and errors
// that show line, column, a caret and a hint. It knows no catalog.
//
//	text ─ lex ─ tokens ─ split ─ statement ─┬─ our clauses ──────────────────────────────┬─ AST ─ Print
//	                                         └─ lower ─ text ─ sqlparser ─ tree ─ lift ───┘
//
// Statements, FROM, windows and set operations are read by this package. The rest of a SELECT (select list, WHERE, GROUP BY,
// HAVING, ORDER BY, and every expression) is lowered to the grammar of github.com/xwb1989/sqlparser, in which each name, call
// and literal is the number of a token, parsed there, and lifted back. The table in forms.go is the lowering, a row for each
// form. A sub-query is a block of its own, to which the text around it refers by number, too.
//
// Invariants:
//
//   - Print: what Print writes is read back as the same tree.
//   - Span: the piece of text that an expression's span covers, read alone, is that expression. A node's own span leaves out
//     the parentheses around it; its parent's has them.
//   - Lowering: the lowered text has no word of the application, so nothing in it can be misread. An operator stands behind
//     its left operand, so the lifter finds in the tokens which one it is.
//   - Errors: no input makes the parser panic or hang. All mistakes are found at once, one at each place; one clause's
//     mistake does not hide another's.
//
// Start with parse.go, then statement.go, select.go, block.go, forms.go and lift.go.
package sql
