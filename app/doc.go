// Package app turns an application file into a plan and a job. The file is KDA's CreateApplication request, in YAML or JSON,
// in which Weir URLs may stand for ARNs, with Weir's own options beside it; docs/application.md is its manual.
//
//	Load(path) ─▶ *App{Streams, Outputs, Code} ─Compile─▶ *Compiled{Plan, Warnings} ─Job─▶ *Running
//
// Mistakes of the file and of its code are *Errors: all at once, each with line, column, a caret and a hint. What is wrong
// with the world (no such file, no right to write) is said by Job, before anything is changed.
// Start at load.go, then request.go (what a file holds), decode.go (how it is read), compile.go and job.go.
package app
