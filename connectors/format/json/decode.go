package json

import (
	"bytes"
	"fmt"

	"weir/connectors"
	"weir/operators/vec"
	"weir/sql/types"
)

const (
	maxRow  = 512 << 10 // bytes of a row after coercion
	maxRows = 256 << 20 // bytes of all rows that the array of a record makes: a small record can repeat a long text often
)

// decoder decodes records. It belongs to one goroutine.
type decoder struct {
	*layout
	scan    scanner
	out     *vec.Builder
	rejects *connectors.Rejects

	message int
	large   bool   // a row of this record may be larger than maxRow
	made    int    // bytes of the rows that the record's arrays have made
	copied  []byte // the record, if it has been copied for a reject
}

// byteOrderMark may begin a record.
var byteOrderMark = []byte("\ufeff")

// Decode implements connectors.Decoder.
func (d *decoder) Decode(in *connectors.Messages, out *vec.Builder, rejects *connectors.Rejects) error {
	if d.out != out {
		d.bind(out)
	}
	d.rejects = rejects
	for d.message = range in.Len() {
		d.record(in.Message(d.message))
		out.EndMessage()
	}
	d.scan.buf, d.rejects = nil, nil
	return nil
}

func (d *decoder) bind(out *vec.Builder) {
	d.out = out
	for i := range d.columns {
		d.columns[i].Bind(out, i)
	}
	d.scan.tokens = make([]token, d.tokens)
	d.scan.deep.token = -1
}

// record reads documents, with white space around them, until one is no JSON: the rest of the record is then refused.
func (d *decoder) record(b []byte) {
	d.copied, d.made = nil, 0
	d.large = d.mayBeLarge(len(b))
	d.scan.buf = b
	p := 0
	if len(b) > 0 && b[0] == byteOrderMark[0] && bytes.HasPrefix(b, byteOrderMark) {
		p = len(byteOrderMark)
	}
	for {
		p = d.scan.blank(p)
		if p == len(b) {
			return
		}
		start := p
		if p = d.read(p); p == failed {
			d.reject(types.ParseError, "", d.scan.detail, start)
			return
		}
	}
}

// read reads a document and makes its rows, if all of it is good.
func (d *decoder) read(start int) int {
	s := &d.scan
	s.bad = 0
	fast := d.document == nil && s.buf[start] == '{' // the values are found while it is validated
	p := 0
	if fast {
		clear(s.tokens)
		p = s.object(d.row, start, 0)
	} else {
		p = s.value(start, 0, &s.other)
	}
	switch {
	case p == failed:
	case s.bad > 0:
		d.reject(types.InvalidUTF8, "", fmt.Sprintf("the string at byte %d is not valid UTF-8", s.bad), 0)
	case fast:
		d.object(start, p)
	case d.document == nil:
		d.rows(s.other)
	case s.buf[start] == '[':
		d.each(start, d.find)
	default:
		d.find(start)
	}
	return p
}

// each calls do for the elements of an array that was validated. Do returns where its element ends, or failed to stop.
func (d *decoder) each(p int, do func(int) int) (elements int) {
	for i := 0; ; i++ {
		var more bool
		if p, more = d.scan.element(p, 0, i); !more {
			return i
		}
		if p = do(p); p == failed {
			return i + 1
		}
	}
}

// find makes the rows of the row node in the document at p.
func (d *decoder) find(p int) int {
	clear(d.scan.tokens)
	end := d.scan.inner(d.document, p, 0)
	d.rows(d.scan.tokens[0])
	return end
}

// rows makes the rows of a row node: none if it is missing, one for each element of an array.
func (d *decoder) rows(t token) {
	switch {
	case t.kind == missing, t.kind == null && d.document != nil:
	case t.kind == array:
		d.each(t.start, d.node)
	case t.kind == object:
		d.node(t.start)
	default:
		d.refuse()
	}
}

func (d *decoder) refuse() { d.reject(types.ParseError, "", "a row must be an object", 0) }

// node makes the rows of the row node at p.
func (d *decoder) node(p int) int {
	s := &d.scan
	if s.buf[p] != '{' {
		d.refuse()
		return s.value(p, 0, &s.other)
	}
	clear(s.tokens)
	end := s.object(d.row, p, 0)
	d.object(p, end)
	return end
}

// object makes the rows of an object whose values are in the tokens: one, or one for each element of the array.
func (d *decoder) object(start, end int) {
	if d.row.token >= 0 {
		d.scan.tokens[d.row.token].set(object, start, end)
	}
	if d.element != nil && d.scan.tokens[d.array].kind == array {
		if d.each(d.scan.tokens[d.array].start, d.explode) > 0 {
			return
		}
	}
	d.makeRow()
}

// explode makes the row of an element of the array.
func (d *decoder) explode(p int) int {
	s := &d.scan
	clear(s.tokens[d.own:])
	if s.buf[p] == '{' {
		p = s.object(d.element, p, 0)
	} else {
		p = s.value(p, 0, &s.other)
	}
	d.makeRow()
	if d.made += d.size(); d.made > maxRows {
		d.reject(types.RecordTooLarge, "", fmt.Sprintf("the rows of the record have more than %d bytes; the others are left out", maxRows), 0)
		return failed
	}
	return p
}

// makeRow coerces the tokens into one row.
func (d *decoder) makeRow() {
	for i := range d.columns {
		c := &d.columns[i]
		if t := &d.scan.tokens[c.token]; !d.put(c, t) {
			d.out.DropRow()
			d.reject(types.CoercionError, c.Name, d.complaint(t), 0)
			return
		}
	}
	if d.large && !d.fits() {
		return
	}
	d.out.EndRow()
}
