package main

import "flag"

var reloadVerb = &verb{
	name:    "reload",
	usage:   "[APP]",
	summary: "lets a running application look at the files of its reference tables",
	help: `
APP is an application file, or its name. Without it all applications that this user runs on this machine do it.

A table whose file has changed is swapped at once for all who read it. A file that cannot be read, or has no good row, is not
taken: the version before it stays. SIGHUP does the same, and so does the option reload of a table (docs/application.md).`,
	setup: func(*flag.FlagSet) func(*console, []string) error {
		return func(c *console, args []string) error { return ask(c, args, askReload) }
	},
}
