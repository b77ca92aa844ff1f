package vec

import (
	"fmt"
	"slices"

	"github.com/apache/arrow/go/v15/arrow"

	"weir/sql/types"
)

// Snapshot copies the keys of all groups since the last Cut, and their ids: a column that tells for each id whether it is
// free, then one column for each key column. Nothing before the Cut may be left; see Drop.
func (g *Groups) Snapshot() []arrow.Array {
	free := make([]int64, g.length) // 0: in use; else the place in the free list, from 1
	for place, id := range g.free {
		free[id] = int64(place + 1)
	}
	ids := make([]int32, g.length)
	for i := range ids {
		ids[i] = int32(i)
	}
	return append([]arrow.Array{Wrap(&Ints{Values: free}, types.BigIntType)}, g.Keys(ids)...)
}

// Restore gives new groups the keys of a snapshot.
func (g *Groups) Restore(cols []arrow.Array) error {
	if len(cols) != len(g.types)+1 {
		return fmt.Errorf("groups of %d keys cannot be restored from %d columns", len(g.types), len(cols))
	}
	for i, a := range cols[1:] {
		if !arrow.TypeEqual(a.DataType(), g.types[i].Arrow()) || a.Len() != cols[0].Len() {
			return fmt.Errorf("a key of type %s cannot be restored from an array of %s", g.types[i], a.DataType())
		}
	}
	free, ok := Of(cols[0]).(*Ints)
	if !ok {
		return fmt.Errorf("free groups cannot be restored from an array of %s", cols[0].DataType())
	}
	return g.restore(free.Values, cols[1:])
}

func (g *Groups) restore(free []int64, keys []arrow.Array) error {
	g.Reset()
	columns := make([]Column, len(keys))
	for i, a := range keys {
		columns[i] = Of(a)
	}
	var used []int32
	for id, place := range free {
		switch {
		case place == 0:
			used = append(used, int32(id))
		case place < 0 || int(place) > len(free):
			return fmt.Errorf("group %d has the place %d among the free ones", id, place)
		default:
			for len(g.free) < int(place) {
				g.free = append(g.free, 0)
			}
			g.free[place-1] = int32(id)
		}
	}
	ids := make([]int32, len(free))
	// Each key takes the id that is next: those in use, in their order, stand as if they were all that is free.
	keep := g.free
	g.length = len(free)
	g.free = slices.Clone(used)
	slices.Reverse(g.free)
	if g.table == nil {
		g.length = 0
	} else {
		g.table.hold(len(free))
	}
	g.Intern(columns, len(free), used, ids)
	for _, id := range used {
		if ids[id] != id {
			return fmt.Errorf("group %d has the key of group %d", id, ids[id])
		}
	}
	g.free = keep
	return nil
}
