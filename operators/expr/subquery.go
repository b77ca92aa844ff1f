package expr

import "weir/sql/types"

// Subquery is a query over reference tables inside of an expression: EXISTS (…), x IN (…), a scalar query. Args are all that
// it takes from the row around it. Like every expression it is evaluated for the rows that need it, and fails for a row.
type Subquery struct {
	Query Query
	Args  []Node
	T     types.Type
}

// Query answers a Subquery. Package relational has them: Exists, In and Scalar.
type Query interface {
	// Open makes what answers one Subquery, whose Args have these types, from the tables of Input.
	Open(args []types.Type) (k Kernel, canFail bool, err error)
	// Text prints the query as SQL whose outer values are args.
	Text(args []string) string
}

// Type is the query's type: BOOLEAN unless it is scalar.
func (n *Subquery) Type() types.Type { return n.T }

// String prints the query.
func (n *Subquery) String() string { return n.Query.Text(list(n.Args)) }

func compileSubquery(n *Subquery) (Bound, error) {
	args, err := compileAll(n.Args...)
	if err != nil {
		return Bound{}, err
	}
	of := make([]types.Type, len(n.Args))
	for i, a := range n.Args {
		of[i] = a.Type()
	}
	k, canFail, err := n.Query.Open(of)
	if err != nil {
		return Bound{}, err
	}
	return apply(n.T, canFail, k, args...), nil
}
