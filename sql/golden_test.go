package sql

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// A golden case is an input up to a line "----", and what comes of it up to an empty line. Lines that begin with # before the
// input are comments.
type goldenCase struct{ comment, input, want string }

const goldenDir = "../testdata/parse"

// golden runs every case of a file.
func golden(t *testing.T, file string, run func(t *testing.T, c goldenCase) string) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(goldenDir, file))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	for _, c := range goldenCases(t, string(data)) {
		var got string
		t.Run(strings.ReplaceAll(strings.TrimSpace(c.input), "\n", " "), func(t *testing.T) {
			if got = run(t, c); got != c.want && !*update {
				t.Errorf("%s\ngot:\n%s\nwant:\n%s", c.input, got, c.want)
			}
		})
		out.WriteString(c.comment + c.input + "----\n" + got + "\n")
	}
	if *update {
		if err := os.WriteFile(filepath.Join(goldenDir, file), out.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func goldenCases(t testing.TB, data string) []goldenCase {
	t.Helper()
	var cases []goldenCase
	for strings.TrimSpace(data) != "" {
		var c goldenCase
		for strings.HasPrefix(data, "#") || strings.HasPrefix(data, "\n") {
			line, rest, _ := strings.Cut(data, "\n")
			c.comment += line + "\n"
			data = rest
		}
		var ok bool
		if c.input, data, ok = strings.Cut(data, "----\n"); !ok {
			t.Fatalf("a case without ----: %q", c.input)
		}
		if c.want, data, ok = strings.Cut("\n"+data, "\n\n"); !ok {
			c.want = strings.TrimRight(c.want, "\n")
		}
		c.want = strings.TrimPrefix(c.want, "\n")
		if c.want != "" {
			c.want += "\n"
		}
		cases = append(cases, c)
	}
	return cases
}

// shown returns the printed statements, or the errors with their carets.
func shown(text string) string {
	script, errs := Parse(text)
	if len(errs) == 0 {
		return PrintScript(script)
	}
	return strings.ReplaceAll(errs.Format("x", text), "\n\n", "\n") + "\n"
}

func TestScripts(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(goldenDir, "*.txt"))
	if err != nil || len(files) == 0 {
		t.Fatal("no golden files", err)
	}
	for _, f := range files {
		name := filepath.Base(f)
		if name == "lowering.txt" || name == "positions.txt" {
			continue // they have their own tests
		}
		t.Run(name, func(t *testing.T) {
			golden(t, name, func(t *testing.T, c goldenCase) string {
				checkFixpoint(t, c.input)
				checkSpans(t, c.input)
				return shown(c.input)
			})
		})
	}
}

// checkFixpoint asserts that what is printed is read back as what was printed.
func checkFixpoint(t *testing.T, text string) {
	t.Helper()
	script, errs := Parse(text)
	if len(errs) > 0 {
		return
	}
	first := PrintScript(script)
	again, errs := Parse(first)
	if len(errs) > 0 {
		t.Fatalf("%q\nis printed as\n%s\nwhich is refused:\n%s", text, first, errs.Format("printed", first))
	}
	if second := PrintScript(again); second != first {
		t.Fatalf("%q\nis printed as\n%s\nand then as\n%s", text, first, second)
	}
}
