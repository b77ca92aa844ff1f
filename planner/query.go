package planner

import (
	"weir/operators"
	"weir/operators/expr"
	"weir/sql"
	"weir/sql/types"
)

// query binds a query. The block is never nil; a broken one yields nothing that could be checked.
func (c *compiler) query(q sql.Query) *block {
	switch q := q.(type) {
	case *sql.Select:
		return c.selectBlock(q)
	case *sql.SetOp:
		return c.union(q)
	case *sql.Values:
		c.unsupported(q.Span, "VALUES as a query")
	}
	return &block{retime: -1, broken: true}
}

// union binds UNION ALL: its branches become the writers of a stream without a name, which merges them by ROWTIME.
func (c *compiler) union(u *sql.SetOp) *block {
	queries := c.branches(u, nil)
	blocks := make([]*block, len(queries))
	broken := false
	for i, q := range queries {
		blocks[i] = c.query(q)
		broken = broken || blocks[i].broken
	}
	if broken || !c.alike(queries, blocks) {
		return &block{retime: -1, broken: true}
	}
	stream := &operators.Stream{}
	var cols []column
	for i, b := range blocks {
		rel := b.close()
		stream.Writers = append(stream.Writers, operators.Writer{From: rel.spec})
		if i == 0 {
			cols = rel.cols
			continue
		}
		for k := range cols {
			cols[k] = meet(cols[k], rel.cols[k])
		}
	}
	stream.Cols = schemaOf(cols)
	first := blocks[0].values()
	out := &block{input: stream, retime: -1, ready: true}
	for k, col := range cols {
		it := item{name: col.Name, span: blocks[0].items[first[k]].span, time: col.time, notNull: col.NotNull}
		if !col.broken {
			it.node = &expr.Column{Index: k, Name: col.Name, T: col.Type, NotNull: col.NotNull}
		}
		out.items = append(out.items, it)
	}
	return out
}

// branches lists the queries that UNION ALL joins, in the order of the text.
func (c *compiler) branches(q sql.Query, into []sql.Query) []sql.Query {
	u, ok := q.(*sql.SetOp)
	if !ok {
		return append(into, q)
	}
	if u.Op != "UNION" || !u.All {
		name := u.Op
		if u.All {
			name += " ALL"
		}
		c.fail(sql.NotSupported, u.OpPos, "streams are merged by UNION ALL", "%s does not work on streams, which never end", name)
	}
	return c.branches(u.Right, c.branches(u.Left, into))
}

// alike gives the branches the same number of columns, of common types.
func (c *compiler) alike(queries []sql.Query, blocks []*block) bool {
	width := blocks[0].values()
	for i, b := range blocks[1:] {
		if n := len(b.values()); n != len(width) {
			c.fail(sql.ColumnCount, headOf(queries[i+1]), "every branch of UNION ALL needs the same number of columns",
				"this SELECT yields %s, the first one %d", oneOrMany(n, "column"), len(width))
			return false
		}
	}
	for k := range width {
		common := types.NullType
		for i, b := range blocks {
			it := &b.items[b.values()[k]]
			if it.node == nil {
				continue
			}
			t, ok := types.CommonType(common, it.node.Type())
			if !ok {
				c.fail(sql.TypeMismatch, it.span, "make it the same type in every branch, with CAST",
					"column %d is %s here and %s in the SELECT before", k+1, it.node.Type(), common)
				it.node = nil
				continue
			}
			common = t
			_ = i
		}
		for _, b := range blocks {
			if it := &b.items[b.values()[k]]; it.node != nil {
				it.node = convert(it.node, common)
			}
		}
	}
	return true
}

// headOf is the place at which a query as a whole is blamed: its first select item.
func headOf(q sql.Query) sql.Span {
	switch q := q.(type) {
	case *sql.Select:
		if len(q.Items) > 0 {
			return q.Items[0].Span
		}
	case *sql.SetOp:
		return headOf(q.Left)
	}
	return q.Pos()
}

// meet is a column of a UNION ALL out of that of two branches. It follows ROWTIME only if both do in the same way.
func meet(a, b column) column {
	a.NotNull = a.NotNull && b.NotNull
	a.broken = a.broken || b.broken
	if a.time.of == nil || b.time.of == nil || a.time.of.String() != b.time.of.String() {
		a.time = timing{}
	}
	return a
}
