// Package reference loads reference tables: the look-up data that streams are joined to.
//
//	io.Reader ─Loader─▶ *Version{rows, refused rows} ─swap between two steps─▶ operators, through Env.Table
//
// A table is loaded whole and never changes; a newer version takes its place at once for all who read it. A version that
// cannot be read, or has no good row, is an error, and the one before it stays.
//
// Start at version.go, then loader.go.
package reference
