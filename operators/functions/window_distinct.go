package functions

import (
	"weir/operators/vec"
	"weir/sql/types"
)

// gate is DISTINCT over frames: of the rows of a group with equal values it lets one come, the first, and one go, the last.
// A nil gate lets all through.
type gate struct {
	x     Cells
	keep  Keeper
	pairs *vec.Groups // of (group, value)
	rows  []int32     // how many rows each pair has
	pair  []int32     // of each place

	coming []int32 // scratch: the places of a batch
	ids    []int32 // scratch: their pairs
	gone   []int32 // scratch: pairs that lost their last row
	groups vec.Scratch[int64]
}

// frames lets rows through to the frames of the other fold. Where rows never leave, one of each pair is kept, so that the
// pairs can be found again.
func (f *distinct) frames(in inputs) Frames {
	gate := &gate{x: in.kept[0], keep: in.keep, pairs: vec.NewGroups([]types.Type{types.BigIntType, f.value})}
	return f.of.(sliding).frames(inputs{kept: in.kept, keep: in.keep, gate: gate})
}

func (d *gate) grow(places int) {
	if d != nil {
		d.pair = grown(d.pair, places)
	}
}

// totals are those of the fold behind the gate. With a gate they follow from the rows that were kept.
func (d *gate) totals(t Totals) Totals {
	if d != nil {
		return nil
	}
	return t
}

// open finds the pairs of the rows that come.
func (d *gate) open(t *Tape) {
	if d == nil {
		return
	}
	d.coming, d.gone = d.coming[:0], d.gone[:0]
	for _, place := range t.Rows {
		if place != NoPlace {
			d.coming = append(d.coming, place)
		}
	}
	n := len(d.coming)
	if n == 0 {
		return
	}
	groups := d.groups.Reset(n)
	for i, place := range d.coming {
		groups[i] = int64(t.Group[place])
	}
	d.ids = grown(d.ids, n)
	d.pairs.Intern([]vec.Column{d.groups.Column(), vec.Of(d.x.Array(d.coming))}, n, nil, d.ids)
	d.rows = grown(d.rows, d.pairs.Len())
	for i, place := range d.coming {
		d.pair[place] = d.ids[i]
	}
}

func (d *gate) enters(place int32) bool {
	if d == nil {
		return true
	}
	n := &d.rows[d.pair[place]]
	*n++
	if *n == 1 && d.keep != nil {
		d.keep.Keep(place)
	}
	return *n == 1
}

func (d *gate) leaves(place int32) bool {
	if d == nil {
		return true
	}
	pair := d.pair[place]
	d.rows[pair]--
	if d.rows[pair] == 0 {
		d.gone = append(d.gone, pair)
	}
	return d.rows[pair] == 0
}

// forgotten marks a pair whose id was given back, for as long as it takes to give back all.
const forgotten = -1

// close forgets the pairs without rows.
func (d *gate) close() {
	if d == nil {
		return
	}
	for _, pair := range d.gone {
		if d.rows[pair] == 0 {
			d.rows[pair] = forgotten
			d.pairs.Forget(pair)
		}
	}
	for _, pair := range d.gone {
		d.rows[pair] = max(d.rows[pair], 0)
	}
}
