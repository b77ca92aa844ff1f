package planner

import (
	"reflect"
	"slices"

	"weir/operators"
	"weir/operators/expr"
	"weir/operators/relational"
	"weir/sql"
	"weir/sql/types"
)

// block is a query block before its last projection. What follows it (the conversions of an INSERT, the common types of a
// UNION ALL) changes the items, so that one projection does all.
type block struct {
	input  operators.Spec
	items  []item
	retime int  // place of the item that becomes ROWTIME; -1: none
	ready  bool // the items are the input's columns, one by one: there is nothing to project
	broken bool // nobody knows how many items there would be
}

// item is one expression of a select list.
type item struct {
	node    expr.Node // nil: it had a mistake
	name    string
	span    sql.Span // of the expression
	time    timing
	notNull bool
}

// value is an item as a column of the result.
func (it *item) column() column {
	c := column{time: it.time, broken: it.node == nil}
	c.Name, c.NotNull = it.name, it.notNull
	if it.node != nil {
		c.Type = it.node.Type()
	}
	return c
}

// values lists the places of the items that become columns.
func (b *block) values() []int {
	places := make([]int, 0, len(b.items))
	for i := range b.items {
		if i != b.retime {
			places = append(places, i)
		}
	}
	return places
}

// project closes the block with its projection, the promoted item still among the columns.
func (b *block) project() *relation {
	rel := &relation{spec: b.input}
	for i := range b.items {
		rel.cols = append(rel.cols, b.items[i].column())
	}
	if b.ready && b.unchanged() || b.broken {
		return rel
	}
	p := &relational.Project{Input: b.input, Cols: rel.schema()}
	for i := range b.items {
		node := b.items[i].node
		if node == nil || node.Type().Kind == types.Null {
			node = &expr.Literal{V: types.NullValue(types.VarcharType(1))}
			p.Cols.Columns[i].Type = node.Type()
		}
		p.Items = append(p.Items, node)
	}
	rel.spec = p
	return rel
}

// unchanged reports whether the items are still the input's columns, one by one.
func (b *block) unchanged() bool {
	for i := range b.items {
		if col, ok := b.items[i].node.(*expr.Column); !ok || col.Index != i {
			return false
		}
	}
	return true
}

// close makes a relation of the block: projected, and with its new ROWTIME.
func (b *block) close() *relation {
	rel := b.project()
	if b.retime < 0 || b.broken {
		return rel
	}
	return b.promote(rel, b.retime)
}

// promote takes a column out of a relation and makes it ROWTIME. A column that is a function of the promoted one follows the
// new ROWTIME; no other does.
func (b *block) promote(rel *relation, at int) *relation {
	time := b.items[b.retime].node
	cols := slices.Clone(rel.cols)
	for i := range cols {
		cols[i].time = timing{}
		if time != nil && i < len(b.items) && b.items[i].node != nil {
			cols[i].time = promotedTiming(b.items[i].node, time)
		}
	}
	cols = slices.Delete(cols, at, at+1)
	return &relation{spec: &operators.Retime{Input: rel.spec, Column: at, Cols: schemaOf(cols)}, cols: cols}
}

// promotedTiming is the timing of an item under a ROWTIME that is another item's value.
func promotedTiming(n, promoted expr.Node) timing {
	if _, isConstant := n.(*expr.Literal); isConstant {
		return timing{dir: constant, of: n}
	}
	kind := reflect.TypeOf(promoted)
	over := overRowtime(n, func(m expr.Node) expr.Node {
		if reflect.TypeOf(m) == kind && expr.Equal(m, promoted) {
			return &expr.Rowtime{}
		}
		return nil
	})
	if over == nil {
		return timing{}
	}
	return timingOf(over, nil)
}
