package querygen

import (
	"strings"
	"testing"

	"weir/sql"
)

// TestScripts checks that scripts depend on their seed alone, that their SQL is read, and that all that is generated occurs.
func TestScripts(t *testing.T) {
	var all strings.Builder
	for seed := range uint64(200) {
		text := Script(seed)
		if text != Script(seed) {
			t.Fatalf("seed %d gives two scripts", seed)
		}
		code, _ := code(text)
		if _, errs := sql.Parse(code); len(errs) > 0 {
			t.Fatalf("seed %d: %s", seed, errs[0].Format("exec", code))
		}
		all.WriteString(text)
	}
	for _, word := range []string{
		"UNION ALL", "GROUP BY", "HAVING", "AS ROWTIME", ".LATE", ".ERRORS", "STOPPED", "MONOTONIC(", "STEP(", "CEIL(", "CASE ", "COALESCE(", "NULLIF(",
		" IN (", " BETWEEN ", " LIKE ", " SIMILAR TO ", "DISTINCT FROM", "OVERLAPS", "INTERVAL ", "CAST(", "STDDEV", "FIRST_VALUE(", "SUM(DISTINCT",
		"\ncheckpoint\n", "\ncrash\n", "\nend ", "\ntick ", "push text", "push rows", ".disorder ", ".future ",
	} {
		if !strings.Contains(all.String(), word) {
			t.Errorf("no script has %q", word)
		}
	}
}

// TestShrink makes a script small that fails wherever a number is divided.
func TestShrink(t *testing.T) {
	const text = `# Two streams, of which one matters.
exec
CREATE STREAM "A" ("n" INTEGER, "m" INTEGER);
CREATE STREAM "B" ("x" INTEGER, "y" VARCHAR(4));
CREATE PUMP "P" AS INSERT INTO "B" SELECT STREAM "n", 'b' FROM "A" WHERE "m" > 1 UNION ALL
  SELECT STREAM ABS(CASE WHEN "n" > 0 THEN "n" / "m" ELSE 7 END), 'a' FROM (SELECT STREAM * FROM "A") WHERE "n" IN (1, 2);
CREATE STREAM "C" ("x" INTEGER);
CREATE PUMP "Q" AS INSERT INTO "C" SELECT STREAM "x" FROM "B";

push A at 2026-03-01T10:00:00
{"n": 1, "m": 2}
{"n": 3, "m": 0}

tick +1s

expect B
`
	const want = `exec
CREATE STREAM "A" ("n" INTEGER, "m" INTEGER);
CREATE STREAM "B" ("x" INTEGER);
CREATE PUMP "P" AS INSERT INTO "B" SELECT STREAM "n" / "m" FROM "A";

push A at 2026-03-01T10:00:00
{"m": 0}
`
	small := Shrink(text, func(text string) bool {
		code, _ := code(text)
		_, errs := sql.Parse(code)
		all := true
		for _, needed := range []string{`"A" ("n" INTEGER, "m" INTEGER)`, `CREATE STREAM "B" ("x"`, `"n" / "m"`, `"m": 0`} {
			all = all && strings.Contains(text, needed)
		}
		return len(errs) == 0 && all
	})
	if small != want {
		t.Errorf("got\n%s\nwant\n%s", small, want)
	}
}
