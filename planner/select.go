package planner

import (
	"fmt"

	"weir/operators/expr"
	"weir/operators/relational"
	"weir/sql"
	"weir/sql/types"
)

// selectBlock binds one SELECT: FROM, WHERE, GROUP BY, the select list, HAVING. The chain of specs has the same order, but
// that HAVING stands before the projection.
func (c *compiler) selectBlock(s *sql.Select) *block {
	c.enterWindows(s.Windows)
	defer c.leaveWindows()
	from := c.from(s.From)
	sc := from.scope
	x := &exprs{compiler: c, scope: sc, aliases: aliasesOf(s)}
	b := &block{input: from.spec, retime: -1, broken: sc.broken}
	if s.Where != nil {
		if cond := x.in("WHERE").condition(s.Where); cond != nil {
			b.input = where(b.input, settle(cond), from.cross)
		}
	}
	cols := sc.columns()
	switch {
	case s.GroupBy != nil:
		x.group = x.groupBy(s)
		cols = x.group.cols
	case s.Stagger != nil:
		x.group = x.stagger(s.Stagger)
	default:
		x.over = newOvering(len(cols))
	}
	c.selectList(s, x, b)
	dropOwnTime(b)
	having := x.having(s)
	order := x.orderBy(s, b)
	x.checkWindows(s.Windows)
	switch {
	case b.broken:
	case x.group != nil:
		b.input = x.group.spec(b.input)
		cols = x.group.cols
	default:
		b.input = x.over.spec(b.input)
		cols = append(cols, x.over.columns()...)
	}
	if having != nil {
		b.input = &relational.Filter{Input: b.input, Cond: having}
	}
	for i := range b.items {
		it := &b.items[i]
		if it.node != nil {
			if !b.broken {
				it.time = timingOf(it.node, cols)
			}
			it.node = settle(it.node)
		}
	}
	return c.ordered(s, b, order, x.group)
}

// ordered closes a block with DISTINCT and ORDER BY, if it has them.
func (c *compiler) ordered(s *sql.Select, b *block, order *ordering, groups *grouping) *block {
	if b.broken || len(s.OrderBy) > 0 && order == nil {
		b.broken = b.broken || len(s.OrderBy) > 0
		return b
	}
	if s.Distinct {
		if order != nil && order.hidden > 0 {
			c.fail(sql.InvalidArgument, b.items[len(b.items)-order.hidden].span, "add it to the select list",
				"SELECT DISTINCT is sorted by its own items only")
			return &block{retime: -1, broken: true}
		}
		if b = c.distinct(s, b); b.broken {
			return b
		}
	}
	if order != nil {
		return c.sort(s, b, order, groups)
	}
	return b
}

// aliasesOf lists the names that the select list gives, for hints: they are not known before it.
func aliasesOf(s *sql.Select) []string {
	var names []string
	for _, it := range s.Items {
		if it.Alias != nil {
			names = append(names, it.Alias.Name)
		}
	}
	return names
}

// selectList binds the items and finds the one that becomes ROWTIME.
func (c *compiler) selectList(s *sql.Select, x *exprs, b *block) {
	x = x.in("the select list")
	for i := range s.Items {
		it := &s.Items[i]
		if x.over != nil {
			x.over.item = uint16(len(b.items) + 1)
		}
		if it.Star {
			b.broken = !x.star(it, b) || b.broken
			continue
		}
		node := x.selected(it.Expr)
		promoted := it.Alias != nil && it.Alias.Name == rowtimeName
		if promoted && b.retime >= 0 {
			c.fail(sql.DuplicateName, it.Alias.Span, "one expression makes the row's time", "two items are named AS ROWTIME")
			continue
		}
		if promoted {
			b.retime = len(b.items)
			node = c.timestamp(node, it.Expr.Pos())
		}
		out := item{node: node, name: itemName(it, i), span: it.Expr.Pos()}
		if promoted {
			out.name = c.source(out.span)
		}
		if node != nil {
			out.notNull = !mayBeNull(node)
		}
		b.items = append(b.items, out)
	}
}

