package csv

import (
	"bytes"
	"encoding/base64"

	"weir/connectors"
	"weir/operators"
	"weir/operators/vec"
	"weir/sql/types"
)

// encoder writes every row as fields between commas. The payload has no end of line: whoever puts rows into a stream of bytes
// adds it.
type encoder struct {
	columns  []column
	nullText bool
}

type column struct {
	typ   types.Type
	view  vec.View
	value vec.Column // of the batch; nil: all NULL
}

func newEncoder(schema *types.Schema, nullText bool) *encoder {
	e := &encoder{columns: make([]column, len(schema.Columns)), nullText: nullText}
	for i, c := range schema.Columns {
		e.columns[i].typ = c.Type
	}
	return e
}

// Encode implements connectors.Encoder.
func (e *encoder) Encode(b operators.Batch, out *connectors.Messages) error {
	for i := range e.columns {
		c := &e.columns[i]
		c.value = nil
		if b.Cols[i] != nil {
			c.value = c.view.Of(b.Cols[i])
		}
	}
	for row := range b.Rows() {
		out.Data = e.row(out.Data, row)
		out.Ends = append(out.Ends, len(out.Data))
	}
	return nil
}

func (e *encoder) row(dst []byte, row int) []byte {
	for i := range e.columns {
		if i > 0 {
			dst = append(dst, ',')
		}
		c := &e.columns[i]
		switch {
		case c.value != nil && !c.value.Null(row):
			dst = c.append(dst, row)
		case e.nullText && c.typ.IsCharacter():
			dst = append(dst, "null"...)
		}
	}
	return dst
}

// append writes the value of a row that has one.
func (c *column) append(dst []byte, row int) []byte {
	switch v := c.value.(type) {
	case *vec.Ints:
		return appendInt(dst, v.At(row), c.typ)
	case *vec.Floats:
		if c.typ.Kind == types.Real {
			return types.AppendReal(dst, v.At(row))
		}
		return types.AppendDouble(dst, v.At(row))
	case *vec.Bools:
		if v.At(row) {
			return append(dst, "true"...)
		}
		return append(dst, "false"...)
	case *vec.Decs:
		return types.AppendDecimal(dst, v.At(row), c.typ.Scale)
	case *vec.Texts:
		if c.typ.IsBinary() {
			return base64.StdEncoding.AppendEncode(dst, v.At(row))
		}
		return appendText(dst, v.At(row))
	default:
		return dst
	}
}

// appendInt writes an integer, or the text of a datetime or an interval.
func appendInt(dst []byte, v int64, t types.Type) []byte {
	switch {
	case t.IsInteger():
		return types.AppendInt(dst, v)
	case t.Kind == types.Timestamp:
		return types.AppendTimestamp(dst, v)
	case t.Kind == types.Date:
		return types.AppendDate(dst, v)
	case t.Kind == types.Time:
		return types.AppendTime(dst, v)
	default:
		return types.AppendInterval(dst, v, t)
	}
}

// appendText writes characters, in quotes where they hold a comma, a quote or the end of a line.
func appendText(dst, b []byte) []byte {
	if plainText(b) {
		return append(dst, b...)
	}
	dst = append(dst, '"')
	for {
		i := bytes.IndexByte(b, '"')
		if i < 0 {
			break
		}
		dst = append(append(dst, b[:i+1]...), '"')
		b = b[i+1:]
	}
	return append(append(dst, b...), '"')
}

// plainText reports that a text needs no quotes.
func plainText(b []byte) bool {
	for _, c := range b {
		if c == ',' || c == '"' || c == '\n' || c == '\r' {
			return false
		}
	}
	return true
}
