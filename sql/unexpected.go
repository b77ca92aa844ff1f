package sql

import (
	"fmt"
	"slices"
	"strings"
)

// foreign holds words of other SQL engines, and of this one's parent, with what to write instead.
var foreign = map[string]string{
	"CUBE":            "write one query for each grouping",
	"EMIT":            "a window's row comes when the window ends",
	"FETCH":           "a stream has no end; filter it with WHERE, or rank it with TABLE(GROUP_RANK(…))",
	"FILTER":          "put a CASE inside of the aggregate: SUM(CASE WHEN … THEN 1 ELSE 0 END)",
	"GROUPING":        "write one query for each grouping",
	"ILIKE":           "write UPPER(x) LIKE 'ABC%'",
	"LATERAL":         "a sub-query in FROM cannot refer to its neighbours",
	"LIMIT":           "a stream has no end; filter it with WHERE, or rank it with TABLE(GROUP_RANK(…))",
	"MATCH_RECOGNIZE": "compare neighbouring rows with LAG(x) OVER (…)",
	"NULLS":           "NULL sorts below every value",
	"OFFSET":          "a stream has no end; filter it with WHERE, or rank it with TABLE(GROUP_RANK(…))",
	"OPTIONS":         "leave it out",
	"PIVOT":           "write one CASE for each column",
	"QUALIFY":         "filter in an outer query: SELECT … FROM (SELECT … OVER …) WHERE …",
	"REGEXP":          "write x SIMILAR TO 'pattern'",
	"RLIKE":           "write x SIMILAR TO 'pattern'",
	"ROLLUP":          "write one query for each grouping",
	"TABLESAMPLE":     "filter with WHERE",
	"WATERMARK":       "time is an option of the input",
	"WITH":            "write the query as a sub-query in FROM",
}

// foreignCalls holds functions of other engines that KDA code is often written with.
var foreignCalls = map[string]string{
	"CUMULATE":             "group by STEP(s.ROWTIME BY INTERVAL '1' MINUTE)",
	"DATE_TRUNC":           "write FLOOR(x TO MINUTE)",
	"HOP":                  "write a sliding window: … OVER (RANGE INTERVAL '5' MINUTE PRECEDING)",
	"IFNULL":               "write COALESCE(a, b)",
	"ISNULL":               "write x IS NULL, or COALESCE(a, b)",
	"JSON_VALUE":           "map the member to a column in the input schema",
	"NVL":                  "write COALESCE(a, b)",
	"ROWTIME_TO_TIMESTAMP": "ROWTIME is a TIMESTAMP already",
	"SESSION":              "write WINDOWED BY STAGGER (PARTITION BY … RANGE INTERVAL '1' MINUTE)",
	"TUMBLE":               "group by STEP(s.ROWTIME BY INTERVAL '1' MINUTE)",
}

// unexpected complains about token i. Wanted says what should stand there; empty if many things could.
func (r *reader) unexpected(i int, wanted string) {
	if r.err == nil {
		r.err = r.complaint(r.blame(i), wanted)
	}
}

// blame returns the token that is the mistake when token i cannot stand where it stands. A misspelt or a foreign keyword is
// read as an alias, and the parser stumbles over the word behind it.
func (r *reader) blame(i int) int {
	if i < 2 || r.toks[i].kind == endToken {
		return i
	}
	alias, before := r.toks[i-1], r.toks[i-2]
	if alias.kind != wordToken || !alias.isName() || !endsOperand(before) {
		return i
	}
	if _, ok := foreign[alias.text]; ok || Nearest(alias.text, clauseWords) != "" {
		return i - 1
	}
	return i
}

// endsOperand reports whether an operand or a relation may end with t, so that an alias may follow.
func endsOperand(t token) bool {
	switch t.kind {
	case wordToken:
		return !reserved[t.text] || systemColumns[t.text] || niladic[t.text] || slices.Contains(units, t.text) || t.isWord("END")
	case symbolToken:
		return t.text == ")" || t.text == "*"
	case quotedToken, numberToken, stringToken, bytesToken:
		return true
	case endToken, badToken:
	}
	return false
}

