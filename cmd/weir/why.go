package main

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"time"

	"weir/runtime"
)

var whyVerb = &verb{
	name:    "why",
	usage:   "[APP]",
	summary: "asks a running application what each stream waits for",
	help: `
APP is an application file, or its name. Without it all applications that this user runs on this machine answer.`,
	setup: func(*flag.FlagSet) func(*console, []string) error {
		return func(c *console, args []string) error { return ask(c, args, askWhy) }
	},
}

// whyText says in a line each what the streams wait for.
func whyText(name string, s runtime.Status, streams []runtime.Waiting, up time.Duration) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s (process %d): %s", name, os.Getpid(), s.State)
	if s.Reason != "" {
		b.WriteString(": " + s.Reason)
	}
	fmt.Fprintf(&b, "\n  up %s, %s in, %s out\n", short(up), count(rowsIn(s.Counts), "row"), count(rowsOut(s.Counts), "row"))
	for _, w := range streams {
		fmt.Fprintf(&b, "  %s\n    %s\n", w.Stream, stillness(s, w))
	}
	return b.String()
}

// stillness says since when a stream is silent and what it waits for.
func stillness(s runtime.Status, w runtime.Waiting) string {
	silent := time.Duration(s.Now-w.Since) * time.Millisecond
	switch {
	case w.Since == 0:
		return "no row has come yet: " + w.Sentence
	case silent < time.Second && s.State == runtime.Running:
		return "rows flow"
	default:
		return "silent for " + short(silent) + ": " + w.Sentence
	}
}
