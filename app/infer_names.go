package app

import (
	"reflect"
	"slices"
	"strings"

	"weir/operators"
	"weir/operators/functions"
	"weir/sql"
	"weir/sql/types"
)

// relations lists the names of the relations that a query reads, each once, and says whether a twin is among them.
func relations(q sql.Query) (names []sql.Ident, twins bool) {
	visit(reflect.ValueOf(q), func(node any) bool {
		t, ok := node.(*sql.TableName)
		twins = twins || ok && len(t.Parts) > 1
		if ok && !slices.ContainsFunc(names, func(n sql.Ident) bool { return n.Name == t.Parts[0].Name }) {
			names = append(names, t.Parts[0])
		}
		return true
	})
	return names, twins
}

// visit calls f for every struct of a syntax tree, by pointer, from the top. What f returns false for is not entered.
func visit(v reflect.Value, f func(node any) bool) {
	switch v.Kind() {
	case reflect.Interface, reflect.Pointer:
		if !v.IsNil() {
			visit(v.Elem(), f)
		}
	case reflect.Slice:
		for i := range v.Len() {
			visit(v.Index(i), f)
		}
	case reflect.Struct:
		if !v.CanAddr() || !f(v.Addr().Interface()) {
			return
		}
		for _, field := range v.Fields() {
			visit(field, f)
		}
	}
}

// systemNames are those that keep their capital letters.
var systemNames = []string{"ROWTIME", operators.ArrivalColumn}

// namer gives the names of a query their meaning: one without quotes stands for the column that it equals but for upper and
// lower case; where there is none, or several, it is lower case. Members of objects are columns with a point in their name.
type namer struct {
	text    string   // that spans refer to
	columns []string // of all inputs
}

func (n *namer) add(s *types.Schema) {
	for _, c := range s.Columns {
		if !slices.Contains(n.columns, c.Name) {
			n.columns = append(n.columns, c.Name)
		}
	}
}

// name gives all names in a part of the syntax tree their meaning.
func (n *namer) name(q any) {
	visit(reflect.ValueOf(q), func(node any) bool {
		switch x := node.(type) {
		case *sql.Ident:
			n.fold(x)
		case *sql.ColumnRef:
			n.member(x)
		case *sql.TableName: // its other parts are LATE or ERRORS
			n.fold(&x.Parts[0])
			n.name(&x.Correlation)
			return false
		case *sql.Select:
			n.selectList(x)
		case *sql.Call: // a function has its name from elsewhere
			n.name(x.Args)
			n.name(x.Over)
			return false
		}
		return true
	})
}

// fold finds what a name without quotes stands for.
func (n *namer) fold(id *sql.Ident) {
	if id.Quoted || id.Name == "" || slices.Contains(systemNames, id.Name) {
		return
	}
	id.Name = n.find(n.text[id.Start:id.End])
	id.Quoted = true
}

func (n *namer) find(written string) string {
	if slices.Contains(n.columns, written) {
		return written
	}
	lower := strings.ToLower(written)
	found := ""
	for _, c := range n.columns {
		switch {
		case c == lower:
			return c
		case strings.ToLower(c) != lower:
		case found != "" && found != c:
			return lower
		default:
			found = c
		}
	}
	if found != "" {
		return found
	}
	return lower
}

// member makes one name of user.name, with or without a relation's name before it, if there is such a column.
func (n *namer) member(ref *sql.ColumnRef) {
	for first := range max(len(ref.Parts)-1, 0) {
		span := sql.Span{Start: ref.Parts[first].Start, End: ref.Parts[len(ref.Parts)-1].End}
		var parts []string
		for _, p := range ref.Parts[first:] {
			name := p.Name
			if !p.Quoted {
				name = n.text[p.Start:p.End]
			}
			parts = append(parts, name)
		}
		if name := n.find(strings.Join(parts, ".")); slices.Contains(n.columns, name) {
			ref.Parts = append(ref.Parts[:first:first], sql.Ident{Span: span, Name: name, Quoted: true})
			return
		}
	}
}

// selectList names what has no name by its text, as it is written.
func (n *namer) selectList(s *sql.Select) {
	s.Stream = true
	for i := range s.Items {
		it := &s.Items[i]
		if _, column := it.Expr.(*sql.ColumnRef); column || it.Star || it.Alias != nil {
			continue
		}
		at := it.Expr.Pos()
		it.Alias = &sql.Ident{Span: at, Name: strings.Join(strings.Fields(n.text[at.Start:at.End]), " "), Quoted: true}
	}
}

// untilTheEnd adds a time to the groups of those query blocks that have none, so that they last as long as the input: one
// step from 1970 to 2243. DISTINCT is such a group, too. It reports whether there was such a block.
func untilTheEnd(q sql.Query) bool {
	found := false
	visit(reflect.ValueOf(q), func(node any) bool {
		s, ok := node.(*sql.Select)
		if !ok || s.Stagger != nil {
			return true
		}
		switch {
		case len(s.GroupBy) > 0 && !hasTime(s.GroupBy), len(s.GroupBy) == 0 && hasAggregate(s):
		case len(s.GroupBy) == 0 && s.Distinct && allColumns(s.Items):
			s.Distinct = false
			for _, it := range s.Items {
				s.GroupBy = append(s.GroupBy, it.Expr)
			}
		default:
			return true
		}
		found = true
		s.GroupBy = append(s.GroupBy, wholeTime(s.Span))
		return true
	})
	return found
}

// allColumns reports whether a select list is columns of the rows only.
func allColumns(items []sql.SelectItem) bool {
	return !slices.ContainsFunc(items, func(it sql.SelectItem) bool {
		_, column := it.Expr.(*sql.ColumnRef)
		return !column || hasTime(it.Expr)
	})
}

func wholeTime(at sql.Span) sql.Expr {
	return &sql.Call{
		Span: at, Name: sql.Ident{Span: at, Name: "STEP"}, Args: []sql.Expr{
			&sql.ColumnRef{Span: at, Parts: []sql.Ident{{Span: at, Name: systemNames[0]}}},
			&sql.IntervalLit{
				Span: at, Text: "99999", TextPos: at,
				Qualifier: sql.Qualifier{Span: at, From: "DAY", To: "DAY", Lead: 5, Fraction: -1},
			},
		},
	}
}

// hasTime reports whether ROWTIME stands in a part of the syntax tree.
func hasTime(part any) bool {
	found := false
	visit(reflect.ValueOf(part), func(node any) bool {
		if ref, ok := node.(*sql.ColumnRef); ok && ref.Parts[len(ref.Parts)-1].Name == systemNames[0] {
			found = true
		}
		return true
	})
	return found
}

func hasAggregate(s *sql.Select) bool {
	found := false
	visit(reflect.ValueOf(s.Items), func(node any) bool {
		switch x := node.(type) {
		case *sql.Call:
			found = found || x.Over == nil && functions.FindAggregate(x.Name.Name) != nil
		case *sql.Subquery, *sql.Exists:
			return false
		}
		return true
	})
	return found
}
