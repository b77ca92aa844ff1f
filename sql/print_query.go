package sql

func (p *printer) query(q Query) {
	switch q := q.(type) {
	case *Select:
		p.selectBlock(q)
	case *SetOp:
		p.setOp(q)
	case *Values:
		p.put("VALUES ")
		p.list(len(q.Rows), func(i int) {
			p.put("(")
			p.exprs(q.Rows[i].Items)
			p.put(")")
		})
	}
}

func (p *printer) selectBlock(s *Select) {
	p.put("SELECT ")
	if s.Stream {
		p.put("STREAM ")
	}
	if s.Distinct {
		p.put("DISTINCT ")
	}
	p.list(len(s.Items), func(i int) { p.selectItem(s.Items[i]) })
	p.put(" FROM ")
	p.list(len(s.From), func(i int) { p.tableRef(s.From[i]) })
	p.clause(" WHERE ", s.Where)
	if s.GroupBy != nil {
		p.put(" GROUP BY ")
		p.exprs(s.GroupBy)
	}
	if s.Stagger != nil {
		p.put(" WINDOWED BY STAGGER (PARTITION BY ")
		p.exprs(s.Stagger.Keys)
		p.clause(" RANGE ", s.Stagger.Range)
		p.put(")")
	}
	p.clause(" HAVING ", s.Having)
	if s.Windows != nil {
		p.put(" WINDOW ")
		p.list(len(s.Windows), func(i int) {
			p.put(Quote(s.Windows[i].Name.Name), " AS ")
			p.windowBody(s.Windows[i].Body)
		})
	}
	p.orderBy(" ORDER BY ", s.OrderBy)
}

// clause writes a clause of one expression if there is one.
func (p *printer) clause(lead string, e Expr) {
	if e != nil {
		p.put(lead)
		p.expr(e, lowest)
	}
}

func (p *printer) orderBy(lead string, items []SortItem) {
	if items != nil {
		p.put(lead)
		p.list(len(items), func(i int) { p.sortItem(items[i]) })
	}
}

func (p *printer) selectItem(s SelectItem) {
	switch {
	case s.Star && s.Of != nil:
		p.put(Quote(s.Of.Name), ".*")
	case s.Star:
		p.put("*")
	default:
		p.expr(s.Expr, lowest)
	}
	if s.Alias != nil {
		p.put(" AS ", alias(s.Alias.Name))
	}
}

func (p *printer) sortItem(s SortItem) {
	p.expr(s.Expr, lowest)
	if s.Desc {
		p.put(" DESC")
	}
	p.clause(" WITHIN ", s.Within)
}

// setOp writes a set operation. Operators associate to the left, and INTERSECT binds tighter than the others.
func (p *printer) setOp(s *SetOp) {
	tight := s.Op == "INTERSECT"
	p.operand(s.Left, func(inner *SetOp) bool { return !tight || inner.Op == "INTERSECT" })
	p.put(" ", s.Op, " ")
	if s.All {
		p.put("ALL ")
	}
	p.operand(s.Right, func(inner *SetOp) bool { return !tight && inner.Op == "INTERSECT" })
}

// operand writes an operand of a set operation, in parentheses unless it may stand bare.
func (p *printer) operand(q Query, bare func(inner *SetOp) bool) {
	plain := true
	switch q := q.(type) {
	case *SetOp:
		plain = bare(q)
	case *Select:
		plain = q.OrderBy == nil
	}
	if plain {
		p.query(q)
		return
	}
	p.subquery(q)
}

func (p *printer) subquery(q Query) {
	p.put("(")
	p.query(q)
	p.put(")")
}

func (p *printer) tableRef(t TableRef) {
	switch t := t.(type) {
	case *TableName:
		for i, part := range t.Parts {
			if i > 0 {
				p.put(".")
			}
			p.put(Quote(part.Name))
		}
		p.correlation(t.Correlation)
	case *DerivedTable:
		p.subquery(t.Query)
		p.correlation(t.Correlation)
	case *TableFunction:
		p.put("TABLE(", Quote(t.Name.Name), "(")
		p.list(len(t.Args), func(i int) { p.tableArg(t.Args[i]) })
		p.put("))")
		p.correlation(t.Correlation)
	case *Join:
		p.join(t)
	}
}

func (p *printer) tableArg(a TableArg) {
	if a.Cursor != nil {
		p.put("CURSOR")
		p.subquery(a.Cursor)
		return
	}
	p.expr(a.Expr, lowest)
}

func (p *printer) correlation(c Correlation) {
	if c.Over != nil {
		p.put(" OVER ")
		p.window(c.Over)
	}
	if c.Alias != nil {
		p.put(" AS ", Quote(c.Alias.Name))
	}
	if c.Columns != nil {
		p.names(c.Columns)
	}
}

func (p *printer) join(j *Join) {
	p.tableRef(j.Left)
	p.put(" ")
	if j.Natural {
		p.put("NATURAL ")
	}
	if j.Kind != "INNER" {
		p.put(j.Kind, " ")
	}
	p.put("JOIN ")
	if _, nested := j.Right.(*Join); nested {
		p.put("(")
		p.tableRef(j.Right)
		p.put(")")
	} else {
		p.tableRef(j.Right)
	}
	p.clause(" ON ", j.On)
	if j.Using != nil {
		p.put(" USING")
		p.names(j.Using)
	}
}

// window writes what stands behind OVER: a name, or a body.
func (p *printer) window(w *Window) {
	if w.Ref != nil && w.Partition == nil && w.OrderBy == nil && w.Frame == nil {
		p.put(Quote(w.Ref.Name))
		return
	}
	p.windowBody(w)
}

func (p *printer) windowBody(w *Window) {
	p.put("(")
	space := ""
	part := func(write func()) {
		p.put(space)
		write()
		space = " "
	}
	if w.Ref != nil {
		part(func() { p.put(Quote(w.Ref.Name)) })
	}
	if w.Partition != nil {
		part(func() { p.put("PARTITION BY "); p.exprs(w.Partition) })
	}
	if w.OrderBy != nil {
		part(func() { p.orderBy("ORDER BY ", w.OrderBy) })
	}
	if w.Frame != nil {
		part(func() { p.frame(w.Frame) })
	}
	p.put(")")
}

func (p *printer) frame(f *Frame) {
	if f.Rows {
		p.put("ROWS ")
	} else {
		p.put("RANGE ")
	}
	if f.To.Kind == CurrentRow && f.From.Kind <= UnboundedPreceding {
		p.bound(f.From)
		return
	}
	p.put("BETWEEN ")
	p.bound(f.From)
	p.put(" AND ")
	p.bound(f.To)
}

var boundText = [...]string{"CURRENT ROW", " PRECEDING", " FOLLOWING", "UNBOUNDED PRECEDING", "UNBOUNDED FOLLOWING"}

func (p *printer) bound(b Bound) {
	if b.By != nil {
		p.expr(b.By, level["||"])
	}
	p.put(boundText[b.Kind])
}
