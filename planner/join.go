package planner

import (
	"slices"

	"weir/operators"
	"weir/operators/expr"
	"weir/operators/relational"
	"weir/sql"
	"weir/sql/types"
)

// side is a part of FROM: a relation, or a join of some. Its scope tells where its columns are: those of tables stand behind
// those of the stream, whatever the text's order.
type side struct {
	scope  *scope
	width  int                // number of columns
	spec   operators.Spec     // what yields them, if a stream is among them
	tables []*operators.Table // if none is: the tables that wait for their stream,
	terms  []expr.Node        // and the conditions between them, over their columns
	cross  bool               // it ends with a comma or a CROSS JOIN
}

// stream reports whether the side has rows that come, rather than tables only.
func (s *side) stream() bool { return s.tables == nil }

// shift moves the columns of a side behind those of another.
func (s *side) shift(by int) {
	for _, src := range s.scope.sources {
		src.first += by
	}
	for i := range s.scope.merged {
		s.scope.merged[i].node = shifted(s.scope.merged[i].node, by)
	}
	for i, t := range s.terms {
		s.terms[i] = shifted(t, by)
	}
}

// shifted renumbers the columns that an expression reads.
func shifted(n expr.Node, by int) expr.Node {
	return expr.Rewrite(n, func(n expr.Node) expr.Node {
		switch n := n.(type) {
		case *leaf:
			moved := *n
			moved.Node = shifted(n.Node, by)
			return &moved
		case *expr.Column:
			moved := *n
			moved.Index += by
			return &moved
		}
		return nil
	})
}

// join binds a join of a stream with reference tables, or of tables that are still to meet their stream.
func (c *compiler) join(j *sql.Join) *side {
	l, r := c.tableRef(j.Left), c.tableRef(j.Right)
	out := &side{scope: joinedScope(l.scope, r.scope), width: l.width + r.width, cross: j.Kind == "CROSS"}
	if out.scope.broken {
		c.joinCondition(j, l, r, out)
		return out
	}
	switch {
	case l.stream() && r.stream():
		c.unsupported(j.KindPos, "a join of two streams")
		out.scope.broken = true
		return out
	case !l.stream() && r.stream():
		l.shift(r.width)
	default:
		r.shift(l.width)
	}
	outer, ok := c.mayJoin(j, l, r)
	on := c.joinCondition(j, l, r, out)
	switch {
	case !ok:
		out.scope.broken = true
	case l.stream():
		out.spec = lookups(l.spec, r, on, outer)
	case r.stream():
		out.spec = lookups(r.spec, l, on, outer)
	default:
		out.tables = append(slices.Clone(l.tables), r.tables...)
		out.terms = append(append(slices.Clone(l.terms), r.terms...), on...)
	}
	return out
}

// joinedScope is the scope of two sides together.
func joinedScope(l, r *scope) *scope {
	return &scope{
		sources: append(slices.Clone(l.sources), r.sources...),
		merged:  append(slices.Clone(l.merged), r.merged...),
		broken:  l.broken || r.broken,
	}
}

// mayJoin refuses joins that would wait for the end of the stream. Outer: rows of the stream stay without a match, so that the
// tables' columns may be NULL.
func (c *compiler) mayJoin(j *sql.Join, l, r *side) (outer, ok bool) {
	tables, keeps, turned := r, "LEFT", "RIGHT"
	if !l.stream() {
		tables, keeps, turned = l, "RIGHT", "LEFT"
	}
	switch {
	case j.Kind == "INNER" || j.Kind == "CROSS":
		return false, true
	case !l.stream() && !r.stream():
		c.unsupported(j.KindPos, "an outer join of two reference tables")
		return false, false
	case j.Kind != keeps:
		hint := "write " + keeps + " JOIN to keep every row of the stream"
		if j.Kind == turned {
			hint += ", or JOIN to keep only those that match"
		}
		c.fail(sql.InvalidJoin, j.JoinPos, hint,
			"the stream never ends, so nobody knows which rows of %s have no match: %s JOIN cannot keep them", tableNames(tables.tables), j.Kind)
		return false, false
	case len(tables.tables) > 1:
		c.unsupported(j.KindPos, "an outer join with a join of tables")
		return false, false
	}
	for _, src := range tables.scope.sources {
		src.rel = nullable(src.rel)
	}
	return true, true
}

