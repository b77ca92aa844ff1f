package oracle

import (
	"slices"

	"weir/operators"
	"weir/operators/relational"
	"weir/sql/types"
)

// stagger gives each row the newest window of its keys if that has not closed, else a new one. Windows are of one length, so
// those that opened first close first.
func (r *run) stagger(s *relational.Stagger, in relation) (relation, error) {
	type window struct {
		group
		closes operators.Time
	}
	out := relation{promise: in.promise}
	var windows []*window
	newest := func(keys []types.Value) *window {
		for _, w := range slices.Backward(windows) {
			if identical(w.keys, keys) {
				return w
			}
		}
		return nil
	}
	for _, row := range in.rows {
		keys, args, err := r.keysAndArgs(s.By, s.Calls, &row)
		if err != nil {
			return out, err
		}
		if row.fault != nil {
			r.report(s, report{row: Row{Time: row.Time}, code: row.fault.code})
			continue
		}
		w := newest(keys)
		if w == nil || row.Time >= w.closes {
			w = &window{group{keys, make([][][]types.Value, len(args))}, row.Time + operators.Time(s.Length)}
			windows = append(windows, w)
		}
		for i, a := range args {
			w.args[i] = append(w.args[i], a)
		}
	}
	for _, w := range windows {
		if w.closes <= in.promise {
			row := Row{Time: w.closes, Values: append([]types.Value{}, w.keys...)}
			out.rows = append(out.rows, row.results(s.Calls, w.args))
		}
	}
	return out, nil
}
