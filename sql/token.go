package sql

import (
	"slices"
	"unicode/utf8"
)

// tokenKind tells tokens apart.
type tokenKind uint8

const (
	endToken    tokenKind = iota // the ; of a statement, or the end of the text
	wordToken                    // an unquoted word
	quotedToken                  // "a quoted name"
	numberToken
	stringToken // 'text' and u&'text'
	bytesToken  // X'3F67'
	symbolToken
	badToken // what the lexer has complained about
)

// token is a piece of the text. Its text is what the piece means: a word in upper case, a name without its quotes, a string
// after its escapes, the bytes of a binary literal, a number or symbol as written.
type token struct {
	kind tokenKind
	span Span
	text string
}

func (t token) isWord(word string) bool     { return t.kind == wordToken && t.text == word }
func (t token) isSymbol(symbol string) bool { return t.kind == symbolToken && t.text == symbol }

// isOneOf reports whether t is one of the words.
func (t token) isOneOf(list ...string) bool {
	return t.kind == wordToken && slices.Contains(list, t.text)
}

// isSystemColumn reports whether t stands for a column that nobody declared.
func (t token) isSystemColumn() bool { return t.kind == wordToken && systemColumns[t.text] }

// isName reports whether t can stand for an object: a quoted name, or a word that is not reserved.
func (t token) isName() bool {
	return t.kind == quotedToken || t.kind == wordToken && !reserved[t.text]
}

// describe names the token in a message, as the text has it.
func (t token) describe(text string) string {
	if t.kind == endToken {
		if t.text == ";" {
			return "the end of the statement"
		}
		return "the end of the text"
	}
	const most = 40
	written := text[t.span.Start:t.span.End]
	if utf8.RuneCountInString(written) > most {
		written = string([]rune(written)[:most]) + "…"
	}
	return written
}
