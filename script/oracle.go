package script

import (
	"weir/connectors"
	"weir/internal/oracle"
	"weir/operators"
	"weir/operators/vec"
	"weir/reference"
	"weir/sql/types"
)

// oracleEngine answers from the oracle. It has no checkpoints: its state is the whole past.
type oracleEngine struct {
	subject *subject
	oracle  *oracle.Oracle
	now     operators.Time
	waiting []*oracle.Version // come with the first instant
}

func newOracleEngine(s *subject) (engine, error) {
	return &oracleEngine{subject: s, oracle: oracle.New(s.plan), now: operators.MinTime}, nil
}

func (e *oracleEngine) advance(now operators.Time) error {
	e.now = now
	for _, swap := range e.waiting {
		if err := e.oracle.Step(oracle.Event{Now: now, Swap: swap}); err != nil {
			return err
		}
	}
	e.waiting = nil
	return e.oracle.Step(oracle.Event{Now: now})
}

func (e *oracleEngine) deliver(input int, m *connectors.Messages, byName bool) error {
	unit, err := e.subject.decode(input, m, byName)
	if err != nil {
		return err
	}
	in := e.subject.plan.Inputs[input]
	event := oracle.Event{Now: e.now, Input: in.Name}
	next := 0
	refuse := func(before int) {
		for ; next < len(unit.Rejects) && unit.Rejects[next].Row <= before; next++ {
			r := unit.Rejects[next]
			event.Rows = append(event.Rows, oracle.Arrival{Reject: &oracle.Reject{Code: r.Code, Column: r.Column}})
		}
	}
	row := 0
	for _, b := range unit.Batches {
		cols := make([]vec.Column, len(b.Cols))
		for i, c := range in.Cols.Columns {
			cols[i] = vec.Const(types.NullValue(c.Type))
			if b.Cols[i] != nil {
				cols[i] = vec.Of(b.Cols[i])
			}
		}
		for i := range b.Time {
			refuse(row)
			values := make([]types.Value, len(cols))
			for c := range cols {
				values[c] = vec.Value(cols[c], in.Cols.Columns[c].Type, i)
			}
			event.Rows = append(event.Rows, oracle.Arrival{Values: values})
			row++
		}
	}
	refuse(row)
	return e.oracle.Step(event)
}

func (e *oracleEngine) swap(table string, v *reference.Version) error {
	swap := &oracle.Version{Table: table}
	rows := v.Rows()
	for row := range rows.Rows() {
		values := make([]types.Value, len(rows.Cols))
		for i, c := range e.subject.tables.byName[table].Spec.Cols.Columns {
			values[i] = vec.Value(vec.Of(rows.Cols[i]), c.Type, row)
		}
		swap.Rows = append(swap.Rows, values)
	}
	for _, r := range v.Rejects() {
		swap.Rejects = append(swap.Rejects, oracle.Reject{Code: r.Code, Column: r.Column})
	}
	if e.now == operators.MinTime {
		e.waiting = append(e.waiting, swap)
		return nil
	}
	return e.oracle.Step(oracle.Event{Now: e.now, Swap: swap})
}

func (e *oracleEngine) end(input int) error {
	return e.oracle.Step(oracle.Event{Now: e.now, Input: e.subject.plan.Inputs[input].Name, End: true})
}

func (e *oracleEngine) checkpoint() error { return nil }

func (e *oracleEngine) crash() error { return nil }

func (e *oracleEngine) rows(destination int) ([]row, error) {
	d := e.subject.plan.Outputs[destination]
	found, err := e.oracle.Rows(d.Name)
	if err != nil {
		return nil, err
	}
	out := make([]row, len(found))
	for i, r := range found {
		line, err := e.subject.line(d.Schema(), r)
		if err != nil {
			return nil, err
		}
		out[i] = row{line, r.Time}
	}
	return out, nil
}
