package main

import (
	"flag"
	"fmt"
	"io"
	"slices"
	"strings"

	"weir/sql"
)

// help explains the program or one verb.
func help(c *console, args []string) int {
	if len(args) == 0 {
		overview(c.stdout)
		return exitDone
	}
	for _, v := range verbs() {
		if v.name == args[0] {
			flags := flag.NewFlagSet(v.name, flag.ContinueOnError)
			v.setup(flags)
			v.explain(c.stdout, flags)
			return exitDone
		}
	}
	return c.unknownVerb(args[0])
}

func (c *console) unknownVerb(name string) int {
	var names []string
	for _, v := range verbs() {
		names = append(names, v.name)
	}
	fmt.Fprintf(c.stderr, "weir: there is no command %q", name)
	if near := sql.Nearest(name, append(names, "help")); near != "" {
		fmt.Fprintf(c.stderr, "; did you mean %q?", near)
	}
	fmt.Fprint(c.stderr, "\nweir help lists the commands.\n")
	return exitStart
}

func overview(w io.Writer) {
	fmt.Fprint(w, "Weir runs streaming SQL applications.\n\n")
	for _, v := range verbs() {
		fmt.Fprintf(w, "  weir %-22s %s\n", v.name+" "+shortUsage(v.usage), v.summary)
	}
	fmt.Fprint(w, "\nweir help COMMAND explains a command. New here? weir demo\n")
}

// shortUsage leaves the flags out.
func shortUsage(usage string) string {
	return strings.Join(slices.DeleteFunc(strings.Fields(usage), func(word string) bool { return strings.HasPrefix(word, "[") }), " ")
}

// explain prints all that there is to say about a verb.
func (v *verb) explain(w io.Writer, flags *flag.FlagSet) {
	fmt.Fprintf(w, "%s\n\nusage: weir %s %s\n", sentence(v.summary), v.name, v.usage)
	if v.help != "" {
		fmt.Fprintf(w, "\n%s\n", strings.TrimSpace(v.help))
	}
	first := true
	flags.VisitAll(func(f *flag.Flag) {
		if first {
			fmt.Fprint(w, "\nflags:\n")
			first = false
		}
		what, text := flag.UnquoteUsage(f)
		name := strings.TrimSpace("-" + f.Name + " " + what)
		if !slices.Contains([]string{"", "0", "0s", "false"}, f.DefValue) {
			text += " (default " + f.DefValue + ")"
		}
		fmt.Fprintf(w, "  %-18s %s\n", name, text)
	})
}

func sentence(s string) string { return strings.ToUpper(s[:1]) + s[1:] + "." }

// count writes a number of things: 1 row, 1,234 rows.
func count[N int | int64](n N, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return grouped(int64(n)) + " " + thing + "s"
}

// grouped writes a number with commas.
func grouped(n int64) string {
	if n < 0 {
		return "-" + grouped(-n)
	}
	if n < 1000 {
		return fmt.Sprint(n)
	}
	return fmt.Sprintf("%s,%03d", grouped(n/1000), n%1000)
}
