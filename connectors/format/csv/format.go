package csv

import (
	"fmt"

	"weir/connectors"
	"weir/sql/types"
)

// Options describes the rows of an input. An output is written with commas, its payloads without an end of line.
type Options struct {
	// Columns are the declared columns of an input, in the order of the fields. They are the builder's first ones.
	Columns *types.Schema
	// RowDelimiter and ColumnDelimiter are any strings; empty: a line feed and a comma. Where rows end with a line feed, a
	// carriage return before it belongs to the end.
	RowDelimiter, ColumnDelimiter string
	// NullText writes a NULL of characters as null, as KDA did, instead of as an empty field.
	NullText bool
}

// Format is the CSV format with its options.
type Format struct {
	opts    Options
	grammar grammar
}

var (
	_ connectors.Format  = (*Format)(nil)
	_ connectors.Records = (*Format)(nil)
)

// New returns the format with these options.
func New(opts Options) *Format {
	if opts.RowDelimiter == "" {
		opts.RowDelimiter = "\n"
	}
	if opts.ColumnDelimiter == "" {
		opts.ColumnDelimiter = ","
	}
	return &Format{opts, newGrammar(opts.RowDelimiter, opts.ColumnDelimiter)}
}

// NewDecoder makes a decoder. It fails if rows and fields cannot be told apart.
func (f *Format) NewDecoder() (connectors.Decoder, error) {
	if f.opts.RowDelimiter == f.opts.ColumnDelimiter {
		return nil, fmt.Errorf("rows and columns have the same delimiter %q", f.opts.RowDelimiter)
	}
	return newDecoder(f.opts.Columns, f.grammar), nil
}

// NewEncoder makes an encoder for batches of these columns.
func (f *Format) NewEncoder(schema *types.Schema) (connectors.Encoder, error) {
	return newEncoder(schema, f.opts.NullText), nil
}

// Cutter finds the rows of a stream of bytes.
func (f *Format) Cutter() connectors.Cutter { return &cutter{grammar: f.grammar} }

// Field returns what finds the field of a column in a record that has one row.
func (f *Format) Field(column string) (func(record []byte) ([]byte, bool), error) {
	at := f.opts.Columns.Index(column)
	if at < 0 {
		return nil, fmt.Errorf("there is no column %q", column)
	}
	g := f.grammar
	var scratch []byte
	return func(record []byte) ([]byte, bool) {
		p := 0
		for i := 0; ; i++ {
			x := g.field(record, p)
			if i == at {
				value := x.text(record, &scratch)
				return value, len(value) > 0
			}
			if x.is&last != 0 {
				return nil, false
			}
			p = x.next
		}
	}, nil
}
