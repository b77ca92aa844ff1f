package vec

import (
	"bytes"
	"cmp"
	"slices"

	"github.com/apache/arrow/go/v15/arrow/decimal128"

	"weir/operators"
	"weir/sql/types"
)

// Place names a row of one of several batches.
type Place struct{ Batch, Row int32 }

// Order sorts rows of several batches by some columns. NULL is lower than every value, trailing blanks of a CHAR do not
// count, and rows of equal keys go by their place.
type Order struct {
	keys []orderKey
	rows []ranked
}

// ranked is a row with as much of a key as fits 64 bits: of two rows of different rank the lower one comes first.
type ranked struct {
	rank uint64
	at   Place
}

// orderKey is one column to sort by.
type orderKey interface {
	over(batches []operators.Batch)
	rank(rows []ranked) // fills in the ranks
	exact() bool        // rows of equal rank have equal values
	compare(a, b Place) int
}

// NewOrder makes an order of rows whose columns are of these types.
func NewOrder(cols *types.Schema, by []operators.SortKey) *Order {
	o := &Order{}
	for _, k := range by {
		o.keys = append(o.keys, newOrderKey(cols.Columns[k.Column].Type, k))
	}
	return o
}

func newOrderKey(t types.Type, k operators.SortKey) orderKey {
	switch t.Layout() {
	case types.Bool:
		return &fixedOrder[bool]{key: k, whole: true, rankOf: rankOfBool, of: func(a, b bool) int { return cmp.Compare(rankOfBool(a), rankOfBool(b)) }}
	case types.Float:
		return &fixedOrder[float64]{key: k, whole: true, rankOf: rankOfFloat, of: cmp.Compare[float64]}
	case types.Dec:
		return &fixedOrder[decimal128.Num]{key: k, rankOf: rankOfDec, of: decimal128.Num.Cmp}
	case types.Text:
		return &textOrder{key: k, pad: t.Kind == types.Char}
	default:
		return &fixedOrder[int64]{key: k, whole: true, rankOf: rankOfInt, of: cmp.Compare[int64]}
	}
}

// Over says of which batches rows will be sorted.
func (o *Order) Over(batches []operators.Batch) {
	for _, k := range o.keys {
		k.over(batches)
	}
}

// Sort sorts rows.
func (o *Order) Sort(at []Place) {
	if len(at) < 2 {
		return
	}
	o.rows = slices.Grow(o.rows[:0], len(at))[:len(at)]
	for i, p := range at {
		o.rows[i].at = p
	}
	ties := o.rank()
	slices.SortFunc(o.rows, func(a, b ranked) int {
		if a.rank != b.rank {
			return cmp.Compare(a.rank, b.rank)
		}
		for _, k := range ties {
			if c := k.compare(a.at, b.at); c != 0 {
				return c
			}
		}
		return cmp.Or(cmp.Compare(a.at.Batch, b.at.Batch), cmp.Compare(a.at.Row, b.at.Row))
	})
	for i, r := range o.rows {
		at[i] = r.at
	}
}

// rank ranks the rows by the first key that tells any apart, and returns the keys that rows of equal rank go by.
func (o *Order) rank() (ties []orderKey) {
	for i, k := range o.keys {
		k.rank(o.rows)
		switch {
		case !k.exact():
			return o.keys[i:]
		case !o.oneRank():
			return o.keys[i+1:]
		}
	}
	return nil
}

func (o *Order) oneRank() bool {
	for _, r := range o.rows[1:] {
		if r.rank != o.rows[0].rank {
			return false
		}
	}
	return true
}

// columnsOf returns a column of every batch. A batch without columns, of which no row will be asked for, has none.
func columnsOf[C Column](buf []C, batches []operators.Batch, column int) (cols []C, nulls bool) {
	cols = slices.Grow(buf[:0], len(batches))[:len(batches)]
	for i, b := range batches {
		if column < len(b.Cols) {
			cols[i] = Of(b.Cols[column]).(C)
			nulls = nulls || cols[i].HasNulls()
		}
	}
	return cols, nulls
}

func compareNulls(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	default:
		return 1
	}
}

func directed(c int, desc bool) int {
	if desc {
		return -c
	}
	return c
}

type fixedOrder[T any] struct {
	key    operators.SortKey
	whole  bool // the rank is all of a value
	rankOf func(T) uint64
	of     func(a, b T) int

	cols  []*Vec[T]
	nulls bool
}

func (o *fixedOrder[T]) over(batches []operators.Batch) {
	o.cols, o.nulls = columnsOf(o.cols, batches, o.key.Column)
}

func (o *fixedOrder[T]) exact() bool { return o.whole && !o.nulls }

func (o *fixedOrder[T]) rank(rows []ranked) {
	flip := flipOf(o.key.Desc)
	for i := range rows {
		r := &rows[i]
		c := o.cols[r.at.Batch]
		if c.Null(int(r.at.Row)) {
			r.rank = flip
		} else {
			r.rank = o.rankOf(c.Values[r.at.Row]) ^ flip
		}
	}
}

func (o *fixedOrder[T]) compare(a, b Place) int {
	x, y := o.cols[a.Batch], o.cols[b.Batch]
	m, n := x.Null(int(a.Row)), y.Null(int(b.Row))
	if m || n {
		return directed(compareNulls(m, n), o.key.Desc)
	}
	return directed(o.of(x.Values[a.Row], y.Values[b.Row]), o.key.Desc)
}

type textOrder struct {
	key  operators.SortKey
	pad  bool
	cols []*Texts
}

func (o *textOrder) over(batches []operators.Batch) {
	o.cols, _ = columnsOf(o.cols, batches, o.key.Column)
}

func (o *textOrder) exact() bool { return false }

func (o *textOrder) at(p Place) []byte {
	text := o.cols[p.Batch].At(int(p.Row))
	if o.pad {
		return unpadded(text)
	}
	return text
}

func (o *textOrder) rank(rows []ranked) {
	flip := flipOf(o.key.Desc)
	for i := range rows {
		r := &rows[i]
		r.rank = flip
		if !o.cols[r.at.Batch].Null(int(r.at.Row)) {
			r.rank ^= rankOfText(o.at(r.at))
		}
	}
}

func (o *textOrder) compare(a, b Place) int {
	m, n := o.cols[a.Batch].Null(int(a.Row)), o.cols[b.Batch].Null(int(b.Row))
	if m || n {
		return directed(compareNulls(m, n), o.key.Desc)
	}
	return directed(bytes.Compare(o.at(a), o.at(b)), o.key.Desc)
}
