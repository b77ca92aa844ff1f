package sql

import (
	"slices"
	"strings"
)

// patterns holds the calls whose arguments are separated by words, with the sequences that may stand between them.
var patterns = map[string][]string{
	"POSITION":  {"IN"},
	"STEP":      {"BY"},
	"OVERLAY":   {"PLACING FROM", "PLACING FROM FOR"},
	"SUBSTRING": {"FROM", "FROM FOR", "SIMILAR ESCAPE", ",", ", ,"},
}

// separated lowers a call whose arguments are separated by words to one with commas.
func (l *lowerer) separated() {
	first, end := l.open()
	c := l.newCall(first)
	var used []string
	l.call(first, func() {
		for {
			at := l.separator(c.Name.Name, end, len(used))
			l.until(at, l.missing(c.Name.Name, used))
			if at == end || l.r.err != nil {
				break
			}
			l.checkOperand()
			used = append(used, l.r.toks[at].text)
			l.checkPattern(c.Name.Name, used, at)
			l.pass(1, ",", false)
		}
		if l.operand && len(used) == 0 && l.r.err == nil && l.r.toks[l.r.pos].isSymbol(")") {
			l.r.fail(ArgumentCount, c.Name.Span, c.Name.Name+" needs more than one argument", "write "+c.Name.Name+"(x "+patterns[c.Name.Name][0]+" y)")
			return
		}
		if l.operand && !slices.Contains(patterns[c.Name.Name], strings.Join(used, " ")) {
			l.r.unexpected(l.r.pos, l.missing(c.Name.Name, used))
		}
	}, l.close, func(p *callParts) Expr {
		c.Span, c.Args, c.Similar = p.span, p.some(), slices.Contains(used, "SIMILAR")
		return c
	})
}

// separator returns the index of the next separator of a call, or end. N separators stand before it.
func (l *lowerer) separator(name string, end, n int) int {
	var list []string
	for _, p := range patterns[name] {
		if f := strings.Fields(p); n < len(f) {
			list = append(list, f[n])
		}
	}
	list = append(list, ",")
	outer := l.r.end
	l.r.end = min(end, outer)
	defer func() { l.r.end = outer }()
	return l.r.find(l.r.pos, func(i int) bool {
		t := l.r.toks[i]
		if l.r.isDistinctFrom(i) || l.r.isFromLast(i) || t.isWord("SIMILAR") && l.r.toks[i+1].isWord("TO") || t.kind == quotedToken || t.kind == stringToken {
			return false
		}
		return slices.Contains(list, t.text)
	})
}

// checkPattern complains about the separator at a token if no sequence goes on with it.
func (l *lowerer) checkPattern(name string, used []string, at int) {
	for _, p := range patterns[name] {
		if f := strings.Fields(p); len(f) >= len(used) && slices.Equal(f[:len(used)], used) {
			return
		}
	}
	l.r.unexpected(at, l.missing(name, used[:len(used)-1]))
}

// missing returns the separator that comes next in a call's first fitting sequence.
func (l *lowerer) missing(name string, used []string) string {
	for _, p := range patterns[name] {
		if f := strings.Fields(p); len(f) > len(used) && slices.Equal(f[:len(used)], used) {
			return f[len(used)]
		}
	}
	return ")"
}
