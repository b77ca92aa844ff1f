package json

import (
	"weir/connectors"
	"weir/sql/types"
)

// Options describes the JSON of an input, or of an output.
type Options struct {
	// Columns are the declared columns of an input, in the order of the schema. They are the builder's first ones.
	Columns *types.Schema
	// Mappings are the columns' JSON paths: $.a.b, $['a.b'], $.array[0:], $.array[0:].a. A column without one takes the
	// member of its own name.
	Mappings []string
	// RowPath is where the rows are: $, or $.a.b. At an array each element is a row. Empty: $.
	RowPath string
	// NullText writes a NULL of characters as the string "null", as KDA did.
	NullText bool
}

// Format is the JSON format with its options.
type Format struct{ opts Options }

var _ connectors.Format = (*Format)(nil)

// New returns the format with these options.
func New(opts Options) *Format { return &Format{opts} }

// NewDecoder makes a decoder. The error names the column whose mapping is wrong.
func (f *Format) NewDecoder() (connectors.Decoder, error) {
	l, err := newLayout(f.opts)
	if err != nil {
		return nil, err
	}
	return &decoder{layout: l}, nil
}

// NewEncoder makes an encoder for batches of these columns.
func (f *Format) NewEncoder(schema *types.Schema) (connectors.Encoder, error) {
	return newEncoder(schema, f.opts), nil
}
