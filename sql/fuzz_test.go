package sql

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// FuzzParse asserts for any text: reading it ends without a panic; errors lie inside of the text and print; what is read
// without errors is printed as something that is read back the same, with exact spans.
func FuzzParse(f *testing.F) {
	files, err := filepath.Glob(filepath.Join(goldenDir, "*.txt"))
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		for _, part := range strings.Split(string(data), "\n\n") {
			input, _, _ := strings.Cut(part, "----\n")
			place, text, ok := strings.Cut(input, ": ")
			switch _, known := places[place]; {
			case ok && known && place == "items":
				input = "INSERT INTO s SELECT " + text + " FROM t"
			case ok && known:
				input = "INSERT INTO s SELECT a FROM t " + place + " " + text
			}
			f.Add(input)
		}
	}
	f.Fuzz(func(t *testing.T, text string) {
		_, errs := Parse(text)
		for _, e := range errs {
			if e.Span.Start < 0 || e.Span.Start > e.Span.End || e.Span.End > len(text) || e.Message == "" || e.Code == "" {
				t.Fatalf("%q: %+v", text, e)
			}
			if e.Format("x", text) == "" {
				t.Fatal("nothing printed")
			}
		}
		checkFixpoint(t, text)
		checkSpans(t, text)
	})
}
