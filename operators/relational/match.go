package relational

import (
	"strings"

	"github.com/apache/arrow/go/v15/arrow/decimal128"

	"weir/internal/treeprint"
	"weir/operators/expr"
	"weir/operators/vec"
	"weir/sql/types"
)

// Match is a condition over a row and a row of a table, taken apart. A term is an equality if one operand reads the table's
// columns only, and at least one of them, and cannot fail, and the other reads none of them.
type Match struct {
	Left  []expr.Node  // operands over the row
	Right []expr.Node  // as Left: operands over the table's columns alone, which count from 0
	Key   []types.Type // as Left: what both operands are compared as
	Rest  expr.Node    // the other terms, over the row's columns and then the table's; nil if there are none
}

// Terms returns the terms of a condition that are joined by AND, in the order of the text. Their conjunction is the condition.
func Terms(cond expr.Node) []expr.Node {
	if and, ok := cond.(*expr.And); ok {
		return append(Terms(and.L), Terms(and.R)...)
	}
	if cond == nil {
		return nil
	}
	return []expr.Node{cond}
}

// All joins terms by AND; it is nil for none.
func All(terms []expr.Node) expr.Node {
	var whole expr.Node
	for _, t := range terms {
		if whole == nil {
			whole = t
		} else {
			whole = &expr.And{L: whole, R: t}
		}
	}
	return whole
}

// MatchOf takes a condition apart. The row has so many columns; those behind them are the table's.
func MatchOf(cond expr.Node, columns int) Match {
	var m Match
	var rest []expr.Node
	for _, t := range Terms(cond) {
		if !m.equality(t, columns) {
			rest = append(rest, t)
		}
	}
	m.Rest = All(rest)
	return m
}

// equality notes a term if it is an equality.
func (m *Match) equality(term expr.Node, columns int) bool {
	c, ok := term.(*expr.Compare)
	if !ok || c.Op != "=" {
		return false
	}
	left, right := c.L, c.R
	if readsTable(left, columns) {
		left, right = right, left
	}
	if readsTable(left, columns) || !tableAlone(right, columns) {
		return false
	}
	key := right.Type()
	switch {
	case key.Kind == types.Decimal:
		key = types.DecimalType(types.MaxPrecision, max(key.Scale, left.Type().Scale))
	case key.IsCharacter():
		key = types.VarcharType(0)
		if c.Pad {
			key = types.Type{Kind: types.Char}
		}
	}
	m.Left = append(m.Left, left)
	m.Right = append(m.Right, moved(right, -columns))
	m.Key = append(m.Key, key)
	return true
}

// readsTable reports that n reads a column behind the row's.
func readsTable(n expr.Node, columns int) bool {
	for _, c := range expr.UsesColumns(n) {
		if c >= columns {
			return true
		}
	}
	return false
}

// tableAlone reports that n is a function of the table's row alone that has a value or NULL for every row.
func tableAlone(n expr.Node, columns int) bool {
	alone, reads := true, false
	expr.Walk(n, func(n expr.Node) bool {
		switch n := n.(type) {
		case *expr.Column:
			reads = true
			alone = alone && n.Index >= columns
		case *expr.Rowtime, *expr.Clock, *expr.Subquery:
			alone = false
		}
		return alone
	})
	if !alone || !reads {
		return false
	}
	b, err := expr.Compile(n)
	return err == nil && !b.CanFail
}

// moved renumbers the columns that n reads.
func moved(n expr.Node, by int) expr.Node {
	return expr.Rewrite(n, func(n expr.Node) expr.Node {
		if c, ok := n.(*expr.Column); ok {
			to := *c
			to.Index += by
			return &to
		}
		return nil
	})
}

// keys gives the values of Left or Right the types of Key. Only decimals may differ in it, by their scale: one that the key cannot
// hold equals no value of the other side, so it is NULL.
func (m *Match) keys(cols []vec.Column, of []expr.Node, rows int) {
	for i, c := range cols {
		from, to := of[i].Type().Scale, m.Key[i].Scale
		decimals, ok := c.(*vec.Decs)
		if !ok || from == to {
			continue
		}
		var out vec.Scratch[decimal128.Num]
		values := out.Reset(rows)
		for row := range values {
			v, fits := types.RescaleDecimal(decimals.At(row), from, to)
			if values[row] = v; !fits || decimals.Null(row) {
				out.SetNull(row)
			}
		}
		cols[i] = out.Column()
	}
}

func (m *Match) explain(n *treeprint.Node) {
	if len(m.Left) > 0 {
		n.Note("by hash: " + m.equalities())
	} else {
		n.Note("every row meets every row of the table")
	}
	if m.Rest != nil {
		n.Note("where: " + m.Rest.String())
	}
}

// equalities prints the equalities as SQL.
func (m *Match) equalities() string {
	text := make([]string, len(m.Left))
	for i := range m.Left {
		text[i] = m.Left[i].String() + " = " + m.Right[i].String()
	}
	return strings.Join(text, " AND ")
}
