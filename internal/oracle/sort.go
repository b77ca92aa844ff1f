package oracle

import (
	"slices"

	"weir/operators"
	"weir/operators/relational"
	"weir/sql/types"
)

// sort cuts rows into batches of one value of the leading key, and sorts each. A batch is out when its key has changed, or
// when time has reached its end.
func (r *run) sort(s *relational.Sort, in relation) (relation, error) {
	out := relation{promise: in.promise}
	var batch []Row
	var leading types.Value
	for _, row := range r.sound(s, in.rows) {
		key, err := r.leading(s, row)
		if err != nil {
			return out, err
		}
		if len(batch) > 0 && !identical([]types.Value{key}, []types.Value{leading}) {
			if err := r.release(s, batch, row.Time, &out); err != nil {
				return out, err
			}
			batch = nil
		}
		leading = key
		batch = append(batch, row)
	}
	if len(batch) == 0 {
		return out, nil
	}
	ends, _, err := r.ends([]relational.TimeKey{s.Time}, batch[0].Time)
	if err != nil {
		return out, err
	}
	if s.Windowed {
		ends--
	}
	if in.promise >= ends {
		return out, r.release(s, batch, max(batch[len(batch)-1].Time, r.o.promised[s]), &out)
	}
	return out, nil
}

// leading is the value whose change ends a batch.
func (r *run) leading(s *relational.Sort, row Row) (types.Value, error) {
	if s.Time.Of == nil {
		return row.Values[s.By[0].Column], nil
	}
	v, _, err := r.eval(s.Time.Of, Row{Time: row.Time})
	return v, err
}

// release emits a batch with the instant at which its key changes; where only data can tell, with that of the row at changed.
func (r *run) release(s *relational.Sort, batch []Row, changed operators.Time, out *relation) error {
	_, at, err := r.ends([]relational.TimeKey{s.Time}, batch[0].Time)
	if err != nil {
		return err
	}
	if at == operators.EndOfTime {
		at = changed
	}
	slices.SortStableFunc(batch, func(a, b Row) int { return compareRows(a, b, s.By) })
	for _, row := range batch {
		row.Time = at
		out.rows = append(out.rows, row)
	}
	return nil
}

// compareRows orders two rows by some columns. NULL is lower than every value.
func compareRows(a, b Row, keys []operators.SortKey) int {
	for _, k := range keys {
		x, y := a.Values[k.Column], b.Values[k.Column]
		c := 0
		switch {
		case x.Null && y.Null:
		case x.Null:
			c = -1
		case y.Null:
			c = 1
		default:
			c = order(x, y, x.Type.Kind == types.Char)
		}
		if k.Desc {
			c = -c
		}
		if c != 0 {
			return c
		}
	}
	return 0
}

// sound reports the rows that carry a fault, and returns the others.
func (r *run) sound(s operators.Spec, rows []Row) []Row {
	var good []Row
	for _, row := range rows {
		if row.fault == nil {
			good = append(good, row)
			continue
		}
		r.report(s, report{row: row, code: row.fault.code, column: columnOf(s.Schema(), row.fault.item)})
	}
	return good
}
