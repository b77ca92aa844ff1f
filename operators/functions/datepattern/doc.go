// Package datepattern reads and writes datetimes by the patterns of Java's SimpleDateFormat, in English and in UTC.
//
//	pattern text ──Compile──▶ Pattern ──Append──▶ text
//	                             └─────Parse────▶ ms since 1970
//
// A pattern is a row of fields (runs of one letter) and of literal text. Reading is strict: every field must be there and in
// its range, fields that say the same thing twice must agree, literal text must match. Text behind the end of the pattern is
// ignored, and what the pattern leaves out is that of 1970-01-01 00:00:00.
// Start at pattern.go, then parse.go and date.go.
package datepattern
