// Package script reads and runs test scripts: a small language in which an application is fed by hand under a virtual clock
// and its rows are compared with the expected ones. Ours and the users' scripts are the same; docs/testing.md is its manual.
//
//	Parse(text) ─▶ []Command ─▶ Run(commands, Config) ─▶ *Failure with a diff of rows, or nil
//
// A Config says how the rows are cut, how often the job crashes, how many workers it has: one script must give the same rows
// under all of them.
// Start at parse.go, then run.go.
package script
