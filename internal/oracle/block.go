package oracle

import (
	"slices"

	"weir/operators"
	"weir/operators/expr"
	"weir/operators/functions"
	"weir/operators/relational"
	"weir/sql/types"
)

// filter keeps the rows whose condition is true, and those that carry a fault.
func (r *run) filter(s *relational.Filter, in relation) (relation, error) {
	out := relation{promise: in.promise}
	for _, row := range in.rows {
		v, bad, err := r.eval(s.Cond, row)
		if err != nil {
			return out, err
		}
		row.note(bad, s.Item)
		if row.fault != nil || !v.Null && v.Int == 1 {
			out.rows = append(out.rows, row)
		}
	}
	return out, nil
}

// project computes the select list. It reports a row's least fault, and drops the row.
func (r *run) project(s *relational.Project, in relation) (relation, error) {
	out := relation{promise: in.promise}
	for _, row := range in.rows {
		res := Row{Time: row.Time, now: row.now, fault: inList(s, row.fault)}
		for i, item := range s.Items {
			v, bad, err := r.eval(item, row)
			if err != nil {
				return out, err
			}
			res.note(bad, uint16(i+1))
			res.Values = append(res.Values, v)
		}
		if res.fault != nil {
			r.report(s, report{row: res, code: res.fault.code, column: columnOf(s.Cols, res.fault.item)})
			continue
		}
		out.rows = append(out.rows, res)
	}
	return out, nil
}

// inList gives a fault of a group's result the place of the first item that reads the column; 0 if none does.
func inList(s *relational.Project, f *fault) *fault {
	input := s.Input
	for {
		filter, ok := input.(*relational.Filter)
		if !ok {
			break
		}
		input = filter.Input
	}
	switch input.(type) {
	case *relational.Tumble, *relational.Stagger:
	default:
		return f
	}
	if f == nil || f.item == 0 {
		return f
	}
	for i, item := range s.Items {
		if slices.Contains(expr.UsesColumns(item), int(f.item)-1) {
			return &fault{f.code, uint16(i + 1)}
		}
	}
	return &fault{code: f.code}
}

// note keeps the fault with the least item.
func (row *Row) note(bad *fault, item uint16) {
	if bad == nil {
		return
	}
	if row.fault == nil || item < row.fault.item {
		row.fault = &fault{code: bad.code, item: item}
	}
}

func columnOf(cols *types.Schema, item uint16) string {
	if item == 0 || int(item) > len(cols.Columns) {
		return ""
	}
	return cols.Columns[item-1].Name
}

// pane is one value of the time keys, with its groups in first-seen order.
type pane struct {
	time   []types.Value
	groups []*group
	first  operators.Time // ROWTIME of the pane's first row
	last   operators.Time // ROWTIME of its newest row
}

type group struct {
	keys []types.Value
	args [][][]types.Value // per call, per row, the arguments
}

// tumble groups rows by their keys. A pane is finished when its time keys change, or when time has reached their end.
func (r *run) tumble(s *relational.Tumble, in relation) (relation, error) {
	out := relation{promise: in.promise}
	var open *pane
	for _, row := range in.rows {
		keys, args, err := r.keysAndArgs(s.By, s.Calls, &row)
		if err != nil {
			return out, err
		}
		if row.fault != nil {
			r.report(s, report{row: Row{Time: row.Time}, code: row.fault.code})
			continue
		}
		times := make([]types.Value, len(s.Time))
		for i, k := range s.Time {
			times[i] = keys[k.Key]
		}
		if open != nil && !identical(open.time, times) {
			if err := r.close(s, open, row.Time, &out); err != nil {
				return out, err
			}
			open = nil
		}
		if open == nil {
			open = &pane{time: times, first: row.Time}
		}
		open.last = row.Time
		open.add(keys, args)
	}
	if open != nil {
		ends, _, err := r.ends(s.Time, open.first)
		if err != nil {
			return out, err
		}
		if in.promise >= ends {
			return out, r.close(s, open, operators.EndOfTime, &out)
		}
	}
	return out, nil
}

