package vec

import (
	"fmt"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"

	"weir/operators"
	"weir/sql/types"
)

// Concat puts all rows of batches into one batch, however large it becomes: each column is one array. The schema says what
// columns there are if there is no batch. It fails if a column of texts would have more than 2 GiB.
func Concat(schema *types.Schema, batches []operators.Batch) (operators.Batch, error) {
	var out operators.Batch
	switch len(batches) {
	case 0:
		for _, c := range schema.Columns {
			out.Cols = append(out.Cols, Array(Const(types.NullValue(c.Type)), c.Type, 0))
		}
		return out, nil
	case 1:
		return batches[0], nil
	}
	for _, b := range batches {
		out.Time = append(out.Time, b.Time...)
	}
	parts := make([]arrow.Array, len(batches))
	for i := range batches[0].Cols {
		for k, b := range batches {
			parts[k] = b.Cols[i]
		}
		whole, err := array.Concatenate(parts, memory.DefaultAllocator)
		if err != nil {
			return operators.Batch{}, fmt.Errorf("column %d: %w", i+1, err)
		}
		out.Cols = append(out.Cols, whole)
	}
	return out, nil
}
