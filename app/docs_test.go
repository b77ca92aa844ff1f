package app

import (
	"os"
	"reflect"
	"strings"
	"testing"

	"weir/planner"
)

// examples are the blocks of YAML in a page.
func examples(t *testing.T, path string) []string {
	t.Helper()
	page, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var blocks []string
	for _, part := range strings.Split(string(page), "```yaml\n")[1:] {
		block, _, closed := strings.Cut(part, "```")
		if !closed {
			t.Fatalf("%s: a block is not closed", path)
		}
		blocks = append(blocks, block)
	}
	return blocks
}

func TestDocumentedApplicationsCompile(t *testing.T) {
	n := 0
	for _, path := range []string{"../README.md", "../docs/application.md"} {
		for _, text := range examples(t, path) {
			if !strings.HasPrefix(text, "ApplicationName:") {
				continue
			}
			n++
			a, err := Parse(path, text)
			if err != nil {
				t.Error(err)
				continue
			}
			if _, err := a.Compile(planner.Options{}); err != nil {
				t.Error(err)
			}
		}
	}
	if n < 2 {
		t.Errorf("%d applications were found", n)
	}
}

func TestEveryKeyIsDocumented(t *testing.T) {
	page, err := os.ReadFile("../docs/application.md")
	if err != nil {
		t.Fatal(err)
	}
	types := []reflect.Type{
		reflect.TypeFor[Request](), reflect.TypeFor[Input](), reflect.TypeFor[Output](), reflect.TypeFor[Options](),
		reflect.TypeFor[RecordColumn](), reflect.TypeFor[SourceSchema](), reflect.TypeFor[TableOptions](), reflect.TypeFor[Reference](),
	}
	for _, typ := range types {
		for _, field := range reflect.VisibleFields(typ) {
			if key := keyOf(field); !field.Anonymous && key != "At" && !strings.Contains(string(page), "`"+key) {
				t.Errorf("docs/application.md does not mention %s of %s", key, typ.Name())
			}
		}
	}
}
