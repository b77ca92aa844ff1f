// Package sql reads the dialect: tokens with spans, statements, an AST in which every node has a span, a printer with
// Parse(Print(x)) == x, and errors that show line, column, a caret and a hint. It knows no catalog.
//
// Statements, FROM, windows and the clauses of our own are read by this package. The rest of a SELECT (select list, WHERE,
// GROUP BY, HAVING, ORDER BY, expressions) is lowered to the grammar of github.com/xwb1989/sqlparser, in which every name
// and literal is a reference into the token table, parsed there, and lifted back to our AST with exact spans.
package sql
