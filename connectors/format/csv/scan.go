package csv

import (
	"bytes"
	"encoding/binary"
	"math/bits"
	"strings"
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
	g.carriageReturns = row == "\n" && column != "\r"
	g.mixed = strings.Contains(column, row)
	g.quotes = !strings.Contains(row+column, `"`)
	g.blanks = row[0] != ' ' && column[0] != ' '
	return g
}

// field is one field: its text, and where the next one begins.
type field struct {
	start, end int  // without quotes
	next       int  // behind the delimiter
	last       bool // the row, or the record, ends with it
	ended      bool // last, and it was the row's delimiter that ended it
	escaped    bool // it holds doubled quotes
	wide       bool // bytes that are not ASCII stand in it or close to it
}

// value is the field's text, in scratch if it is not there as it is.
func (f *field) value(b []byte, scratch *[]byte) []byte {
	text := b[f.start:f.end]
	if !f.escaped {
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
	var wide uint64
	p := start
	for p+8 <= len(b) {
		w := binary.LittleEndian.Uint64(b[p:])
		wide |= w
		m := zeros(w^g.columns) | zeros(w^g.rows)
		if m == 0 {
			p += 8
			continue
		}
		p += bits.TrailingZeros64(m) >> 3
		if g.single {
			return g.end(b, start, p, 1, b[p] == g.row[0], wide)
		}
		if n, last := g.delimiter(b, p); n > 0 {
			return g.end(b, start, p, n, last, wide)
		}
		p++
	}
	for ; p < len(b); p++ {
		wide |= uint64(b[p])
		if n, last := g.delimiter(b, p); n > 0 {
			return g.end(b, start, p, n, last, wide)
		}
	}
	return g.end(b, start, p, 0, true, wide)
}

// end makes the field that a delimiter of n bytes ends at p.
func (g *grammar) end(b []byte, start, p, n int, last bool, wide uint64) field {
	f := field{start: start, end: p, next: p + n, last: last, wide: wide&tops != 0}
	if last && g.carriageReturns && p > start && b[p-1] == '\r' {
		f.end--
	}
	return f
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
		f.escaped = true
	}
	f.end = p
	for _, c := range b[f.start:f.end] {
		if c >= 0x80 {
			f.wide = true
			break
		}
	}
	return f, g.closes(b, p+1, &f)
}

// closes tells whether a field ends behind its closing quote, and where the next one begins.
func (g *grammar) closes(b []byte, p int, f *field) (how int) {
	if p = g.skipBlanks(b, p); p == len(b) {
		f.next, f.last = p, true
		return closed
	}
	if g.carriageReturns && b[p] == '\r' && (p+1 == len(b) || b[p+1] == '\n') {
		f.next, f.last = min(p+2, len(b)), true
		return closed
	}
	n, last := g.delimiter(b, p)
	f.next, f.last = p+n, last
	switch {
	case n > 0:
		return closed
	case bytes.HasPrefix(g.row, b[p:]) || bytes.HasPrefix(g.column, b[p:]):
		return cut
	default:
		return stray
	}
}

func (g *grammar) skipBlanks(b []byte, p int) int {
	for g.blanks && p < len(b) && b[p] == ' ' {
		p++
	}
	return p
}
