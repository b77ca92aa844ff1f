package sql

import (
	"fmt"
	"sort"
	"strings"
	"unicode/utf8"
)

// Error is a mistake in the application code. Codes are stable; messages are for people.
type Error struct {
	Code    Code
	Span    Span
	Message string // what is wrong, lower case, no full stop
	Hint    string // what to write instead; empty if there is nothing to say
}

// Errors is every mistake of a script, in the order of the text.
type Errors []*Error

// Error returns the code and the message; the place needs the text, see Format.
func (e *Error) Error() string { return string(e.Code) + ": " + e.Message }

// Error returns one line for each mistake.
func (e Errors) Error() string {
	lines := make([]string, len(e))
	for i, one := range e {
		lines[i] = one.Error()
	}
	return strings.Join(lines, "\n")
}

// Sort puts the mistakes into the order of the text. Those of one place keep their order.
func (e Errors) Sort() {
	sort.SliceStable(e, func(i, j int) bool { return e[i].Span.Start < e[j].Span.Start })
}

// Format prints the mistake for a person who looks at the file: place, code and message, the line of the source, a line with
// carets under the mistake, and the hint. There is no line feed at the end.
func (e *Error) Format(file, text string) string {
	line, col := LineCol(text, e.Span.Start)
	var b strings.Builder
	fmt.Fprintf(&b, "%s:%d:%d: %s: %s\n", file, line, col, e.Code, e.Message)
	source, col := excerpt(sourceLine(text, e.Span.Start), col)
	fmt.Fprintf(&b, "  %s\n  %s", source, caretLine(source, col, runes(text, e.Span)))
	if e.Hint != "" {
		b.WriteString("\n  hint: " + e.Hint)
	}
	return b.String()
}

// Format prints every mistake, with an empty line between two.
func (e Errors) Format(file, text string) string {
	parts := make([]string, len(e))
	for i, one := range e {
		parts[i] = one.Format(file, text)
	}
	return strings.Join(parts, "\n\n")
}

const byteOrderMark = "\uFEFF"

// LineCol returns the line and the column of a byte offset, both from 1. Columns count characters; a byte order mark at the
// start of the text is none.
func LineCol(text string, offset int) (line, col int) {
	before := text[:clamp(offset, len(text))]
	line = 1 + strings.Count(before, "\n")
	if line == 1 {
		before = strings.TrimPrefix(before, byteOrderMark)
	}
	return line, 1 + utf8.RuneCountInString(before[strings.LastIndexByte(before, '\n')+1:])
}

// sourceLine returns the line around offset, without its end.
func sourceLine(text string, offset int) string {
	offset = clamp(offset, len(text))
	start := strings.LastIndexByte(text[:offset], '\n') + 1
	line, _, _ := strings.Cut(text[start:], "\n")
	return strings.TrimPrefix(strings.TrimRight(line, "\r"), byteOrderMark)
}

const (
	longLine  = 240 // characters that are shown of a line, at most
	leadingIn = 100 // of them before the mistake
)

// excerpt cuts a long line, such as that of a JSON file, to what surrounds a column, and returns the column's place in it.
func excerpt(source string, col int) (string, int) {
	line := []rune(source)
	if len(line) <= longLine {
		return source, col
	}
	start := max(0, min(col-1-leadingIn, len(line)-longLine))
	shown := line[start:min(start+longLine, len(line))]
	if start > 0 {
		shown[0] = '…'
	}
	if start+longLine < len(line) {
		shown[len(shown)-1] = '…'
	}
	return string(shown), col - start
}

// caretLine marks width characters of the source line from column col on. It repeats tabs, so that the carets stand right
// however wide a tab is.
func caretLine(source string, col, width int) string {
	var b strings.Builder
	n := 1
	for _, r := range source {
		if n == col {
			break
		}
		if r != '\t' {
			r = ' '
		}
		b.WriteRune(r)
		n++
	}
	left := utf8.RuneCountInString(source) - col + 1
	b.WriteString(strings.Repeat("^", max(1, min(width, left))))
	return b.String()
}

// runes counts the characters of a span.
func runes(text string, s Span) int {
	return utf8.RuneCountInString(text[clamp(s.Start, len(text)):clamp(max(s.End, s.Start), len(text))])
}

func clamp(n, most int) int { return max(0, min(n, most)) }
