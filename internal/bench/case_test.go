package bench

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "compute anew what the benchmarks must write")

func cases(tb testing.TB) []*Case {
	tb.Helper()
	paths, err := filepath.Glob("../../testdata/bench/*.bench")
	if err != nil || len(paths) == 0 {
		tb.Fatalf("no benchmarks: %v", err)
	}
	var all []*Case
	for _, path := range paths {
		c, err := ReadCase(path)
		if err != nil {
			tb.Fatal(err)
		}
		all = append(all, c)
	}
	return all
}

// TestCases runs every benchmark with few rows and compares each byte with the plain loop.
func TestCases(t *testing.T) {
	for _, c := range cases(t) {
		if c.Load.Pace > 0 {
			continue
		}
		t.Run(c.Name, func(t *testing.T) {
			if *update {
				rewriteExpect(t, c, filepath.Join("../../testdata/bench", c.Name+".bench"))
			}
			t.Setenv("TMPDIR", t.TempDir())
			c.Load.Rows, c.Load.Rate = 20_000, 500
			dir, want := t.TempDir(), filepath.Join(t.TempDir(), OutputFile)
			if err := c.Prepare(dir); err != nil {
				t.Fatal(err)
			}
			if err := Run(t.Context(), dir); err != nil {
				t.Fatal(err)
			}
			reference(t, c, want)
			compare(t, filepath.Join(dir, OutputFile), want)
		})
	}
}

func compare(t *testing.T, gotPath, wantPath string) {
	t.Helper()
	got, err := os.ReadFile(gotPath)
	if err != nil {
		t.Fatal(err)
	}
	want, err := os.ReadFile(wantPath)
	if err != nil {
		t.Fatal(err)
	}
	if len(want) == 0 {
		t.Fatal("the plain loop writes nothing: the test shows nothing")
	}
	gotLines, wantLines := strings.Split(string(got), "\n"), strings.Split(string(want), "\n")
	for i := range max(len(gotLines), len(wantLines)) {
		if i >= len(gotLines) || i >= len(wantLines) || gotLines[i] != wantLines[i] {
			t.Fatalf("%d rows instead of %d; they differ first in row %d", len(gotLines)-1, len(wantLines)-1, i+1)
		}
	}
}

func TestMistakesInCases(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"load trades\n", "1: the only load is bids"},
		{"# fine\nload bids rows=many\n", `2: option rows: "many" is no number`},
		{"load bids row=1\n", `1: "row=1" is no option here`},
		{"laod bids\n", `1: there is no command "laod"; there are load and expect`},
		{"expect rows=1\n-- app.yaml --\n", "1: there is no load"},
		{"load bids rows=1\n", "1: there is no file app.yaml"},
	} {
		if _, err := ParseCase("x", []byte(c.text)); err == nil || err.Error() != c.want {
			t.Errorf("%q: %v, not %s", c.text, err, c.want)
		}
	}
}
