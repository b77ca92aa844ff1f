package runtime

import (
	"bytes"
	"cmp"
	"strings"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"

	"weir/operators"
	"weir/sql/types"
)

// fitColumns returns the columns of b as columns of a stream: by place where the types agree, else by name and type. What is
// missing, also a column that no query reads, is NULL.
func fitColumns(b operators.Batch, from, to *types.Schema) []arrow.Array {
	out := make([]arrow.Array, len(to.Columns))
	byPlace := sameLayouts(from, to)
	for i, c := range to.Columns {
		at := i
		if !byPlace {
			at = from.Index(c.Name)
		}
		if at < 0 || b.Cols[at] == nil || from.Columns[at].Type.Layout() != c.Type.Layout() {
			out[i] = nulls(c.Type, b.Rows())
			continue
		}
		out[i] = b.Cols[at]
	}
	return out
}

func sameLayouts(a, b *types.Schema) bool {
	if len(a.Columns) != len(b.Columns) {
		return false
	}
	for i := range a.Columns {
		if a.Columns[i].Type.Layout() != b.Columns[i].Type.Layout() {
			return false
		}
	}
	return true
}

// nulls is a column without a value.
func nulls(t types.Type, rows int) arrow.Array {
	return array.MakeArrayOfNull(memory.DefaultAllocator, t.Arrow(), rows)
}

// compareCells orders two values of one type. NULL is lower than every value; pad: trailing blanks do not count.
func compareCells(a arrow.Array, i int, b arrow.Array, j int, pad bool) int {
	if a.IsNull(i) || b.IsNull(j) {
		return compareBools(!a.IsNull(i), !b.IsNull(j))
	}
	switch a := a.(type) {
	case *array.Int64:
		return cmp.Compare(a.Value(i), b.(*array.Int64).Value(j))
	case *array.Float64:
		return cmp.Compare(a.Value(i), b.(*array.Float64).Value(j))
	case *array.Decimal128:
		return a.Value(i).Cmp(b.(*array.Decimal128).Value(j))
	case *array.Boolean:
		return compareBools(a.Value(i), b.(*array.Boolean).Value(j))
	case *array.String:
		x, y := a.Value(i), b.(*array.String).Value(j)
		if pad {
			x, y = strings.TrimRight(x, " "), strings.TrimRight(y, " ")
		}
		return strings.Compare(x, y)
	case *array.Binary:
		return bytes.Compare(a.Value(i), b.(*array.Binary).Value(j))
	default:
		panic(brokenRule("no order for an array of %s", a.DataType()))
	}
}

func compareBools(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	default:
		return 1
	}
}
