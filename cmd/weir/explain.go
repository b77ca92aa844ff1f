package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"slices"
	"strings"

	"weir/planner"
	"weir/sql"
)

var explainVerb = &verb{
	name:    "explain",
	usage:   "[flags] APP",
	summary: "prints the plan of an application",
	help: `
The plan names the inputs and where their time comes from, each stream with its pumps, the windows, what they remember and what
grows, and what each output guarantees. Inputs and outputs are not touched. -format mermaid draws a flowchart that GitHub and
many editors show; -format json is for programs (docs/sql.md).`,
	setup: func(flags *flag.FlagSet) func(*console, []string) error {
		strict := flags.Bool("strict", false, "hold the code to the limits of KDA")
		format := flags.String("format", "text", "print the plan as `FORMAT`: text, mermaid or json")
		return func(c *console, args []string) error {
			if err := choice("-format", *format, explainFormats); err != nil {
				return err
			}
			compiled, err := compile(c, args, planner.Options{Strict: *strict})
			if err != nil {
				return err
			}
			if *format == "text" {
				fmt.Fprint(c.stdout, planner.ExplainOutputs(compiled.Plan, compiled.Describe))
				return nil
			}
			graph := planner.NewGraph(compiled.Name, compiled.Plan, compiled.Describe)
			if *format == "mermaid" {
				mermaid(c.stdout, graph)
				return nil
			}
			out := json.NewEncoder(c.stdout)
			out.SetEscapeHTML(false)
			out.SetIndent("", "  ")
			return out.Encode(graph)
		}
	},
}

var explainFormats = []string{"text", "mermaid", "json"}

// choice refuses a flag's value that is none of those known.
func choice(name, value string, known []string) error {
	if slices.Contains(known, value) {
		return nil
	}
	err := fmt.Errorf("%s is %s or %s, not %q", name, strings.Join(known[:len(known)-1], ", "), known[len(known)-1], value)
	if near := sql.Nearest(value, known); near != "" {
		err = fmt.Errorf("%w; did you mean %s?", err, near)
	}
	return err
}
