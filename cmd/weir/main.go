// Command weir runs streaming SQL applications. Each verb has a file of its own; weir help lists them.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"

	"weir/app"
	_ "weir/connectors/all" // the connectors that this program contains
)

// Exit codes.
const (
	exitDone   = 0
	exitNo     = 1 // the answer is no: mistakes, a failed test
	exitStart  = 2 // it could not begin
	exitFailed = 3 // it failed while running
)

// A verb is one command of the program.
type verb struct {
	name    string
	usage   string // what follows the name
	summary string // one line
	help    string // all that is to say, without the flags
	// setup declares the flags and returns what runs with the other arguments.
	setup func(flags *flag.FlagSet) func(c *console, args []string) error
}

// verbs are all commands, in the order in which help lists them.
func verbs() []*verb {
	return []*verb{runVerb, sqlVerb, checkVerb, explainVerb, whyVerb, reloadVerb, testVerb, functionsVerb, demoVerb, versionVerb}
}

// console is where a command runs.
type console struct {
	ctx    context.Context // ends when the user wants the command to stop
	stdin  io.Reader
	stdout io.Writer
	stderr io.Writer
}

// exit is an error with an exit code of its own. Without a cause there is nothing more to say.
type exit struct {
	code  int
	cause error
}

func (e *exit) Error() string {
	if e.cause == nil {
		return fmt.Sprintf("exit code %d", e.code)
	}
	return e.cause.Error()
}

// Unwrap returns the cause.
func (e *exit) Unwrap() error { return e.cause }

func main() {
	ctx, done := untilSignal()
	code := command(&console{ctx: ctx, stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr}, os.Args[1:])
	done()
	os.Exit(code)
}

// command runs one command and returns its exit code.
func command(c *console, args []string) int {
	if len(args) == 0 {
		overview(c.stderr)
		return exitStart
	}
	name, args := args[0], args[1:]
	switch name {
	case "help", "-h", "-help", "--help":
		return help(c, args)
	case "-version", "--version":
		name = versionVerb.name
	}
	i := slices.IndexFunc(verbs(), func(v *verb) bool { return v.name == name })
	if i < 0 {
		return c.unknownVerb(name)
	}
	v := verbs()[i]
	flags := flag.NewFlagSet(v.name, flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	run := v.setup(flags)
	rest, err := parseFlags(flags, args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		v.explain(c.stdout, flags)
		return exitDone
	case err != nil:
		fmt.Fprintf(c.stderr, "weir %s: %s\nusage: weir %s %s\nweir help %s lists the flags.\n", v.name, err, v.name, v.usage, v.name)
		return exitStart
	}
	return c.report(v, run(c, rest))
}

// parseFlags takes flags before, between and behind the other arguments, as people write them.
func parseFlags(flags *flag.FlagSet, args []string) (rest []string, err error) {
	for {
		if err := flags.Parse(args); err != nil {
			return nil, err
		}
		if flags.NArg() == 0 {
			return rest, nil
		}
		taken := len(args) - flags.NArg()
		if taken > 0 && args[taken-1] == "--" {
			return append(rest, flags.Args()...), nil
		}
		rest, args = append(rest, flags.Arg(0)), flags.Args()[1:]
	}
}

// report prints an error and chooses the exit code.
func (c *console) report(v *verb, err error) int {
	if err == nil {
		return exitDone
	}
	code := exitStart
	if own, ok := errors.AsType[*exit](err); ok {
		if code, err = own.code, own.cause; err == nil {
			return code
		}
	}
	if mistakes, ok := errors.AsType[*app.Errors](err); ok {
		fmt.Fprintf(c.stderr, "%s\n\n%s\n", mistakes, count(len(mistakes.List), "mistake"))
		return code
	}
	fmt.Fprintf(c.stderr, "weir %s: %s\n", v.name, err)
	return code
}

// one returns the only argument.
func one(args []string, what string) (string, error) {
	switch {
	case len(args) == 0:
		return "", fmt.Errorf("%s is missing", what)
	case len(args) > 1:
		return "", fmt.Errorf("one argument is expected, %s, not %d", what, len(args))
	}
	return args[0], nil
}
