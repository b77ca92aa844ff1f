package script_test

import (
	"errors"
	"flag"
	"fmt"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"testing"

	"weir/app"
	"weir/internal/querygen"
	"weir/script"
)

// folder is where generated scripts find their reference tables.
var folder = filepath.Join("..", "testdata", "stream")

// differs runs a script in the plain configuration and in others, and says what is wrong: that it is refused, that it fails,
// or that the rows differ from those of the plain one. Empty: nothing is. What stands before the colon tells the kinds apart.
func differs(text string, configs []script.Config) (finding string) {
	at := "plain"
	defer func() {
		if p := recover(); p != nil {
			finding = fmt.Sprintf("panics: %s: %v\n%s", at, p, debug.Stack())
		}
	}()
	commands, err := script.Parse(text)
	if err != nil {
		return "unread: " + err.Error()
	}
	plain, err := script.Collect(commands, script.Config{Dir: folder})
	var refused *app.Errors
	var syntax *script.SyntaxError
	switch {
	case errors.As(err, &syntax):
		return "unread: " + err.Error()
	case errors.As(err, &refused):
		return "refused: " + err.Error()
	case err != nil:
		return "fails: " + err.Error()
	}
	for _, cfg := range configs {
		at = cfg.String()
		if cfg.Oracle {
			if d := differsFromOracle(text, plain, cfg); d != "" {
				return d
			}
			continue
		}
		found, err := script.Collect(commands, cfg)
		if err != nil {
			return at + ": fails: " + err.Error()
		}
		for i := range plain {
			if a, b := strings.Join(plain[i].Lines, "\n"), strings.Join(found[i].Lines, "\n"); a != b {
				return fmt.Sprintf("%s: line %d: %s has\n%s\nand not, as in the plain one,\n%s", at, plain[i].Expect.Line, plain[i].Expect.Stream, b, a)
			}
		}
	}
	return ""
}

// differsFromOracle lets the oracle answer with the engine's rows as what is expected.
func differsFromOracle(text string, plain []script.Rows, cfg script.Config) string {
	golden, err := script.Golden(text, plain, known)
	if err != nil {
		return "unread: " + err.Error()
	}
	commands, err := script.Parse(golden)
	if err != nil {
		return "unread: " + err.Error()
	}
	if err := script.Run(commands, cfg); err != nil {
		return "oracle: " + err.Error()
	}
	return ""
}

// known reports whether the oracle computes a column of a twin.
func known(stream, column string) bool {
	switch {
	case strings.HasSuffix(stream, ".ERRORS"):
		return slices.Contains([]string{"PUMP_NAME", "CODE", "DATA_ROWTIME", "ROWTIME"}, column)
	case stream == "error_stream":
		return slices.Contains([]string{"ERROR_TIME", "ERROR_NAME", "DATA_ROWTIME", "PUMP_NAME"}, column)
	}
	return true
}

var (
	queries = flag.Int("queries", 240, "how many generated scripts TestQueries runs")
	first   = flag.Uint64("first", 1, "the seed of its first one")
	whole   = flag.Bool("whole", false, "TestQueries runs each script in every configuration, not only in some")
)

// TestQueries runs generated scripts, whose rows nobody knows: all engines must have the same ones.
func TestQueries(t *testing.T) {
	for seed := *first; seed < *first+uint64(*queries); seed++ {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			configs := script.Matrix(folder)
			if !*whole {
				configs = slices.DeleteFunc(configs, func(c script.Config) bool { return !c.Oracle && (c.Batch+c.Restore+c.Replay+int(seed))%3 > 0 })
			}
			checkSeed(t, seed, configs)
		})
	}
}

// FuzzQuery looks for a seed whose script makes a difference.
func FuzzQuery(f *testing.F) {
	f.Add(uint64(1))
	f.Fuzz(func(t *testing.T, seed uint64) { checkSeed(t, seed, script.Matrix(folder)) })
}

// checkSeed runs one script. If it fails, a smaller one that fails in the same way is what the test prints.
func checkSeed(t *testing.T, seed uint64, configs []script.Config) {
	text := querygen.Script(seed)
	finding := differs(text, configs)
	if finding == "" {
		return
	}
	kind := kindOf(finding)
	if kind == "refused" { // a smaller script would be refused for other reasons
		t.Fatalf("seed %d %s\n----\n%s----\n", seed, finding, text)
	}
	if i := slices.IndexFunc(configs, func(c script.Config) bool { return c.String() == kind }); i >= 0 {
		configs = configs[i : i+1]
	}
	small := querygen.Shrink(text, func(text string) bool {
		found := differs(text, configs)
		if strings.HasPrefix(found, "panics") && kind != "panics" {
			t.Errorf("seed %d, in part, %s\n----\n%s----\n", seed, found, text)
		}
		return kindOf(found) == kind
	})
	t.Errorf("seed %d %s\n----\n%s----\n", seed, differs(small, configs), withRows(small))
}

// withRows makes a script expect the rows of the plain engine, if it has any.
func withRows(text string) (golden string) {
	defer func() {
		if recover() != nil {
			golden = text
		}
	}()
	commands, err := script.Parse(text)
	if err != nil {
		return text
	}
	rows, err := script.Collect(commands, script.Config{Dir: folder})
	if err != nil {
		return text
	}
	golden, err = script.Golden(text, rows, known)
	if err != nil {
		return text
	}
	return golden
}

// kindOf is what a smaller script must have in common with a failing one: how it fails, and where.
func kindOf(finding string) string {
	kind, _, _ := strings.Cut(finding, ":")
	return kind
}
