package oracle

import (
	"slices"

	"weir/operators"
	"weir/operators/expr"
	"weir/operators/relational"
	"weir/sql/types"
)

// Version is a version of a reference table that takes the place of the one before it.
type Version struct {
	Table   string
	Rows    [][]types.Value
	Rejects []Reject // rows of its file that were refused
	at      operators.Time
}

// A state of the tables is numbered by how many versions came before it. What tables returns is what a reference table holds in one.
func (o *Oracle) tables(name string, state int) [][]types.Value {
	for i := state - 1; i >= 0; i-- {
		if o.versions[i].Table == name {
			return o.versions[i].Rows
		}
	}
	return nil
}

// ownTables makes reference tables, and the queries over them, nodes that report.
func (o *Oracle) ownTables() {
	for _, t := range o.plan.Tables {
		if t.Of == nil {
			o.own(t, ownerOfNode{target: t.Name, schema: t.Cols})
			continue
		}
		for _, s := range o.plan.Streams {
			for _, w := range s.Writers {
				if w.Pump == t.Pump {
					o.ownBelow(t.Of, ownerOfNode{pump: w.Pump, target: s.Name, schema: s.Cols})
				}
			}
		}
		o.within(t.Of, t)
	}
}

// within notes which query over tables a node is part of.
func (o *Oracle) within(s operators.Spec, t *operators.Table) {
	if _, table := s.(*operators.Table); table {
		return
	}
	o.part[s] = t
	for _, in := range s.Inputs() {
		o.within(in, t)
	}
}

// dated tells every row that comes to a node which state the tables were in when it came for the first time.
func (r *run) dated(s operators.Spec, in []relation) []relation {
	if len(r.o.plan.Tables) == 0 {
		return in
	}
	for len(r.came[s]) < len(in) {
		r.came[s] = append(r.came[s], nil)
	}
	for port := range in {
		in[port].rows = slices.Clone(in[port].rows)
		var before []int
		if port < len(r.o.came[s]) {
			before = r.o.came[s][port]
		}
		states := slices.Clone(before[:min(len(before), len(in[port].rows))])
		for len(states) < len(in[port].rows) {
			states = append(states, len(r.o.versions))
		}
		for i := range in[port].rows {
			in[port].rows[i].tables = states[i]
		}
		r.came[s][port] = states
	}
	return in
}

// tableRejects reports what was refused of a table's versions.
func (r *run) tableRejects(t *operators.Table) {
	for _, v := range r.o.versions {
		for _, bad := range v.Rejects {
			if v.Table == t.Name {
				r.report(t, report{row: Row{Time: v.at}, code: bad.Code, column: bad.Column})
			}
		}
	}
}

// held is what a query over tables has computed in one state.
type held struct {
	table *operators.Table
	state int
}

// rowsOf returns a table's rows in a state.
func (r *run) rowsOf(t *operators.Table, state int) ([][]types.Value, error) {
	if t.Of == nil {
		return r.o.tables(t.Name, state), nil
	}
	for state > 0 && !r.reads(t, r.o.versions[state-1].Table) {
		state-- // the query was not run then
	}
	if state == 0 {
		return nil, nil
	}
	if rows, ok := r.queried[held{t, state}]; ok {
		return rows, nil
	}
	rel, err := r.query(t.Of, state)
	if err != nil {
		return nil, err
	}
	rows := make([][]types.Value, len(rel.rows))
	for i, row := range rel.rows {
		rows[i] = row.Values
	}
	r.queried[held{t, state}] = rows
	return rows, nil
}

// reads reports that a query over tables reads a reference table.
func (r *run) reads(t *operators.Table, name string) bool {
	var in func(s operators.Spec) bool
	in = func(s operators.Spec) bool {
		if of, ok := s.(*operators.Table); ok && of.Of == nil {
			return of.Name == name
		} else if ok {
			return in(of.Of)
		}
		return slices.ContainsFunc(s.Inputs(), in)
	}
	return in(t.Of)
}

// query computes a query over tables in a state, from its start to its end.
func (r *run) query(s operators.Spec, state int) (relation, error) {
	if t, ok := s.(*operators.Table); ok {
		rows, err := r.rowsOf(t, state)
		rel := relation{promise: operators.EndOfTime}
		for _, values := range rows {
			rel.rows = append(rel.rows, Row{Values: values, tables: state})
		}
		return rel, err
	}
	var in []relation
	for _, below := range s.Inputs() {
		rel, err := r.query(below, state)
		if err != nil {
			return rel, err
		}
		for i := range rel.rows {
			rel.rows[i].tables = state
		}
		in = append(in, rel)
	}
	if _, union := s.(*operators.Stream); union {
		all := relation{promise: operators.EndOfTime}
		for _, rel := range in {
			all.rows = append(all.rows, rel.rows...)
		}
		return all, nil
	}
	return r.apply(s, in)
}

// lookup joins each row with the rows of the table that match it.
func (r *run) lookup(s *relational.Lookup, in relation) (relation, error) {
	out := relation{promise: in.promise}
	nulls := make([]types.Value, len(s.Table.Cols.Columns))
	for i, c := range s.Table.Cols.Columns {
		nulls[i] = types.NullValue(c.Type)
	}
	m := relational.MatchOf(s.Cond, len(s.Input.Schema().Columns))
	for _, row := range in.rows {
		keys, bad, err := r.all(m.Left, row)
		if err != nil {
			return out, err
		}
		row.note(bad, s.Item)
		if row.fault != nil {
			out.rows = append(out.rows, row.with(nulls))
			continue
		}
		table, err := r.rowsOf(s.Table, row.tables)
		if err != nil {
			return out, err
		}
		found := false
		for _, values := range table {
			pair := row.with(values)
			is, bad, err := r.matches(m, keys, pair, values)
			if err != nil {
				return out, err
			}
			pair.note(bad, s.Item)
			if bad != nil || isTrue(is) {
				found = true
				out.rows = append(out.rows, pair)
			}
		}
		if s.Outer && !found {
			out.rows = append(out.rows, row.with(nulls))
		}
	}
	return out, nil
}

// with is a row with a table's values behind its own.
func (row Row) with(values []types.Value) Row {
	row.Values = slices.Concat(row.Values, values)
	return row
}

func isTrue(v types.Value) bool { return !v.Null && v.Int == 1 }

// all computes expressions in turn, up to the first that fails.
func (r *run) all(nodes []expr.Node, row Row) (values []types.Value, bad *fault, err error) {
	for _, n := range nodes {
		v, failed, err := r.eval(n, row)
		if err != nil {
			return nil, nil, err
		}
		if failed != nil && bad == nil {
			bad = failed
		}
		values = append(values, v)
	}
	return values, bad, nil
}

// matches compares the keys of a row with those of a table's row, and computes the rest for those that are equal.
func (r *run) matches(m relational.Match, keys []types.Value, pair Row, values []types.Value) (types.Value, *fault, error) {
	for i, right := range m.Right {
		v, bad, err := r.eval(right, Row{Values: values})
		if bad != nil || err != nil {
			return unknown, bad, err
		}
		if v.Null || keys[i].Null || order(keys[i], v, m.Key[i].Kind == types.Char) != 0 {
			return truth(false), nil, nil
		}
	}
	if m.Rest == nil {
		return truth(true), nil, nil
	}
	return r.eval(m.Rest, pair)
}