func tableNames(tables []*operators.Table) string {
	names := make([]string, len(tables))
	for i, t := range tables {
		names[i] = sql.Quote(t.Name)
	}
	return listed(names)
}

// nullable is a relation whose rows may be missing.
func nullable(rel *relation) *relation {
	out := *rel
	out.cols = slices.Clone(rel.cols)
	for i := range out.cols {
		out.cols[i].NotNull = false
	}
	return &out
}

// joinCondition binds ON, USING or NATURAL: terms over the columns of both sides.
func (c *compiler) joinCondition(j *sql.Join, l, r, both *side) []expr.Node {
	switch {
	case j.On != nil:
		cond := (&exprs{compiler: c, scope: both.scope, clause: "ON"}).condition(j.On)
		if cond == nil {
			return nil
		}
		return relational.Terms(settle(cond))
	case both.scope.broken:
		return nil
	case j.Natural:
		return c.merge(j, c.commonNames(j, l.scope, r.scope), l, r, both.scope)
	default:
		return c.merge(j, j.Using, l, r, both.scope)
	}
}

// lookups joins a stream with tables, one after the other.
func lookups(spec operators.Spec, tables *side, on []expr.Node, outer bool) operators.Spec {
	for _, t := range tables.tables {
		cols := slices.Clone(spec.Schema().Columns)
		for _, col := range t.Cols.Columns {
			col.NotNull = col.NotNull && !outer
			cols = append(cols, col)
		}
		spec = &relational.Lookup{Input: spec, Table: t, Outer: outer, Cols: &types.Schema{Columns: cols}}
	}
	if terms := append(slices.Clone(tables.terms), on...); len(tables.tables) == 1 {
		spec.(*relational.Lookup).Cond = relational.All(terms)
	} else {
		spec = place(spec, terms, true)
	}
	return spec
}

// where puts the WHERE clause over what FROM yields.
func where(spec operators.Spec, cond expr.Node, cross bool) operators.Spec {
	if _, joined := spec.(*relational.Lookup); !joined {
		return &relational.Filter{Input: spec, Cond: cond}
	}
	return place(spec, relational.Terms(cond), cross)
}

// place puts the terms of a condition into a chain of joins. The first ones sink as low as their columns allow; from the first
// on that can fail, they stay together: as the condition of the uppermost join, or in a filter.
func place(top operators.Spec, terms []expr.Node, cross bool) operators.Spec {
	for len(terms) > 0 && !canFail(terms[0]) {
		top, terms = sunk(top, terms[0]), terms[1:]
	}
	rest := relational.All(terms)
	if rest == nil {
		return top
	}
	if join, ok := top.(*relational.Lookup); ok && cross && !join.Outer {
		join.Cond = and(join.Cond, rest)
		return top
	}
	return &relational.Filter{Input: top, Cond: rest}
}

// sunk puts a term that cannot fail as low as it may: not below a condition that can fail, whose errors it would hide.
func sunk(s operators.Spec, term expr.Node) operators.Spec {
	join, ok := s.(*relational.Lookup)
	if !ok {
		return filtered(s, term)
	}
	reads := expr.UsesColumns(term)
	below := len(join.Input.Schema().Columns)
	switch {
	case len(reads) > 0 && reads[len(reads)-1] < below && (join.Cond == nil || !canFail(join.Cond)):
		join.Input = sunk(join.Input, term)
	case join.Outer:
		return filtered(s, term)
	default:
		join.Cond = and(join.Cond, term)
	}
	return s
}

// filtered puts a term above a spec, into the filter that is there.
func filtered(s operators.Spec, term expr.Node) operators.Spec {
	if f, ok := s.(*relational.Filter); ok {
		return &relational.Filter{Input: f.Input, Cond: and(f.Cond, term), Item: f.Item}
	}
	return &relational.Filter{Input: s, Cond: term}
}

// canFail reports whether an expression may refuse a row.
func canFail(n expr.Node) bool {
	b, err := expr.Compile(n)
	return err != nil || b.CanFail
}
