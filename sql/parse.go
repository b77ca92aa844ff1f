package sql

import (
	"fmt"
	"slices"
	"unicode/utf8"
)

// MaxText is the most bytes that an application code may have.
const MaxText = 1 << 20

// maxErrors is the most mistakes that are reported; who has more needs no list.
const maxErrors = 200

// Parse reads an application code. It finds all mistakes at once, one at each place of the text. The script holds the
// statements that have none.
func Parse(text string) (*Script, Errors) {
	script := &Script{Text: text}
	if e := checkText(text); e != nil {
		return script, Errors{e}
	}
	toks, errs := lex(text)
	for _, part := range split(toks) {
		if len(errs) > maxErrors {
			break
		}
		statement, found := parseStatement(text, part.toks)
		errs = append(errs, found...)
		if statement == nil || len(found) > 0 {
			continue
		}
		script.Statements = append(script.Statements, statement)
		if part.unended {
			at := part.toks[len(part.toks)-1].span
			errs = append(errs, &Error{Syntax, at, "a ; is missing before CREATE", "end the statement above with ;"})
		}
	}
	errs.Sort()
	errs = slices.CompactFunc(errs, func(a, b *Error) bool { return a.Span.Start == b.Span.Start })
	return script, errs[:min(len(errs), maxErrors)]
}

func checkText(text string) *Error {
	if len(text) > MaxText {
		return &Error{Code: TooLong, Message: fmt.Sprintf("the code has %d bytes, %d are allowed", len(text), MaxText)}
	}
	for i, c := range text {
		if c != utf8.RuneError {
			continue
		}
		if _, size := utf8.DecodeRuneInString(text[i:]); size == 1 {
			return &Error{InvalidCharacter, Span{i, i + 1}, "the text is not UTF-8", "save the file as UTF-8"}
		}
	}
	return nil
}

// piece is the tokens of one statement with its end token. Unended: no semicolon, but the next CREATE ends it.
type piece struct {
	toks    []token
	unended bool
}

// split cuts the tokens at semicolons, and before a CREATE in the middle of a statement: the semicolon was forgotten there,
// since no statement holds that word. Empty statements are left out.
func split(toks []token) []piece {
	var pieces []piece
	start := 0
	for i, t := range toks {
		switch {
		case t.kind == endToken:
			if i > start {
				pieces = append(pieces, piece{toks: toks[start : i+1]})
			}
			start = i + 1
		case i > start && startsCreate(toks[i:]):
			cut := append(append([]token{}, toks[start:i]...), token{endToken, t.span, t.text})
			pieces = append(pieces, piece{cut, true})
			start = i
		}
	}
	return pieces
}

func startsCreate(toks []token) bool {
	if !toks[0].isWord("CREATE") || len(toks) < 4 {
		return false
	}
	if toks[1].isWord("OR") && toks[2].isWord("REPLACE") {
		return true
	}
	return toks[1].isOneOf("STREAM", "PUMP", "FUNCTION")
}

// parseStatement reads one statement. One with a token that the lexer has refused is not read: what follows from that mistake
// is no news.
func parseStatement(text string, toks []token) (Statement, Errors) {
	for _, t := range toks {
		if t.kind == badToken {
			return nil, nil
		}
	}
	r := newReader(text, toks)
	s := r.statement()
	if r.err == nil && r.pos < r.end {
		r.unexpected(r.pos, "")
	}
	if r.err != nil {
		r.report(r.err)
	}
	return s, r.errs
}
