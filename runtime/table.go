package runtime

import (
	"fmt"
	"slices"
	"strings"

	"weir/operators"
	"weir/operators/vec"
	"weir/reference"
	"weir/sql/types"
)

// table is a reference table, or a query over others.
type table struct {
	spec    *operators.Table
	version *reference.Version
	known   string // the version that a checkpoint had: what it refused has been reported

	pump   *pump // of a query: to whose stream it reports
	writer int   // its place among the writers of that stream's ERRORS twin
	stale  bool  // of a query: a table that it reads has changed
}

// table returns the present version of a table.
func (g *Graph) table(name string) operators.Lookup { return g.tables[name].version }

func (c SwapTable) check(g *Graph) error {
	if t := g.tables[c.Table]; t == nil || t.spec.Of != nil {
		return fmt.Errorf("there is no table %q", c.Table)
	}
	return nil
}

func (c SwapTable) apply(g *Graph) {
	t := g.tables[c.Table]
	t.version = c.Version
	g.spoil(t.spec)
	if t.forget(c.Version.Version()) {
		return
	}
	rejects := c.Version.Rejects()
	rows := make([]refusal, len(rejects))
	for i, r := range rejects {
		rows[i] = refusal{column: r.Column, code: r.Code, message: r.Detail, rowtime: g.now, data: r.Bytes}
	}
	g.twins[twinKey{operators.ErrorsTwin, c.Table}].refuse(g, 0, nil, rows)
}

// forget forgets the version of the checkpoint, and reports whether the present one is it.
func (t *table) forget(version string) bool {
	same := t.known != "" && t.known == version
	t.known = ""
	return same
}

// present names the version that the table has, or had when the checkpoint was cut from which nothing has moved since.
func (t *table) present() string {
	if t.known != "" {
		return t.known
	}
	return t.version.Version()
}

// spoil marks the queries that read a table.
func (g *Graph) spoil(changed *operators.Table) {
	for _, spec := range g.plan.Tables {
		if t := g.tables[spec.Name]; spec.Of != nil && slices.Contains(tablesOf(spec.Of, nil), changed) {
			t.stale = true
			g.spoil(spec)
		}
	}
}

// tablesOf lists the tables that a query reads.
func tablesOf(s operators.Spec, to []*operators.Table) []*operators.Table {
	if t, ok := s.(*operators.Table); ok {
		return append(to, t)
	}
	for _, in := range s.Inputs() {
		to = tablesOf(in, to)
	}
	return to
}

// refresh runs the queries over tables that have changed. A query stands behind the tables that it reads.
func (g *Graph) refresh() error {
	for _, spec := range g.plan.Tables {
		t := g.tables[spec.Name]
		if !t.stale {
			continue
		}
		t.stale = false
		var id strings.Builder
		for _, from := range tablesOf(spec.Of, nil) {
			fmt.Fprintf(&id, "%s:%s ", from.Name, g.tables[from.Name].version.Version())
		}
		out := &queryOutput{g: g, table: t, quiet: t.forget(id.String())}
		rows, err := g.rowsOf(spec.Of, out)
		if err == nil {
			t.version, err = reference.NewVersion(id.String(), spec.Cols, rows, nil)
		}
		if err != nil {
			return fmt.Errorf("table %q: %w", spec.Name, err)
		}
	}
	return nil
}

// rowsOf runs a query over tables from its start to its end.
func (g *Graph) rowsOf(s operators.Spec, out *queryOutput) ([]operators.Batch, error) {
	switch s := s.(type) {
	case *operators.Table:
		return batchesOf(g.tables[s.Name].version.Rows()), nil
	case *operators.Stream:
		var all []operators.Batch
		for _, in := range s.Inputs() {
			rows, err := g.rowsOf(in, out)
			if err != nil {
				return nil, err
			}
			all = append(all, rows...)
		}
		return all, nil
	case operators.OperatorSpec:
		op, err := s.Open(g.env("table/" + out.table.spec.Name))
		if err != nil {
			return nil, err
		}
		mine := &queryOutput{g: g, table: out.table, quiet: out.quiet}
		for port, in := range s.Inputs() {
			rows, err := g.rowsOf(in, out)
			if err != nil {
				return nil, err
			}
			for _, b := range rows {
				if err := op.Process(port, b, mine); err != nil {
					return nil, err
				}
			}
		}
		_, err = op.Advance(operators.EndOfTime, mine)
		return mine.rows, err
	default:
		return nil, fmt.Errorf("%s cannot be part of a query over tables", title(s))
	}
}

// batchesOf cuts a table into batches.
func batchesOf(b operators.Batch) []operators.Batch {
	var all []operators.Batch
	for from := 0; from < b.Rows(); from += operators.MaxBatchRows {
		vec.Split(vec.Slice(b, from, min(from+operators.MaxBatchRows, b.Rows())), func(b operators.Batch) { all = append(all, b) })
	}
	return all
}

// queryOutput collects the rows of one operator of a query over tables.
type queryOutput struct {
	g     *Graph
	table *table
	quiet bool // what cannot be computed has been reported
	rows  []operators.Batch
}

// Emit keeps rows.
func (o *queryOutput) Emit(b operators.Batch) { o.rows = append(o.rows, b) }

// Reject reports rows to the ERRORS twin of the stream that the query's pump feeds.
func (o *queryOutput) Reject(schema *types.Schema, b operators.Batch, f []operators.Failure) {
	if o.quiet || o.table.pump == nil {
		return
	}
	o.g.reject(o.table.pump, o.table.writer, schema, b, f)
}

// Late is never called: nothing in a query over tables has a time of its own.
func (*queryOutput) Late(operators.Batch, []operators.Time) {}
