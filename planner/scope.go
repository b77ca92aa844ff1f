package planner

import (
	"slices"
	"strings"

	"weir/operators/expr"
	"weir/sql"
	"weir/sql/types"
)

// rowtimeName is the name of the column that every stream has and none declares.
const rowtimeName = "ROWTIME"

// source is one relation of FROM under its correlation name.
type source struct {
	path  []string // the name, with what may stand before it; empty: a sub-query without an alias
	table string   // the relation's own name, which an alias hides
	text  string   // the relation as the text names it
	first int      // place of its first column in the row that FROM yields
	rel   *relation
	over  *sql.Window // stands on it
}

// answers reports whether the parts before a column name mean this source.
func (s *source) answers(qualifier []sql.Ident) bool {
	if len(qualifier) > len(s.path) {
		return false
	}
	tail := s.path[len(s.path)-len(qualifier):]
	return slices.EqualFunc(tail, qualifier, func(name string, id sql.Ident) bool { return name == id.Name })
}

// label names the source in messages.
func (s *source) label() string {
	switch {
	case s.text != "":
		return s.text
	case len(s.path) > 0:
		return quotedPath(s.path)
	default:
		return "the sub-query"
	}
}

func quotedPath(path []string) string {
	parts := make([]string, len(path))
	for i, p := range path {
		parts[i] = sql.Quote(p)
	}
	return strings.Join(parts, ".")
}

// scope is what names mean inside one query block.
type scope struct {
	sources []*source
	merged  []merged // by USING and NATURAL
	broken  bool     // FROM had a mistake: unknown columns are no news
}

// columns lists the columns of all sources, as the row that FROM yields has them.
func (s *scope) columns() []column {
	width := 0
	for _, src := range s.sources {
		width += len(src.rel.cols)
	}
	cols := make([]column, width)
	for _, src := range s.sources {
		copy(cols[src.first:], src.rel.cols)
	}
	return cols
}

// time prints ROWTIME as it is best written in this scope.
func (s *scope) time() string {
	for _, src := range s.sources {
		if !src.rel.finite && len(src.path) > 0 {
			return sql.Quote(src.path[len(src.path)-1]) + ".ROWTIME"
		}
	}
	return rowtimeName
}

// column binds a reference to a column or to ROWTIME.
func (x *exprs) column(ref *sql.ColumnRef) expr.Node {
	name, qualifier := ref.Parts[len(ref.Parts)-1], ref.Parts[:len(ref.Parts)-1]
	if x.scope.broken {
		return nil
	}
	sources := slices.DeleteFunc(slices.Clone(x.scope.sources), func(s *source) bool { return !s.answers(qualifier) })
	if n := x.captured(ref, sources); n != nil {
		return n
	}
	if len(sources) == 0 {
		return x.unknownSource(ref, qualifier)
	}
	if name.Name == rowtimeName && slices.ContainsFunc(sources, func(s *source) bool { return !s.rel.finite }) {
		return &leaf{Node: &expr.Rowtime{}, span: ref.Span, name: x.source(ref.Span), qualified: len(qualifier) > 0}
	}
	var found *source
	var one *merged
	at, hits := -1, 0
	for i := range x.scope.merged {
		if m := &x.scope.merged[i]; len(qualifier) == 0 && m.name == name.Name {
			one, hits = m, hits+1
		}
	}
	for _, s := range sources {
		for i := range s.rel.cols {
			if s.rel.cols[i].Name == name.Name && (len(qualifier) > 0 || !x.scope.hides(s, i)) {
				found, at, hits = s, i, hits+1
			}
		}
	}
	switch {
	case hits == 0:
		return x.unknownColumn(name, sources)
	case hits > 1:
		x.fail(sql.AmbiguousColumn, name.Span, "give the columns different names with AS, or write the relation's alias before the name",
			"there are %d columns %s here", hits, sql.Quote(name.Name))
		return nil
	case one != nil:
		return one.node
	}
	col := &found.rel.cols[at]
	switch {
	case col.broken:
		return nil
	case col.Type.Kind == types.Null:
		return &expr.Literal{V: types.NullValue(types.NullType)}
	}
	return &leaf{
		Node: &expr.Column{Index: found.first + at, Name: col.Name, T: col.Type, NotNull: col.NotNull},
		span: ref.Span, name: x.source(ref.Span), qualified: len(qualifier) > 0,
	}
}

