package oracle

import (
	"cmp"
	"fmt"
	"slices"

	"weir/operators"
	"weir/operators/relational"
	"weir/sql/types"
)

// relation is a stream up to now: all its rows, ascending, and what it promises.
type relation struct {
	rows    []Row
	promise operators.Time
}

// run computes relations from the whole past, each once.
type run struct {
	o     *Oracle
	done  map[operators.Spec]relation
	found map[operators.Spec][]report

	came    map[operators.Spec][][]int // as in the oracle
	queried map[held][][]types.Value
}

// reports returns what a node has refused or found late, in order.
func (r *run) reports(s operators.Spec) ([]report, error) {
	if t := r.o.part[s]; t != nil {
		for state := range len(r.o.versions) + 1 {
			if _, err := r.rowsOf(t, state); err != nil {
				return nil, err
			}
		}
		return r.found[s], nil
	}
	_, err := r.relation(s)
	return r.found[s], err
}

func (r *run) relation(s operators.Spec) (relation, error) {
	if rel, ok := r.done[s]; ok {
		return rel, nil
	}
	var in []relation
	for _, below := range s.Inputs() {
		rel, err := r.relation(below)
		if err != nil {
			return rel, err
		}
		in = append(in, rel)
	}
	for i, below := range s.Inputs() {
		if r.o.owner[s].stopped && r.o.owner[below].pump == "" {
			in[i].rows = nil // here a pump begins that takes no rows
		}
	}
	rel, err := r.apply(s, r.dated(s, in))
	r.done[s] = rel
	return rel, err
}

func (r *run) apply(s operators.Spec, in []relation) (relation, error) {
	switch s := s.(type) {
	case *operators.Input:
		return r.input(s), nil
	case *operators.Twin:
		return r.twin(s), nil
	case *operators.Stream:
		return merge(s, in), nil
	case *operators.Retime:
		return r.retime(s, in[0]), nil
	case *operators.Table:
		r.tableRejects(s)
		return relation{promise: operators.EndOfTime}, nil // its rows are looked up
	case *relational.Lookup:
		return r.lookup(s, in[0])
	case *relational.Filter:
		return r.filter(s, in[0])
	case *relational.Project:
		return r.project(s, in[0])
	case *relational.Tumble:
		return r.tumble(s, in[0])
	case *relational.Over:
		return r.over(s, in[0])
	case *relational.Stagger:
		return r.stagger(s, in[0])
	case *relational.Sort:
		return r.sort(s, in[0])
	case *relational.Distinct:
		return r.distinct(s, in[0])
	default:
		return relation{}, fmt.Errorf("the oracle does not know %T", s)
	}
}

func (r *run) report(s operators.Spec, rep report) { r.found[s] = append(r.found[s], rep) }

// input stamps what arrived. A row of a time column leaves when the greatest time is a disorder past it.
func (r *run) input(s *operators.Input) relation {
	k := keeper{rule: s.Time, last: operators.MinTime, most: operators.MinTime}
	for _, e := range r.o.events {
		if e.Input != s.Name {
			continue
		}
		for _, a := range e.Rows {
			if a.Reject != nil {
				r.report(s, report{row: Row{Time: e.Now}, code: a.Reject.Code, column: a.Reject.Column})
				continue
			}
			row := Row{Time: e.Now, Values: a.Values, now: e.Now}
			if s.Time.Kind == operators.ColumnTime {
				x, ok := columnTime(a.Values[s.Time.Column], s.Time.Unit)
				r.keep(s, &k, row, x, ok, e.Now)
				continue
			}
			row.Time = max(row.Time, k.last)
			k.last = row.Time
			k.rows = append(k.rows, row)
		}
	}
	return k.relation(r.o.now(), r.o.ended[s.Name])
}

// retime promotes a column to ROWTIME, within a disorder; rows of equal time may be sorted further.
func (r *run) retime(s *operators.Retime, in relation) relation {
	k := keeper{rule: operators.TimeRule{Kind: operators.ColumnTime, Disorder: s.Disorder}, last: operators.MinTime, most: operators.MinTime}
	for _, key := range s.Then {
		if key.Column > s.Column {
			key.Column-- // the time column leaves the row
		}
		k.then = append(k.then, key)
	}
	for _, row := range in.rows {
		x := row.Values[s.Column]
		row.Values = slices.Delete(slices.Clone(row.Values), s.Column, s.Column+1)
		r.keep(s, &k, row, operators.Time(x.Int), !x.Null, operators.EndOfTime)
	}
	return k.relation(r.o.now(), in.promise == operators.EndOfTime)
}

// twin releases reports that the clock has passed; of the present instant another node may still report.
func (r *run) twin(s *operators.Twin) relation {
	rel := relation{promise: r.o.now()}
	if len(r.o.ended) == len(r.o.plan.Inputs) {
		rel.promise = operators.EndOfTime
	}
	for _, row := range r.reported(s) {
		if row.Time < rel.promise {
			rel.rows = append(rel.rows, row)
		}
	}
	return rel
}

// reported lists what was reported to a twin, by (ROWTIME, node); to the error stream by (ROWTIME, twin, node).
func (r *run) reported(s *operators.Twin) []Row {
	type dated struct {
		at         operators.Time
		twin, node int
		row        Row
	}
	var all []dated
	for spec, reports := range r.o.twins {
		by := r.o.owner[spec]
		for _, rep := range reports {
			d := dated{at: rep.at, node: r.o.order[spec]}
			switch {
			case s.Kind == operators.ErrorStream:
				d.twin = r.o.placeOfTwin(by.target, rep.late)
			case by.target != s.Of || rep.late != (s.Kind == operators.LateTwin):
				continue
			}
			d.row = twinRow(s, spec, by, rep)
			all = append(all, d)
		}
	}
	slices.SortStableFunc(all, func(a, b dated) int {
		return cmp.Or(cmp.Compare(a.at, b.at), a.twin-b.twin, a.node-b.node)
	})
	rows := make([]Row, len(all))
	for i, d := range all {
		rows[i] = d.row
	}
	return rows
}

// placeOfTwin is the place of a twin in the error stream: those of inputs come first, then of streams, then of tables; late
// rows before errors.
func (o *Oracle) placeOfTwin(of string, late bool) int {
	var names []string
	for _, in := range o.plan.Inputs {
		names = append(names, in.Name)
	}
	for _, s := range o.plan.Streams {
		names = append(names, s.Name)
	}
	for _, t := range o.plan.Tables {
		names = append(names, t.Name)
	}
	place := slices.Index(names, of)
	if late {
		return 2 * place
	}
	return 2*place + 1
}

// merge releases the rows that no other writer can still come before.
func merge(s *operators.Stream, in []relation) relation {
	type tagged struct {
		Row
		writer int
	}
	rel := relation{promise: operators.EndOfTime}
	var all []tagged
	for w := range in {
		rel.promise = min(rel.promise, in[w].promise)
		if s.Writers[w].Stopped {
			continue
		}
		for _, row := range in[w].rows {
			all = append(all, tagged{row, w})
		}
	}
	slices.SortStableFunc(all, func(a, b tagged) int {
		if a.Time != b.Time {
			return int(a.Time - b.Time)
		}
		return a.writer - b.writer
	})
	for _, row := range all {
		for v := range in {
			if v != row.writer && (in[v].promise < row.Time || in[v].promise == row.Time && v < row.writer) {
				return rel
			}
		}
		rel.rows = append(rel.rows, row.Row)
	}
	return rel
}