// complaint says what is wrong with token i.
func (r *reader) complaint(i int, wanted string) *Error {
	t := r.toks[i]
	e := &Error{Code: Syntax, Span: t.span, Hint: r.hint(i, wanted)}
	found := t.describe(r.text)
	instead, known := foreign[t.text]
	switch {
	case t.isSymbol(")") && r.match[i] < 0:
		e.Message, e.Hint = "unexpected )", "no parenthesis is open here"
	case t.kind == wordToken && known && wanted != columnEnd:
		e.Message, e.Hint = t.text+" is not part of the dialect", instead
	case wanted != "":
		e.Message = fmt.Sprintf("expected %s, found %s", wanted, found)
	default:
		e.Message = "unexpected " + found
	}
	return e
}

// hint looks for the reason why token i is wrong.
func (r *reader) hint(i int, wanted string) string {
	t := r.toks[i]
	if hint := otherUnits[strings.TrimSuffix(t.text, "S")]; hint != "" && wanted == unitNames {
		return hint
	}
	if t.kind == wordToken {
		if near := Nearest(t.text, append(strings.FieldsFunc(wanted, notLetter), typedWords...)); near != "" && !reserved[t.text] {
			return "did you mean " + near + "?"
		}
	}
	if hint := missing[wanted]; hint != "" && (wanted == "RANGE" || t.isName()) {
		return hint
	}
	if open := r.openCase(i); open >= 0 {
		line, col := LineCol(r.text, r.toks[open].span.Start)
		return fmt.Sprintf("the CASE at line %d, column %d has no END before this", line, col)
	}
	if i > 0 && r.toks[i-1].isSymbol(",") {
		return "there is a comma too many before it"
	}
	if open := r.unclosed(i); open >= 0 {
		line, col := LineCol(r.text, r.toks[open].span.Start)
		return fmt.Sprintf("the ( at line %d, column %d is never closed", line, col)
	}
	if i > 0 && r.toks[i-1].isSymbol("=") {
		switch {
		case t.isSymbol("="):
			return "equality is a single ="
		case t.isSymbol(">") || t.isSymbol("<"):
			return "write " + t.text + "="
		}
	}
	if wanted == "" && i > 0 && endsOperand(r.toks[i-1]) && (t.isName() || t.kind == numberToken || t.kind == stringToken) {
		return "a comma or an operator may be missing before it"
	}
	return ""
}

// unitNames are the fields of an interval.
const unitNames = "YEAR, MONTH, DAY, HOUR, MINUTE or SECOND"

// otherUnits says how to write units that there are not.
var otherUnits = map[string]string{
	"WEEK":        "there are no weeks; write INTERVAL '7' DAY, as in STEP(x BY INTERVAL '7' DAY)",
	"QUARTER":     "there are no quarters; write INTERVAL '3' MONTH, as in STEP(x BY INTERVAL '3' MONTH)",
	"MILLISECOND": "write a fraction of a second: INTERVAL '0.250' SECOND",
}

// missing says what to write where something else was found.
var missing = map[string]string{
	columnEnd: "a comma is missing before it",
	"RANGE":   "say how long a window is: … RANGE INTERVAL '1' MINUTE)",
}

// openCase returns the last CASE before token i, within the same parentheses, that has no END, or -1. A comma and whatever
// cannot stand in an expression shows that the END is missing.
func (r *reader) openCase(i int) int {
	if t := r.toks[i]; !t.isSymbol(",") && !t.isWord("FROM") && !t.isWord("AS") && t.kind != endToken {
		return -1
	}
	ends := 0
	for i--; i >= 0; i-- {
		switch t := r.toks[i]; {
		case t.isSymbol("("), t.isWord("SELECT"):
			return -1
		case t.isSymbol(")") && r.match[i] >= 0:
			i = r.match[i]
		case t.isWord("END"):
			ends++
		case t.isWord("CASE") && ends == 0:
			return i
		case t.isWord("CASE"):
			ends--
		}
	}
	return -1
}

func notLetter(c rune) bool { return !isLetter(c) }

// unclosed returns the last parenthesis before token i that nothing closes, or -1.
func (r *reader) unclosed(i int) int {
	for i--; i >= 0; i-- {
		if r.toks[i].isSymbol("(") && r.match[i] == len(r.toks)-1 {
			return i
		}
	}
	return -1
}

// reservedName complains about a reserved word that stands for a name.
func (r *reader) reservedName(i int, what string) {
	t := r.toks[i]
	written := t.describe(r.text)
	r.fail(ReservedWord, t.span, fmt.Sprintf("%s is a reserved word and cannot be %s without quotes", t.text, what),
		fmt.Sprintf(`write "%s" (in double quotes) or choose another name, for example %s_1`, written, strings.ToLower(written)))
}
