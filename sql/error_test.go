package sql

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestLongLinesAreCutAroundTheMistake(t *testing.T) {
	text := strings.Repeat("é", 500) + "WRONG" + strings.Repeat("y", 500)
	for _, at := range []int{0, 10, 2 * 100, len(text) - 3, strings.Index(text, "WRONG")} {
		e := &Error{Code: Syntax, Span: Span{Start: at, End: at + 2}, Message: "no"}
		lines := strings.Split(e.Format("f", text), "\n")
		if n := utf8.RuneCountInString(lines[1]); n > longLine+2 {
			t.Errorf("at %d: %d characters are shown", at, n)
		}
		_, col := LineCol(text, at)
		caret := strings.IndexByte(lines[2], '^')
		marked := []rune(lines[1])[caret]
		if want := []rune(text)[col-1]; marked != want {
			t.Errorf("at %d: %c is marked, not %c", at, marked, want)
		}
	}
}
