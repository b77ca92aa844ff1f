package main

import (
	"flag"
	"fmt"
	"io"
	"slices"
	"strings"

	"weir/operators/functions"
	"weir/sql"
)

var functionsVerb = &verb{
	name:    "functions",
	usage:   "[NAME]",
	summary: "lists the SQL functions, or explains one",
	help: `
Without a name every function is listed with one line, by family. With a name the function is explained: how it is called, what
it does, and examples with their values. Upper and lower case are the same.`,
	setup: func(*flag.FlagSet) func(*console, []string) error {
		return func(c *console, args []string) error {
			if len(args) == 0 {
				listFunctions(c.stdout)
				return nil
			}
			return explainFunction(c.stdout, strings.ToUpper(strings.Join(args, " ")))
		}
	},
}

// listFunctions prints one line for each function.
func listFunctions(w io.Writer) {
	families := []string{string(functions.Math), string(functions.Text), string(functions.Datetime), "Aggregates", "Window functions"}
	lines := map[string][][2]string{}
	widest := 0
	add := func(family, name string, aliases []string, doc string) {
		name = strings.Join(append([]string{name}, aliases...), ", ")
		widest = max(widest, len(name))
		lines[family] = append(lines[family], [2]string{name, firstSentence(doc)})
	}
	for _, s := range functions.Scalars() {
		add(string(s.Family), s.Name, s.Aliases, s.Doc)
	}
	for _, a := range functions.Aggregates() {
		add("Aggregates", a.Name, a.Aliases, a.Doc)
	}
	for _, f := range windowFunctions() {
		add("Window functions", f.Name, nil, f.Doc)
	}
	for _, family := range families {
		fmt.Fprintf(w, "%s\n", family)
		for _, line := range lines[family] {
			text := fmt.Sprintf("  %-*s  %s", widest, line[0], line[1])
			if isTerminal(w) {
				text = cut(text, width(w))
			}
			fmt.Fprintln(w, text)
		}
		fmt.Fprintln(w)
	}
	fmt.Fprintln(w, "weir functions NAME explains one.")
}

// windowFunctions are the functions that look at a window in a way of their own. Aggregates with OVER are not among them.
func windowFunctions() []*functions.Window {
	return slices.DeleteFunc(functions.Windows(), func(f *functions.Window) bool { return f.Doc == "" })
}

func firstSentence(doc string) string {
	first, _, _ := strings.Cut(doc, ". ")
	return strings.TrimSuffix(first, ".")
}

// explainFunction prints all that is declared of a function, and of its forms that have a name of their own, such as
// TRIM LEADING.
func explainFunction(w io.Writer, name string) error {
	var parts []string
	for _, s := range functions.Scalars() {
		if isCalled(name, s.Name, s.Aliases) {
			parts = append(parts, scalarText(s))
		}
	}
	for _, a := range functions.Aggregates() {
		if isCalled(name, a.Name, a.Aliases) {
			parts = append(parts, aggregateText(a))
		}
	}
	for _, f := range windowFunctions() {
		if f.Name == name {
			var b strings.Builder
			paragraph(&b, f.Name+" … OVER (…)", nil, f.Doc, nil)
			parts = append(parts, b.String())
		}
	}
	if len(parts) == 0 {
		return unknownFunction(name)
	}
	fmt.Fprint(w, strings.Join(parts, "\n"))
	return nil
}

func isCalled(name, own string, aliases []string) bool {
	return name == own || strings.HasPrefix(own, name+" ") || slices.Contains(aliases, name)
}

func scalarText(s *functions.Scalar) string {
	var b strings.Builder
	paragraph(&b, s.Name, s.Aliases, s.Doc, s.Forms())
	widest := 0
	for _, e := range s.Examples {
		widest = max(widest, len([]rune(e.SQL)))
	}
	for i, e := range s.Examples {
		if i == 0 {
			b.WriteString("\nexamples:\n")
		}
		fmt.Fprintf(&b, "  %-*s  →  %s\n", widest, e.SQL, e.Want)
	}
	return b.String()
}

func aggregateText(a *functions.Aggregate) string {
	var forms []string
	if a.Star {
		forms = append(forms, a.Name+"(*)")
	}
	for _, rule := range a.Overloads {
		_, what, _ := strings.Cut(rule.Takes, " ") // without its article
		if strings.HasSuffix(rule.Takes, "any type") {
			what = "value"
		}
		if a.Many {
			what += ", …"
		}
		if form := a.Name + "(" + what + ")"; rule.Takes != "" && !slices.Contains(forms, form) {
			forms = append(forms, form)
		}
	}
	doc := a.Doc
	switch a.Distinct {
	case functions.DistinctValues:
		doc += " With DISTINCT before the argument, equal values count once."
	case functions.DistinctRedundant:
		doc += " DISTINCT before the argument changes nothing."
	}
	var b strings.Builder
	paragraph(&b, a.Name, a.Aliases, doc, forms)
	return b.String()
}

func paragraph(b *strings.Builder, name string, aliases []string, doc string, forms []string) {
	b.WriteString(name)
	if len(aliases) > 0 {
		b.WriteString(", also " + strings.Join(aliases, ", "))
	}
	b.WriteString("\n\n")
	for _, form := range forms {
		b.WriteString("  " + form + "\n")
	}
	fmt.Fprintf(b, "\n%s\n", doc)
}

func unknownFunction(name string) error {
	known := functions.ScalarNames()
	for _, a := range functions.Aggregates() {
		known = append(append(known, a.Name), a.Aliases...)
	}
	hint := "; weir functions lists them"
	if near := sql.Nearest(name, known); near != "" {
		hint = "; did you mean " + near + "?"
	}
	return &exit{exitNo, fmt.Errorf("there is no function %s%s", name, hint)}
}
