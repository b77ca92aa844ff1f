package connectors

import (
	"weir/operators"
	"weir/operators/vec"
	"weir/sql/types"
)

// A Format turns payloads into columns and back. What it cannot read goes to rejects with reason, bytes and offset. A
// Decoder and an Encoder are used by one goroutine at a time; the decode pool makes one of each for every worker.
type Format interface {
	// NewDecoder makes a decoder for the input's columns. The error names the column whose mapping or type is wrong.
	NewDecoder() (Decoder, error)
	// NewEncoder makes an encoder for batches of these columns.
	NewEncoder(schema *types.Schema) (Encoder, error)
}

// Decoder decodes messages.
type Decoder interface {
	// Decode appends the rows of every message to out and calls out.EndMessage after each, so that metadata and ROWTIME are
	// spread over its rows.
	Decode(in *Messages, out *vec.Builder, rejects *Rejects) error
}

// Encoder appends a payload for every row of a batch to out. Every payload ends where Ends says; nothing stands between.
type Encoder interface {
	Encode(b operators.Batch, out *Messages) error
}

// Rejects collects what a decoder refused in one unit. Row says where the row would have stood: before row Row of the
// unit's accepted rows.
type Rejects struct {
	Items []Reject
}

// Reject is one refused row.
type Reject struct {
	Row     int
	Message int        // of the unit
	Code    types.Code // parse-error, coercion-error, …
	Column  string     // the first bad column, empty for a record that cannot be parsed
	Detail  string
	Bytes   []byte // the record (copied); for text that is no JSON the rest of it
}

// Records is implemented by formats whose records in a stream of bytes are not just lines.
type Records interface {
	// Cutter finds the records of one stream.
	Cutter() Cutter
	// Field returns what finds a column's text in a record, and reports whether there is any.
	Field(column string) (func(record []byte) ([]byte, bool), error)
}

// A Cutter finds the ends of records. It remembers what it has seen of a record whose end is not there yet, and so is called
// again with the same bytes and more. It is used by one goroutine.
type Cutter interface {
	// Next finds the record that begins at or behind data[at]: data[start:stop]; what follows begins at next. An empty record
	// is skipped. It is not ok if the record's end is not in data (next is then where the record begins); with end nothing
	// follows data, so it always is.
	Next(data []byte, at int, end bool) (start, stop, next int, ok bool)
	// Resume finds where reading goes on in the middle of a record that is too large; 0: not in data.
	Resume(data []byte) int
}
