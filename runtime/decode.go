package runtime

import (
	"fmt"

	"weir/connectors"
	"weir/operators"
	"weir/operators/vec"
)

// UnitDecoder turns what one Read returned into a Unit. One goroutine uses it.
type UnitDecoder struct {
	input   *operators.Input
	dec     connectors.Decoder
	build   *vec.Builder
	rejects connectors.Rejects
	zero    []operators.Time // scratch, for the arrival of messages that have none
	none    []int32          // likewise, for a source's column that it does not fill
}

// NewUnitDecoder makes a decoder for an input's records. An input without a format cannot be read.
func NewUnitDecoder(in *operators.Input, format connectors.Format) (*UnitDecoder, error) {
	dec, err := format.NewDecoder()
	if err != nil {
		return nil, fmt.Errorf("input %q: %w", in.Name, err)
	}
	return &UnitDecoder{input: in, dec: dec, build: vec.NewBuilder(in.Cols, in.Used)}, nil
}

// Decode decodes messages that end at an offset. The messages must not change any more.
func (d *UnitDecoder) Decode(m *connectors.Messages, end connectors.Offset) (*Unit, error) {
	u := &Unit{End: end, Bytes: int64(len(m.Data)), Stamped: m.Arrival != nil}
	if m.Refused != nil {
		r := *m.Refused
		if r.Bytes == nil {
			r.Bytes = m.Data
		}
		u.Rejects = []Refused{d.refused(r, m)}
		return u, nil
	}
	d.fill(m)
	d.rejects.Items = d.rejects.Items[:0]
	if err := d.dec.Decode(m, d.build, &d.rejects); err != nil {
		return nil, fmt.Errorf("input %q: decode: %w", d.input.Name, err)
	}
	for _, r := range d.rejects.Items {
		u.Rejects = append(u.Rejects, d.refused(r, m))
	}
	if d.input.Time.Kind == operators.ColumnTime {
		u.Raw = &Raw{Messages: *m, RowEnds: append([]int(nil), d.build.MessageEnds()...)}
	}
	u.Batches = d.build.Batches()
	return u, nil
}

func (d *UnitDecoder) refused(r connectors.Reject, m *connectors.Messages) Refused {
	x := Refused{Reject: r, Position: m.First + int64(r.Message)}
	if m.Arrival != nil && r.Message < len(m.Arrival) {
		x.Arrival, x.Stamped = m.Arrival[r.Message], true
	}
	return x
}

// fill tells the builder what all rows of a message have in common.
func (d *UnitDecoder) fill(m *connectors.Messages) {
	if d.input.Time.Kind == operators.ArrivalTime {
		d.build.Times(m.Arrival)
	}
	cols := d.input.Cols.Columns
	for i := len(cols) - d.input.Implicit; i < len(cols); i++ {
		if cols[i].Name == operators.ArrivalColumn {
			d.build.FillTimes(i, d.arrivals(m))
			continue
		}
		offsets, data := d.meta(m, cols[i].Name)
		d.build.FillTexts(i, offsets, data)
	}
}

// arrivals returns the messages' times of arrival; zeros where Weir stamps, which the step replaces by its time.
func (d *UnitDecoder) arrivals(m *connectors.Messages) []operators.Time {
	if m.Arrival != nil {
		return m.Arrival
	}
	for len(d.zero) < m.Len() {
		d.zero = append(d.zero, 0)
	}
	return d.zero[:m.Len()]
}

func (d *UnitDecoder) meta(m *connectors.Messages, name string) (offsets []int32, data []byte) {
	for i := range m.Meta {
		if m.Meta[i].Name == name {
			return m.Meta[i].Offsets, m.Meta[i].Data
		}
	}
	for len(d.none) <= m.Len() {
		d.none = append(d.none, 0)
	}
	return d.none[:m.Len()+1], nil
}