// unknownSource reports a qualifier that names no relation of FROM.
func (x *exprs) unknownSource(ref *sql.ColumnRef, qualifier []sql.Ident) expr.Node {
	if len(qualifier) > 1 {
		for _, s := range x.scope.sources {
			if s.answers(qualifier[:1]) {
				return x.field(s, ref)
			}
		}
	}
	if len(x.scope.sources) == 0 {
		x.fail(sql.UnknownColumn, ref.Span, "", "there are no columns here")
		return nil
	}
	var labels []string
	for _, s := range x.scope.sources {
		if len(s.path) == 0 {
			continue
		}
		alias := s.path[len(s.path)-1]
		labels = append(labels, alias)
		if s.table == qualifier[len(qualifier)-1].Name && alias != s.table {
			x.fail(sql.UnknownColumn, qualifier[0].Span, "write "+sql.Quote(alias)+"."+x.source(ref.Parts[len(ref.Parts)-1].Span),
				"%s is called %s in this query", sql.Quote(s.table), sql.Quote(alias))
			return nil
		}
	}
	hint := didYouMean(qualifier[0], labels)
	if hint == "" && len(labels) > 0 {
		hint = "this query reads " + listed(quotedAll(labels))
	}
	x.fail(sql.UnknownColumn, qualifier[0].Span, hint, "no relation of this query is called %s", x.source(qualifier[0].Span))
	return nil
}

// field refuses alias.column.field: no column has fields.
func (x *exprs) field(s *source, ref *sql.ColumnRef) expr.Node {
	name := ref.Parts[len(ref.Parts)-2]
	i := slices.IndexFunc(s.rel.cols, func(c column) bool { return c.Name == name.Name })
	switch {
	case i < 0:
		return x.unknownColumn(name, []*source{s})
	case !s.rel.cols[i].broken:
		x.fail(sql.UnknownColumn, ref.Parts[len(ref.Parts)-1].Span, "only the result of a log parser has fields",
			"the column %s has no fields", sql.Quote(name.Name))
	}
	return nil
}

// unknownColumn reports a name that no column has, and finds out why that may be.
func (x *exprs) unknownColumn(name sql.Ident, sources []*source) expr.Node {
	var names, labels []string
	timed := false
	for _, s := range sources {
		names = append(names, s.rel.names()...)
		labels = append(labels, s.label())
		timed = timed || !s.rel.finite
	}
	known := names
	if timed {
		known = append(slices.Clone(names), rowtimeName)
	}
	hint := didYouMean(name, known)
	switch {
	case slices.Contains(x.aliases, name.Name):
		hint = "a name from the select list is not known in " + x.clause + "; repeat its expression"
	case hint != "":
	case name.Name == rowtimeName:
		hint = "a reference table has no ROWTIME"
	case !name.Quoted && sql.IsReserved(name.Name):
		hint = "only inputs have it; select it into a column in the first pump"
	case len(names) > 0:
		hint = "its columns are " + listed(quotedAll(names))
		if len(sources) > 1 {
			hint = "the columns are " + listed(quotedAll(names))
		}
		if name.Quoted {
			hint += "; a text stands in single quotes: '" + strings.ReplaceAll(name.Name, "'", "''") + "'"
		}
	}
	x.fail(sql.UnknownColumn, name.Span, hint, "unknown column %s in %s", nameLike(name, name.Name), listed(labels))
	return nil
}

func quotedAll(names []string) []string {
	out := make([]string, len(names))
	for i, n := range names {
		out[i] = sql.Quote(n)
	}
	return out
}

// source returns the text of a span, on one line.
func (c *compiler) source(at sql.Span) string {
	return strings.Join(strings.Fields(c.text[at.Start:at.End]), " ")
}
