package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

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
		report := flags.String("junit", "", "write the results to `FILE` as JUnit XML")
		return func(c *console, args []string) error {
			files, err := scripts(args)
			if err != nil {
				return err
			}
			t := &tester{console: c, matrix: *matrix}
			for _, file := range files {
				t.run(file)
			}
			if *report != "" {
				if err := writeJUnit(*report, t.verdicts); err != nil {
					return fmt.Errorf("writing the JUnit report: %w", err)
				}
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

// verdict is what became of one script.
type verdict struct {
	file    string
	message string // what failed, with its line; empty: nothing
	detail  string // the rows that differ, or the mistakes, over several lines
	broken  bool   // it could not be read
	took    time.Duration
}

// tester runs scripts and collects what became of them.
type tester struct {
	*console
	matrix   bool
	verdicts []verdict
}

func (t *tester) run(file string) {
	began := time.Now()
	v := t.try(file)
	v.file, v.took = file, time.Since(began)
	t.verdicts = append(t.verdicts, v)
	if v.message == "" {
		fmt.Fprintf(t.stdout, "ok    %s\n", file)
		return
	}
	fmt.Fprintf(t.stdout, "FAIL  %s\n%s", v.message, indent(v.detail))
}

func (t *tester) try(file string) verdict {
	raw, err := os.ReadFile(file)
	if err != nil {
		return unreadable(file, err)
	}
	commands, err := script.Parse(string(raw))
	if err != nil {
		return unreadable(file, err)
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
		failure, ok := errors.AsType[*script.Failure](err)
		if !ok {
			return unreadable(file, err)
		}
		where := ""
		if t.matrix {
			where = " (" + cfg.String() + ")"
		}
		return verdict{message: fmt.Sprintf("%s:%d%s: %s", file, failure.Line, where, failure.Message), detail: failure.Diff}
	}
	return verdict{}
}

// unreadable is the verdict on a script that cannot be run: mistakes in its SQL show their own places.
func unreadable(file string, err error) verdict {
	if mistakes, ok := errors.AsType[*app.Errors](err); ok {
		return verdict{message: file, detail: mistakes.Error(), broken: true}
	}
	if syntax, ok := errors.AsType[*script.SyntaxError](err); ok {
		return verdict{message: fmt.Sprintf("%s:%d: %s", file, syntax.Line, syntax.Message), broken: true}
	}
	return verdict{message: fmt.Sprintf("%s: %s", file, err), broken: true}
}

func indent(text string) string {
	if text == "" {
		return ""
	}
	return "      " + strings.ReplaceAll(strings.TrimSuffix(text, "\n"), "\n", "\n      ") + "\n"
}

func (t *tester) result() error {
	failed, broken := 0, 0
	for _, v := range t.verdicts {
		switch {
		case v.broken:
			broken++
		case v.message != "":
			failed++
		}
	}
	fmt.Fprintf(t.stdout, "%d passed, %d failed\n", len(t.verdicts)-failed-broken, failed+broken)
	switch {
	case broken > 0:
		return &exit{code: exitStart}
	case failed > 0:
		return &exit{code: exitNo}
	}
	return nil
}
