package json

import (
	"encoding/base64"
	"math"

	"weir/connectors"
	"weir/operators"
	"weir/operators/vec"
	"weir/sql/types"
)

// encoder writes every row as an object: its members in the order of the columns, no blanks.
type encoder struct {
	members  []member
	nullText bool
}

// member is one column of the output.
type member struct {
	key   []byte // what stands before the value: comma or brace, name, colon
	typ   types.Type
	view  vec.View
	value vec.Column // of the batch; nil: all NULL
}

func newEncoder(schema *types.Schema, o Options) *encoder {
	e := &encoder{members: make([]member, len(schema.Columns)), nullText: o.NullText}
	for i, c := range schema.Columns {
		m := &e.members[i]
		m.typ = c.Type
		m.key = append(m.key, ',')
		if i == 0 {
			m.key[0] = '{'
		}
		m.key = append(appendText(m.key, []byte(c.Name)), ':')
	}
	return e
}

// Encode implements connectors.Encoder.
func (e *encoder) Encode(b operators.Batch, out *connectors.Messages) error {
	for i := range e.members {
		m := &e.members[i]
		m.value = nil
		if b.Cols[i] != nil {
			m.value = m.view.Of(b.Cols[i])
		}
	}
	for row := range b.Rows() {
		out.Data = e.row(out.Data, row)
		out.Ends = append(out.Ends, len(out.Data))
	}
	return nil
}

func (e *encoder) row(dst []byte, row int) []byte {
	if len(e.members) == 0 {
		return append(dst, "{}"...)
	}
	for i := range e.members {
		m := &e.members[i]
		dst = append(dst, m.key...)
		switch {
		case m.value != nil && !m.value.Null(row):
			dst = m.append(dst, row)
		case e.nullText && m.typ.IsCharacter():
			dst = append(dst, `"null"`...)
		default:
			dst = append(dst, "null"...)
		}
	}
	return append(dst, '}')
}

// append writes the value of a row that has one.
func (m *member) append(dst []byte, row int) []byte {
	switch v := m.value.(type) {
	case *vec.Ints:
		return appendInt(dst, v.At(row), m.typ)
	case *vec.Floats:
		return appendFloat(dst, v.At(row), m.typ)
	case *vec.Bools:
		if v.At(row) {
			return append(dst, "true"...)
		}
		return append(dst, "false"...)
	case *vec.Decs:
		return types.AppendDecimal(dst, v.At(row), m.typ.Scale)
	case *vec.Texts:
		if m.typ.IsBinary() {
			dst = base64.StdEncoding.AppendEncode(append(dst, '"'), v.At(row))
			return append(dst, '"')
		}
		return appendText(dst, v.At(row))
	default:
		return append(dst, "null"...)
	}
}

// appendInt writes an integer, or the text of a datetime or an interval.
func appendInt(dst []byte, v int64, t types.Type) []byte {
	switch {
	case t.IsInteger():
		return types.AppendInt(dst, v)
	case t.Kind == types.Timestamp:
		dst = types.AppendTimestamp(append(dst, '"'), v)
	case t.Kind == types.Date:
		dst = types.AppendDate(append(dst, '"'), v)
	case t.Kind == types.Time:
		dst = types.AppendTime(append(dst, '"'), v)
	default:
		dst = types.AppendInterval(append(dst, '"'), v, t)
	}
	return append(dst, '"')
}

// appendFloat writes a number as Java does. JSON has no word for what is no number.
func appendFloat(dst []byte, v float64, t types.Type) []byte {
	switch {
	case math.IsNaN(v) || math.IsInf(v, 0):
		return append(dst, "null"...)
	case t.Kind == types.Real:
		return types.AppendReal(dst, v)
	default:
		return types.AppendDouble(dst, v)
	}
}
