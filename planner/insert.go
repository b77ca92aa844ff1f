package planner

import (
	"fmt"
	"slices"
	"strings"

	"weir/operators"
	"weir/operators/expr"
	"weir/operators/relational"
	"weir/sql"
	"weir/sql/types"
)

// timePlace is ROWTIME among the targets of an INSERT.
const timePlace = -1

// insert binds INSERT INTO target (columns) query and returns the target with what feeds it.
func (c *compiler) insert(ins *sql.Insert) (*object, operators.Spec) {
	target := c.insertTarget(ins.Target)
	var places []int
	listed := true
	if target != nil {
		places, listed = c.insertColumns(ins, target)
	}
	b := c.query(ins.Query)
	if target == nil || !listed || b.broken {
		return target, nil
	}
	values := b.values()
	if len(values) != len(places) {
		c.countMismatch(ins, target, b, places)
		return target, nil
	}
	for i, at := range places {
		it := &b.items[values[i]]
		span := it.span
		if ins.Columns != nil {
			span = ins.Columns[i].Span
		}
		if at == timePlace {
			c.promoteTarget(b, values[i], span)
			continue
		}
		c.assign(it, &target.rel.cols[at], span)
	}
	c.needValues(ins, target, places)
	return target, assemble(b, target, values, places)
}

// insertTarget finds the stream that an INSERT writes.
func (c *compiler) insertTarget(id sql.Ident) *object {
	if isErrorStream(id.Name) {
		c.fail(sql.NotWritable, id.Span, "rows get there by failing", "%s cannot be written", errorStream)
		return nil
	}
	obj := c.cat.object(id.Name)
	if obj == nil {
		c.unknownStream(id)
		return nil
	}
	if _, ok := obj.rel.spec.(*operators.Stream); !ok {
		c.fail(sql.NotWritable, id.Span, "create a stream and insert into that", "%s is %s of the application and cannot be written",
			sql.Quote(id.Name), obj.kind())
		return nil
	}
	return obj
}

// insertColumns finds, for each value of the query, the column of the target that takes it.
func (c *compiler) insertColumns(ins *sql.Insert, target *object) ([]int, bool) {
	cols := target.rel.cols
	if ins.Columns == nil {
		all := make([]int, len(cols))
		for i := range all {
			all[i] = i
		}
		return all, true
	}
	places, ok := make([]int, len(ins.Columns)), true
	for i, id := range ins.Columns {
		at := timePlace
		if id.Name != rowtimeName {
			at = slices.IndexFunc(cols, func(col column) bool { return col.Name == id.Name })
			if at < 0 {
				ok = false
				hint := didYouMean(id, target.rel.names())
				if hint == "" {
					hint = "its columns are " + listed(quotedAll(target.rel.names()))
				}
				c.fail(sql.UnknownColumn, id.Span, hint, "unknown column %s in %s", nameLike(id, id.Name), sql.Quote(target.name))
				continue
			}
		}
		if slices.Contains(places[:i], at) {
			ok = false
			c.fail(sql.DuplicateName, id.Span, "name each target once", "the column %s is named twice", sql.Quote(id.Name))
		}
		places[i] = at
	}
	return places, ok
}

// countMismatch says which columns get no value, or which values find no column.
func (c *compiler) countMismatch(ins *sql.Insert, target *object, b *block, places []int) {
	values := b.values()
	name := nameLike(ins.Target, target.name)
	what := name + " has " + fmt.Sprint(len(places))
	if ins.Columns != nil {
		what = "the list names " + fmt.Sprint(len(places))
	}
	hint := ""
	if len(values) < len(places) {
		var filled, empty []string
		for i, at := range places {
			col := rowtimeName
			if at != timePlace {
				col = sql.Quote(target.rel.cols[at].Name)
			}
			if i < len(values) {
				filled = append(filled, col)
			} else {
				empty = append(empty, col)
			}
		}
		hint = fmt.Sprintf("no value for %s: select a %s expression, or name the targets: INSERT INTO %s (%s)",
			listed(empty), ordinal(len(values)+1), name, strings.Join(filled, ", "))
	} else {
		hint = fmt.Sprintf("no column takes the %s value, %s", ordinal(len(places)+1), c.source(b.items[values[len(places)]].span))
	}
	c.fail(sql.ColumnCount, ins.Target.Span, hint, "the SELECT yields %s, %s", oneOrMany(len(values), "column"), what)
}

