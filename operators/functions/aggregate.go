package functions

import (
	"strings"

	"github.com/apache/arrow/go/v15/arrow"

	"weir/operators"
	"weir/operators/expr"
	"weir/operators/vec"
	"weir/sql/types"
)

// AggCall is one call of an aggregate in a query, resolved.
type AggCall struct {
	Name     string
	Args     []expr.Node // as the fold takes them; none for COUNT(*)
	Distinct bool
	T        types.Type
	New      func() Fold
}

// String prints the call as SQL.
func (c *AggCall) String() string {
	if len(c.Args) == 0 {
		return c.Name + "(*)"
	}
	args := make([]string, len(c.Args))
	for i, a := range c.Args {
		args[i] = a.String()
	}
	if c.Distinct {
		return c.Name + "(DISTINCT " + strings.Join(args, ", ") + ")"
	}
	return c.Name + "(" + strings.Join(args, ", ") + ")"
}

// A Fold is the state of one aggregate call for all groups: plain structs in a slice, indexed by dense group id. It folds
// row by row in input order, never in per-batch partials, so that float results do not depend on the cut.
type Fold interface {
	State
	// Add folds row i of the arguments into group groups[i], for the rows of sel (nil: all).
	Add(groups []int32, args []vec.Column, sel []int32)
	// Result gives the values of some groups. A group whose result cannot be computed is NULL and has a Failure whose Row is
	// its place in groups; it is not marked with an Item.
	Result(groups []int32) (arrow.Array, []operators.Failure)
}

// State is what a Fold remembers, apart from what it means.
type State interface {
	// Grow makes room for groups 0..n-1; new ones are empty.
	Grow(n int)
	// Reset empties a group, so that its id can be used again.
	Reset(group int32)
	// Drop forgets groups 0..n-1 and renumbers the others: group n becomes 0.
	Drop(n int)
	// Snapshot copies the state of groups 0..n-1 to tables whose names begin with name; Restore takes it back into a State
	// that is new, which then has n groups.
	Snapshot(w operators.StateWriter, name string, n int)
	Restore(r operators.StateReader, name string, n int) error
}
