package vec

import (
	"bytes"

	"weir/sql/types"
)

// NoGroup is the id that a Finder gives to a row whose key is in no group.
const NoGroup int32 = -1

// Finder looks keys up in groups and makes none. Several may be used at the same time, each by one goroutine, while the groups
// do not change.
type Finder struct {
	groups  *Groups
	words   []int64
	encoder keyEncoder
}

// Finder makes a Finder.
func (g *Groups) Finder() *Finder { return &Finder{groups: g, encoder: keyEncoder{types: g.types}} }

// Find writes to out[row] the group id of each row of sel (nil: all), NoGroup where there is none. As in a comparison, NULL
// equals nothing: a row with a NULL in its key has no group.
func (f *Finder) Find(cols []Column, rows int, sel, out []int32) {
	switch {
	case rows == 0 || sel != nil && len(sel) == 0:
	case f.groups.table == nil:
		id := NoGroup
		if f.groups.length > f.groups.first {
			id = int32(f.groups.first)
		}
		spread(id, rows, sel, out)
	case allConst(cols):
		row := [1]int32{}
		f.find(cols, 1, nil, row[:])
		spread(row[0], rows, sel, out)
	default:
		f.find(cols, rows, sel, out)
	}
}

func (f *Finder) find(cols []Column, rows int, sel, out []int32) {
	switch g := f.groups; {
	case g.ints != nil:
		f.words = keyWords(cols[0], rows, f.words)
		f.ints(cols[0], f.words[:rows], sel, out)
	case len(cols) == 1 && g.types[0].Layout() != types.Dec:
		f.texts(cols[0].(*Texts), rows, sel, out)
	default:
		f.encoded(cols, rows, sel, out)
	}
}

func (f *Finder) ints(c Column, keys []int64, sel, out []int32) {
	t := f.groups.ints
	if sel == nil && !c.HasNulls() {
		for row, key := range keys {
			out[row] = t.slots[t.slot(key)].id - 1
		}
		return
	}
	for _, row := range f.encoder.rows(sel, len(keys)) {
		out[row] = NoGroup
		if !c.Null(int(row)) {
			out[row] = t.slots[t.slot(keys[row])].id - 1
		}
	}
}

func (f *Finder) texts(c *Texts, rows int, sel, out []int32) {
	t := f.groups.types[0]
	for _, row := range f.encoder.rows(sel, rows) {
		out[row] = NoGroup
		if !c.Null(int(row)) {
			out[row] = f.groups.bytes.find(textKey(c, t, row))
		}
	}
}

func (f *Finder) encoded(cols []Column, rows int, sel, out []int32) {
	sel = f.encoder.rows(sel, rows)
	f.encoder.encode(cols, sel)
	for i, row := range sel {
		out[row] = f.groups.bytes.find(f.encoder.key(i))
	}
	for _, c := range cols {
		if !c.HasNulls() {
			continue
		}
		for _, row := range sel {
			if c.Null(int(row)) {
				out[row] = NoGroup
			}
		}
	}
}

// find returns the id of a key, or NoGroup.
func (t *byteKeys) find(key []byte) int32 {
	hash := hashBytes(key)
	at := hash & t.mask
	for t.slots[at].id != 0 {
		if s := t.slots[at]; s.hash == hash && bytes.Equal(t.key(s.id-1), key) {
			return s.id - 1
		}
		at = (at + 1) & t.mask
	}
	return NoGroup
}
