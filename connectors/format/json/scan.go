package json

import (
	"bytes"
	"fmt"
	"math/bits"
	"unicode/utf8"
)

// maxDepth is how deep arrays and objects may nest.
const maxDepth = 512

// scanner validates the text of one record. Its methods take the place at which something begins and return the place behind
// it, or failed.
type scanner struct {
	buf    []byte
	tokens []token
	other  token // of values that nobody wants
	deep   node  // stands for every object that no path leads into
	saved  []token
	key    []byte // a key without its escapes

	detail string // why the text was refused
	bad    int    // where the document's first string begins that is not UTF-8; 0: there is none
}

const failed = -1

func (s *scanner) fail(format string, args ...any) int {
	s.detail = fmt.Sprintf(format, args...)
	return failed
}

// unexpected refuses what stands at p.
func (s *scanner) unexpected(p int, want string) int {
	if p >= len(s.buf) {
		return s.fail("the text ends where %s should be", want)
	}
	if c := s.buf[p]; c > ' ' && c < 0x7f {
		return s.fail("%q at byte %d should be %s", c, p+1, want)
	}
	return s.fail("byte 0x%02x at byte %d should be %s", s.buf[p], p+1, want)
}

// blank skips white space.
func (s *scanner) blank(p int) int {
	for p < len(s.buf) {
		switch s.buf[p] {
		case ' ', '\n', '\t', '\r':
			p++
		default:
			return p
		}
	}
	return p
}

// value reads any value, after white space, into t. Depth counts the arrays and objects around it.
func (s *scanner) value(p, depth int, t *token) int {
	if p >= len(s.buf) {
		return s.unexpected(p, "a value")
	}
	switch c := s.buf[p]; c {
	case '"':
		return s.text(p+1, t)
	case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9':
		return s.number(p, t)
	case '{', '[':
		start := p
		k := object
		if c == '{' {
			p = s.object(&s.deep, p, depth)
		} else {
			k = array
			p = s.array(p, depth)
		}
		t.set(k, start, p)
		return p
	case 't':
		return s.word(p, "true", yes, t)
	case 'f':
		return s.word(p, "false", no, t)
	case 'n':
		return s.word(p, "null", null, t)
	case ' ', '\n', '\t', '\r':
		return s.value(s.blank(p), depth, t)
	default:
		return s.unexpected(p, "a value")
	}
}

func (s *scanner) word(p int, word string, k kind, t *token) int {
	if !bytes.HasPrefix(s.buf[p:], []byte(word)) {
		return s.unexpected(p, "a value")
	}
	t.set(k, p, p+len(word))
	return p + len(word)
}

// array reads an array that nobody wants an element of.
func (s *scanner) array(p, depth int) int {
	var more bool
	for i := 0; ; i++ {
		if p, more = s.element(p, depth, i); !more {
			return p
		}
		if p = s.value(p, depth+1, &s.other); p == failed {
			return p
		}
	}
}

// element goes from the bracket at which an array begins, or from the end of an element, to the next element. More is false
// at the array's end and after a failure.
func (s *scanner) element(p, depth, i int) (_ int, more bool) {
	if i == 0 {
		if depth >= maxDepth {
			return s.fail("arrays and objects nest more than %d deep", maxDepth), false
		}
		p = s.blank(p + 1)
		if p < len(s.buf) && s.buf[p] == ']' {
			return p + 1, false
		}
		return p, true
	}
	p = s.blank(p)
	if p < len(s.buf) {
		switch s.buf[p] {
		case ',':
			return s.blank(p + 1), true
		case ']':
			return p + 1, false
		}
	}
	return s.unexpected(p, "a comma or the end of the array"), false
}

// text reads a string from behind its opening quote.
func (s *scanner) text(start int, t *token) int {
	rest := s.buf[start:]
	for len(rest) >= 8 {
		if m := stops(load(rest, 0)); m != 0 {
			return s.endText(start, len(s.buf)-len(rest)+bits.TrailingZeros64(m)>>3, t)
		}
		rest = rest[8:]
	}
	p := len(s.buf) - len(rest)
	if len(s.buf) >= 8 {
		p += bits.TrailingZeros64(stops(loadEnd(s.buf, len(rest)))) >> 3
	}
	return s.endText(start, p, t)
}

// endText ends a string at p, if that is its quote.
func (s *scanner) endText(start, p int, t *token) int {
	if p >= len(s.buf) || s.buf[p] != '"' {
		return s.wideText(start, p, t)
	}
	t.set(text, start, p)
	return p + 1
}

// wideText goes on with a string at p, where it is no longer simple.
func (s *scanner) wideText(start, p int, t *token) int {
	buf := s.buf
	var wide uint64 // top bits of all bytes
	escaped := false
	for {
		for p+8 <= len(buf) {
			w := load(buf, p)
			wide |= w
			if m := stopsWide(w); m != 0 {
				p += bits.TrailingZeros64(m) >> 3
				break
			}
			p += 8
		}
		if p >= len(buf) {
			return s.unexpected(p, "the end of a string")
		}
		switch c := buf[p]; {
		case c == '"':
			if wide&tops != 0 && s.bad == 0 && !utf8.Valid(buf[start:p]) {
				s.bad = start
			}
			t.set(text, start, p)
			t.escaped = escaped
			return p + 1
		case c == '\\':
			escaped = true
			if p = s.escape(p + 1); p == failed {
				return p
			}
		case c < ' ':
			return s.unexpected(p, "an escape or the end of a string")
		default:
			wide |= uint64(c)
			p++
		}
	}
}

// escape reads what follows a backslash.
func (s *scanner) escape(p int) int {
	if p < len(s.buf) {
		switch s.buf[p] {
		case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
			return p + 1
		case 'u':
			for i := 1; i <= 4; i++ {
				if p+i >= len(s.buf) || hexDigit(s.buf[p+i]) < 0 {
					return s.unexpected(p+i, "a hexadecimal digit")
				}
			}
			return p + 5
		}
	}
	return s.unexpected(p, "an escape")
}

func hexDigit(c byte) rune {
	switch {
	case c >= '0' && c <= '9':
		return rune(c - '0')
	case c|0x20 >= 'a' && c|0x20 <= 'f':
		return rune(c|0x20-'a') + 10
	}
	return -1
}
