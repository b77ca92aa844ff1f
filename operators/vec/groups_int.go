package vec

import (
	"hash/maphash"
	"math"
	"math/bits"
	"slices"

	"github.com/apache/arrow/go/v15/arrow"

	"weir/sql/types"
)

// seed keeps rows from choosing keys that collide. It has no influence on ids, only on places in a table.
var (
	seed     = maphash.MakeSeed()
	seedWord = maphash.String(seed, "int")
)

func hashWord(key int64) uint64 {
	hi, lo := bits.Mul64(uint64(key)^seedWord, 0x9e3779b97f4a7c15)
	return hi ^ lo
}

// intKeys is an open table of integers. The key stands in the slot, so that a look-up touches one cache line.
type intKeys struct {
	slots []intSlot // a power of two, at most three quarters full
	mask  uint64
	used  int
	keys  []int64 // by id
}

type intSlot struct {
	key int64
	id  int32 // from 1; 0: empty
}

const leastSlots = 16

func newIntKeys() *intKeys {
	return &intKeys{slots: make([]intSlot, leastSlots), mask: leastSlots - 1}
}

// keyWords gives the values of a column of fixed width as integers, equal where the values are. Null rows are unspecified.
func keyWords(c Column, rows int, scratch []int64) []int64 {
	if v, ok := c.(*Ints); ok && !v.Const {
		return v.Values
	}
	if cap(scratch) < rows {
		scratch = make([]int64, rows)
	}
	words := scratch[:rows]
	switch v := c.(type) {
	case *Ints:
		for row := range words {
			words[row] = v.At(row)
		}
	case *Floats:
		for row := range words {
			words[row] = floatWord(v.At(row))
		}
	case *Bools:
		for row := range words {
			words[row] = boolWord(v.At(row))
		}
	}
	return words
}

// floatWord tells floats apart by value: -0 is 0.
func floatWord(f float64) int64 {
	if f == 0 {
		f = 0
	}
	return int64(math.Float64bits(f))
}

func (g *Groups) internInts(c Column, keys []int64, sel, out []int32) {
	if sel != nil || c.HasNulls() {
		g.internSome(c, keys, sel, out)
		return
	}
	t := g.ints
	last, id := keys[0], g.intID(keys[0])
	for row, key := range keys {
		if key != last {
			last = key
			slot := &t.slots[hashWord(key)&t.mask]
			if slot.id != 0 && slot.key == key {
				id = slot.id - 1
			} else {
				id = g.intID(key)
			}
		}
		out[row] = id
	}
}

func (g *Groups) internSome(c Column, keys []int64, sel, out []int32) {
	if sel == nil {
		for row, key := range keys {
			out[row] = g.intOrNull(c, row, key)
		}
		return
	}
	for _, row := range sel {
		out[row] = g.intOrNull(c, int(row), keys[row])
	}
}

func (g *Groups) intOrNull(c Column, row int, key int64) int32 {
	if c.Null(row) {
		return g.nullID()
	}
	return g.intID(key)
}

// intID returns the id of a key, a new one if it has none.
func (g *Groups) intID(key int64) int32 {
	t := g.ints
	at := hashWord(key) & t.mask
	for t.slots[at].id != 0 {
		if t.slots[at].key == key {
			return t.slots[at].id - 1
		}
		at = (at + 1) & t.mask
	}
	id := g.newID()
	t.set(id, key)
	if t.used >= len(t.slots)*3/4 {
		t.grow()
		at = t.empty(key)
	}
	t.slots[at] = intSlot{key: key, id: id + 1}
	t.used++
	return id
}

func (t *intKeys) set(id int32, key int64) {
	if int(id) == len(t.keys) {
		t.keys = append(t.keys, key)
		return
	}
	t.hold(int(id) + 1)
	t.keys[id] = key
}

func (t *intKeys) hold(n int) {
	if have := len(t.keys); n > have {
		t.keys = slices.Grow(t.keys, n-have)[:n]
		clear(t.keys[have:])
	}
}

// empty returns the slot for a key that is not in the table.
func (t *intKeys) empty(key int64) uint64 {
	at := hashWord(key) & t.mask
	for t.slots[at].id != 0 {
		at = (at + 1) & t.mask
	}
	return at
}

func (t *intKeys) grow() {
	old := t.slots
	t.slots = make([]intSlot, 2*len(old))
	t.mask = uint64(len(t.slots) - 1)
	for _, s := range old {
		if s.id != 0 {
			t.slots[t.empty(s.key)] = s
		}
	}
}

// slot returns where a key is, or the empty slot where it would be.
func (t *intKeys) slot(key int64) uint64 {
	at := hashWord(key) & t.mask
	for t.slots[at].id != 0 && t.slots[at].key != key {
		at = (at + 1) & t.mask
	}
	return at
}

// clear takes out the few keys of a small pane one by one, and wipes the table of a large one. A run of slots is taken out
// to its end: all of the keys in it go anyway.
func (t *intKeys) clear(first, length int) {
	t.used = 0
	if length-first > len(t.slots)/8 {
		clear(t.slots)
		return
	}
	for _, key := range t.keys[first:length] {
		for at := hashWord(key) & t.mask; t.slots[at].id != 0; at = (at + 1) & t.mask {
			t.slots[at] = intSlot{}
		}
	}
}

// forget closes the gap: a key behind it moves into it unless it would come to stand before the place where it is looked for.
func (t *intKeys) forget(id int32) {
	gap := t.slot(t.keys[id])
	t.slots[gap] = intSlot{}
	t.used--
	for at := (gap + 1) & t.mask; t.slots[at].id != 0; at = (at + 1) & t.mask {
		home := hashWord(t.slots[at].key) & t.mask
		if (at-home)&t.mask >= (at-gap)&t.mask {
			t.slots[gap], t.slots[at] = t.slots[at], intSlot{}
			gap = at
		}
	}
}

func (t *intKeys) drop(n, first int) {
	for id := max(n, first); id < len(t.keys); id++ {
		if at := t.slot(t.keys[id]); t.slots[at].id == int32(id)+1 { // else it is the id of NULL
			t.slots[at].id -= int32(n)
		}
	}
	t.keys = t.keys[:copy(t.keys, t.keys[n:])]
}

func (g *Groups) intArray(ids []int32) arrow.Array {
	switch t := g.types[0]; t.Layout() {
	case types.Float:
		return wordsArray(g, ids, t, func(w int64) float64 { return math.Float64frombits(uint64(w)) })
	case types.Bool:
		return wordsArray(g, ids, t, func(w int64) bool { return w != 0 })
	default:
		return wordsArray(g, ids, t, func(w int64) int64 { return w })
	}
}

func wordsArray[T any](g *Groups, ids []int32, t types.Type, value func(int64) T) arrow.Array {
	var out Scratch[T]
	values := out.Reset(len(ids))
	for i, id := range ids {
		values[i] = value(g.ints.keys[id])
		if len(g.nulls) > 0 && g.isNull(id) {
			out.SetNull(i)
		}
	}
	return Wrap(out.Column(), t)
}
