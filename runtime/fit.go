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

// fitColumns returns the columns of b as columns of a stream: by place if each holds every value of its counterpart, else by
// name where one does. What is missing, also a column that no query reads, is NULL.
func fitColumns(b operators.Batch, from, to *types.Schema) []arrow.Array {
	out := make([]arrow.Array, len(to.Columns))
	byPlace := holdsAll(to, from)
	for i, c := range to.Columns {
		at := i
		if !byPlace {
			at = from.Index(c.Name)
		}
		if at < 0 || b.Cols[at] == nil || !holds(c.Type, from.Columns[at].Type) {
			out[i] = nulls(c.Type, b.Rows())
			continue
		}
		out[i] = b.Cols[at]
	}
	return out
}

func holdsAll(to, from *types.Schema) bool {
	if len(to.Columns) != len(from.Columns) {
		return false
	}
	for i := range to.Columns {
		if !holds(to.Columns[i].Type, from.Columns[i].Type) {
			return false
		}
	}
	return true
}

// holds reports whether every value of one type is a value of another, and lies in memory in the same way.
func holds(to, from types.Type) bool {
	switch {
	case to.IsInteger():
		return from.IsInteger() && from.Kind <= to.Kind
	case to.Kind == types.Double:
		return from.IsApproximate()
	case to.Kind == types.Varchar:
		return from.IsCharacter() && fitsLength(to, from)
	case to.Kind == types.Varbinary:
		return from.IsBinary() && fitsLength(to, from)
	}
	return from == to
}

// fitsLength compares two lengths, of which 0 means no limit.
func fitsLength(to, from types.Type) bool {
	return to.Length == 0 || from.Length > 0 && from.Length <= to.Length
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
