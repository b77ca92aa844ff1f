package sql

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxName is the most characters that a name has.
const maxName = 128

// lexer cuts a text into tokens. What it cannot read becomes a badToken and an error, and it goes on behind it.
type lexer struct {
	text string
	pos  int
	toks []token
	errs Errors
}

// lex returns the tokens of a text, an end token for each ; and one at the end.
func lex(text string) ([]token, Errors) {
	l := &lexer{text: text}
	if strings.HasPrefix(text, byteOrderMark) {
		l.pos = len(byteOrderMark)
	}
	for l.blank(); l.pos < len(text); l.blank() {
		l.next()
	}
	l.end()
	return l.toks, l.errs
}

func (l *lexer) add(kind tokenKind, start int, text string) {
	l.toks = append(l.toks, token{kind, Span{start, l.pos}, text})
}

// end adds the last token. It stands directly behind the one before, where something is missing if it comes too early.
func (l *lexer) end() {
	at := 0
	if n := len(l.toks); n > 0 {
		at = l.toks[n-1].span.End
	}
	l.toks = append(l.toks, token{endToken, Span{at, at}, ""})
}

func (l *lexer) bad(code Code, s Span, message, hint string) {
	l.errs = append(l.errs, &Error{code, s, message, hint})
	l.toks = append(l.toks, token{badToken, s, ""})
}

// ahead reports whether the text goes on with prefix.
func (l *lexer) ahead(prefix string) bool { return strings.HasPrefix(l.text[l.pos:], prefix) }

// rune returns the character at the cursor and its length, zero at the end.
func (l *lexer) rune() (rune, int) { return utf8.DecodeRuneInString(l.text[l.pos:]) }

// blank skips white space and comments.
func (l *lexer) blank() {
	for l.pos < len(l.text) {
		c, size := l.rune()
		switch {
		case unicode.IsSpace(c) || c == '\uFEFF' || c == '\u200B':
			l.pos += size
		case l.ahead("--") || l.ahead("//"):
			l.skipTo("\n")
		case l.ahead("/*"):
			l.comment()
		default:
			return
		}
	}
}

func (l *lexer) comment() {
	start := l.pos
	l.pos += 2
	if !l.skipTo("*/") {
		l.bad(Unterminated, Span{start, start + 2}, "the comment that begins here is never closed", "close it with */")
		return
	}
	l.pos += 2
}

// skipTo moves the cursor to the next stop, or to the end of the text if there is none.
func (l *lexer) skipTo(stop string) bool {
	n := strings.Index(l.text[l.pos:], stop)
	if n < 0 {
		l.pos = len(l.text)
		return false
	}
	l.pos += n
	return true
}

// next reads one token. The cursor stands on its first character.
func (l *lexer) next() {
	c, _ := l.rune()
	switch {
	case c == '\'':
		l.str()
	case c == '"':
		l.quoted()
	case l.ahead("u&'") || l.ahead("U&'"):
		l.unicode()
	case l.ahead("x'") || l.ahead("X'"):
		l.bytes()
	case isLetter(c):
		l.word()
	case isDigit(c) || c == '.' && l.pos+1 < len(l.text) && isDigit(rune(l.text[l.pos+1])):
		l.number()
	default:
		l.symbol()
	}
}

func isLetter(c rune) bool { return c == '_' || unicode.IsLetter(c) }
func isDigit(c rune) bool  { return '0' <= c && c <= '9' }

// skipWord moves the cursor behind letters, digits and underscores.
func (l *lexer) skipWord() {
	for l.pos < len(l.text) {
		c, size := l.rune()
		if !isLetter(c) && !unicode.IsDigit(c) {
			return
		}
		l.pos += size
	}
}

func (l *lexer) word() {
	start := l.pos
	l.skipWord()
	l.add(wordToken, start, strings.ToUpper(l.text[start:l.pos]))
	l.checkLength()
}

// checkLength complains about a long name. The token stays good, so that the rest of its statement is read.
func (l *lexer) checkLength() {
	t := l.toks[len(l.toks)-1]
	if n := utf8.RuneCountInString(t.text); n > maxName {
		l.errs = append(l.errs, &Error{NameTooLong, t.span, fmt.Sprintf("the name has %d characters, %d are allowed", n, maxName), ""})
	}
}

// quoted reads a name in double quotes. Control characters are not part of names, so a missing quote is found on its line.
func (l *lexer) quoted() {
	start := l.pos
	l.pos++
	for l.pos < len(l.text) && l.text[l.pos] >= ' ' {
		if l.text[l.pos] != '"' {
			l.pos++
			continue
		}
		l.pos++
		if !l.ahead(`"`) {
			l.closeQuoted(start)
			return
		}
		l.pos++
	}
	l.bad(Unterminated, Span{start, l.pos}, "the quoted name that begins here is never closed",
		`close it with " on the same line (a quote inside of a name is written twice)`)
}

func (l *lexer) closeQuoted(start int) {
	name := strings.ReplaceAll(l.text[start+1:l.pos-1], `""`, `"`)
	if name == "" {
		l.bad(Syntax, Span{start, l.pos}, "a name cannot be empty", "write strings in single quotes: ''")
		return
	}
	l.add(quotedToken, start, name)
	l.checkLength()
}

var symbols = words("<= >= <> != || ( ) , . + - * / = < > { }")

func (l *lexer) symbol() {
	start := l.pos
	if l.ahead(";") {
		l.pos++
		l.add(endToken, start, ";")
		return
	}
	for _, n := range []int{2, 1} {
		if s := l.text[start:min(start+n, len(l.text))]; symbols[s] {
			l.pos += len(s)
			l.add(symbolToken, start, s)
			return
		}
	}
	c, size := l.rune()
	l.pos += size
	l.bad(InvalidCharacter, Span{start, l.pos}, fmt.Sprintf("the character %c has no meaning here", c), characterHint(c))
}

func characterHint(c rune) string {
	switch c {
	case '%':
		return "write MOD(a, b) for the rest of a division"
	case '`', '“', '”', '„':
		return `names are quoted with "`
	case '‘', '’', '´':
		return "strings are quoted with '"
	case '–', '—':
		return "a minus is -, a comment begins with --"
	case '!':
		return "write <> for not equal, NOT for negation"
	case '|':
		return "strings are concatenated with ||"
	case '#':
		return "a comment begins with --"
	case '[', ']':
		return "lists and lengths stand in parentheses"
	case '$', '@':
		return `a name with special characters is written in double quotes`
	}
	return ""
}
