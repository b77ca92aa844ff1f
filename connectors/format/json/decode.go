package json

import (
	"bytes"

	"weir/connectors"
	"weir/operators/vec"
	"weir/sql/types"
)

// maxRow is the limit of a row after coercion.
const maxRow = 512 << 10

// decoder decodes records. It belongs to one goroutine.
type decoder struct {
	*layout
	scan    scanner
	out     *vec.Builder
	rejects *connectors.Rejects

	message int
	large   bool   // a row of this record may be larger than maxRow
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
	d.copied = nil
	d.large = d.mayBeLarge(len(b))
	d.scan.buf = b
	p := 0
	if bytes.HasPrefix(b, byteOrderMark) {
		p = len(byteOrderMark)
	}
	for {
		p = d.scan.blank(p)
		if p == len(b) {
			return
		}
		start := p
		if p = d.read(p); p == failed {
			d.reject(d.scan.code, "", d.scan.detail, start)
			return
		}
	}
}

// read reads a document and makes its rows, if all of it is JSON.
func (d *decoder) read(p int) int {
	s := &d.scan
	var t token
	switch {
	case d.document != nil:
		clear(s.tokens)
		if p = s.inner(d.document, p, 0); p != failed {
			d.rows(s.tokens[0])
		}
	case s.buf[p] == '{':
		clear(s.tokens)
		start := p
		if p = s.object(d.row, p, 0); p != failed {
			d.object(start, p)
		}
	default:
		if p = s.value(p, 0, &t); p != failed {
			d.rows(t)
		}
	}
	return p
}

// rows makes the rows of a row node that was validated: none if it is missing, one for each element of an array.
func (d *decoder) rows(t token) {
	s := &d.scan
	switch {
	case t.kind == missing, t.kind == null && d.document != nil:
		return
	case t.kind != array:
		d.node(t.start, &t)
		return
	}
	p, more := t.start, true
	for i := 0; ; i++ {
		if p, more = s.element(p, 0, i); !more {
			return
		}
		var e token
		p = d.node(p, &e)
	}
}

// node reads the row node at p again, now for its values.
func (d *decoder) node(p int, t *token) int {
	s := &d.scan
	if s.buf[p] != '{' {
		end := s.value(p, 0, t)
		d.reject(types.ParseError, "", "a row must be an object", 0)
		return end
	}
	clear(s.tokens)
	end := s.object(d.row, p, 0)
	d.object(p, end)
	return end
}

// object makes the rows of an object whose values are in the tokens: one, or one for each element of the array.
func (d *decoder) object(start, end int) {
	s := &d.scan
	if d.layout.row.token >= 0 {
		s.tokens[d.layout.row.token] = token{start: start, end: end, kind: object}
	}
	if d.element == nil {
		d.makeRow()
		return
	}
	a := s.tokens[d.array]
	if a.kind != array {
		d.makeRow()
		return
	}
	p, more := a.start, true
	for i := 0; ; i++ {
		if p, more = s.element(p, 0, i); !more {
			if i == 0 {
				d.makeRow()
			}
			return
		}
		clear(s.tokens[d.own:])
		if s.buf[p] == '{' {
			p = s.object(d.element, p, 0)
		} else {
			p = s.value(p, 0, &s.other)
		}
		d.makeRow()
	}
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
