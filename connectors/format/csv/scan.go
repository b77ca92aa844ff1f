package csv

import (
	"bytes"
	"encoding/binary"
	"math/bits"
	"strings"
	"unicode/utf8"
)

// grammar is how rows and fields are told apart.
type grammar struct {
	row, column     []byte
	rows, columns   uint64 // the first byte of each delimiter, in every byte
	single          bool   // both delimiters are one byte
	mixed           bool   // the row's delimiter is part of the column's
	carriageReturns bool   // one before the row delimiter belongs to it
	quotes          bool   // fields may be quoted: no delimiter holds a quote
	blanks          bool   // blanks may stand around the quotes: no delimiter begins with one
}

func newGrammar(row, column string) grammar {
	g := grammar{row: []byte(row), column: []byte(column)}
	g.rows, g.columns = each*uint64(row[0]), each*uint64(column[0])
	g.single = len(row) == 1 && len(column) == 1
	g.mixed = strings.Contains(column, row)
	g.carriageReturns = row == "\n" && column != "\r"
	g.quotes = !strings.Contains(row+column, `"`)
	g.blanks = row[0] != ' ' && column[0] != ' '
	return g
}

// field is one field: where its text stands, without quotes, and where the next one begins. It has few members so that it stays
// in registers.
type field struct {
	start, end, next int
	is               traits
}

// traits are what else is to know of a field.
type traits uint8

const (
	last    traits = 1 << iota // the row, or the record, ends with it
	escaped                    // it holds doubled quotes
)

// text is the field's value, in scratch if it does not stand in the record as it is.
func (f field) text(b []byte, scratch *[]byte) []byte {
	text := b[f.start:f.end]
	if f.is&escaped == 0 {
		return text
	}
	out := (*scratch)[:0]
	for {
		i := bytes.IndexByte(text, '"')
		if i < 0 {
			break
		}
		out = append(out, text[:i+1]...)
		text = text[i+2:]
	}
	*scratch = append(out, text...)
	return *scratch
}

// The scanner reads eight bytes as one little-endian word, so the first byte is the lowest. A mask marks bytes in their top
// bits; of several marks the lowest is exact.
const (
	each = 0x0101010101010101
	tops = 0x8080808080808080
)

func zeros(w uint64) uint64 { return (w - each) &^ w & tops }

// field reads the field at p.
func (g *grammar) field(b []byte, p int) field {
	if p < len(b) && (b[p] == '"' || b[p] == ' ') && g.quotes {
		if f, how := g.quoted(b, p); how == closed {
			return f
		}
	}
	return g.plain(b, p)
}

// plain reads a field without quotes.
func (g *grammar) plain(b []byte, start int) field {
	p, n, is := start, 1, traits(0)
	for {
		p = g.scan(b, p)
		if p == len(b) {
			n, is = 0, last
			break
		}
		if g.single {
			if b[p] == g.row[0] {
				is = last
			}
			break
		}
		var row bool
		if n, row = g.delimiter(b, p); n > 0 {
			if row {
				is = last
			}
			break
		}
		p++
	}
	end := p
	if is == last && g.carriageReturns && p > start && b[p-1] == '\r' {
		end--
	}
	return field{start, end, p + n, is}
}

// scan finds the next byte with which a delimiter may begin; len(b) if there is none.
func (g *grammar) scan(b []byte, p int) int {
	for p+8 <= len(b) {
		w := binary.LittleEndian.Uint64(b[p:])
		if m := zeros(w^g.columns) | zeros(w^g.rows); m != 0 {
			return p + bits.TrailingZeros64(m)>>3
		}
		p += 8
	}
	for p < len(b) && b[p] != g.column[0] && b[p] != g.row[0] {
		p++
	}
	return p
}

// delimiter returns the length of the delimiter at p, and whether it is the row's. Where both begin alike the longer counts.
func (g *grammar) delimiter(b []byte, p int) (n int, row bool) {
	if bytes.HasPrefix(b[p:], g.row) {
		n, row = len(g.row), true
	}
	if len(g.column) > n && bytes.HasPrefix(b[p:], g.column) {
		n, row = len(g.column), false
	}
	return n, row
}

// How a field begins that may be quoted.
const (
	stray  = iota // no quote, or one that no other closes
	closed        // it is quoted
	cut           // that cannot be told from the bytes that there are, if others follow
)

// quoted reads a field that begins, behind blanks, with a quote.
func (g *grammar) quoted(b []byte, p int) (f field, how int) {
	if p = g.skipBlanks(b, p); p == len(b) {
		return f, cut
	}
	if b[p] != '"' {
		return f, stray
	}
	f.start = p + 1
	for p++; ; p += 2 {
		i := bytes.IndexByte(b[p:], '"')
		if i < 0 {
			return f, cut
		}
		p += i
		if p+1 == len(b) || b[p+1] != '"' {
			break
		}
		f.is = escaped
	}
	f.end = p
	return g.closes(b, p+1, f)
}

// closes tells whether a field ends behind its closing quote, and where the next one begins.
func (g *grammar) closes(b []byte, p int, f field) (field, int) {
	if p = g.skipBlanks(b, p); p == len(b) {
		f.next, f.is = p, f.is|last
		return f, closed
	}
	if g.carriageReturns && b[p] == '\r' && (p+1 == len(b) || b[p+1] == '\n') {
		f.next, f.is = min(p+2, len(b)), f.is|last
		return f, closed
	}
	n, row := g.delimiter(b, p)
	if f.next = p + n; row {
		f.is |= last
	}
	switch {
	case n > 0:
		return f, closed
	case bytes.HasPrefix(g.row, b[p:]) || bytes.HasPrefix(g.column, b[p:]):
		return f, cut
	default:
		return f, stray
	}
}

func (g *grammar) skipBlanks(b []byte, p int) int {
	for g.blanks && p < len(b) && b[p] == ' ' {
		p++
	}
	return p
}

// valid reports that b is UTF-8. Most texts are ASCII, which shows 32 bytes at a time.
func valid(b []byte) bool {
	rest := b
	for len(rest) >= 32 {
		w := binary.LittleEndian.Uint64(rest) | binary.LittleEndian.Uint64(rest[8:]) |
			binary.LittleEndian.Uint64(rest[16:]) | binary.LittleEndian.Uint64(rest[24:])
		if w&tops != 0 {
			break
		}
		rest = rest[32:]
	}
	return utf8.Valid(rest)
}