func (r *run) keysAndArgs(by []expr.Node, calls []functions.AggCall, row *Row) (keys []types.Value, args [][]types.Value, err error) {
	item := uint16(0)
	for _, k := range by {
		v, bad, err := r.eval(k, *row)
		if err != nil {
			return nil, nil, err
		}
		item++
		row.note(bad, item)
		keys = append(keys, v)
	}
	for _, c := range calls {
		var of []types.Value
		for _, a := range c.Args {
			v, bad, err := r.eval(a, *row)
			if err != nil {
				return nil, nil, err
			}
			item++
			row.note(bad, item)
			of = append(of, v)
		}
		args = append(args, of)
	}
	return keys, args, nil
}

func (p *pane) add(keys []types.Value, args [][]types.Value) {
	var g *group
	for _, have := range p.groups {
		if identical(have.keys, keys) {
			g = have
		}
	}
	if g == nil {
		g = &group{keys: keys, args: make([][][]types.Value, len(args))}
		p.groups = append(p.groups, g)
	}
	for i, a := range args {
		g.args[i] = append(g.args[i], a)
	}
}

// close emits a pane's groups with the instant that its keys date results with, or that of the row at changed if it came
// before. EndOfTime: no row has changed them; where only data can tell, the last row's time stands, or what the node had
// promised since.
func (r *run) close(s *relational.Tumble, p *pane, changed operators.Time, out *relation) error {
	_, at, err := r.ends(s.Time, p.first)
	if err != nil {
		return err
	}
	if at = min(at, changed); at == operators.EndOfTime {
		at = max(p.last, r.o.promised[s])
	}
	for _, g := range p.groups {
		row := Row{Time: at, Values: append([]types.Value{}, g.keys...)}
		out.rows = append(out.rows, row.results(s.Calls, g.args))
	}
	return nil
}

// results appends the calls' results to the keys.
func (row Row) results(calls []functions.AggCall, args [][][]types.Value) Row {
	for i, call := range calls {
		v, bad := aggregate(call, args[i])
		row.Values = append(row.Values, v)
		row.note(bad, uint16(len(row.Values)))
	}
	return row
}

// ends looks for the least ROWTIME at which one of the time keys is another than at first, and for that of the results: the
// same instant, or the one before it if the key includes it.
func (r *run) ends(keys []relational.TimeKey, first operators.Time) (ends, result operators.Time, err error) {
	ends, result = operators.EndOfTime, operators.EndOfTime
	for _, k := range keys {
		if k.Of == nil {
			continue
		}
		at, bad, err := r.eval(k.Of, Row{Time: first})
		if err != nil {
			return ends, result, err
		}
		if bad != nil {
			continue
		}
		same := func(t operators.Time) (bool, error) {
			v, bad, err := r.eval(k.Of, Row{Time: t})
			return bad == nil && identical([]types.Value{v}, []types.Value{at}), err
		}
		end, err := search(first, same)
		if err != nil {
			return ends, result, err
		}
		if end == operators.EndOfTime {
			continue
		}
		ends = min(ends, end)
		if k.Inclusive {
			end--
		}
		result = min(result, end)
	}
	return ends, result, nil
}

// search finds the least time after from for which same is false, or EndOfTime.
func search(from operators.Time, same func(operators.Time) (bool, error)) (operators.Time, error) {
	step := operators.Time(1)
	low := from
	for {
		high := low + step
		if high > 1<<52 { // beyond the years that a calendar has
			return operators.EndOfTime, nil
		}
		is, err := same(high)
		if err != nil {
			return 0, err
		}
		if is {
			low, step = high, step*2
			continue
		}
		for low+1 < high {
			mid := low + (high-low)/2
			is, err := same(mid)
			if err != nil {
				return 0, err
			}
			if is {
				low = mid
			} else {
				high = mid
			}
		}
		return high, nil
	}
}
