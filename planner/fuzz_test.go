package planner

import (
	"os"
	"path/filepath"
	"testing"

	"weir/sql"
)

// FuzzCompile compiles what the goldens and the samples grow into. It must not panic, every mistake must lie in the text, in
// order, and a plan must print and open, before the rules and after.
func FuzzCompile(f *testing.F) {
	for _, pattern := range []string{planDir + "/*.txt", appsDir + "/*.sql"} {
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) == 0 {
			f.Fatalf("no files %s: %v", pattern, err)
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				f.Fatal(err)
			}
			if filepath.Ext(file) == ".sql" {
				f.Add(string(text))
				continue
			}
			for _, c := range splitBlocks(string(text)) {
				f.Add(c.input)
			}
		}
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, noRules := range []bool{false, true} {
			plan, _, errs := Compile(text, testCatalog(), Options{NoRules: noRules, OpenStreams: noRules})
			checkMistakes(t, text, errs)
			if (plan == nil) != (len(errs) > 0) {
				t.Fatalf("a plan and %d mistakes", len(errs))
			}
			if plan != nil {
				Explain(plan)
				openAll(t, plan)
			}
		}
	})
}

func checkMistakes(t *testing.T, text string, errs sql.Errors) {
	t.Helper()
	last := 0
	for _, e := range errs {
		if e.Span.Start < last || e.Span.End < e.Span.Start || e.Span.End > len(text) || e.Message == "" || e.Code == "" {
			t.Fatalf("mistake %+v of a text of %d bytes, after one at %d", *e, len(text), last)
		}
		last = e.Span.Start
	}
}
