package vec

import (
	"fmt"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"

	"weir/operators"
	"weir/sql/types"
)

// Concat puts all rows of batches with these columns into one batch, however large it becomes: each column is one array. It
// fails if a column of texts would have more than 2 GiB.
func Concat(schema *types.Schema, batches []operators.Batch) (operators.Batch, error) {
	if len(batches) == 1 {
		return batches[0], nil
	}
	out := operators.Batch{Cols: make([]arrow.Array, len(schema.Columns))}
	for _, b := range batches {
		out.Time = append(out.Time, b.Time...)
	}
	parts := make([]arrow.Array, len(batches))
	for i, c := range schema.Columns {
		if len(batches) == 0 {
			out.Cols[i] = Array(Const(types.NullValue(c.Type)), c.Type, 0)
			continue
		}
		for k, b := range batches {
			parts[k] = b.Cols[i]
		}
		whole, err := array.Concatenate(parts, memory.DefaultAllocator)
		if err != nil {
			return operators.Batch{}, fmt.Errorf("column %q: %w", c.Name, err)
		}
		out.Cols[i] = whole
	}
	return out, nil
}
