package main

import (
	"flag"
	"fmt"

	"weir/planner"
)

var explainVerb = &verb{
	name:    "explain",
	usage:   "[flags] APP",
	summary: "prints the plan of an application",
	help: `
The plan names the inputs and where their time comes from, each stream with its pumps, the windows, what they remember and what
grows, and what each output guarantees. Inputs and outputs are not touched.`,
	setup: func(flags *flag.FlagSet) func(*console, []string) error {
		strict := flags.Bool("strict", false, "hold the code to the limits of KDA")
		return func(c *console, args []string) error {
			compiled, err := compile(c, args, planner.Options{Strict: *strict})
			if err != nil {
				return err
			}
			fmt.Fprint(c.stdout, planner.ExplainOutputs(compiled.Plan, compiled.Describe))
			return nil
		}
	},
}
