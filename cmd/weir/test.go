package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"weir/app"
	"weir/script"
)

var testVerb = &verb{
	name:    "test",
	usage:   "[flags] FILE…",
	summary: "runs test scripts under a virtual clock",
	help: `
FILE is a test script (docs/testing.md), or a folder of files named *.test. One line is printed for each script, and for one
that fails the rows that are missing (-) and those that nobody expected (+). The exit code is 1 if a script failed, 2 if one
cannot be read.`,
	setup: func(flags *flag.FlagSet) func(*console, []string) error {
		matrix := flags.Bool("matrix", false, "run each script in every configuration: rows cut in several ways, crashes, the oracle")
		return func(c *console, args []string) error {
			files, err := scripts(args)
			if err != nil {
				return err
			}
			t := &tester{console: c, matrix: *matrix}
			for _, file := range files {
				t.run(file)
			}
			return t.result()
		}
	},
}

// scripts replaces folders by the scripts in them.
func scripts(args []string) ([]string, error) {
	var files []string
	for _, arg := range args {
		info, err := os.Stat(arg)
		if err != nil {
			return nil, fmt.Errorf("finding the script: %w", err)
		}
		if !info.IsDir() {
			files = append(files, arg)
			continue
		}
		found, err := filepath.Glob(filepath.Join(arg, "*.test"))
		if err != nil {
			return nil, fmt.Errorf("listing %s: %w", arg, err)
		}
		if len(found) == 0 {
			return nil, fmt.Errorf("%s holds no files named *.test", arg)
		}
		files = append(files, found...)
	}
	if len(files) == 0 {
		return nil, errors.New("the script is missing")
	}
	return files, nil
}

// tester runs scripts and counts.
type tester struct {
	*console
	matrix             bool
	passed, failed, no int // no: could not be read
}

func (t *tester) run(file string) {
	raw, err := os.ReadFile(file)
	if err != nil {
		t.unreadable(file, err)
		return
	}
	commands, err := script.Parse(string(raw))
	if err != nil {
		t.unreadable(file, err)
		return
	}
	configs := []script.Config{{Dir: filepath.Dir(file)}}
	if t.matrix {
		configs = script.Matrix(filepath.Dir(file))
	}
	for _, cfg := range configs {
		err := script.Run(commands, cfg)
		if err == nil {
			continue
		}
		var failure *script.Failure
		if !errors.As(err, &failure) {
			t.unreadable(file, err)
			return
		}
		t.failed++
		where := ""
		if t.matrix {
			where = " (" + cfg.String() + ")"
		}
		fmt.Fprintf(t.stdout, "FAIL  %s:%d%s: %s\n%s", file, failure.Line, where, failure.Message, indent(failure.Diff))
		return
	}
	t.passed++
	fmt.Fprintf(t.stdout, "ok    %s\n", file)
}

// unreadable reports a script that cannot be run: mistakes in its SQL show their own places.
func (t *tester) unreadable(file string, err error) {
	t.no++
	var mistakes *app.Errors
	var syntax *script.SyntaxError
	switch {
	case errors.As(err, &mistakes):
		fmt.Fprintf(t.stdout, "FAIL  %s\n%s\n", file, indent(mistakes.Error()))
	case errors.As(err, &syntax):
		fmt.Fprintf(t.stdout, "FAIL  %s:%d: %s\n", file, syntax.Line, syntax.Message)
	default:
		fmt.Fprintf(t.stdout, "FAIL  %s: %s\n", file, err)
	}
}

func indent(text string) string {
	if text == "" {
		return ""
	}
	return "      " + strings.ReplaceAll(strings.TrimSuffix(text, "\n"), "\n", "\n      ") + "\n"
}

func (t *tester) result() error {
	fmt.Fprintf(t.stdout, "%d passed, %d failed\n", t.passed, t.failed+t.no)
	switch {
	case t.no > 0:
		return &exit{code: exitStart}
	case t.failed > 0:
		return &exit{code: exitNo}
	}
	return nil
}
