package expr

import (
	"slices"

	"weir/sql/types"
)

// Walk visits n and then its operands, depth first and in the order of the text. Where visit returns false, it goes no deeper.
func Walk(n Node, visit func(Node) bool) {
	if !visit(n) {
		return
	}
	for _, c := range Operands(n) {
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
