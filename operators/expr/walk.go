package expr

import (
	"slices"

	"weir/sql/types"
)

// children returns the operands of a node, in the order of its text.
func children(n Node) []Node {
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
	default:
		return nil
	}
}

// with copies n with other operands, in the order of children.
func with(n Node, ops []Node) Node {
	switch n := n.(type) {
	case *Arith:
		return &Arith{Op: n.Op, L: ops[0], R: ops[1], T: n.T}
	case *Neg:
		return &Neg{X: ops[0]}
	case *Difference:
		return &Difference{L: ops[0], R: ops[1], T: n.T}
	case *Compare:
		return &Compare{Op: n.Op, L: ops[0], R: ops[1], Pad: n.Pad}
	case *And:
		return &And{L: ops[0], R: ops[1]}
	case *Or:
		return &Or{L: ops[0], R: ops[1]}
	case *Not:
		return &Not{X: ops[0]}
	case *IsNull:
		return &IsNull{X: ops[0]}
	case *IsTrue:
		return &IsTrue{X: ops[0], Want: n.Want}
	case *Case:
		c := &Case{Whens: make([]When, len(n.Whens)), Else: ops[len(ops)-1], T: n.T}
		for i := range c.Whens {
			c.Whens[i] = When{Cond: ops[2*i], Then: ops[2*i+1]}
		}
		return c
	case *Coalesce:
		return &Coalesce{Args: ops, T: n.T}
	case *In:
		return &In{X: ops[0], List: ops[1:], Pad: n.Pad}
	case *Like:
		like := &Like{Similar: n.Similar, X: ops[0], Pattern: ops[1]}
		if len(ops) > 2 {
			like.Escape = ops[2]
		}
		return like
	case *Cast:
		return &Cast{X: ops[0], T: n.T, Assign: n.Assign}
	case *NotNull:
		return &NotNull{X: ops[0], Column: n.Column}
	case *Call:
		return &Call{Name: n.Name, Args: ops, T: n.T, Fn: n.Fn, Text: n.Text}
	default:
		return n
	}
}

// Walk visits n and then its operands, depth first and in the order of the text. Where visit returns false, it goes no deeper.
func Walk(n Node, visit func(Node) bool) {
	if !visit(n) {
		return
	}
	for _, c := range children(n) {
		Walk(c, visit)
	}
}

// Equal reports that two expressions compute the same of the same row: they print alike, and their leaves are the same
// columns and constants of the same types.
func Equal(a, b Node) bool {
	return a.Type() == b.Type() && a.String() == b.String() && slices.Equal(leaves(a), leaves(b))
}

// leaf tells apart what prints alike: columns of two sides of a join, constants that differ in type.
type leaf struct {
	column int
	typ    types.Type
}

func leaves(n Node) []leaf {
	var all []leaf
	Walk(n, func(n Node) bool {
		switch n := n.(type) {
		case *Column:
			all = append(all, leaf{column: n.Index, typ: n.T})
		case *Literal:
			all = append(all, leaf{column: -1, typ: n.V.Type})
		}
		return true
	})
	return all
}

// UsesColumns returns the columns that n reads, ascending, each once.
func UsesColumns(n Node) []int {
	var used []int
	Walk(n, func(n Node) bool {
		if c, ok := n.(*Column); ok {
			used = append(used, c.Index)
		}
		return true
	})
	slices.Sort(used)
	return slices.Compact(used)
}