// itemName is the name of a column: its alias, the column that it is, or EXPR$ and its place.
func itemName(it *sql.SelectItem, place int) string {
	if it.Alias != nil {
		return it.Alias.Name
	}
	if ref, ok := it.Expr.(*sql.ColumnRef); ok {
		return ref.Parts[len(ref.Parts)-1].Name
	}
	return fmt.Sprintf("EXPR$%d", place)
}

// timestamp checks what is to become ROWTIME.
func (c *compiler) timestamp(n expr.Node, at sql.Span) expr.Node {
	switch {
	case n == nil || n.Type().Kind == types.Timestamp:
		return n
	case n.Type().Kind == types.Null:
		return convert(n, types.TimestampType)
	}
	hint := "write CAST(" + c.source(at) + " AS TIMESTAMP) AS ROWTIME"
	if n.Type().IsNumeric() {
		hint = "write TO_TIMESTAMP(" + c.source(at) + ") AS ROWTIME, if it counts milliseconds"
	}
	c.fail(sql.TypeMismatch, at, hint, "ROWTIME is a TIMESTAMP, this is %s", n.Type())
	return nil
}

// dropOwnTime leaves out an item that would give rows the time that they have.
func dropOwnTime(b *block) {
	if b.retime < 0 || b.items[b.retime].node == nil {
		return
	}
	if _, own := bare(b.items[b.retime].node).(*expr.Rowtime); own {
		b.items = append(b.items[:b.retime:b.retime], b.items[b.retime+1:]...)
		b.retime = -1
	}
}

// star expands * or alias.*: the declared columns, neither ROWTIME nor what the source adds. Not ok if nobody knows them.
func (x *exprs) star(it *sql.SelectItem, b *block) bool {
	if x.scope.broken {
		return false
	}
	found := false
	if it.Of == nil {
		for _, m := range x.scope.merged {
			b.items = append(b.items, item{node: x.overGroup(m.node), name: m.name, span: it.Span, notNull: !mayBeNull(m.node)})
		}
	}
	for _, src := range x.scope.sources {
		if it.Of != nil && !src.answers([]sql.Ident{*it.Of}) {
			continue
		}
		found = true
		for i, col := range src.rel.cols {
			if !col.implicit && (it.Of != nil || !x.scope.hides(src, i)) {
				b.items = append(b.items, x.starItem(it, src, i))
			}
		}
	}
	if !found && it.Of != nil {
		x.unknownSource(&sql.ColumnRef{Span: it.Span, Parts: []sql.Ident{*it.Of, *it.Of}}, []sql.Ident{*it.Of})
	}
	return found
}

func (x *exprs) starItem(it *sql.SelectItem, src *source, i int) item {
	col := src.rel.cols[i]
	out := item{name: col.Name, span: it.Span, notNull: col.NotNull}
	switch {
	case col.broken:
	case col.Type.Kind == types.Null:
		out.node = &expr.Literal{V: types.NullValue(types.NullType)}
	default:
		out.node = x.overGroup(&leaf{
			Node: &expr.Column{Index: src.first + i, Name: col.Name, T: col.Type, NotNull: col.NotNull},
			span: it.Span, name: sql.Quote(col.Name),
		})
	}
	return out
}

// having binds HAVING, which needs groups.
func (x *exprs) having(s *sql.Select) expr.Node {
	if s.Having == nil {
		return nil
	}
	if x.group == nil {
		x.fail(sql.MisplacedAggregate, s.Having.Pos(), "use WHERE for single rows, or group them by time: "+x.groupByTime(),
			"HAVING needs a GROUP BY")
		return nil
	}
	x = x.in("HAVING")
	n := x.condition(s.Having)
	if n == nil {
		return nil
	}
	if n = x.overGroup(n); n == nil {
		return nil
	}
	return settle(n)
}

// checkWindow looks at the interval literals of a window.
func (c *compiler) checkWindow(w *sql.Window) {
	if w == nil || w.Frame == nil {
		return
	}
	c.interval(w.Frame.From.By)
	c.interval(w.Frame.To.By)
}

// interval looks at an interval literal where nothing else is bound yet.
func (c *compiler) interval(e sql.Expr) {
	if lit, ok := e.(*sql.IntervalLit); ok && lit != nil {
		(&exprs{compiler: c, scope: &scope{broken: true}}).bind(lit)
	}
}
