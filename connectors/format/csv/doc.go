// Package csv reads and writes rows of fields between delimiters: CSV, TSV, pipes, any strings.
//
//	record ──rows by RowDelimiter──▶ fields by ColumnDelimiter ──coerce──▶ columns
//
// Column i takes field i. Fields behind the last column are left out; columns without a field are NULL, and so is an empty
// field, except that it is an empty text in a column of characters. A record may hold several rows; a row delimiter at its end
// adds none. Rows stand alone: a bad one does not take the others.
//
// A field is quoted if, blanks apart, it begins with a quote and the quote that closes it ends it. Inside, delimiters are text
// and two quotes are one. Any other quote is text, and where a delimiter holds a quote all are. A quoted field may hold line
// feeds, in a stream of bytes too: up to 64 KiB.
//
// Start at decode.go, then scan.go; cut.go finds rows in a stream of bytes; encode.go writes.
package csv
