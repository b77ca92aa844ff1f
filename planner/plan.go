package planner

import (
	"fmt"
	"slices"

	"weir/operators"
	"weir/planner/rules"
	"weir/sql"
)

// Catalog is what an application brings along besides its code: its inputs and its reference tables.
type Catalog struct {
	Inputs []*operators.Input
	Tables []*operators.Table
}

// Options changes what Compile accepts and makes.
type Options struct {
	// Strict holds the code to the limits of KDA where Weir allows more.
	Strict bool
	// OpenStreams makes an input of every stream that no pump writes, so that a test can push rows into it.
	OpenStreams bool
	// NoRules returns the plan as it was bound, before any rule has changed it.
	NoRules bool
	// Destinations are the application's outputs.
	Destinations []Destination
}

// Destination is an output of the application. Name is a stream's exact name, or S.ERRORS, S.LATE, error_stream. Target is
// the key of the sink in the job's configuration.
type Destination struct{ Name, Target string }

// Warning is something that is allowed and probably not meant.
type Warning struct {
	Span    sql.Span // empty if it is about no place of the text
	Message string   // lower case, no full stop
	Hint    string
}

// Format prints the warning with its place.
func (w *Warning) Format(file, text string) string {
	s := file + ": warning: " + w.Message
	if w.Span.End > 0 {
		line, col := sql.LineCol(text, w.Span.Start)
		s = fmt.Sprintf("%s:%d:%d: warning: %s", file, line, col, w.Message)
	}
	if w.Hint != "" {
		s += "\n  hint: " + w.Hint
	}
	return s
}

// Compile turns application code into a plan. If there is any mistake it returns all of them, in the order of the text, and
// no plan.
func Compile(text string, cat Catalog, opts Options) (*operators.Plan, []Warning, sql.Errors) {
	script, errs := sql.Parse(text)
	c := &compiler{text: text, opts: opts, cat: newCatalog(cat), errs: errs, partial: len(errs) > 0}
	if script != nil {
		c.script(script)
	}
	c.refuseCycles()
	plan := c.plan(cat)
	if c.strict(cat); len(c.errs) > 0 {
		return nil, c.warnings, inOrder(c.errs)
	}
	if !opts.NoRules {
		rules.Apply(plan)
	}
	return plan, c.warnings, nil
}

// inOrder sorts mistakes by their place. Of one kind there is one at each place: a star may hold many columns.
func inOrder(errs sql.Errors) sql.Errors {
	errs.Sort()
	return slices.CompactFunc(errs, func(a, b *sql.Error) bool { return a.Span == b.Span && a.Code == b.Code })
}

// compiler compiles one script.
type compiler struct {
	text     string
	opts     Options
	cat      *catalog
	partial  bool // the parser has left out statements, so that a missing stream may be one of theirs
	errs     sql.Errors
	warnings []Warning
	reads    []*object         // what the present pump reads, for cycles
	windows  [][]sql.WindowDef // of the queries around the present one
	open     map[string]bool
	pump     string             // the present one
	tables   []*operators.Table // queries over tables that it asks
	queries  int                // that there are so far
}

// fail reports a mistake.
func (c *compiler) fail(code sql.Code, at sql.Span, hint, format string, args ...any) {
	c.errs = append(c.errs, &sql.Error{Code: code, Span: at, Message: fmt.Sprintf(format, args...), Hint: hint})
}

// unsupported refuses what the planner does not do yet.
func (c *compiler) unsupported(at sql.Span, what string) {
	c.fail(sql.NotSupported, at, "", "%s is not supported yet", what)
}

func (c *compiler) warn(at sql.Span, hint, format string, args ...any) {
	c.warnings = append(c.warnings, Warning{Span: at, Message: fmt.Sprintf(format, args...), Hint: hint})
}
