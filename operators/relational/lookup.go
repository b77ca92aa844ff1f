package relational

import (
	"fmt"

	"weir/internal/treeprint"
	"weir/operators"
	"weir/operators/expr"
	"weir/sql/types"
)

// Lookup joins every row of a stream with the rows of a reference table that match it, as the table is at the moment in which
// the row passes. Its columns are the stream's, then the table's. For each stream row it yields a row for each match, in the
// table's file order, with the stream row's ROWTIME; it emits in Process only and remembers nothing. Which side of JOIN the
// table stands on does not matter here: the stream's side is the one that may be preserved.
//
// The condition is read as a list of terms joined by AND. Terms that compare one side's value with the other's for equality
// (see Match) choose the pairs, by a hash index that all readers of a table version share; of each stream row their left
// operands are computed once, whatever the table holds. The other terms are computed, from left to right, for the pairs that
// are left. So a row error in them is one of a pair, and the pair counts as a match. Without equalities every row meets every
// row of the table.
//
// A comma join is a Lookup whose Cond is the WHERE clause, or those of its terms (Terms) that are about tables joined so far.
// A row that failed before passes once, with its Failure and without a match.
type Lookup struct {
	Input operators.Spec
	Table *operators.Table
	Cond  expr.Node // over Input's columns, then the table's; nil: every pair matches. ROWTIME is the stream row's
	Item  uint16    // of the failures of Cond: 0 for ON and WHERE
	Outer bool      // LEFT JOIN from the stream's side: a row without a match stays, with NULLs
	Used  []bool    // per column of the table; those that nothing above reads are nil in batches. nil: all are used
	Cols  *types.Schema
}

// Inputs are the stream and the table, from which no rows come through the edge.
func (s *Lookup) Inputs() []operators.Spec { return []operators.Spec{s.Input, s.Table} }

// Schema returns the stream's columns, then the table's.
func (s *Lookup) Schema() *types.Schema { return s.Cols }

// Keys is nil: rows stand alone.
func (*Lookup) Keys() [][]int { return nil }

// Explain prints the condition and how matches are found.
func (s *Lookup) Explain(n *treeprint.Node) {
	kind := "join"
	if s.Outer {
		kind = "left join"
	}
	n.Title = fmt.Sprintf("%s table %q", kind, s.Table.Name)
	m := MatchOf(s.Cond, len(s.Input.Schema().Columns))
	m.explain(n)
}

// Open makes the operator.
func (s *Lookup) Open(env *operators.Env) (operators.Operator, error) { return openLookup(s, env) }

// Prepare makes the index that the operator will want of a version, if the table is its own, before the version is swapped in.
func (s *Lookup) Prepare(table *operators.Table, version operators.Lookup) error {
	if table != s.Table {
		return nil
	}
	x, err := newMatcher(s.Table, MatchOf(s.Cond, len(s.Input.Schema().Columns)))
	if err == nil {
		x.indexOf(version)
	}
	return err
}
