// Package json is the JSON format. It decodes with a scanner that knows the schema: from the bytes of a record straight into
// columns, with nothing allocated for a row.
//
//	record ──document──▶ object ──members──▶ tokens, one for each mapped path ──coerce──▶ one row
//
// A first pass validates a document and notes where the value of each mapped path lies (a token); members that no path names
// are validated and forgotten. Only when the whole document is good are its rows made, column by column in the order of the
// schema, so the first bad column is the one that is named, and of members of the same name the last counts.
//
// Objects of a stream look alike. So each object in the tree of paths remembers the separators that stood between the values
// of the last object, key included, and compares those bytes before it reads a key.
//
// Strings and numbers are read eight bytes at a time (word.go).
// Start at decode.go, then object.go, and encode.go for the other direction.
package json
