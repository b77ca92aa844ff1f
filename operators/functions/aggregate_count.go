package functions

import (
	"github.com/apache/arrow/go/v15/arrow"

	"weir/operators"
	"weir/operators/vec"
	"weir/sql/types"
)

var _ = RegisterAggregate(Aggregate{
	Name: "COUNT", Star: true, Many: true, Distinct: DistinctRefused,
	Doc: "COUNT(*) is the number of rows, COUNT(x, y, ...) that of the rows in which no argument is NULL.",
	Overloads: []AggRule{{
		Takes: "any type", Match: func(types.Type) bool { return true },
		Bind: func(types.Type) AggOverload {
			return AggOverload{Result: types.BigIntType, New: func() Fold { return &counts{} }}
		},
	}},
})

// counts counts the rows in which every argument has a value.
type counts struct{ states[int64] }

func (f *counts) Add(groups []int32, args []vec.Column, sel []int32) {
	nullable := false
	for _, a := range args {
		nullable = nullable || a.HasNulls()
	}
	switch {
	case sel == nil && !nullable:
		for _, g := range groups {
			f.of[g]++
		}
	case sel == nil:
		for row, g := range groups {
			f.addRow(g, args, row)
		}
	default:
		for _, row := range sel {
			f.addRow(groups[row], args, int(row))
		}
	}
}

func (f *counts) addRow(g int32, args []vec.Column, row int) {
	for _, a := range args {
		if a.Null(row) {
			return
		}
	}
	f.of[g]++
}

func (f *counts) Result(groups []int32) (arrow.Array, []operators.Failure) {
	return results(groups, types.BigIntType, func(g int32) (int64, bool, types.Code) { return f.of[g], false, types.OK })
}

func (f *counts) Snapshot(w operators.StateWriter, name string, n int) {
	w.Table(name, saved(f.of[:n], types.BigIntType, func(s *int64) int64 { return *s }))
}

func (f *counts) Restore(r operators.StateReader, name string, n int) error {
	t := openTable(r, name, 1, n)
	f.Grow(n)
	restored(t, f.of, 0, func(s *int64, v int64) { *s = v })
	return t.err
}
