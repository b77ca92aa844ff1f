package planner

import (
	"slices"

	"weir/operators"
	"weir/operators/expr"
	"weir/operators/relational"
	"weir/sql"
	"weir/sql/types"
)

// ordering is a bound ORDER BY: its keys as places among the block's items, of which those behind the select list are there
// for the sorting only.
type ordering struct {
	keys   []operators.SortKey
	within int64 // T-sort: how far rows may be out of order, ms; -1: a streaming sort
	hidden int   // items behind the select list
}

// orderBy binds ORDER BY. Cols are the columns that the items are expressions over.
func (x *exprs) orderBy(s *sql.Select, b *block) *ordering {
	if len(s.OrderBy) == 0 {
		return nil
	}
	x = x.in("ORDER BY")
	o := &ordering{within: -1}
	listed := len(b.items)
	ok := true
	for i, item := range s.OrderBy {
		at, bound := x.sortKey(item.Expr, s, b, listed)
		if i == 0 && item.Within != nil {
			o.within, bound = x.tolerance(item.Within, bound)
			at = b.asPromoted(at)
		}
		ok = ok && bound
		o.keys = append(o.keys, operators.SortKey{Column: at, Desc: item.Desc})
	}
	o.hidden = len(b.items) - listed
	if !ok || b.broken {
		return nil
	}
	return o
}

// sortKey finds the item that a key names: by its place, by its alias, or as the same expression. Any other expression becomes
// an item behind the select list.
func (x *exprs) sortKey(e sql.Expr, s *sql.Select, b *block, listed int) (int, bool) {
	if num, isNumber := e.(*sql.Number); isNumber {
		n, _ := x.number(num).(*expr.Literal)
		if n == nil || !n.V.Type.IsInteger() || n.V.Int < 1 || n.V.Int > int64(listed) {
			x.fail(sql.InvalidArgument, e.Pos(), "", "ORDER BY %s names no item of the select list, which has %d", x.source(e.Pos()), listed)
			return 0, false
		}
		return int(n.V.Int) - 1, b.items[n.V.Int-1].node != nil
	}
	if ref, isName := e.(*sql.ColumnRef); isName && len(ref.Parts) == 1 && ref.Parts[0].Name != rowtimeName {
		for i := range s.Items {
			if alias := s.Items[i].Alias; alias != nil && alias.Name == ref.Parts[0].Name {
				if at := slices.IndexFunc(b.items[:listed], func(it item) bool { return it.name == alias.Name }); at >= 0 {
					return at, b.items[at].node != nil
				}
			}
		}
	}
	n := x.selected(e)
	if n == nil {
		return 0, false
	}
	key := settle(n)
	for i := range b.items {
		if have := b.items[i].node; have != nil && isDeclared(have) == isDeclared(n) && expr.Equal(settle(have), key) {
			return i, true
		}
	}
	b.items = append(b.items, item{node: n, name: x.source(e.Pos()), span: e.Pos(), notNull: !mayBeNull(n)})
	return len(b.items) - 1, true
}

// asPromoted returns the item that becomes ROWTIME in place of one with the same expression.
func (b *block) asPromoted(at int) int {
	if b.retime < 0 || b.items[at].node == nil || b.items[b.retime].node == nil {
		return at
	}
	if expr.Equal(settle(b.items[at].node), settle(b.items[b.retime].node)) {
		return b.retime
	}
	return at
}

// isDeclared reports MONOTONIC(x), which is time where x alone is not.
func isDeclared(n expr.Node) bool {
	_, is := n.(*declared)
	return is
}

// tolerance binds WITHIN.
func (x *exprs) tolerance(e sql.Expr, ok bool) (int64, bool) {
	n := x.bind(e)
	if n == nil {
		return 0, false
	}
	v := constantValue(n)
	if v == nil || v.Null || v.Type.Kind != types.Interval || v.Int < 0 {
		x.fail(sql.InvalidWindow, e.Pos(), "write WITHIN INTERVAL '30' SECOND", "WITHIN takes an interval of days to seconds")
		return 0, false
	}
	return v.Int, ok
}

