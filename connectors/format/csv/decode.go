package csv

import (
	"bytes"
	"fmt"
	"unicode/utf8"

	"weir/connectors"
	"weir/connectors/format/coerce"
	"weir/operators/vec"
	"weir/sql/types"
)

const maxRow = 512 << 10 // bytes of a row after coercion

// decoder decodes records. It belongs to one goroutine.
type decoder struct {
	grammar
	columns []coerce.Column
	fixed   int // bytes of the columns whose size does not depend on a text
	padding int // most bytes that columns of fixed length add to a text

	out     *vec.Builder
	rejects *connectors.Rejects
	message int
	valid   bool // the record is UTF-8
	scratch []byte
}

func newDecoder(schema *types.Schema, g grammar) *decoder {
	d := &decoder{grammar: g}
	for _, c := range schema.Columns {
		d.columns = append(d.columns, coerce.New(c))
		switch {
		case c.Type.Layout() != types.Text:
			d.fixed += 8
		case c.Type.Kind == types.Char:
			d.padding += utf8.UTFMax * c.Type.Length
		case c.Type.Kind == types.Binary:
			d.padding += c.Type.Length
		}
	}
	return d
}

// byteOrderMark may begin a record.
var byteOrderMark = []byte("\ufeff")

// Decode implements connectors.Decoder.
func (d *decoder) Decode(in *connectors.Messages, out *vec.Builder, rejects *connectors.Rejects) error {
	if d.out != out {
		d.out = out
		for i := range d.columns {
			d.columns[i].Bind(out, i)
		}
	}
	d.rejects = rejects
	for d.message = range in.Len() {
		b := in.Message(d.message)
		p := 0
		if len(b) > 0 && b[0] == byteOrderMark[0] && bytes.HasPrefix(b, byteOrderMark) {
			p = len(byteOrderMark)
		}
		d.valid = valid(b)
		for p < len(b) {
			p = d.row(b, p)
		}
		out.EndMessage()
	}
	d.rejects = nil
	return nil
}

// row makes the row at p and returns where the next one begins.
func (d *decoder) row(b []byte, start int) int {
	p, ended := start, false
	bad := -1 // the first column that could not take its field
	var value []byte
	for i := range d.columns {
		c := &d.columns[i]
		if ended {
			c.Null()
			continue
		}
		f := d.field(b, p)
		p, ended = f.next, f.is&last != 0
		if bad >= 0 {
			continue
		}
		v := b[f.start:f.end]
		if f.is&escaped != 0 {
			v = f.text(b, &d.scratch)
		}
		if len(v) == 0 && !c.Type.IsCharacter() {
			c.Null()
		} else if !c.Text(v) {
			bad, value = i, v
		}
	}
	if !ended {
		p = d.rest(b, p)
	}
	switch text := b[start:p]; {
	case !d.valid && !valid(text):
		d.reject(types.InvalidUTF8, "", "the row is not valid UTF-8", text)
	case bad >= 0:
		d.reject(types.CoercionError, d.columns[bad].Name, coerce.Complaint(value), text)
	case len(text)+d.fixed+d.padding > maxRow && d.size() > maxRow:
		d.reject(types.RowTooLarge, "", fmt.Sprintf("the row has %d bytes, the limit is %d", d.size(), maxRow), text)
	default:
		d.out.EndRow()
	}
	return p
}

// rest skips the fields that no column takes.
func (d *decoder) rest(b []byte, p int) int {
	if bytes.IndexByte(b[p:], d.grammar.row[0]) < 0 {
		return len(b) // most records are one row
	}
	for {
		f := d.field(b, p)
		if p = f.next; f.is&last != 0 {
			return p
		}
	}
}

// size is how many bytes the last row has.
func (d *decoder) size() int {
	size := d.fixed
	for i := range d.columns {
		size += d.columns[i].Size
	}
	return size
}

// reject refuses the row whose fields have been appended so far.
func (d *decoder) reject(code types.Code, column, detail string, text []byte) {
	d.out.DropRow()
	text = bytes.TrimSuffix(text, d.grammar.row)
	d.rejects.Items = append(d.rejects.Items, connectors.Reject{
		Row: d.out.Rows(), Message: d.message, Code: code, Column: column, Detail: detail, Bytes: bytes.Clone(text),
	})
}
