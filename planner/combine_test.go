package planner

import (
	"fmt"
	"math/rand"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"weir/operators"
	"weir/sql/types"
)

// TestCombinations puts the expressions of the goldens, right and wrong ones, into every clause of queries and their
// sub-queries. Whatever comes of it, nothing panics, and a plan opens before and after the rules.
func TestCombinations(t *testing.T) {
	expressions := goldenExpressions(t)
	r := rand.New(rand.NewSource(1))
	plans := 0
	for range 1500 {
		g := &combiner{r: r, expressions: expressions}
		text := "CREATE STREAM D (A VARCHAR(8), B INTEGER);\nCREATE PUMP P AS INSERT INTO D (A, B)\n" + g.outer() + ";"
		for _, noRules := range []bool{false, true} {
			cat := Catalog{Inputs: []*operators.Input{{Name: "S", Cols: &types.Schema{Columns: everyType()}}}}
			plan, _, errs := Compile(text, cat, Options{NoRules: noRules})
			checkMistakes(t, text, errs)
			if plan != nil {
				plans++
				openAll(t, plan)
			}
		}
		if t.Failed() {
			t.Fatal(text)
		}
	}
	if plans < 300 {
		t.Errorf("only %d of the combinations are right", plans)
	}
}

// goldenExpressions reads the inputs of the expression goldens. Every second one is right, so that whole queries are, too.
func goldenExpressions(t *testing.T) (all [2][]string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(planDir, "expr", "*.txt"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no expressions: %v", err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range splitLines(string(text)) {
			right := 1
			if strings.HasPrefix(c.want, "expression:") && !strings.Contains(c.want, "warning:") {
				right = 0
			}
			all[right] = append(all[right], strings.TrimSuffix(c.input, "\n"))
		}
	}
	return all
}

// combiner writes random queries.
type combiner struct {
	r           *rand.Rand
	expressions [2][]string
}

func (g *combiner) pick() string {
	from := g.expressions[1]
	if g.r.Intn(20) == 0 {
		from = g.expressions[0]
	}
	return from[g.r.Intn(len(from))]
}

// outer is the query of the pump: two items that fit, mostly.
func (g *combiner) outer() string {
	text, number := "CAST(V AS VARCHAR(8))", "I"
	if g.r.Intn(3) == 0 {
		text, number = "CASE WHEN "+g.condition()+" THEN 'a' ELSE V END", g.pick()
	}
	if g.r.Intn(3) == 0 {
		return fmt.Sprintf("SELECT STREAM MIN(%s), COUNT(%s) FROM %s%s GROUP BY %s, FLOOR(ROWTIME TO MINUTE)%s",
			text, g.pick(), g.from(), g.where(), g.pick(), g.having())
	}
	return fmt.Sprintf("SELECT STREAM %s, %s FROM %s%s", text, number, g.from(), g.where())
}

func (g *combiner) condition() string {
	switch g.r.Intn(3) {
	case 0:
		return "(" + g.pick() + ") IS NULL"
	case 1:
		return "I > 1 AND NOT (B IS TRUE)"
	}
	return fmt.Sprintf("(%s) = (%s)", g.pick(), g.pick())
}

func (g *combiner) where() string {
	if g.r.Intn(2) == 0 {
		return ""
	}
	return " WHERE " + g.condition()
}

func (g *combiner) having() string {
	if g.r.Intn(2) == 0 {
		return ""
	}
	return " HAVING COUNT(*) > 1 AND MAX(" + g.pick() + ") IS NOT NULL"
}

// from is the stream, or a sub-query that hands on its columns with one more, or a union of those.
func (g *combiner) from() string {
	switch g.r.Intn(4) {
	case 0:
		return fmt.Sprintf("(SELECT STREAM *, %s AS Y FROM S%s) AS S", g.pick(), g.where())
	case 1:
		return fmt.Sprintf("(SELECT STREAM *, %s AS Y FROM S UNION ALL SELECT STREAM *, %s FROM S%s) AS S", g.pick(), g.pick(), g.where())
	case 2:
		return fmt.Sprintf("(SELECT STREAM TS AS ROWTIME, S.* FROM S%s) AS S", g.where())
	}
	return "S"
}
