package planner

import (
	"weir/operators"
	"weir/sql/types"
)

// relation is what a query or a stream yields: a spec, and what is known of its columns beyond their types.
type relation struct {
	spec   operators.Spec
	cols   []column
	finite bool // a table: no stream, no ROWTIME
}

// column is one column of a relation.
type column struct {
	types.Column
	implicit bool   // the source adds it; * leaves it out
	broken   bool   // its expression had an error, which has been reported
	time     timing // how its values follow the relation's ROWTIME
}

// columnsOf lists the columns of a schema, of which the last ones are implicit.
func columnsOf(s *types.Schema, implicit int) []column {
	cols := make([]column, len(s.Columns))
	for i, c := range s.Columns {
		cols[i] = column{Column: c, implicit: i >= len(s.Columns)-implicit}
	}
	return cols
}

// schema returns the columns as the specs have them. A column that could not be bound is there in name only.
func (r *relation) schema() *types.Schema { return schemaOf(r.cols) }

func schemaOf(cols []column) *types.Schema {
	s := &types.Schema{Columns: make([]types.Column, len(cols))}
	for i, c := range cols {
		s.Columns[i] = c.Column
	}
	return s
}

// names lists the columns for hints; the implicit ones come last, as they do in the schema.
func (r *relation) names() []string {
	names := make([]string, len(r.cols))
	for i, c := range r.cols {
		names[i] = c.Name
	}
	return names
}
