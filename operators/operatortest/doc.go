// Package operatortest runs one operator in tests: it gives it rows cut in any way, takes its state out and back in between
// steps, and asserts what every operator promises (see package operators).
//
//	Row, Batch    rows as Go values
//	Run           some steps, as a test wrote them
//	Check         many random cuts of the same rows, all of which must give the same result
//
// Start at run.go.
package operatortest
