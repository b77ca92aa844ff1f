package sql

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// goldenInputs returns the scripts of all golden files.
func goldenInputs(t testing.TB) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(goldenDir, "*.txt"))
	if err != nil || len(files) == 0 {
		t.Fatal("no golden files", err)
	}
	var inputs []string
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range goldenCases(t, string(data)) {
			place, text, ok := strings.Cut(c.input, ": ")
			switch _, known := places[place]; {
			case ok && known && place == "items":
				inputs = append(inputs, "INSERT INTO s SELECT "+text+" FROM t")
			case ok && known:
				inputs = append(inputs, "INSERT INTO s SELECT a FROM t "+place+" "+text)
			default:
				inputs = append(inputs, c.input)
			}
		}
	}
	return inputs
}

// TestMutations deletes, doubles, swaps and moves tokens of the golden scripts, and asserts of each what FuzzParse does:
// mistakes of this kind are those that people make.
func TestMutations(t *testing.T) {
	const rounds = 30
	random := rand.New(rand.NewPCG(1, 2))
	inputs := goldenInputs(t)
	var pool []string
	var split [][]string
	for _, text := range inputs {
		toks, _ := lex(text)
		var list []string
		for _, tok := range toks {
			list = append(list, text[tok.span.Start:tok.span.End])
		}
		pool, split = append(pool, list...), append(split, list)
	}
	for range rounds {
		for _, list := range split {
			checkAny(t, mutate(random, list, pool))
		}
	}
}

func mutate(random *rand.Rand, list, pool []string) string {
	list = append([]string{}, list...)
	for range 1 + random.IntN(3) {
		i, j := random.IntN(len(list)), random.IntN(len(list))
		switch random.IntN(5) {
		case 0:
			list[i] = ""
		case 1:
			list[i] += " " + list[i]
		case 2:
			list[i], list[j] = list[j], list[i]
		case 3:
			list[i] = pool[random.IntN(len(pool))]
		case 4:
			list[i] += " " + pool[random.IntN(len(pool))]
		}
	}
	return strings.Join(list, " ")
}

// checkAny asserts what holds for any text.
func checkAny(t *testing.T, text string) {
	t.Helper()
	_, errs := Parse(text)
	for i, e := range errs {
		if e.Span.Start < 0 || e.Span.Start > e.Span.End || e.Span.End > len(text) || e.Message == "" || e.Code == "" {
			t.Fatalf("%q: %+v", text, e)
		}
		if i > 0 && e.Span.Start <= errs[i-1].Span.Start {
			t.Fatalf("%q: errors are out of order", text)
		}
		if e.Format("x", text) == "" {
			t.Fatal("nothing printed")
		}
	}
	checkFixpoint(t, text)
	checkSpans(t, text)
}
