package sql

import (
	"strings"
	"testing"
)

func TestLineCol(t *testing.T) {
	text := "\uFEFFaä\r\nb\tü c\n"
	for _, c := range []struct {
		at        string
		line, col int
	}{{"a", 1, 1}, {"ä", 1, 2}, {"b", 2, 1}, {"ü", 2, 3}, {"c", 2, 5}} {
		if line, col := LineCol(text, strings.Index(text, c.at)); line != c.line || col != c.col {
			t.Errorf("%s is at %d:%d, want %d:%d", c.at, line, col, c.line, c.col)
		}
	}
	if line, col := LineCol(text, len(text)+9); line != 3 || col != 1 {
		t.Errorf("the end is at %d:%d", line, col)
	}
}

// Windows files begin with a byte order mark and end lines with CR LF.
func TestWindowsText(t *testing.T) {
	text := "\uFEFFCREATE STREAM s (\r\n  count INT\r\n);\r\n"
	_, errs := Parse(text)
	want := "f:2:3: reserved-word: COUNT is a reserved word and cannot be a column name without quotes\n    count INT\n    ^^^^^\n"
	if len(errs) != 1 || !strings.HasPrefix(errs[0].Format("f", text), want) {
		t.Errorf("%s", errs.Format("f", text))
	}
}

func TestQuote(t *testing.T) {
	for name, want := range map[string]string{
		"PRICE": "PRICE", "price": `"price"`, "COUNT": `"COUNT"`, `a"b`: `"a""b"`, "A B": `"A B"`, "_X1": "_X1", "1X": `"1X"`,
		"Ä": `"Ä"`, "KEY": "KEY", "CURRENT_ROW_TIMESTAMP": `"CURRENT_ROW_TIMESTAMP"`, "": `""`,
	} {
		if got := Quote(name); got != want {
			t.Errorf("Quote(%q) = %s, want %s", name, got, want)
		}
	}
	if !IsReserved("Count") || IsReserved("lag") {
		t.Error("COUNT is reserved, LAG is not")
	}
}

func TestNearest(t *testing.T) {
	for _, c := range []struct{ name, candidates, want string }{
		{"PRCE", "PRICE VOLUME", "PRICE"},
		{"stop_cod", "tram_no stop_code stop", "stop_code"},
		{"ticker", "TICKERS TICKER", "TICKER"}, // letter case only is nearer than any letter
		{"SYMBOL", "symbol SYMBOLS", "symbol"},
		{"SELCET", "SELECT", "SELECT"},
		{"A", "B C", ""},
		{"PRICE", "PRICE", ""}, // it is there: not what was meant
		{"PRICE", "CHANGE SECTOR", ""},
		{"ab", "AC", "AC"},
	} {
		if got := Nearest(c.name, strings.Fields(c.candidates)); got != c.want {
			t.Errorf("Nearest(%s, %s) = %q, want %q", c.name, c.candidates, got, c.want)
		}
	}
}

// Deep nesting and long text are refused with a place, whatever is nested.
func TestLimits(t *testing.T) {
	deep := func(before, open, inner, end, after string, n int) string {
		return before + strings.Repeat(open, n) + inner + strings.Repeat(end, n) + after
	}
	for _, c := range []struct {
		name, text string
		code       Code
		col        int
	}{
		{"parentheses", deep("INSERT INTO s SELECT ", "(", "a", ")", " FROM t", 191), TooDeep, 22 + 190},
		{"calls", deep("INSERT INTO s SELECT ", "f(", "a", ")", " FROM t", 500), TooDeep, 22 + 2*190 + 1},
		{"never closed", deep("INSERT INTO s SELECT ", "(", "a", "", " FROM t", 100_000), TooDeep, 22 + 190},
		{"sub-queries", deep("INSERT INTO s SELECT a FROM ", "(SELECT a FROM ", "t", ")", "", 1000), TooDeep, 29 + 190*15},
		{"differences", deep("INSERT INTO s SELECT ", "(", "a - b", ") DAY", " FROM t", 200), TooDeep, 22 + 190},
		{"signs", deep("INSERT INTO s SELECT ", "- ", "a", "", " FROM t", 100_000), TooDeep, 0},
		{"operators", deep("INSERT INTO s SELECT ", "a + ", "a", "", " FROM t", 100_000), TooDeep, 22},
		{"nots", deep("INSERT INTO s SELECT a FROM t WHERE ", "NOT ", "a", "", "", 100_000), TooDeep, 0},
		{"cases", deep("INSERT INTO s SELECT ", "CASE WHEN ", "a", " THEN b END", " FROM t", 20_000), TooDeep, 0},
		{"length", strings.Repeat(" ", MaxText+1), TooLong, 1},
		{"encoding", "CREATE STREAM s (a\xff INT)", InvalidCharacter, 19},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, errs := Parse(c.text)
			if len(errs) == 0 || errs[0].Code != c.code {
				t.Fatalf("want %s, got %.300s", c.code, errs.Error())
			}
			if _, col := LineCol(c.text, errs[0].Span.Start); c.col > 0 && col != c.col {
				t.Errorf("column %d, want %d", col, c.col)
			}
		})
	}
}

// What is just within the limits is read.
func TestWithinLimits(t *testing.T) {
	for _, text := range []string{
		"INSERT INTO s SELECT " + strings.Repeat("(", 150) + "a" + strings.Repeat(")", 150) + " FROM t",
		"INSERT INTO s SELECT " + strings.Repeat("f(", 150) + "a" + strings.Repeat(")", 150) + " FROM t",
		"INSERT INTO s SELECT a FROM t WHERE a = 1" + strings.Repeat(" OR a = 1", 4000),
		"INSERT INTO s SELECT " + strings.Repeat("CASE WHEN ", 1000) + "a" + strings.Repeat(" THEN b END", 1000) + " FROM t",
	} {
		if _, errs := Parse(text); len(errs) > 0 {
			t.Errorf("%.80s: %v", text, errs)
		}
		checkFixpoint(t, text)
	}
}

// Every code that an error may have is in the table, once.
func TestCodes(t *testing.T) {
	seen := map[Code]bool{}
	for _, c := range Codes {
		if seen[c.Code] || c.Doc == "" {
			t.Errorf("%s is there twice, or has no text", c.Code)
		}
		seen[c.Code] = true
	}
}
