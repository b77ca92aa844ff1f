package vec

import (
	"github.com/apache/arrow/go/v15/arrow"

	"weir/sql/types"
)

// Builder collects the rows of one unit, column by column, for a decoder. A decoder appends one value to every used column
// and then calls EndRow, or DropRow to take the values back.
//
// After the last message, Batches cuts the rows at MaxBatchRows and MaxBatchBytes.
type Builder struct {
	schema *types.Schema
	used   []bool
	cols   []arrow.Array
}
