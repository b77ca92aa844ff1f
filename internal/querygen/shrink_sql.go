package querygen

import (
	"regexp"
	"slices"
	"strings"

	"weir/sql"
)

// edit replaces a piece of SQL.
type edit struct {
	at   sql.Span
	with string
}

// edited returns a script with edits of its SQL, which do not overlap.
func edited(text string, edits ...edit) string {
	code, with := code(text)
	edits = slices.Clone(edits)
	slices.SortFunc(edits, func(a, b edit) int { return b.at.Start - a.at.Start })
	for _, e := range edits {
		code = code[:e.at.Start] + e.with + code[e.at.End:]
	}
	return with(code)
}

// statements parses the SQL of a script. A statement's span reaches behind its semicolon.
func statements(text string) (code string, list []sql.Statement, spans []sql.Span) {
	code = codeOf(text)
	parsed, errs := sql.Parse(code)
	if len(errs) > 0 || parsed == nil {
		return code, nil, nil
	}
	for _, s := range parsed.Statements {
		at := s.Pos()
		for at.End < len(code) && strings.ContainsRune("; \n", rune(code[at.End])) {
			at.End++
		}
		list, spans = append(list, s), append(spans, at)
	}
	return code, list, spans
}

func codeOf(text string) string {
	sql, _ := code(text)
	return sql
}

// withoutStreams leaves out each stream with all that names it.
func withoutStreams(text string) []string {
	code, list, spans := statements(text)
	var smaller []string
	for _, s := range list {
		created, ok := s.(*sql.CreateStream)
		if !ok {
			continue
		}
		named := regexp.MustCompile(`(?i)\b` + regexp.QuoteMeta(created.Name.Name) + `\b`)
		var edits []edit
		for _, at := range spans {
			if named.MatchString(code[at.Start:at.End]) {
				edits = append(edits, edit{at: at})
			}
		}
		commands := slices.DeleteFunc(commandsOf(edited(text, edits...)), func(c string) bool {
			first, _, _ := strings.Cut(c, "\n")
			return first != "exec" && named.MatchString(first)
		})
		smaller = append(smaller, scriptOf(commands))
	}
	return smaller
}

// withoutStatements leaves out each statement.
func withoutStatements(text string) []string {
	_, _, spans := statements(text)
	var smaller []string
	for _, at := range spans {
		smaller = append(smaller, edited(text, edit{at: at}))
	}
	return smaller
}

// singleBranches puts each branch in the place of its UNION ALL, and a sub-query's own FROM in its place.
func singleBranches(text string) []string {
	code, list, _ := statements(text)
	piece := func(at sql.Span) string { return code[at.Start:at.End] }
	var smaller []string
	for _, s := range list {
		visit(s, func(n sql.Node) {
			switch n := n.(type) {
			case *sql.SetOp:
				smaller = append(smaller, edited(text, edit{n.Span, piece(n.Left.Pos())}), edited(text, edit{n.Span, piece(n.Right.Pos())}))
			case *sql.DerivedTable:
				if inner, ok := n.Query.(*sql.Select); ok && len(inner.From) > 0 {
					smaller = append(smaller, edited(text, edit{n.Span, piece(inner.From[0].Pos())}))
				}
			}
		})
	}
	return smaller
}

// withoutColumns leaves out each column of each stream, with what the pumps write into it.
func withoutColumns(text string) []string {
	_, list, _ := statements(text)
	var smaller []string
	for _, s := range list {
		created, ok := s.(*sql.CreateStream)
		if !ok {
			continue
		}
		for i := range created.Columns {
			edits := []edit{without(len(created.Columns), i, func(k int) sql.Span { return created.Columns[k].Span })}
			for _, p := range list {
				if pump, ok := p.(*sql.CreatePump); ok && pump.Insert.Target.Name == created.Name.Name && pump.Insert.Columns == nil {
					edits = append(edits, withoutItem(pump.Insert.Query, i)...)
				}
			}
			smaller = append(smaller, edited(text, edits...))
		}
	}
	for _, s := range list { // of sub-queries, of which nobody may read that column
		visit(s, func(n sql.Node) {
			if q, ok := n.(*sql.DerivedTable); ok {
				for i := range 4 {
					smaller = append(smaller, edited(text, withoutItem(q.Query, i)...))
				}
			}
		})
	}
	return smaller
}

// without leaves out one part of a list, with a comma.
func without(n, i int, span func(int) sql.Span) edit {
	at := span(i)
	if i+1 < n {
		at.End = span(i + 1).Start
	} else if i > 0 {
		at.Start = span(i - 1).End
	}
	return edit{at: at}
}

// withoutItem leaves out a column of a query: an item of every branch.
func withoutItem(q sql.Query, column int) []edit {
	switch q := q.(type) {
	case *sql.SetOp:
		return append(withoutItem(q.Left, column), withoutItem(q.Right, column)...)
	case *sql.Select:
		for i, it := range q.Items {
			if it.Alias != nil && it.Alias.Name == "ROWTIME" {
				column++
			}
			if i == column {
				return []edit{without(len(q.Items), i, func(k int) sql.Span { return q.Items[k].Span })}
			}
		}
	}
	return nil
}

// simplerExpressions puts a part of each expression, or a constant, in its place.
func simplerExpressions(text string) []string {
	code, list, _ := statements(text)
	var smaller []string
	for _, s := range list {
		visit(s, func(n sql.Node) {
			e, ok := n.(sql.Expr)
			if !ok {
				return
			}
			at := e.Pos()
			long := at.End - at.Start
			if long > len("TRUE") {
				for _, with := range []string{"1", "TRUE", "'a'"} {
					smaller = append(smaller, edited(text, edit{at, with}))
				}
			}
			for _, part := range parts(e) {
				p := part.Pos()
				smaller = append(smaller, edited(text, edit{at, code[p.Start:p.End]}))
			}
		})
	}
	return smaller
}

var clauses = regexp.MustCompile(`(?i) (?:WHERE|HAVING) (?:TRUE|1\b|\(TRUE\))| OR REPLACE| NOT NULL|\(\(([^()]*)\)\)`)

// withoutClauses leaves out clauses that say nothing, doubled brackets, and keys of GROUP BY.
func withoutClauses(text string) []string {
	code, list, _ := statements(text)
	var smaller []string
	for _, at := range clauses.FindAllStringSubmatchIndex(code, -1) {
		with := ""
		if at[2] >= 0 {
			with = "(" + code[at[2]:at[3]] + ")"
		}
		smaller = append(smaller, edited(text, edit{sql.Span{Start: at[0], End: at[1]}, with}))
	}
	for _, s := range list {
		visit(s, func(n sql.Node) {
			if q, ok := n.(*sql.Select); ok {
				for i, it := range q.Items {
					if it.Alias != nil && it.Alias.Name == "ROWTIME" {
						smaller = append(smaller, edited(text, without(len(q.Items), i, func(k int) sql.Span { return q.Items[k].Span })))
					}
				}
			}
			if q, ok := n.(*sql.Select); ok && len(q.GroupBy) > 1 {
				for i := range q.GroupBy {
					smaller = append(smaller, edited(text, without(len(q.GroupBy), i, func(k int) sql.Span { return q.GroupBy[k].Pos() })))
				}
			}
			if q, ok := n.(*sql.In); ok && len(q.List) > 1 {
				for i := range q.List {
					smaller = append(smaller, edited(text, without(len(q.List), i, func(k int) sql.Span { return q.List[k].Pos() })))
				}
			}
		})
	}
	return smaller
}
