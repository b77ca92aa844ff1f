package sql

import (
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// body moves behind the closing quote of the string whose opening quote is at the cursor. It returns what stands between
// them, with each doubled quote as one. A string that is never closed swallows the rest of the text; the error is at start.
func (l *lexer) body(start int) (string, bool) {
	l.pos++
	from := l.pos
	for l.skipTo("'") {
		l.pos++
		if !l.ahead("'") {
			return strings.ReplaceAll(l.text[from:l.pos-1], "''", "'"), true
		}
		l.pos++
	}
	line, _, _ := strings.Cut(l.text[start:], "\n")
	l.bad(Unterminated, Span{start, start + len(strings.TrimRight(line, "\r"))}, "the string that begins here is never closed",
		"close it with ' (a quote inside a string is written twice, as in it''s)"+l.suspect())
	return "", false
}

// suspect names the first string over several lines. If its end was forgotten, all that follow begin where others end.
func (l *lexer) suspect() string {
	for _, t := range l.toks {
		if t.kind == stringToken && strings.Contains(t.text, "\n") {
			line, col := LineCol(l.text, t.span.Start)
			return fmt.Sprintf("; or is the string at line %d, column %d meant to end on its line?", line, col)
		}
	}
	return ""
}

func (l *lexer) str() {
	start := l.pos
	if value, ok := l.body(start); ok {
		l.add(stringToken, start, value)
	}
}

func (l *lexer) bytes() {
	start := l.pos
	l.pos++
	digits, ok := l.body(start)
	if !ok {
		return
	}
	value, err := hex.DecodeString(digits)
	if err != nil {
		l.bad(InvalidLiteral, Span{start, l.pos}, "a binary literal is an even number of hexadecimal digits", "as in X'3F67'")
		return
	}
	l.add(bytesToken, start, string(value))
}

// unicode reads u&'…' with its UESCAPE, which may stand behind blanks.
func (l *lexer) unicode() {
	start := l.pos
	l.pos += len("u&")
	raw, ok := l.body(start)
	if !ok {
		return
	}
	escape, end := '\\', l.pos
	l.blank()
	if word := l.pos; len(l.text)-word >= 7 && strings.EqualFold(l.text[word:word+7], "UESCAPE") {
		l.pos += 7
		l.blank()
		if escape, ok = l.escape(word); !ok {
			return
		}
		end = l.pos
	} else {
		l.pos = end
	}
	value, ok := unescape(raw, escape)
	if !ok {
		l.bad(InvalidLiteral, Span{start, end}, "an escape of the string is not "+string(escape)+" and four hexadecimal digits",
			"write "+string(escape)+string(escape)+" for the escape character itself")
		return
	}
	l.add(stringToken, start, value)
}

// escape reads the character behind UESCAPE, which begins at word.
func (l *lexer) escape(word int) (rune, bool) {
	text, ok := "", false
	if l.ahead("'") {
		if text, ok = l.body(l.pos); !ok {
			return 0, false
		}
	}
	c, size := utf8.DecodeRuneInString(text)
	if !ok || size != len(text) || size == 0 || strings.ContainsRune(`+'"`, c) || unicode.IsSpace(c) || hexDigit(c) {
		l.bad(InvalidLiteral, Span{word, l.pos}, "UESCAPE needs one character that is no hexadecimal digit, sign, quote or blank", "as in UESCAPE '!'")
		return 0, false
	}
	return c, true
}

func hexDigit(c rune) bool { return strings.ContainsRune("0123456789abcdefABCDEF", c) }

// unescape replaces the escapes of a Unicode string. Characters beyond the first plane are pairs of escapes.
func unescape(raw string, escape rune) (string, bool) {
	if !strings.ContainsRune(raw, escape) {
		return raw, true
	}
	var out []uint16
	for rest := raw; rest != ""; {
		c, size := utf8.DecodeRuneInString(rest)
		rest = rest[size:]
		if c != escape {
			out = utf16.AppendRune(out, c)
			continue
		}
		if next, n := utf8.DecodeRuneInString(rest); next == escape {
			out, rest = utf16.AppendRune(out, escape), rest[n:]
			continue
		}
		if len(rest) < 4 {
			return "", false
		}
		code, err := strconv.ParseUint(rest[:4], 16, 16)
		if err != nil {
			return "", false
		}
		out, rest = append(out, uint16(code)), rest[4:]
	}
	value := string(utf16.Decode(out))
	return value, !strings.ContainsRune(value, utf8.RuneError) // half a pair, or not a character
}

// number reads digits with a point and an exponent. What follows must not look like part of it.
func (l *lexer) number() {
	start := l.pos
	l.digits()
	if l.ahead(".") {
		l.pos++
		l.digits()
	}
	good := true
	if l.ahead("e") || l.ahead("E") {
		l.pos++
		if l.ahead("+") || l.ahead("-") {
			l.pos++
		}
		good = l.digits()
	}
	if c, _ := l.rune(); l.pos < len(l.text) && (isLetter(c) || c == '.') {
		good = false
		for before := -1; before != l.pos; {
			before = l.pos
			l.skipWord()
			if l.ahead(".") {
				l.pos++
			}
		}
	}
	if !good {
		l.bad(InvalidLiteral, Span{start, l.pos}, l.text[start:l.pos]+" is not a number",
			`numbers look like 42, 5.0 or 1E-3; a name that begins with a digit is written in double quotes`)
		return
	}
	l.add(numberToken, start, l.text[start:l.pos])
}

func (l *lexer) digits() bool {
	start := l.pos
	for l.pos < len(l.text) && isDigit(rune(l.text[l.pos])) {
		l.pos++
	}
	return l.pos > start
}
