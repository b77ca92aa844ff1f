package expr

// Operands returns the expressions that n is made of, in the order of the text. Those that stand for nothing are left out.
func Operands(n Node) []Node {
	switch n := n.(type) {
	case *Arith:
		return []Node{n.L, n.R}
	case *Neg:
		return []Node{n.X}
	case *Difference:
		return []Node{n.L, n.R}
	case *Compare:
		return []Node{n.L, n.R}
	case *And:
		return []Node{n.L, n.R}
	case *Or:
		return []Node{n.L, n.R}
	case *Not:
		return []Node{n.X}
	case *IsNull:
		return []Node{n.X}
	case *IsTrue:
		return []Node{n.X}
	case *Case:
		all := make([]Node, 0, 2*len(n.Whens)+1)
		for _, w := range n.Whens {
			all = append(all, w.Cond, w.Then)
		}
		return append(all, n.Else)
	case *Coalesce:
		return n.Args
	case *In:
		return append([]Node{n.X}, n.List...)
	case *Like:
		if n.Escape == nil {
			return []Node{n.X, n.Pattern}
		}
		return []Node{n.X, n.Pattern, n.Escape}
	case *Cast:
		return []Node{n.X}
	case *NotNull:
		return []Node{n.X}
	case *Call:
		return n.Args
	case *Subquery:
		return n.Args
	default:
		return nil
	}
}

// Rewrite replaces parts of n. It asks replace for each node, the outermost first, for what stands in its place; where that
// is nil it goes on with the operands. Nodes never change.
func Rewrite(n Node, replace func(Node) Node) Node {
	if r := replace(n); r != nil {
		return r
	}
	before := Operands(n)
	after, changed := make([]Node, len(before)), false
	for i, x := range before {
		after[i] = Rewrite(x, replace)
		changed = changed || after[i] != x
	}
	if !changed {
		return n
	}
	return withOperands(n, after)
}

// withOperands copies n with other operands, in the order of Operands.
func withOperands(n Node, x []Node) Node {
	switch n := n.(type) {
	case *Arith:
		return &Arith{Op: n.Op, L: x[0], R: x[1], T: n.T}
	case *Neg:
		return &Neg{X: x[0]}
	case *Difference:
		return &Difference{L: x[0], R: x[1], T: n.T}
	case *Compare:
		return &Compare{Op: n.Op, L: x[0], R: x[1], Pad: n.Pad}
	case *And:
		return &And{L: x[0], R: x[1]}
	case *Or:
		return &Or{L: x[0], R: x[1]}
	case *Not:
		return &Not{X: x[0]}
	case *IsNull:
		return &IsNull{X: x[0]}
	case *IsTrue:
		return &IsTrue{X: x[0], Want: n.Want}
	case *Case:
		c := &Case{Whens: make([]When, len(n.Whens)), Else: x[len(x)-1], T: n.T}
		for i := range c.Whens {
			c.Whens[i] = When{Cond: x[2*i], Then: x[2*i+1]}
		}
		return c
	case *Coalesce:
		return &Coalesce{Args: x, T: n.T}
	case *In:
		return &In{X: x[0], List: x[1:], Pad: n.Pad}
	case *Like:
		like := &Like{Similar: n.Similar, X: x[0], Pattern: x[1]}
		if len(x) > 2 {
			like.Escape = x[2]
		}
		return like
	case *Cast:
		return &Cast{X: x[0], T: n.T, Assign: n.Assign}
	case *NotNull:
		return &NotNull{X: x[0], Column: n.Column}
	case *Call:
		return &Call{Name: n.Name, Args: x, T: n.T, Fn: n.Fn, Text: n.Text}
	case *Subquery:
		return &Subquery{Query: n.Query, Args: x, T: n.T}
	default:
		return n
	}
}
