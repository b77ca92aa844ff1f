package script_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	_ "weir/connectors/all"
	"weir/script"
)

// TestScripts runs every script of the project in every configuration.
func TestScripts(t *testing.T) {
	files := append(glob(t, "stream"), glob(t, "apps")...)
	if len(files) < 60 {
		t.Fatalf("only %d scripts were found", len(files))
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".test"), func(t *testing.T) {
			t.Parallel()
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			commands, err := script.Parse(string(text))
			if err != nil {
				t.Fatalf("%s: %s", file, err)
			}
			for _, cfg := range script.Matrix(filepath.Dir(file)) {
				t.Run(cfg.String(), func(t *testing.T) {
					if err := script.Run(commands, cfg); err != nil {
						t.Errorf("%s: %s", file, err)
					}
				})
			}
		})
	}
}

func glob(t *testing.T, folder string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("..", "testdata", folder, "*.test"))
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// TestFailures checks that what a script expects is really compared.
func TestFailures(t *testing.T) {
	const head = `exec
CREATE STREAM s ("v" INTEGER, "x" DOUBLE);
CREATE STREAM o (v INTEGER, x DOUBLE);
CREATE PUMP p AS INSERT INTO o SELECT STREAM "v", "x" FROM s;

push s at 2026-03-01T10:00:00
{"v": 1, "x": 0.5}
{"v": 2, "x": 1.5}

`
	tests := []struct{ name, expect, diff string }{
		{"value", "expect o\n{\"V\": 1}\n{\"V\": 3}\n", "  {\"V\": 1}\n- {\"V\": 3}\n+ {\"V\":2,\"X\":1.5, \"ROWTIME\": \"2026-03-01 10:00:00.000\"}\n"},
		{"missing", "expect o\n{\"V\": 1}\n{\"V\": 2}\n{\"V\": 3}\n", "  {\"V\": 1}\n  {\"V\": 2}\n- {\"V\": 3}\n"},
		{"unexpected", "expect o\n{\"V\": 2}\n", "+ {\"V\":1,\"X\":0.5, \"ROWTIME\": \"2026-03-01 10:00:00.000\"}\n  {\"V\": 2}\n"},
		{"order", "expect o\n{\"V\": 2}\n{\"V\": 1}\n", "- {\"V\": 2}\n  {\"V\": 1}\n+ {\"V\":2,\"X\":1.5, \"ROWTIME\": \"2026-03-01 10:00:00.000\"}\n"},
		{"set", "expect set o\n{\"V\": 2}\n{\"V\": 2}\n", "- {\"V\": 2}\n+ {\"V\":1,\"X\":0.5, \"ROWTIME\": \"2026-03-01 10:00:00.000\"}\n"},
		{"double", "expect o\n{\"X\": 0.5000001}\n{\"X\": 1.5}\n", "- {\"X\": 0.5000001}\n+ {\"V\":1,\"X\":0.5, \"ROWTIME\": \"2026-03-01 10:00:00.000\"}\n  {\"X\": 1.5}\n"},
		{"time", "expect o\n{\"V\": 1, \"ROWTIME\": \"2026-03-01 10:00:00.001\"}\n{\"V\": 2}\n", "- {\"V\": 1, \"ROWTIME\": \"2026-03-01 10:00:00.001\"}\n+ {\"V\":1,\"X\":0.5, \"ROWTIME\": \"2026-03-01 10:00:00.000\"}\n  {\"V\": 2}\n"},
		{"count", "expect o count 3\n", "+ {\"V\":1,\"X\":0.5, \"ROWTIME\": \"2026-03-01 10:00:00.000\"}\n+ {\"V\":2,\"X\":1.5, \"ROWTIME\": \"2026-03-01 10:00:00.000\"}\n"},
		{"nothing", "expect o\n", "+ {\"V\":1,\"X\":0.5, \"ROWTIME\": \"2026-03-01 10:00:00.000\"}\n+ {\"V\":2,\"X\":1.5, \"ROWTIME\": \"2026-03-01 10:00:00.000\"}\n"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			commands, err := script.Parse(head + test.expect)
			if err != nil {
				t.Fatal(err)
			}
			for _, cfg := range []script.Config{{}, {Oracle: true}} {
				var failure *script.Failure
				if err := script.Run(commands, cfg); !errors.As(err, &failure) {
					t.Fatalf("%s: no failure but %v", cfg, err)
				}
				if failure.Line != 10 || !strings.HasPrefix(failure.Diff, test.diff) {
					t.Errorf("%s: line %d\n%swant\n%s", cfg, failure.Line, failure.Diff, test.diff)
				}
			}
		})
	}
}

// TestSyntax checks that a script that cannot be read says where.
func TestSyntax(t *testing.T) {
	tests := []struct{ text, want string }{
		{"pusch s at +1s\n", `line 1: unknown command "pusch"; did you mean "push"?`},
		{"# one\n\npush s\n", "line 3: no time is given (usage: push [text|rows] STREAM at TIME, with records below)"},
		{"tick yesterday\n", `line 1: "yesterday" is no time; write 2026-03-01T10:00:00 or +10s (usage: tick TIME)`},
		{"tick 2026-03-01\ntick 2026-02-01\n", "line 2: the clock does not go back"},
		{"expect s count many\n", `line 1: "many" is no count (usage: expect [set] STREAM, with rows below, or: expect STREAM count N)`},
		{"push \"s at +1s\n", "line 1: a quoted name is not closed"},
		{"crash now\n", "line 1: 0 words follow the command, not 1 (usage: crash)"},
	}
	for _, test := range tests {
		if _, err := script.Parse(test.text); err == nil || err.Error() != test.want {
			t.Errorf("%q: %v, want %s", test.text, err, test.want)
		}
	}
}
