// Package vec holds columns in memory: typed views over Arrow arrays, columns that expressions compute, builders that make
// Arrow arrays, the gathering of rows, and dense group ids.
//
//	arrow.Array ──Of──▶ Column (a view, nothing copied) ──expressions──▶ Column ──Array──▶ arrow.Array
//
// A column is flat (a value a row) or const (one value for all rows). Values of null rows are unspecified, but never out
// of the type's range. Arrow arrays are made with array.NewData over slices of our own: Arrow's builders take two to four
// times the time and memory.
// Start at column.go.
package vec
