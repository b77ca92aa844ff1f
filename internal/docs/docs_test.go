package docs_test

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"weir/internal/docs"
)

var update = flag.Bool("update", false, "write the pages")

// TestPages checks that every derived page is what the declarations say.
func TestPages(t *testing.T) {
	for name, page := range docs.Pages {
		file := filepath.Join("..", "..", "docs", name)
		want := page()
		if *update {
			if err := os.WriteFile(file, []byte(want), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		got, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if string(got) != want {
			t.Errorf("%s is out of date; run go test ./internal/docs -update", file)
		}
	}
}
