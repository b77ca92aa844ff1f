package vec

import (
	"slices"

	"github.com/apache/arrow/go/v15/arrow"

	"weir/sql/types"
)

// Groups gives every distinct key a dense number, its group id: 0, 1, 2 … in the order in which the keys first came. NULL is
// a key; numbers are keys by value; trailing blanks of a CHAR do not count. Keys are compared, never only their hashes.
//
// An owner who forgets groups one by one (Forget) gets their ids again for new keys. An owner who works in panes calls Cut
// between two panes, so that equal keys of the next pane are new groups, and Drop when the first groups are done with. The
// two do not go together.
type Groups struct {
	types  []types.Type
	length int     // ids 0..length-1 are or were in use
	first  int     // the first id since the last Cut; those before it cannot be found any more
	free   []int32 // forgotten ids, the next to be used last
	nulls  []int32 // ids of a NULL that is a key by itself, ascending

	table keyTable  // nil if there are no key columns
	ints  *intKeys  // the table, if one column of fixed width is the key
	bytes *byteKeys // the table otherwise

	words   []int64    // scratch: keys as integers
	encoder keyEncoder // scratch: keys as bytes
}

// keyTable is a hash table from keys to ids.
type keyTable interface {
	hold(n int)              // makes room for the keys of ids 0..n-1
	clear(first, length int) // forgets which keys have the ids from first on; they are all that can be found
	forget(id int32)         // forgets which key has the id
	drop(n, first int)       // forgets the keys of ids 0..n-1; id n becomes 0. Only ids from first on can be found
}

// NewGroups makes an empty set of groups whose keys are columns of these types. Without columns all rows are one group.
func NewGroups(keys []types.Type) *Groups {
	g := &Groups{types: keys}
	switch {
	case len(keys) == 0:
	case len(keys) == 1 && keys[0].Layout() != types.Text && keys[0].Layout() != types.Dec && keys[0].Layout() != types.NoLayout:
		g.ints = newIntKeys()
		g.table = g.ints
	default:
		g.bytes = newByteKeys()
		g.encoder.types = keys
		g.table = g.bytes
	}
	return g
}

// Len returns one more than the greatest id in use.
func (g *Groups) Len() int { return g.length }

// Intern writes the group id of each row of sel (nil: all) to out[row].
func (g *Groups) Intern(cols []Column, rows int, sel, out []int32) {
	switch {
	case rows == 0 || sel != nil && len(sel) == 0:
	case g.table == nil:
		g.internOne(rows, sel, out)
	case allConst(cols):
		row := [1]int32{}
		g.intern(cols, 1, nil, row[:])
		spread(row[0], rows, sel, out)
	default:
		g.intern(cols, rows, sel, out)
	}
}

func (g *Groups) intern(cols []Column, rows int, sel, out []int32) {
	switch {
	case g.ints != nil:
		g.words = keyWords(cols[0], rows, g.words)
		g.internInts(cols[0], g.words[:rows], sel, out)
	case len(cols) == 1 && g.types[0].Layout() != types.Dec:
		g.internTexts(cols[0].(*Texts), rows, sel, out)
	default:
		g.internEncoded(cols, rows, sel, out)
	}
}

func (g *Groups) internOne(rows int, sel, out []int32) {
	if g.length == g.first {
		g.length++
	}
	spread(int32(g.first), rows, sel, out)
}

func spread(id int32, rows int, sel, out []int32) {
	if sel == nil {
		for row := range out[:rows] {
			out[row] = id
		}
		return
	}
	for _, row := range sel {
		out[row] = id
	}
}

func allConst(cols []Column) bool {
	for _, c := range cols {
		if !c.IsConst() {
			return false
		}
	}
	return true
}

// newID returns the id for a key that is new.
func (g *Groups) newID() int32 {
	if n := len(g.free); n > 0 {
		id := g.free[n-1]
		g.free = g.free[:n-1]
		return id
	}
	g.length++
	return int32(g.length - 1)
}

// nullID returns the id of the key NULL.
func (g *Groups) nullID() int32 {
	if n := len(g.nulls); n > 0 && int(g.nulls[n-1]) >= g.first {
		return g.nulls[n-1]
	}
	id := g.newID()
	g.nulls = append(g.nulls, id)
	if g.ints != nil {
		g.ints.set(id, 0)
	} else {
		g.bytes.set(id, 0, nil)
	}
	return id
}

func (g *Groups) isNull(id int32) bool {
	if len(g.nulls) == 0 {
		return false
	}
	_, found := slices.BinarySearch(g.nulls, id)
	return found
}

// Forget gives a group's id back. Its key, should it come again, is a new group.
func (g *Groups) Forget(id int32) {
	switch {
	case g.isNull(id):
		g.nulls = g.nulls[:0] // without Cut there is but one
	case g.table != nil:
		g.table.forget(id)
	}
	g.free = append(g.free, id)
	if len(g.free) == g.length {
		g.Reset()
	}
}

// Reset forgets all groups. It keeps the memory.
func (g *Groups) Reset() {
	g.Cut()
	g.Drop(g.length)
	g.free = g.free[:0]
}

// Cut makes all keys that come from now on new groups. Groups so far keep their ids and keys.
func (g *Groups) Cut() {
	if g.table != nil {
		g.table.clear(g.first, g.length)
	}
	g.first = g.length
}

// Drop forgets groups 0..n-1 and renumbers the others: group n becomes 0. Groups that Cut made final can be dropped at any
// time, others only together with all.
func (g *Groups) Drop(n int) {
	if g.table != nil {
		g.table.drop(n, g.first)
	}
	g.length -= n
	g.first -= n
	kept := g.nulls[:0]
	for _, id := range g.nulls {
		if int(id) >= n {
			kept = append(kept, id-int32(n))
		}
	}
	g.nulls = kept
}

// Keys returns the keys of groups, one array for each key column.
func (g *Groups) Keys(ids []int32) []arrow.Array {
	switch {
	case g.table == nil:
		return nil
	case g.ints != nil:
		return []arrow.Array{g.intArray(ids)}
	case len(g.types) == 1 && g.types[0].Layout() != types.Dec:
		return []arrow.Array{g.textArray(ids)}
	default:
		return decodeKeys(g.bytes, g.types, ids)
	}
}
