package app

import (
	"slices"

	"weir/operators"
	"weir/planner"
	"weir/sql"
)

// Compiled is an application with its plan.
type Compiled struct {
	*App
	Plan     *operators.Plan
	Warnings []planner.Warning
	// Shown are the streams that go to standard output because the application names no outputs: those that nothing reads.
	Shown []string
}

// Compile plans the application. Mistakes in its code are all reported, as *Errors. Destinations in the options stand beside
// the application's own.
func (a *App) Compile(o planner.Options) (*Compiled, error) {
	var catalog planner.Catalog
	for _, s := range a.Streams {
		catalog.Inputs = append(catalog.Inputs, s.Input)
	}
	for _, t := range a.Tables {
		catalog.Tables = append(catalog.Tables, t.Spec)
	}
	for _, t := range a.Outputs {
		o.Destinations = append(o.Destinations, planner.Destination{Name: t.Stream.V, Target: t.Key})
	}
	plan, warnings, errs := planner.Compile(a.Code.Text, catalog, o)
	if len(errs) > 0 {
		return nil, a.Code.errors(errs)
	}
	return &Compiled{App: a, Plan: plan, Warnings: warnings}, nil
}

// CompileToRun plans the application for weir run: one without outputs shows every stream that nothing reads.
func (a *App) CompileToRun(o planner.Options) (*Compiled, error) {
	c, err := a.Compile(o)
	if err != nil || len(c.Plan.Outputs) > 0 || len(a.Outputs) > 0 {
		return c, err
	}
	shown := unread(c.Plan)
	for _, name := range shown {
		o.Destinations = append(o.Destinations, planner.Destination{Name: name, Target: shownKey(name)})
	}
	if c, err = a.Compile(o); err != nil {
		return nil, err
	}
	c.Shown = shown
	return c, nil
}

func shownKey(stream string) string { return "shown: " + stream }

// unread lists the streams that no pump reads.
func unread(p *operators.Plan) []string {
	read := map[operators.Spec]bool{}
	var walk func(s operators.Spec)
	walk = func(s operators.Spec) {
		if !read[s] {
			read[s] = true
			for _, in := range s.Inputs() {
				walk(in)
			}
		}
	}
	for _, s := range p.Streams {
		for _, w := range s.Writers {
			walk(w.From)
		}
	}
	var names []string
	for _, s := range p.Streams {
		if s.Name != "" && !read[s] && !slices.Contains(names, s.Name) {
			names = append(names, s.Name)
		}
	}
	return names
}

// errors puts mistakes of the code where a person finds them: in the application file, if the code stands there as it is.
func (c Code) errors(errs sql.Errors) *Errors {
	if c.part == nil {
		return &Errors{File: c.File, Text: c.Text, List: errs}
	}
	moved := make(sql.Errors, len(errs))
	for i, e := range errs {
		one := *e
		one.Span = c.part(e.Span)
		moved[i] = &one
	}
	return &Errors{File: c.in.name, Text: c.in.text, List: moved}
}

// FormatWarning prints a warning about the code with its place.
func (c Code) FormatWarning(w planner.Warning) string {
	if c.part == nil || w.Span.End == 0 {
		return w.Format(c.File, c.Text)
	}
	w.Span = c.part(w.Span)
	return w.Format(c.in.name, c.in.text)
}
