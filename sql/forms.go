package sql

import (
	"maps"
	"slices"
	"strings"
)

// A form is one row of the lowering: what a token, at a place where an operand is expected or behind one, is lowered to.
// Every row has its cases in testdata/parse/lowering.txt.
type form struct {
	name   string // for the tests
	keys   string // the words, symbols or kinds of token that it begins with
	behind bool   // it stands behind an operand
	when   func(l *lowerer) bool
	lower  func(l *lowerer)
}

// Kinds of token as keys of forms.
const (
	nameKey   = "<name>"
	numberKey = "<number>"
	stringKey = "<string>"
	bytesKey  = "<bytes>"
)

// formsOf holds the forms by their keys, in the order of the table.
var formsOf = map[string][]form{}

// forms is the lowering. It is set below, since its functions need formsOf.
var forms []form

func init() {
	forms = []form{
		{"literal", numberKey + " " + stringKey + " " + bytesKey, false, nil, (*lowerer).literal},
		{"truth value", "TRUE FALSE UNKNOWN NULL", false, nil, (*lowerer).truth},
		{"datetime", "DATE TIME TIMESTAMP", false, stringFollows, (*lowerer).datetime},
		{"jdbc datetime", "{", false, nil, (*lowerer).jdbc},
		{"interval", "INTERVAL", false, nil, (*lowerer).interval},

		{"current time", keys(niladic), false, isNiladic, (*lowerer).niladic},
		{"cast", "CAST", false, openFollows, (*lowerer).cast},
		{"extract", "EXTRACT", false, openFollows, (*lowerer).extract},
		{"floor to unit", "FLOOR CEIL CEILING", false, unitAtEnd, (*lowerer).floorTo},
		{"trim", "TRIM", false, openFollows, (*lowerer).trim},
		{"keyword arguments", keys(patterns), false, openFollows, (*lowerer).separated},
		{"row constructor", "ROW", false, openFollows, (*lowerer).row},
		{"period chain", "PERIOD (", false, isChain, (*lowerer).chain},
		{"period", "PERIOD", false, isPeriod, func(l *lowerer) { l.r.pos++; l.group() }},
		{"function call", nameKey + " " + keys(callable), false, openFollows, (*lowerer).function},
		{"star of a relation", nameKey, false, isStarOf, (*lowerer).starOf},
		{"column", nameKey + " " + keys(systemColumns), false, nil, (*lowerer).column},

		{"sub-query", "(", false, func(l *lowerer) bool { return l.r.isQuery(l.r.pos) }, (*lowerer).query},
		{"datetime difference", "(", false, unitBehind, (*lowerer).difference},
		{"parentheses", "(", false, nil, (*lowerer).group},
		{"exists", "EXISTS", false, nil, func(l *lowerer) { l.pass(1, "exists", false) }},
		{"sign", "+ -", false, nil, (*lowerer).symbol},
		{"star", "*", false, nil, func(l *lowerer) { l.pass(1, "*", true) }},

		{"arithmetic", "+ - * /", true, nil, (*lowerer).symbol},
		{"concatenation", "||", true, nil, func(l *lowerer) { l.pass(1, "|", false) }},
		{"comparison", "= <> < <= > >= !=", true, nil, (*lowerer).symbol},
		{"is distinct from", "IS", true, isDistinct, (*lowerer).distinct},
		{"is", "IS", true, nil, (*lowerer).is},
		{"similar to", "SIMILAR", true, nil, (*lowerer).similar},
		{"period predicate", strings.Join(temporalWords, " "), true, behindRow, (*lowerer).temporal},
		{"predicate", "LIKE ESCAPE BETWEEN IN AND OR", true, nil, (*lowerer).keyword},
		{"negated predicate", "NOT", true, nil, func(l *lowerer) { l.pass(1, "not", true) }},
		{"not", "NOT", false, nil, (*lowerer).keyword},
		{"case", "CASE", false, nil, func(l *lowerer) { l.part.cases++; l.keyword() }},
		{"first branch", "WHEN", false, inCase, (*lowerer).keyword},
		{"branch", "WHEN THEN ELSE", true, inCase, (*lowerer).keyword},
		{"end of case", "END", true, inCase, func(l *lowerer) { l.part.cases--; l.pass(1, "end", true) }},

		{"list", ",", true, nil, (*lowerer).comma},
		{"alias", "AS", true, nil, (*lowerer).alias},
		{"direction", "ASC DESC", true, inOrder, (*lowerer).direction},
		{"within", "WITHIN", true, inOrder, (*lowerer).within},
		{"bare alias", nameKey + " ROWTIME", true, nil, func(l *lowerer) { l.r.pos++; l.name(l.r.pos - 1) }},
	}
	index()
}

