package main

import (
	"flag"
	"fmt"
	"runtime"
	"runtime/debug"
)

var versionVerb = &verb{
	name:    "version",
	summary: "prints the version",
	setup: func(*flag.FlagSet) func(*console, []string) error {
		return func(c *console, _ []string) error {
			fmt.Fprintf(c.stdout, "weir %s (%s, %s/%s)\n", version(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
			return nil
		}
	},
}

// version is the module's version, or the commit that was built.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	if v := info.Main.Version; v != "" && v != "(devel)" {
		return v
	}
	commit, changed := "", ""
	for _, s := range info.Settings {
		switch {
		case s.Key == "vcs.revision":
			commit = s.Value[:min(12, len(s.Value))]
		case s.Key == "vcs.modified" && s.Value == "true":
			changed = ", changed"
		}
	}
	if commit == "" {
		return "development"
	}
	return "development (" + commit + changed + ")"
}
