package oracle

import (
	"weir/operators/relational"
	"weir/sql/types"
)

// distinct keeps a row unless one with equal values stands before it since the time keys last changed.
func (r *run) distinct(s *relational.Distinct, in relation) (relation, error) {
	out := relation{promise: in.promise}
	var seen [][]types.Value
	var current []types.Value
	for _, row := range r.sound(s, in.rows) {
		times := make([]types.Value, len(s.Time))
		for i, k := range s.Time {
			times[i] = row.Values[k.Key]
		}
		if current == nil || !identical(current, times) {
			seen, current = nil, times
		}
		values := make([]types.Value, len(s.Compare))
		for i, col := range s.Compare {
			values[i] = row.Values[col]
		}
		known := false
		for _, have := range seen {
			known = known || identical(have, values)
		}
		if !known {
			seen = append(seen, values)
			out.rows = append(out.rows, row)
		}
	}
	return out, nil
}
