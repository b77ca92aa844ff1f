package vec

import (
	"bytes"
	"hash/maphash"
	"slices"

	"github.com/apache/arrow/go/v15/arrow"

	"weir/sql/types"
)

func hashBytes(key []byte) uint32 { return uint32(maphash.Bytes(seed, key)) }

// byteKeys is an open table of byte strings, which lie together in one buffer.
type byteKeys struct {
	slots []byteSlot // a power of two, at most half full
	mask  uint32
	used  int
	keys  []byteKey // by id
	data  []byte
	waste int // bytes of data whose key is forgotten
}

type byteSlot struct {
	hash uint32
	id   int32 // from 1; 0: empty
}

type byteKey struct {
	off    int
	length int32
	hash   uint32
}

func newByteKeys() *byteKeys {
	return &byteKeys{slots: make([]byteSlot, leastSlots), mask: leastSlots - 1}
}

func (t *byteKeys) key(id int32) []byte {
	k := t.keys[id]
	return t.data[k.off : k.off+int(k.length)]
}

func (t *byteKeys) set(id int32, hash uint32, key []byte) {
	t.hold(int(id) + 1)
	t.keys[id] = byteKey{off: len(t.data), length: int32(len(key)), hash: hash}
	t.data = append(t.data, key...)
}

func (t *byteKeys) hold(n int) {
	if have := len(t.keys); n > have {
		t.keys = slices.Grow(t.keys, n-have)[:n]
		clear(t.keys[have:])
	}
}

// textID returns the id of a key, a new one if it has none.
func (g *Groups) textID(key []byte) int32 {
	t := g.bytes
	hash := hashBytes(key)
	at := hash & t.mask
	for t.slots[at].id != 0 {
		if s := t.slots[at]; s.hash == hash && bytes.Equal(t.key(s.id-1), key) {
			return s.id - 1
		}
		at = (at + 1) & t.mask
	}
	id := g.newID()
	t.set(id, hash, key)
	if t.used >= len(t.slots)/2 {
		t.grow()
		at = t.empty(hash)
	}
	t.slots[at] = byteSlot{hash: hash, id: id + 1}
	t.used++
	return id
}

// empty returns a free slot for a key that is not in the table.
func (t *byteKeys) empty(hash uint32) uint32 {
	at := hash & t.mask
	for t.slots[at].id != 0 {
		at = (at + 1) & t.mask
	}
	return at
}

func (t *byteKeys) grow() {
	old := t.slots
	t.slots = make([]byteSlot, 2*len(old))
	t.mask = uint32(len(t.slots) - 1)
	for _, s := range old {
		if s.id != 0 {
			t.slots[t.empty(s.hash)] = s
		}
	}
}

// slot returns where the id is; not ok if it is nowhere, being that of a NULL.
func (t *byteKeys) slot(id int32) (at uint32, ok bool) {
	at = t.keys[id].hash & t.mask
	for t.slots[at].id != 0 && t.slots[at].id != id+1 {
		at = (at + 1) & t.mask
	}
	return at, t.slots[at].id != 0
}

func (t *byteKeys) clear(first, length int) {
	t.used = 0
	if length-first > len(t.slots)/8 {
		clear(t.slots)
		return
	}
	for _, k := range t.keys[first:length] {
		for at := k.hash & t.mask; t.slots[at].id != 0; at = (at + 1) & t.mask {
			t.slots[at] = byteSlot{}
		}
	}
}

func (t *byteKeys) forget(id int32) {
	gap, _ := t.slot(id)
	t.slots[gap] = byteSlot{}
	t.used--
	for at := (gap + 1) & t.mask; t.slots[at].id != 0; at = (at + 1) & t.mask {
		home := t.slots[at].hash & t.mask
		if (at-home)&t.mask >= (at-gap)&t.mask {
			t.slots[gap], t.slots[at] = t.slots[at], byteSlot{}
			gap = at
		}
	}
	t.waste += int(t.keys[id].length)
	t.keys[id] = byteKey{}
	if t.waste > tidyAbove && t.waste > len(t.data)/2 {
		t.tidy()
	}
}

// tidyAbove is the least waste that is worth moving keys for.
const tidyAbove = 64 << 10

// tidy moves the keys that are left together.
func (t *byteKeys) tidy() {
	packed := make([]byte, 0, len(t.data)) // it grows to that again
	for id := range t.keys {
		k := &t.keys[id]
		off := len(packed)
		packed = append(packed, t.data[k.off:k.off+int(k.length)]...)
		k.off = off
	}
	t.data, t.waste = packed, 0
}

func (t *byteKeys) drop(n, first int) {
	for id := max(n, first); id < len(t.keys); id++ {
		if at, ok := t.slot(int32(id)); ok && id >= n {
			t.slots[at].id -= int32(n)
		}
	}
	gone := len(t.data)
	if n < len(t.keys) {
		gone = t.keys[n].off
	}
	t.keys = t.keys[:copy(t.keys, t.keys[n:])]
	t.data = t.data[:copy(t.data, t.data[gone:])]
	for id := range t.keys {
		t.keys[id].off -= gone
	}
	if len(t.keys) == 0 {
		t.waste = 0
	}
}

func (g *Groups) internTexts(c *Texts, rows int, sel, out []int32) {
	pad := g.types[0].Kind == types.Char
	if sel != nil || c.HasNulls() || pad {
		g.internSomeTexts(c, rows, sel, out, pad)
		return
	}
	from := c.Offsets[0]
	for row, end := range c.Offsets[1 : rows+1] {
		out[row] = g.textID(c.Data[from:end])
		from = end
	}
}

func (g *Groups) internSomeTexts(c *Texts, rows int, sel, out []int32, pad bool) {
	if sel == nil {
		for row := range rows {
			out[row] = g.textOrNull(c, row, pad)
		}
		return
	}
	for _, row := range sel {
		out[row] = g.textOrNull(c, int(row), pad)
	}
}

func (g *Groups) textOrNull(c *Texts, row int, pad bool) int32 {
	switch {
	case c.Null(row):
		return g.nullID()
	case pad:
		return g.textID(unpadded(c.At(row)))
	default:
		return g.textID(c.At(row))
	}
}

// unpadded is a CHAR as a key.
func unpadded(text []byte) []byte { return bytes.TrimRight(text, " ") }

func (g *Groups) textArray(ids []int32) arrow.Array {
	k := newTextKeys(g.types[0], len(ids))
	for i, id := range ids {
		if g.isNull(id) {
			k.out.SetNull(i)
		} else {
			k.put(i, g.bytes.key(id))
		}
	}
	return k.array()
}

func (g *Groups) internEncoded(cols []Column, rows int, sel, out []int32) {
	sel = g.encoder.rows(sel, rows)
	g.encoder.encode(cols, sel)
	for i, row := range sel {
		out[row] = g.textID(g.encoder.key(i))
	}
}
