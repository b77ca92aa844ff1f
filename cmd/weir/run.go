package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"os"
	"time"

	"weir/app"
	"weir/planner"
	"weir/runtime"
)

var runVerb = &verb{
	name:    "run",
	usage:   "[flags] APP",
	summary: "runs an application",
	help: `
APP is an application file (docs/application.md). The run ends by itself when every input has an end. The first Ctrl-C stops it
gracefully: nothing more is read, what was read goes through. The second stops it at once.

On a terminal a line shows the progress; at the end a summary says how many rows came in, went out, were late or refused, and
where they are. Late and refused rows that no output and no pump reads are kept in NAME.errors.jsonl beside the application.

weir why APP asks a running application what it waits for; SIGQUIT (Ctrl-\) prints the same.`,
	setup: func(flags *flag.FlagSet) func(*console, []string) error {
		var r runner
		flags.IntVar(&r.workers, "workers", 0, "`N` goroutines decode and share heavy operators (default: one for each core)")
		flags.StringVar(&r.store, "store", "", "keep checkpoints there: `dir:PATH`")
		flags.StringVar(&r.record, "record", "", "write what each step was told to `FILE`, to repeat the run")
		flags.StringVar(&r.replay, "replay", "", "repeat a run from a `FILE` that -record wrote; inputs are not read")
		flags.BoolVar(&r.strict, "strict", false, "hold the code to the limits of KDA")
		flags.BoolVar(&r.quiet, "quiet", false, "no progress and no summary")
		return r.run
	},
}

// runner runs one application.
type runner struct {
	workers               int
	store, record, replay string
	strict, quiet         bool

	console  *console
	compiled *app.Compiled
	began    time.Time
}

func (r *runner) run(c *console, args []string) error {
	r.console, r.began = c, time.Now()
	path, err := one(args, "the application file")
	if err != nil {
		return err
	}
	loaded, err := app.Load(path)
	if err != nil {
		return err
	}
	if r.compiled, err = loaded.CompileToRun(planner.Options{Strict: r.strict}); err != nil {
		return err
	}
	for _, w := range r.compiled.Warnings {
		fmt.Fprintln(c.stderr, r.compiled.Code.FormatWarning(w))
	}
	if shown := r.compiled.Shown; len(shown) > 0 && !r.quiet {
		fmt.Fprintf(c.stderr, "%s has no outputs; standard output shows %s\n", r.compiled.Name, listed(shown))
	}
	if r.replay != "" {
		return r.repeat()
	}
	return r.live()
}

// live runs the application between its inputs and outputs.
func (r *runner) live() error {
	o := app.JobOptions{Stdin: r.console.stdin, Stdout: r.console.stdout, Workers: r.workers, Store: r.store}
	if r.record != "" {
		f, err := os.Create(r.record)
		if err != nil {
			return fmt.Errorf("recording the run: %w", err)
		}
		defer f.Close()
		o.Record = f
	}
	running, err := r.compiled.Job(o)
	if err != nil {
		return err
	}
	answers := attend(running, r.compiled, r.console.stderr)
	progress := r.showProgress(running)
	deaf := context.AfterFunc(r.console.ctx, running.Stop)
	err = running.Run(context.Background())
	deaf()
	progress()
	answers()
	if !r.quiet {
		how, s := done, running.Status()
		switch {
		case err != nil:
			how = failed
		case s.State != runtime.Ended:
			how = stopped
		}
		r.summary(how, s.Counts, running.Kept)
	}
	if err != nil {
		return &exit{exitFailed, fmt.Errorf("%s failed: %w", r.compiled.Name, err)}
	}
	return nil
}

// repeat repeats a run from its record.
func (r *runner) repeat() error {
	raw, err := os.ReadFile(r.replay)
	if err != nil {
		return fmt.Errorf("reading the record: %w", err)
	}
	counts, kept, err := r.compiled.Replay(r.console.ctx, bytes.NewReader(raw), app.JobOptions{Stdout: r.console.stdout})
	switch {
	case kept == nil:
		return err
	case err != nil:
		return &exit{exitFailed, err}
	}
	if !r.quiet {
		r.summary(done, counts, kept)
	}
	return nil
}
