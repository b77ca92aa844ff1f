// Package querygen makes up test scripts: whole applications over generated streams, and what happens to them. Equal seeds
// give equal scripts. Nobody knows their rows in advance; they are run by several engines, whose rows must be equal.
//
//	Script(seed) ─▶ text ─▶ does it fail? ─▶ Shrink(text, fails) ─▶ a smaller script that fails, too
//
// Everything is well typed, by a model of types of its own (class.go), so a script that the planner refuses is a finding as
// well. Values are few and small, so that groups have several rows and times meet; now and then they are extreme.
// Start at script.go, then stream.go, query.go, expr.go and feed.go; shrink.go stands alone.
package querygen
