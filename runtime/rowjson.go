package runtime

import (
	"weir/connectors"
	"weir/connectors/format/json"
	"weir/operators"
	"weir/operators/vec"
	"weir/sql/types"
)

// rowWriter writes rows as JSON objects, for DATA_ROW.
type rowWriter struct {
	encoders map[*types.Schema]connectors.Encoder
}

// write returns one object for each of the named rows; nil: all. A column that no query reads is null.
func (w *rowWriter) write(schema *types.Schema, b operators.Batch, rows []int32) (*connectors.Messages, error) {
	if w.encoders == nil {
		w.encoders = map[*types.Schema]connectors.Encoder{}
	}
	enc := w.encoders[schema]
	if enc == nil {
		var err error
		if enc, err = json.New(json.Options{}).NewEncoder(schema); err != nil {
			return nil, err
		}
		w.encoders[schema] = enc
	}
	if rows != nil {
		b.Failed = nil
		b = vec.Gather(b, rows)
	}
	out := new(connectors.Messages)
	return out, enc.Encode(b, out)
}
