package runtime

import (
	"encoding/json"

	"github.com/apache/arrow/go/v15/arrow"

	"weir/operators"
	"weir/operators/vec"
	"weir/sql/types"
)

// rowJSON appends one row of a batch as JSON. A column that no query reads is NULL.
func rowJSON(dst []byte, schema *types.Schema, b operators.Batch, row int) []byte {
	dst = append(dst, '{')
	for i, c := range schema.Columns {
		if i > 0 {
			dst = append(dst, ',')
		}
		name, _ := json.Marshal(c.Name)
		dst = append(append(dst, name...), ':')
		dst = append(dst, cellJSON(b.Cols[i], c.Type, row)...)
	}
	return append(dst, '}')
}

func cellJSON(a arrow.Array, t types.Type, row int) []byte {
	if a == nil || a.IsNull(row) {
		return []byte("null")
	}
	v := vec.Value(vec.Of(a), t, row)
	switch {
	case t.IsNumeric():
		return types.AppendValue(nil, v)
	case t.Kind == types.Boolean:
		b, _ := json.Marshal(v.Int != 0)
		return b
	default:
		b, _ := json.Marshal(string(types.AppendValue(nil, v)))
		return b
	}
}
