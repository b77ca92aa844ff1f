package runtime

import (
	"fmt"
	"sort"
	"strconv"

	"weir/connectors"
	"weir/operators"
	"weir/sql/types"
)

// refusal is one row of an ERRORS twin.
type refusal struct {
	column  string // empty: none is to blame
	code    types.Code
	message string
	rowtime operators.Time
	data    []byte // the record's bytes, or the row as JSON
	split,
	position string // empty: not known, as where the row does not come from outside
	arrival operators.Time
	stamped bool // arrival is known
}

// refusals puts what decoding refused and what the timekeeper refuses of a unit into the order of the unit.
type refusals struct {
	unit  *Unit
	split string
	now   operators.Time
	next  int // of unit.Rejects
	rows  []refusal
}

// judged takes a verdict on the batch whose first row has this place in the unit.
func (r *refusals) judged(v *verdict, base int, column string) {
	var null, future, beyond int
	for null < len(v.null) || future < len(v.future) || beyond < len(v.beyond) {
		row, code, message := v.least(&null, &future, &beyond)
		r.rest(base + int(row))
		r.add(base+int(row), code, message, column)
	}
}

// least takes the lowest row of the refused ones.
func (v *verdict) least(null, future, beyond *int) (row int32, code types.Code, message string) {
	head := func(rows []int32, at int) int32 {
		if at < len(rows) {
			return rows[at]
		}
		return operators.MaxBatchRows
	}
	n, f, b := head(v.null, *null), head(v.future, *future), head(v.beyond, *beyond)
	switch min(n, f, b) {
	case n:
		*null++
		return n, types.NullTime, "the time column is NULL"
	case f:
		*future++
		return f, types.FutureTime, "the time lies further ahead of the clock than the input allows"
	default:
		*beyond++
		return b, types.Overflow, "the time lies outside of the years 1 to 9999"
	}
}

// rest adds what decoding refused up to a row of the unit.
func (r *refusals) rest(row int) {
	for ; r.next < len(r.unit.Rejects) && r.unit.Rejects[r.next].Row <= row; r.next++ {
		x := &r.unit.Rejects[r.next]
		r.rows = append(r.rows, refusal{
			column: x.Column, code: x.Code, message: x.Detail, rowtime: r.now, data: x.Bytes,
			split: r.split, position: strconv.FormatInt(x.Position, 10), arrival: x.Arrival, stamped: x.Stamped,
		})
	}
}

func (r *refusals) add(row int, code types.Code, message, column string) {
	x := refusal{column: column, code: code, message: message, rowtime: r.now, split: r.split}
	if raw := r.unit.Raw; raw != nil {
		m := raw.message(row)
		x.data, x.position = raw.Messages.Message(m), strconv.FormatInt(raw.Messages.First+int64(m), 10)
		if raw.Messages.Arrival != nil {
			x.arrival, x.stamped = raw.Messages.Arrival[m], true
		}
	}
	r.rows = append(r.rows, x)
}

// Raw is the messages of a unit, kept where a row's time may still be refused.
type Raw struct {
	Messages connectors.Messages
	RowEnds  []int // how many of the unit's rows stand before the end of each message
}

func (r *Raw) message(row int) int {
	return sort.Search(len(r.RowEnds), func(m int) bool { return r.RowEnds[m] > row })
}

// failed makes the refusals of rows that a pump could not compute. Item says which column is to blame.
func (w *rowWriter) failed(schema *types.Schema, b operators.Batch, failures []operators.Failure) ([]refusal, error) {
	at := make([]int32, len(failures))
	for i, f := range failures {
		at[i] = f.Row
	}
	text, err := w.write(schema, b, at)
	if err != nil {
		return nil, err
	}
	rows := make([]refusal, len(failures))
	for i, f := range failures {
		rows[i] = refusal{code: f.Code, message: f.Detail, rowtime: b.Time[f.Row], data: text.Message(i)}
		if f.Item > 0 && int(f.Item) <= len(schema.Columns) {
			rows[i].column = schema.Columns[f.Item-1].Name
		}
	}
	return rows, nil
}

// behindText is the MESSAGE of a late row.
func behindText(own, clock operators.Time) string {
	return fmt.Sprintf("the row's time %s lies before the watermark %s", timeText(own), timeText(clock))
}
