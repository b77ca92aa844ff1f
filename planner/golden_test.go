package planner

import (
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"weir/operators"
	"weir/operators/expr"
	"weir/sql"
	"weir/sql/types"
)

var update = flag.Bool("update", false, "rewrite the golden files")

const planDir = "../testdata/plan"

// A goldenCase is comments, an input and what comes of it.
type goldenCase struct{ comment, input, want string }

// runGolden runs the cases of every file that a pattern names. Split cuts a file into cases, join writes one.
func runGolden(t *testing.T, pattern string, split func(string) []goldenCase, join func(goldenCase) string, run func(c goldenCase) string) {
	files, err := filepath.Glob(filepath.Join(planDir, pattern))
	if err != nil || len(files) == 0 {
		t.Fatalf("no files %s: %v", pattern, err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			var out strings.Builder
			for _, c := range split(string(text)) {
				got := run(c)
				if got != c.want && !*update {
					t.Errorf("%s\ngot:\n%s\nwant:\n%s", c.input, got, c.want)
				}
				c.want = got
				out.WriteString(join(c))
			}
			if *update && out.String() != string(text) {
				if err := os.WriteFile(file, []byte(out.String()), 0o644); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

// testCatalog is what the goldens read: an input with upper-case names, one with names in quotes, one with a time column and
// tables.
func testCatalog() Catalog {
	input := func(name string, implicit int, cols ...types.Column) *operators.Input {
		return &operators.Input{Name: name, Cols: types.NewSchema(cols...), Implicit: implicit, Used: make([]bool, len(cols))}
	}
	arrival := col("APPROXIMATE_ARRIVAL_TIME", "TIMESTAMP")
	timed := input("SENSED", 1, col("TAKEN", "TIMESTAMP"), col("PROBE", "VARCHAR(8)"), col("CELSIUS", "DOUBLE"), arrival)
	timed.Time = operators.TimeRule{Kind: operators.ColumnTime, Column: 0, Disorder: 5000}
	return Catalog{
		Inputs: []*operators.Input{
			input("TRADES", 2, col("TICKER", "VARCHAR(4)"), col("SECTOR", "VARCHAR(16)"), col("PRICE", "DOUBLE"), col("QTY", "INTEGER"),
				col("ID", "BIGINT"), col("FEE", "DECIMAL(8,2)"), col("STAMP", "TIMESTAMP"), col("OK", "BOOLEAN"), arrival, col("PARTITION_KEY", "VARCHAR(256)")),
			input("feed_001", 1, col("id", "VARCHAR(8)"), col("value", "DOUBLE"), col("Kind", "VARCHAR(8)"), col("at", "TIMESTAMP"), arrival),
			timed,
		},
		Tables: []*operators.Table{
			{Name: "RATES", Cols: types.NewSchema(col("CODE", "VARCHAR(4)"), col("RATE", "DECIMAL(8,4)"))},
			{Name: "sites", Cols: types.NewSchema(col("id", "VARCHAR(8) NOT NULL"), col("town", "VARCHAR(16)"), col("limit", "INTEGER"))},
			{Name: "TICKS", Cols: types.NewSchema(col("TICKER", "CHAR(6)"), col("QTY", "BIGINT"), col("RATE", "DECIMAL(8,4)"))},
		},
	}
}

func col(name, of string) types.Column {
	of, notNull := strings.CutSuffix(of, " NOT NULL")
	t, err := types.ParseType(of)
	if err != nil {
		panic(err)
	}
	return types.Column{Name: name, Type: t, NotNull: notNull}
}

// TestPlans compiles scripts: EXPLAIN, or the mistakes with their carets, and the warnings.
func TestPlans(t *testing.T) {
	runGolden(t, "*.txt", splitBlocks, joinBlock, func(c goldenCase) string {
		opts := Options{
			Strict:      strings.Contains(c.comment, "# strict\n"),
			NoRules:     strings.Contains(c.comment, "# no rules\n"),
			OpenStreams: strings.Contains(c.comment, "# open streams\n"),
		}
		for line := range strings.SplitSeq(c.comment, "\n") {
			if names, ok := strings.CutPrefix(line, "# outputs "); ok {
				for name := range strings.FieldsSeq(names) {
					opts.Destinations = append(opts.Destinations, Destination{Name: name, Target: "to-" + name})
				}
			}
		}
		text := strings.TrimSuffix(c.input, "\n")
		plan, warnings, errs := Compile(text, testCatalog(), opts)
		var out strings.Builder
		for _, w := range warnings {
			out.WriteString(w.Format("app.sql", text) + "\n")
		}
		if len(errs) > 0 {
			return out.String() + errs.Format("app.sql", text) + "\n"
		}
		openAll(t, plan)
		brief := *plan
		brief.Tables = slices.DeleteFunc(slices.Clone(plan.Tables), func(t *operators.Table) bool { return t.Of == nil })
		brief.Inputs = nil
		for _, in := range plan.Inputs {
			if strings.Contains(text, in.Name) && strings.Contains(c.comment, "# inputs\n") {
				brief.Inputs = append(brief.Inputs, in)
			}
		}
		return out.String() + Explain(&brief)
	})
}

// splitBlocks cuts a file of comments, SQL, a line ----, the result and a line ====.
func splitBlocks(text string) []goldenCase {
	var cases []goldenCase
	for _, block := range strings.SplitAfter(text, "\n====\n") {
		var c goldenCase
		block = strings.TrimSuffix(block, "====\n")
		for strings.HasPrefix(block, "#") || strings.HasPrefix(block, "\n") {
			line, rest, _ := strings.Cut(block, "\n")
			c.comment, block = c.comment+line+"\n", rest
		}
		c.input, c.want, _ = strings.Cut(block, "----\n")
		if strings.TrimSpace(c.input) != "" {
			cases = append(cases, c)
		}
	}
	return cases
}

func joinBlock(c goldenCase) string { return c.comment + c.input + "----\n" + c.want + "====\n" }

// everyType is a column of every type.
func everyType() []types.Column {
	return []types.Column{
		col("B", "BOOLEAN"), col("TINY", "TINYINT"), col("SMALL", "SMALLINT"), col("I", "INTEGER"), col("L", "BIGINT"),
		col("D", "DECIMAL(8,2)"), col("E", "DECIMAL(10,4)"), col("R", "REAL"), col("F", "DOUBLE"),
		col("C", "CHAR(4)"), col("V", "VARCHAR(8)"), col("W", "VARCHAR"), col("X", "VARBINARY(8)"),
		col("DT", "DATE"), col("TM", "TIME"), col("TS", "TIMESTAMP"), col("NN", "INTEGER NOT NULL"), col("lower", "VARCHAR(8)"),
	}
}

// TestExpressions binds expressions over a row that has a column of every type: type and text, or the mistakes.
func TestExpressions(t *testing.T) {
	rel := &relation{spec: &operators.Input{Name: "S"}}
	for _, c := range everyType() {
		rel.cols = append(rel.cols, column{Column: c})
	}
	sc := &scope{sources: []*source{{path: []string{"S"}, table: "S", text: "S", rel: rel}}}
	runGolden(t, "expr/*.txt", splitLines, joinLines, func(c goldenCase) string {
		text := strings.TrimSuffix(c.input, "\n")
		n, warnings, errs := bindAlone(text, sc, "the select list")
		var out strings.Builder
		for _, w := range warnings {
			out.WriteString(w.Format("expression", text) + "\n")
		}
		if n == nil {
			out.WriteString(errs.Format("expression", text) + "\n")
		} else {
			out.WriteString(n.Type().String() + ": " + n.String() + "\n")
			if _, err := expr.Compile(n); err != nil && n.Type().Kind != types.Null {
				out.WriteString("does not compile: " + err.Error() + "\n")
			}
		}
		return out.String()
	})
}

// splitLines cuts a file of expressions, each with its result indented below it.
func splitLines(text string) []goldenCase {
	var cases []goldenCase
	var c goldenCase
	flush := func() {
		if c.input != "" {
			cases = append(cases, c)
		}
		c = goldenCase{}
	}
	for _, line := range strings.SplitAfter(text, "\n") {
		indented, isResult := strings.CutPrefix(line, "  ")
		switch {
		case isResult:
			c.want += indented
		case c.want != "" || line == "":
			flush()
			fallthrough
		default:
			if strings.HasPrefix(line, "#") || line == "\n" {
				if c.input != "" {
					flush()
				}
				c.comment += line
			} else {
				if c.input != "" {
					flush()
				}
				c.input = line
			}
		}
	}
	flush()
	return cases
}

func joinLines(c goldenCase) string {
	out := c.comment + c.input
	for _, line := range strings.SplitAfter(strings.TrimSuffix(c.want, "\n"), "\n") {
		out += "  " + line
	}
	return out + "\n"
}

// The statements around an expression that stands alone.
const (
	aroundBefore = "CREATE STREAM S (X INTEGER); CREATE PUMP P AS INSERT INTO S SELECT STREAM "
	aroundAfter  = "\nFROM S"
)

// bindAlone binds an expression over a scope, outside of any script.
func bindAlone(text string, sc *scope, clause string) (expr.Node, []Warning, sql.Errors) {
	whole := aroundBefore + text + aroundAfter
	script, errs := sql.Parse(whole)
	c := &compiler{text: whole, cat: newCatalog(Catalog{}), errs: errs}
	var n expr.Node
	if len(errs) == 0 {
		n = (&exprs{compiler: c, scope: sc, clause: clause}).bind(onlyItem(script))
	}
	inside := func(at *sql.Span) {
		at.Start = min(max(at.Start-len(aroundBefore), 0), len(text))
		at.End = min(max(at.End-len(aroundBefore), 0), len(text))
	}
	for _, e := range c.errs {
		inside(&e.Span)
	}
	for i := range c.warnings {
		inside(&c.warnings[i].Span)
	}
	if len(c.errs) > 0 || n == nil {
		return nil, c.warnings, inOrder(c.errs)
	}
	return settle(n), c.warnings, nil
}

// onlyItem is the select list's first expression.
func onlyItem(s *sql.Script) sql.Expr {
	return s.Statements[1].(*sql.CreatePump).Insert.Query.(*sql.Select).Items[0].Expr
}
