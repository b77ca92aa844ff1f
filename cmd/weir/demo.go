package main

import (
	"context"
	_ "embed" // the application
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"weir/app"
	"weir/connectors"
	"weir/planner"
)

//go:embed demo.yaml
var demoText string

var demoVerb = &verb{
	name:    "demo",
	usage:   "[flags]",
	summary: "shows a made-up stock ticker go through a filter and a tumbling window",
	help: `
On a terminal the results stand in a table that is kept up to date; elsewhere each is a line. Ctrl-C ends it. -print shows the
application, to save and change: weir demo -print > demo.yaml`,
	setup: func(flags *flag.FlagSet) func(*console, []string) error {
		var d demo
		flags.DurationVar(&d.length, "for", 0, "end by itself after a `time` such as 10s")
		flags.Float64Var(&d.rate, "rate", 2000, "make up `N` trades a second")
		print := flags.Bool("print", false, "print the application file")
		return func(c *console, args []string) error {
			if len(args) > 0 {
				return fmt.Errorf("unexpected argument %q", args[0])
			}
			if *print {
				fmt.Fprint(c.stdout, demoText)
				return nil
			}
			return d.run(c)
		}
	},
}

// silence is how long nothing may come before the demo says why.
const silence = 3 * time.Second

// demo is one run of the demonstration.
type demo struct {
	length time.Duration
	rate   float64
}

func (d *demo) run(c *console) error {
	loaded, err := app.Parse(filepath.Join(os.TempDir(), "weir-demo.yaml"), strings.Replace(demoText, "rate=2000", fmt.Sprintf("rate=%v", d.rate), 1))
	if err != nil {
		return err
	}
	compiled, err := loaded.Compile(planner.Options{})
	if err != nil {
		return err
	}
	b := newBoard()
	running, err := compiled.Job(app.JobOptions{Sinks: map[string]connectors.Sink{
		compiled.Plan.Outputs[0].Target: &movesSink{demoSink{board: b}},
		compiled.Plan.Outputs[1].Target: &sectorsSink{demoSink{board: b}},
	}})
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(c.ctx)
	if d.length > 0 {
		ctx, cancel = context.WithTimeout(c.ctx, d.length)
	}
	defer cancel()
	ended := make(chan error, 1)
	go func() { ended <- running.Run(context.Background()) }()
	if isTerminal(c.stdout) {
		drawDemo(ctx, c.stdout, b, running)
	} else {
		printDemo(ctx, c.stdout, b, running)
	}
	running.Stop()
	err = <-ended
	if err != nil {
		return &exit{exitFailed, fmt.Errorf("the demo failed: %w", err)}
	}
	return nil
}