// index puts the forms under their keys.
func index() {
	clear(formsOf)
	for _, f := range forms {
		for key := range strings.FieldsSeq(f.keys) {
			formsOf[key] = append(formsOf[key], f)
		}
	}
}

// formsAt returns the forms that token t may begin, the more special ones first.
func (l *lowerer) formsAt(t token) []form {
	switch t.kind {
	case numberToken:
		return formsOf[numberKey]
	case stringToken:
		return formsOf[stringKey]
	case bytesToken:
		return formsOf[bytesKey]
	case symbolToken:
		return formsOf[t.text]
	case wordToken:
		if t.isName() {
			return slices.Concat(formsOf[t.text], formsOf[nameKey])
		}
		return formsOf[t.text]
	case endToken, badToken:
		return nil
	case quotedToken:
		if openFollows(l) && (callable[t.text] || patterns[t.text] != nil) {
			return formsOf[t.text] // "FLOOR"(x) is FLOOR(x)
		}
	}
	return formsOf[nameKey]
}

func keys[V any](set map[string]V) string {
	return strings.Join(slices.Sorted(maps.Keys(set)), " ")
}

// keyword and symbol pass a token on as it is; an operand comes next.
func (l *lowerer) keyword() { l.pass(1, strings.ToLower(l.r.peek().text), false) }
func (l *lowerer) symbol()  { l.pass(1, l.r.peek().text, false) }

// comma passes a comma on, and counts those of the clause itself.
func (l *lowerer) comma() {
	if l.part.depth == 0 {
		l.lists++
	}
	l.symbol()
}

func openFollows(l *lowerer) bool   { return l.r.peekAt(1).isSymbol("(") }
func stringFollows(l *lowerer) bool { return l.r.peekAt(1).kind == stringToken }
func inCase(l *lowerer) bool        { return l.part.cases > 0 }
func inOrder(l *lowerer) bool       { return l.part.kind == orderPart && l.part.depth == 0 }

// alias reads AS and the name behind it; ROWTIME is one, too.
func (l *lowerer) alias() {
	if l.part.cases > 0 {
		l.r.unexpected(l.r.pos, "END")
		return
	}
	if t := l.r.peekAt(1); !t.isName() && !t.isWord("ROWTIME") {
		l.r.pos++
		l.r.name("an alias")
		return
	}
	l.pass(1, "as", false)
	l.r.pos++
	l.name(l.r.pos - 1)
}

// direction passes ASC and DESC, which are names elsewhere.
func (l *lowerer) direction() { l.pass(1, strings.ToLower(l.r.peek().text), true) }

// within reads WITHIN and its interval, of which the lowered text knows nothing.
func (l *lowerer) within() {
	at := l.r.pos
	if l.lists > 0 {
		l.r.fail(Syntax, l.r.peek().span, "WITHIN belongs to the first key of ORDER BY", "")
		return
	}
	l.r.pos++
	e := l.r.intervalLiteral()
	l.r.refs[at] = ref{last: l.r.pos - 1, node: e}
	if l.r.err == nil && l.r.pos < l.r.end && !l.r.peek().isSymbol(",") {
		l.r.unexpected(l.r.pos, "a comma")
	}
}

// starOf lowers alias.*, of which only the alias is a name.
func (l *lowerer) starOf() {
	l.name(l.r.pos)
	l.emit(l.r.pos+1, ".")
	l.emit(l.r.pos+2, "*")
	l.r.pos += 3
}

func isStarOf(l *lowerer) bool {
	return l.r.peekAt(1).isSymbol(".") && l.r.peekAt(2).isSymbol("*")
}

// column reads a name with up to three names before it.
func (l *lowerer) column() {
	first := l.r.pos
	c := &ColumnRef{}
	for {
		t := l.r.peek()
		if !t.isName() && !t.isSystemColumn() {
			l.r.name("a column name")
			return
		}
		c.Parts = append(c.Parts, l.r.ident(l.r.pos))
		l.r.pos++
		if len(c.Parts) == 4 || !l.r.acceptSymbol(".") {
			break
		}
	}
	if t := l.r.peek(); t.isSymbol("(") && len(c.Parts) > 1 {
		l.r.fail(Syntax, t.span, "a function has a simple name", "")
	}
	c.Span = l.r.span(first)
	l.leaf(first, c)
}
