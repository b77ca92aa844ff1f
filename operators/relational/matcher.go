package relational

import (
	"fmt"
	"slices"
	"strings"

	"github.com/apache/arrow/go/v15/arrow"

	"weir/operators"
	"weir/operators/expr"
	"weir/operators/vec"
)

// index finds the rows of a table version by their key. It never changes.
type index struct {
	groups *vec.Groups // nil: there is no key, every row is found
	starts []int32     // the rows of group i are rows[starts[i]:starts[i+1]]; nil: each row is a group of its own
	rows   []int32     // in file order within a group
}

// newIndex makes the index of a table by the values of some expressions.
func newIndex(m *Match, right []expr.Bound, table operators.Batch) *index {
	n := table.Rows()
	ix := &index{}
	ids := make([]int32, n)
	if len(right) == 0 {
		for row := range ids {
			ids[row] = int32(row)
		}
		ix.rows = ids
		return ix
	}
	in := expr.Input{Batch: table}
	keys := make([]vec.Column, len(right))
	for i, e := range right {
		keys[i] = e.Eval(&in)
	}
	m.keys(keys, m.Right, n)
	ix.groups = vec.NewGroups(m.Key)
	ix.groups.Intern(keys, n, nil, ids)
	if ix.groups.Len() == n {
		return ix
	}
	ix.starts = make([]int32, ix.groups.Len()+1)
	for _, id := range ids {
		ix.starts[id+1]++
	}
	for id := range ix.groups.Len() {
		ix.starts[id+1] += ix.starts[id]
	}
	next := slices.Clone(ix.starts)
	ix.rows = make([]int32, n)
	for row, id := range ids {
		ix.rows[next[id]] = int32(row)
		next[id]++
	}
	return ix
}

// unique reports that a key has at most one row, whose number is its group id.
func (ix *index) unique() bool { return ix.groups != nil && ix.starts == nil }

// matcher runs a Match against the present version of a table.
type matcher struct {
	table *operators.Table
	match Match
	key   string // of the index among what is shared
	right []expr.Bound
	rest  *expr.Bound
	uses  []int // the columns of the joined row that rest reads

	version operators.Lookup
	rows    operators.Batch // of the version
	index   *index
	finder  *vec.Finder
	ids     []int32 // of the rows of the present batch
	single  [1]int32
	pairs   expr.Input
}

func newMatcher(table *operators.Table, m Match) (*matcher, error) {
	x := &matcher{table: table, match: m}
	var err error
	if x.right, err = compileAll(m.Right); err != nil {
		return nil, err
	}
	keys := make([]string, len(m.Right))
	for i, r := range m.Right {
		keys[i] = fmt.Sprint(r, expr.UsesColumns(r), m.Key[i])
	}
	x.key = "index by " + strings.Join(keys, ", ")
	if m.Rest != nil {
		rest, err := expr.Compile(m.Rest)
		if err != nil {
			return nil, fmt.Errorf("compiling %s: %w", m.Rest, err)
		}
		x.rest, x.uses = &rest, expr.UsesColumns(m.Rest)
	}
	return x, nil
}

// refresh turns to the present version of the table.
func (x *matcher) refresh(tables func(string) operators.Lookup) {
	version := tables(x.table.Name)
	if version == x.version {
		return
	}
	x.version, x.rows = version, version.Rows()
	x.index = x.indexOf(version)
	x.finder = nil
	if x.index.groups != nil {
		x.finder = x.index.groups.Finder()
	}
}

func (x *matcher) indexOf(version operators.Lookup) *index {
	return version.Shared(x.key, func() any { return newIndex(&x.match, x.right, version.Rows()) }).(*index)
}

// find looks up the group of each row of sel (nil: all).
func (x *matcher) find(keys []vec.Column, rows int, sel []int32) []int32 {
	x.ids = slices.Grow(x.ids[:0], rows)[:rows]
	if x.finder != nil {
		x.match.keys(keys, x.match.Left, rows)
		x.finder.Find(keys, rows, sel, x.ids)
	}
	return x.ids
}

// candidates returns the table rows of a group that find gave, in file order, until the next call.
func (x *matcher) candidates(id int32) []int32 {
	switch {
	case x.index.groups == nil:
		return x.index.rows
	case id == vec.NoGroup:
		return nil
	case x.index.starts == nil:
		x.single[0] = id
		return x.single[:]
	default:
		return x.index.rows[x.index.starts[id]:x.index.starts[id+1]]
	}
}

// judge computes the rest of the condition for pairs: row left[i] of b with row right[i] of the table. Pairs without a table
// row are left out. Only columns that the condition reads need to be in b.
func (x *matcher) judge(in *expr.Input, b operators.Batch, left, right []int32) (*vec.Bools, []operators.Failure) {
	x.pairs.Now, x.pairs.Start, x.pairs.Tables, x.pairs.Item = in.Now, in.Start, in.Tables, in.Item
	x.pairs.Failures = x.pairs.Failures[:0]
	x.pairs.Sel = nil
	if slices.Min(right) < 0 {
		x.pairs.Sel = make([]int32, 0, len(right))
		for i, row := range right {
			if row >= 0 {
				x.pairs.Sel = append(x.pairs.Sel, int32(i))
			}
		}
	}
	x.pairs.Batch = x.joined(b, left, right, x.uses)
	verdict := x.rest.Eval(&x.pairs).(*vec.Bools)
	return verdict, merged(nil, x.pairs.Failures)
}

// joined makes a batch of joined rows that has only some columns.
func (x *matcher) joined(b operators.Batch, left, right []int32, uses []int) operators.Batch {
	columns := len(b.Cols)
	out := operators.Batch{Time: make([]operators.Time, len(left)), Cols: make([]arrow.Array, columns+len(x.rows.Cols))}
	for i, row := range left {
		out.Time[i] = b.Time[row]
	}
	for _, i := range uses {
		if i < columns {
			out.Cols[i] = vec.GatherArray(b.Cols[i], left)
		} else {
			out.Cols[i] = x.column(i-columns, right)
		}
	}
	return out
}

// column gathers a column of the table. Rows below zero are NULL.
func (x *matcher) column(col int, rows []int32) arrow.Array {
	a := x.rows.Cols[col]
	if len(rows) > 0 && slices.Min(rows) < 0 {
		return vec.GatherOuter(a, x.table.Cols.Columns[col].Type, rows)
	}
	return vec.GatherArray(a, rows)
}
