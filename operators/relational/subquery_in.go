package relational

import (
	"weir/operators"
	"weir/operators/expr"
	"weir/operators/vec"
	"weir/sql/types"
)

// Open makes the kernel. Most rows are decided by one look for an equal row. Where that finds none and a value is missing on
// one side, the rows of the query are compared one by one; so they are, in the table's order, where a comparison may fail.
func (q *In) Open(args []types.Type) (expr.Kernel, bool, error) {
	k := &membership{query: q}
	equal, each := Terms(q.Cond), make([]expr.Node, len(q.X))
	for i, c := range q.X {
		equal, each[i] = append(equal, c), c
	}
	var err error
	if k.quick, err = newAsker(q.Table, MatchOf(All(equal), len(args)), args); err != nil {
		return nil, false, err
	}
	slow := MatchOf(q.Cond, len(args))
	if slow.Rest != nil { // a row for which Cond is NULL is none of the query's; one that may be equal counts
		each = append([]expr.Node{&expr.IsTrue{X: slow.Rest, Want: true}}, each...)
	}
	slow.Rest = All(each)
	if k.slow, err = newAsker(q.Table, slow, args); err != nil {
		return nil, false, err
	}
	for _, c := range q.X {
		k.uses = append(k.uses, expr.UsesColumns(c.L)...)
		if tableAlone(c.R, len(args)) {
			k.right = append(k.right, moved(c.R, -len(args)))
		}
	}
	k.onlySlow = k.quick.rest != nil && k.quick.rest.CanFail
	k.plain = q.Cond == nil && len(q.X) == 1 && len(k.right) == 1 && isColumn(q.X[0].L)
	return k.eval, k.quick.canFail() || k.slow.canFail(), nil
}

// membership runs an In.
type membership struct {
	query       *In
	quick, slow *asker
	onlySlow    bool
	plain       bool        // a value that is an Arg, in all rows of a table: a missing one may be equal to any
	uses        []int       // the Args that the values are made of
	right       []expr.Node // what they are compared with, over the table's columns, where it is of the table alone
	answer      answer
	open        []int32 // rows that are not decided
	unknown     []int32 // rows for which a comparison was NULL
	version     operators.Lookup
	incomplete  bool // of the version: a value is missing in it
}

func (k *membership) eval(in *expr.Input, args []vec.Column) vec.Column {
	k.answer.reset(in)
	a := k.quick
	if k.onlySlow {
		a = k.slow
	}
	ids := a.begin(in, args)
	rows := a.needed(in)
	if k.onlySlow {
		k.compare(in, ids, rows)
		return k.answer.column(in)
	}
	a.ask(in, ids, rows, func(row, _ int32, is bool) bool {
		k.answer.values[row] = is
		return is
	})
	k.open = k.open[:0]
	incomplete := k.tableIncomplete(in)
	for _, row := range rows {
		if !k.answer.values[row] && (incomplete || k.missing(args, row)) {
			k.open = append(k.open, row)
		}
	}
	switch {
	case len(k.open) == 0:
	case k.plain:
		if a.rows.Rows() > 0 {
			for _, row := range k.open {
				k.answer.out.SetNull(int(row))
			}
		}
	default:
		k.compare(in, k.slow.begin(in, args), k.open)
	}
	return k.answer.column(in)
}

// compare decides rows by comparing them with every row of the query.
func (k *membership) compare(in *expr.Input, ids, rows []int32) {
	k.unknown = k.unknown[:0]
	k.slow.ask(in, ids, rows, func(row, _ int32, is bool) bool {
		k.answer.values[row] = is
		if !is {
			k.unknown = append(k.unknown, row)
		}
		return is || !k.onlySlow // where the quick look came first, no row is equal
	})
	for _, row := range k.unknown {
		if !k.answer.values[row] {
			k.answer.out.SetNull(int(row))
		}
	}
}

// isColumn reports that n is a column, or its conversion: NULL where the column is.
func isColumn(n expr.Node) bool {
	switch n := n.(type) {
	case *expr.Column:
		return true
	case *expr.Cast:
		return isColumn(n.X)
	default:
		return false
	}
}

// missing reports that a row lacks one of its values, or may.
func (k *membership) missing(args []vec.Column, row int32) bool {
	for _, i := range k.uses {
		if args[i].Null(int(row)) {
			return true
		}
	}
	return len(k.uses) == 0
}

// tableIncomplete reports that a row of the table lacks a value that is compared, or may.
func (k *membership) tableIncomplete(in *expr.Input) bool {
	if len(k.right) < len(k.query.X) {
		return true
	}
	if k.version != k.quick.version {
		k.version, k.incomplete = k.quick.version, false
		table := expr.Input{Batch: k.quick.rows}
		for _, n := range k.right {
			if b, err := expr.Compile(n); err != nil || hasNull(b.Eval(&table), table.Batch.Rows()) {
				k.incomplete = true
			}
		}
	}
	return k.incomplete
}

func hasNull(c vec.Column, rows int) bool {
	for row := 0; c.HasNulls() && row < rows; row++ {
		if c.Null(row) {
			return true
		}
	}
	return false
}