func ordinal(n int) string {
	words := [...]string{"first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"}
	if n <= len(words) {
		return words[n-1]
	}
	switch {
	case n%100/10 == 1:
		return fmt.Sprintf("%dth", n)
	case n%10 == 1:
		return fmt.Sprintf("%dst", n)
	case n%10 == 2:
		return fmt.Sprintf("%dnd", n)
	case n%10 == 3:
		return fmt.Sprintf("%drd", n)
	}
	return fmt.Sprintf("%dth", n)
}

// promoteTarget makes ROWTIME of the value that ROWTIME in the column list takes.
func (c *compiler) promoteTarget(b *block, at int, span sql.Span) {
	if b.retime >= 0 {
		c.fail(sql.DuplicateName, span, "leave one of them out", "the row's time is given twice: here and AS ROWTIME")
		return
	}
	b.retime = at
	b.items[at].node = c.timestamp(b.items[at].node, b.items[at].span)
}

// assign converts an item to the type of the column that takes it.
func (c *compiler) assign(it *item, col *column, span sql.Span) {
	if it.node == nil || col.broken {
		it.node = nil
		return
	}
	from := it.node.Type()
	if !types.Assignable(from, col.Type) {
		c.fail(sql.TypeMismatch, span, castHint(c.source(it.span), from, col.Type),
			"%s does not fit the column %s, which is %s", from, sql.Quote(col.Name), col.Type)
		it.node = nil
		return
	}
	it.node = convertAssign(it.node, col.Type)
	if col.NotNull && mayBeNull(it.node) {
		it.node = &expr.NotNull{X: it.node, Column: col.Name}
	}
	it.name, it.notNull = col.Name, col.NotNull
}

// needValues refuses an INSERT that leaves out a column which must not be NULL.
func (c *compiler) needValues(ins *sql.Insert, target *object, places []int) {
	for i, col := range target.rel.cols {
		if col.NotNull && !slices.Contains(places, i) {
			c.fail(sql.ColumnCount, ins.Target.Span, "add it to the list, with a value", "the column %s is NOT NULL and gets no value",
				sql.Quote(col.Name))
		}
	}
}

// assemble closes the block in the order of the target's columns: in one projection where the select list has that order, in
// a second one that only moves columns where it has not. ROWTIME is taken out last, so that late rows are rows of the target.
// The item at values[i] goes to the column at places[i].
func assemble(b *block, target *object, values, places []int) operators.Spec {
	inOrder := len(places) == len(target.rel.cols)
	next := 0
	for _, at := range places {
		if at != timePlace {
			inOrder = inOrder && at == next
			next++
		}
	}
	inOrder = inOrder && next == len(target.rel.cols)
	rel := b.project()
	if inOrder {
		if b.retime >= 0 {
			return b.promote(rel, b.retime).spec
		}
		return rel.spec
	}
	moved := &relational.Project{Input: rel.spec, Cols: &types.Schema{}}
	add := func(n expr.Node, col types.Column) {
		moved.Items = append(moved.Items, n)
		moved.Cols.Columns = append(moved.Cols.Columns, col)
	}
	for i := range target.rel.cols {
		col := target.rel.cols[i].Column
		if k := slices.Index(places, i); k >= 0 {
			add(&expr.Column{Index: values[k], Name: col.Name, T: col.Type, NotNull: col.NotNull}, col)
			continue
		}
		add(&expr.Literal{V: types.NullValue(col.Type)}, col)
	}
	if b.retime < 0 {
		return moved
	}
	time := types.Column{Name: b.items[b.retime].name, Type: types.TimestampType}
	add(&expr.Column{Index: b.retime, Name: time.Name, T: time.Type}, time)
	return &operators.Retime{Input: moved, Column: len(target.rel.cols), Cols: schemaOf(target.rel.cols)}
}
