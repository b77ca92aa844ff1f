package main

import (
	"errors"
	"flag"
	"fmt"

	"weir/app"
	"weir/planner"
)

var checkVerb = &verb{
	name:    "check",
	usage:   "[flags] APP",
	summary: "finds the mistakes of an application without running it",
	help: `
APP is an application file (docs/application.md). All mistakes are shown, each with its line, column and a hint; the exit
code is then 1. What is allowed but probably not meant is a warning. Inputs and outputs are not touched.`,
	setup: func(flags *flag.FlagSet) func(*console, []string) error {
		strict := flags.Bool("strict", false, "hold the code to the limits of KDA")
		print := flags.Bool("print", false, "print the application file with every option that Weir would choose")
		return func(c *console, args []string) error {
			compiled, err := compile(c, args, planner.Options{Strict: *strict})
			if err != nil {
				return err
			}
			if *print {
				fmt.Fprint(c.stdout, compiled.App)
				return nil
			}
			fmt.Fprintf(c.stdout, "%s: no mistakes: %s\n", compiled.File, contents(compiled))
			return nil
		}
	},
}

// compile loads and plans the application that is the only argument, and prints its warnings. Mistakes are an answer: no.
func compile(c *console, args []string, o planner.Options) (*app.Compiled, error) {
	path, err := one(args, "the application file")
	if err != nil {
		return nil, err
	}
	loaded, err := app.Load(path)
	if err != nil {
		return nil, no(err)
	}
	compiled, err := loaded.Compile(o)
	if err != nil {
		return nil, no(err)
	}
	for _, w := range compiled.Warnings {
		fmt.Fprintln(c.stderr, compiled.Code.FormatWarning(w))
	}
	return compiled, nil
}

// no makes the exit code 1 of mistakes in the application.
func no(err error) error {
	if _, ok := errors.AsType[*app.Errors](err); ok {
		return &exit{exitNo, err}
	}
	return err
}

// contents says what an application has.
func contents(c *app.Compiled) string {
	pumps := 0
	for _, s := range c.Plan.Streams {
		if s.Name != "" {
			pumps += len(s.Writers)
		}
	}
	return fmt.Sprintf("%s, %s, %s, %s", count(len(c.Plan.Inputs), "input"), count(len(c.Plan.Streams), "stream"),
		count(pumps, "pump"), count(len(c.Plan.Outputs), "output"))
}
