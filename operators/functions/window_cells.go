package functions

import (
	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/decimal128"

	"weir/operators/vec"
	"weir/sql/types"
)

// Cells are the values of one argument of the rows in a log, by place.
type Cells interface {
	// Grow makes room for places 0..n-1.
	Grow(n int)
	// Set gives places the values of a column: place places[row] that of each row. NoPlace is skipped.
	Set(places []int32, c vec.Column)
	// Clear gives back the memory of a place's value, if it has some of its own.
	Clear(place int32)
	// Array copies the values of some places.
	Array(places []int32) arrow.Array

	null(place int32) bool
}

// NewCells makes cells for values of a type.
func NewCells(t types.Type) Cells {
	switch t.Layout() {
	case types.Bool:
		return &fixedCells[bool]{t: t}
	case types.Int:
		return &fixedCells[int64]{t: t}
	case types.Float:
		return &fixedCells[float64]{t: t}
	case types.Dec:
		return &fixedCells[decimal128.Num]{t: t}
	default:
		return &textCells{t: t}
	}
}

// nullCells says which places hold no value. It is empty until a first one does.
type nullCells struct{ is []bool }

func (n *nullCells) null(place int32) bool { return int(place) < len(n.is) && n.is[place] }

func (n *nullCells) grow(places int) {
	if n.is != nil {
		n.is = grown(n.is, places)
	}
}

func (n *nullCells) set(places []int32, c vec.Column, room int) {
	if n.is == nil {
		if !c.HasNulls() {
			return
		}
		n.is = make([]bool, room)
	}
	for row, place := range places {
		if place != NoPlace {
			n.is[place] = c.Null(row)
		}
	}
}

// fixedCells are cells of fixed width.
type fixedCells[T any] struct {
	nullCells
	of []T
	t  types.Type
}

func (c *fixedCells[T]) Grow(n int) {
	c.of = grown(c.of, n)
	c.grow(n)
}

func (c *fixedCells[T]) Set(places []int32, from vec.Column) {
	x := from.(*vec.Vec[T])
	c.set(places, x, len(c.of))
	for row, place := range places {
		if place != NoPlace {
			c.of[place] = x.At(row)
		}
	}
}

func (*fixedCells[T]) Clear(int32) {}

func (c *fixedCells[T]) Array(places []int32) arrow.Array {
	var out vec.Scratch[T]
	values := out.Reset(len(places))
	for i, place := range places {
		if c.null(place) {
			values[i] = *new(T)
			out.SetNull(i)
		} else {
			values[i] = c.of[place]
		}
	}
	return vec.Wrap(out.Column(), c.t)
}

// textCells are cells of texts.
type textCells struct {
	nullCells
	texts texts
	t     types.Type
}

func (c *textCells) Grow(n int) {
	c.texts.grow(n)
	c.grow(n)
}

func (c *textCells) Set(places []int32, from vec.Column) {
	x := from.(*vec.Texts)
	c.set(places, x, len(c.texts.spans))
	for row, place := range places {
		if place != NoPlace && !x.Null(row) {
			c.texts.set(place, x.At(row))
		}
	}
}

func (c *textCells) Clear(place int32) { c.texts.reset(place) }

func (c *textCells) Array(places []int32) arrow.Array {
	var out vec.TextScratch
	out.Reset(len(places))
	for i, place := range places {
		if c.null(place) {
			out.SetNull(i)
		} else {
			out.Put(i, append(out.Data(), c.texts.get(place)...))
		}
	}
	return vec.Wrap(out.Column(), c.t)
}
