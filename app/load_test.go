package app

import (
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	_ "weir/connectors/all"
)

var update = flag.Bool("update", false, "rewrite the expected texts")

func files(t *testing.T, pattern string) []string {
	t.Helper()
	var names []string
	for _, ext := range []string{".yaml", ".json"} {
		found, err := filepath.Glob(pattern + ext)
		if err != nil {
			t.Fatal(err)
		}
		names = append(names, found...)
	}
	if len(names) == 0 {
		t.Fatalf("no files %s", pattern)
	}
	return names
}

// golden compares with the file beside the input that has another extension.
func golden(t *testing.T, input, ext, got string) {
	t.Helper()
	path := strings.TrimSuffix(input, filepath.Ext(input)) + ext
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s\ngot:\n%s\nwant:\n%s", input, got, want)
	}
}

func TestMistakesAreShownAtTheirPlaces(t *testing.T) {
	for _, path := range files(t, "testdata/bad/*") {
		_, err := Load(path)
		if _, ok := errors.AsType[*Errors](err); !ok {
			t.Errorf("%s: %v", path, err)
			continue
		}
		golden(t, path, ".txt", err.Error()+"\n")
	}
}

func TestPrintedFilesLoadToTheSame(t *testing.T) {
	for _, path := range files(t, "testdata/good/*") {
		a, err := Load(path)
		if err != nil {
			t.Error(err)
			continue
		}
		a.Request.Weir.Workers = Number{V: 2, Span: somewhere}
		golden(t, path, ".txt", a.String())

		again := filepath.Join(t.TempDir(), filepath.Base(path))
		if err := os.WriteFile(again, []byte(a.String()), 0o666); err != nil {
			t.Fatal(err)
		}
		if code := a.Request.ApplicationCodeFile.V; code != "" {
			text, err := os.ReadFile(filepath.Join("testdata/good", code))
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(filepath.Dir(again), code), text, 0o666); err != nil {
				t.Fatal(err)
			}
		}
		b, err := Load(again)
		if err != nil {
			t.Error(err)
			continue
		}
		if a.String() != b.String() || a.Code.Text != b.Code.Text {
			t.Errorf("%s: printed and loaded it becomes\n%s", path, b)
		}
	}
}
