package planner

import (
	"slices"

	"weir/operators/expr"
	"weir/sql"
)

// merged is a column that USING or NATURAL has made of one from each side.
type merged struct {
	name string
	node expr.Node
	of   []origin // the columns that its name stands for now
}

// origin is a column of a source.
type origin struct {
	source *source
	at     int
}

// hides reports whether a column of a source is known by the name of a merged one.
func (s *scope) hides(src *source, at int) bool {
	return slices.ContainsFunc(s.merged, func(m merged) bool { return slices.Contains(m.of, origin{src, at}) })
}

// merge binds USING: the columns of a name are equal, and one column from then on.
func (c *compiler) merge(j *sql.Join, names []sql.Ident, l, r *side, both *scope) []expr.Node {
	var terms []expr.Node
	for _, name := range names {
		ref := &sql.ColumnRef{Span: name.Span, Parts: []sql.Ident{name}}
		ln := (&exprs{compiler: c, scope: l.scope, clause: "USING"}).column(ref)
		rn := (&exprs{compiler: c, scope: r.scope, clause: "USING"}).column(ref)
		if ln == nil || rn == nil {
			both.broken = true
			continue
		}
		x := &exprs{compiler: c, scope: both, clause: "USING"}
		same := x.compare("=", ln, rn, name.Span, ref, ref)
		if same == nil {
			both.broken = true
			continue
		}
		terms = append(terms, settle(same))
		m := merged{name: name.Name, node: mergedValue(j, ln, rn)}
		before := len(both.merged)
		both.merged = slices.DeleteFunc(both.merged, func(old merged) bool {
			if old.name == name.Name {
				m.of = append(m.of, old.of...)
			}
			return old.name == name.Name
		})
		m.of = append(m.of, origins(both, name.Name, m.of)...)
		both.merged = slices.Insert(both.merged, min(before, len(both.merged)), m)
	}
	return terms
}

// mergedValue is COALESCE(l, r). Where the left one is NULL only if the right one is, that is the left one.
func mergedValue(j *sql.Join, l, r expr.Node) expr.Node {
	nodes, t, ok := common([]expr.Node{l, r})
	switch {
	case !ok:
		return l
	case j.Kind == "RIGHT":
		return &expr.Coalesce{Args: nodes, T: t}
	default:
		return nodes[0]
	}
}

// origins lists the columns of a name that are not known yet.
func origins(sc *scope, name string, known []origin) []origin {
	var out []origin
	for _, src := range sc.sources {
		for i := range src.rel.cols {
			if o := (origin{src, i}); src.rel.cols[i].Name == name && !slices.Contains(known, o) {
				out = append(out, o)
			}
		}
	}
	return out
}

// commonNames lists the columns that both sides of a NATURAL JOIN have, in the order of the left one.
func (c *compiler) commonNames(j *sql.Join, l, r *scope) []sql.Ident {
	var names []sql.Ident
	right := visibleNames(r)
	for _, name := range visibleNames(l) {
		known := slices.ContainsFunc(names, func(id sql.Ident) bool { return id.Name == name })
		if !known && slices.Contains(right, name) {
			names = append(names, sql.Ident{Span: j.KindPos, Name: name, Quoted: true})
		}
	}
	if len(names) == 0 {
		c.fail(sql.InvalidJoin, j.KindPos, "say what is to match: JOIN … ON a = b", "NATURAL JOIN finds no column that both sides have")
	}
	return names
}

// visibleNames lists the declared columns of a scope.
func visibleNames(s *scope) []string {
	var names []string
	for _, src := range s.sources {
		for _, col := range src.rel.cols {
			if !col.implicit {
				names = append(names, col.Name)
			}
		}
	}
	return names
}
