// Package oracle runs a plan the slow and obvious way, to check the engine against it.
//
// It keeps the whole history and computes everything from the start after every event: a stream is the list of all its rows
// so far and a promise, and each node is a function from lists to lists, one row at a time. Expressions are interpreted value by
// value with exact arithmetic; only the bodies of scalar functions and the text of casts are shared with the engine.
// Start at relation.go.
package oracle