// sort closes a block with its ORDER BY. The result is a block whose items are the select list, sorted.
func (c *compiler) sort(s *sql.Select, b *block, o *ordering, groups *grouping) *block {
	if o.within >= 0 {
		return c.timeSort(s, b, o)
	}
	keys := slices.Clone(o.keys)
	for i, k := range keys {
		if k.Column == b.retime { // it becomes ROWTIME; a copy of it stays to sort by
			keys[i].Column = len(b.items)
			b.items = append(b.items, b.items[b.retime])
			o.hidden++
		}
	}
	rel := b.close()
	for i := range keys {
		if b.retime >= 0 && keys[i].Column > b.retime {
			keys[i].Column--
		}
	}
	lead := rel.cols[keys[0].Column].time
	if !lead.monotonic() {
		c.fail(sql.MissingTime, s.OrderBy[0].Expr.Pos(), "begin with time: ORDER BY FLOOR(ROWTIME TO MINUTE), …",
			"a stream can be sorted only within pieces of time, and the first key does not ascend with ROWTIME")
		return &block{retime: -1, broken: true}
	}
	spec := &relational.Sort{Input: rel.spec, By: keys, Time: relational.TimeKey{Of: lead.of, Inclusive: lead.inclusive()}}
	cols := slices.Clone(rel.cols)
	if groups != nil {
		spec.Time = relational.TimeKey{Of: &expr.Rowtime{}, Inclusive: true}
		spec.Windowed = groups.timed()
	} else {
		sortedTimes(cols, keys[0].Column, lead)
	}
	return c.listed(&relation{spec: spec, cols: cols}, b, o.hidden)
}

// sortedTimes is how columns follow the ROWTIME that sorted rows have: the instant at which the first key changes.
func sortedTimes(cols []column, lead int, t timing) {
	for i := range cols {
		if cols[i].time.dir != constant {
			cols[i].time = timing{}
		}
	}
	if t.of == nil {
		return
	}
	if !t.inclusive() {
		t.of, t.edge = expr.Rewrite(t.of, justBefore), ends
	}
	cols[lead].time = t
}

// timeSort closes a block with ORDER BY time WITHIN interval: rows get their time back in order.
func (c *compiler) timeSort(s *sql.Select, b *block, o *ordering) *block {
	lead := s.OrderBy[0]
	switch {
	case b.retime < 0 || o.keys[0].Column != b.retime:
		c.fail(sql.MissingTime, lead.Expr.Pos(), "select it: "+c.source(lead.Expr.Pos())+" AS ROWTIME", "what is sorted WITHIN an interval becomes ROWTIME")
	case lead.Desc:
		c.fail(sql.InvalidArgument, lead.Expr.Pos(), "leave DESC out", "time cannot be sorted downwards")
	case readsRowtime(b.items[b.retime].node):
		c.fail(sql.InvalidArgument, lead.Expr.Pos(), "sort by a column that holds the event's own time", "ROWTIME is in order already")
	default:
		rel := b.project()
		closed := b.promote(rel, b.retime)
		retime := closed.spec.(*operators.Retime)
		retime.Disorder, retime.Then = o.within, o.keys[1:]
		if len(retime.Then) == 0 {
			retime.Then = nil
		}
		return c.listed(closed, b, o.hidden)
	}
	return &block{retime: -1, broken: true}
}

// distinct closes a block with SELECT DISTINCT.
func (c *compiler) distinct(s *sql.Select, b *block) *block {
	spec := &relational.Distinct{}
	var bare []relational.TimeKey
	for k, at := range b.values() {
		it := &b.items[at]
		key := relational.TimeKey{Key: k, Of: it.time.of, Inclusive: it.time.inclusive()}
		if _, own := it.node.(*expr.Rowtime); own {
			bare = append(bare, key)
			continue
		}
		spec.Compare = append(spec.Compare, k)
		if it.time.monotonic() {
			spec.Time = append(spec.Time, key)
		}
	}
	if len(spec.Time) == 0 {
		spec.Time = bare
	}
	if len(spec.Time) == 0 {
		c.fail(sql.MissingTime, headOf(s), "select time beside it: FLOOR(ROWTIME TO MINUTE)",
			"DISTINCT on a stream needs an item that ascends with ROWTIME, or it would remember every row for ever")
		return &block{retime: -1, broken: true}
	}
	rel := b.close()
	spec.Input = rel.spec
	return c.listed(&relation{spec: spec, cols: rel.cols}, b, 0)
}

// listed is a block that yields a relation's columns, but for the hidden ones at its end.
func (c *compiler) listed(rel *relation, from *block, hidden int) *block {
	places := from.values()
	b := &block{input: rel.spec, retime: -1, ready: hidden == 0}
	for i, col := range rel.cols[:len(rel.cols)-hidden] {
		it := item{name: col.Name, span: from.items[places[i]].span, time: col.time, notNull: col.NotNull}
		if !col.broken {
			it.node = &expr.Column{Index: i, Name: col.Name, T: rel.spec.Schema().Columns[i].Type, NotNull: col.NotNull}
		}
		b.items = append(b.items, it)
	}
	return b
}
