package frame

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"weir/connectors"
	"weir/operators"
	"weir/sql/types"
)

// Options are what a byte source lets its user choose. Sources embed it in their own options.
type Options struct {
	Frame   string          `option:"frame" default:"line" one:"line,document" doc:"What a record is: a line (of CSV: a row, whose quoted fields may span lines), or a JSON document that may span lines."`
	Record  connectors.Size `option:"record" default:"16MiB" doc:"The most that a record may have; a larger one is one row in ERRORS."`
	Arrival string          `option:"arrival" doc:"The member of a JSON record, or the column of a CSV record, that says when it arrived (ISO 8601, or ms since 1970). Without it, a record arrives when it is read."`
}

// Validate says what is wrong with the options for records of a format; nil if these are just lines or documents.
func (o Options) Validate(records connectors.Records) error {
	if records != nil {
		if o.Frame == "document" {
			return errors.New("option frame: only JSON comes in documents")
		}
		if _, err := records.Field(o.Arrival); o.Arrival != "" && err != nil {
			return fmt.Errorf("option arrival: %w", err)
		}
	}
	if o.Record < 1 || o.Record > 1<<30 {
		return fmt.Errorf("option record: %s is not between 1 byte and 1GiB", o.Record)
	}
	return nil
}

const (
	unitRecords = operators.MaxBatchRows
	unitBytes   = operators.MaxBatchBytes
	keptBytes   = 64 << 10 // of a record that is too large, for its ERRORS row
)

// A Framer cuts one stream of bytes into units. It is used by one goroutine.
type Framer struct {
	cutter  connectors.Cutter
	options Options
	arrival *arrival // nil: Weir stamps

	shelf    shelf
	block    *block // that data is in
	data     []byte // read and not framed yet
	pos      int64  // of data[0] in the stream
	records  int64  // framed so far
	skipping bool   // data is the middle of a record that is too large
	expect   int    // records of the last unit
}

// New makes a framer of a format's records, nil if these are just lines or documents. It begins at an offset; nil is the start
// of the stream.
func New(o Options, records connectors.Records, from connectors.Offset) (*Framer, error) {
	if err := o.Validate(records); err != nil {
		return nil, err
	}
	f := &Framer{cutter: &lines{}, options: o}
	switch {
	case records != nil:
		f.cutter = records.Cutter()
	case o.Frame == "document":
		f.cutter = &documents{}
	}
	if o.Arrival != "" {
		f.arrival = newArrival(o.Arrival, records)
	}
	if from == nil {
		return f, nil
	}
	pos, count, ok := strings.Cut(string(from), " ")
	var err1, err2 error
	f.pos, err1 = strconv.ParseInt(pos, 10, 64)
	f.records, err2 = strconv.ParseInt(count, 10, 64)
	if !ok || err1 != nil || err2 != nil || f.pos < 0 {
		return nil, fmt.Errorf("%q is no offset of a byte stream", from)
	}
	return f, nil
}

// Position is how many bytes of the stream were framed.
func (f *Framer) Position() int64 { return f.pos }

// Waiting is how many bytes were not framed yet.
func (f *Framer) Waiting() int { return len(f.data) }

// Offset is where the stream was framed up to.
func (f *Framer) Offset() connectors.Offset {
	return connectors.Offset(fmt.Sprintf("%d %d", f.pos, f.records))
}

// Space returns room for n bytes of the stream behind those that it has. The caller fills a beginning of it and says how
// much with Filled.
func (f *Framer) Space(n int) []byte {
	if cap(f.data)-len(f.data) < n {
		c := f.shelf.block(len(f.data) + max(n, len(f.data)))
		f.data = append(c.memory[:0], f.data...)
		f.shelf.drop(f.block)
		f.block = c
	}
	return f.data[len(f.data) : len(f.data)+n]
}

// Filled says that the first n bytes of Space are the stream's next.
func (f *Framer) Filled(n int) { f.data = f.data[:len(f.data)+n] }

// Next returns the records that are whole, at most a unit of them; none: it wants more bytes. With end the stream has no
// more, and what is left is a record.
func (f *Framer) Next(end bool) connectors.Messages {
	if f.pos == 0 && !f.skipMark(end) {
		return connectors.Messages{}
	}
	if f.skipping && !f.skip(end) {
		return connectors.Messages{}
	}
	var l *lease
	at, n := 0, 0
	for at < len(f.data) && n < unitRecords && at < unitBytes {
		start, stop, next, ok := f.cutter.Next(f.data, at, end)
		if !ok {
			at = next
			break
		}
		if stop-start > int(f.options.Record) {
			if n == 0 {
				return f.refuse(start, stop, next)
			}
			break // it gets a unit of its own
		}
		at = next
		if start == stop {
			continue
		}
		if l == nil {
			l = f.shelf.lease(f.block, f.expect)
		}
		l.starts, l.ends = append(l.starts, start), append(l.ends, stop)
		n++
	}
	if n == 0 && len(f.data)-at > int(f.options.Record) {
		f.skipping = true
		return f.refuse(at, len(f.data), len(f.data)-1)
	}
	m := connectors.Messages{First: f.records}
	if l != nil {
		m = l.messages(f.data[:at:at], f.records)
	}
	f.advance(at, n)
	f.expect = min(n+n/4+1, unitRecords)
	if f.arrival != nil {
		m.Arrival = f.arrival.times(&m)
	}
	return m
}

func (f *Framer) advance(bytes, records int) {
	f.data = f.data[bytes:]
	f.pos += int64(bytes)
	f.records += int64(records)
}

// refuse makes a unit of one record that is too large: its beginning, not to be decoded.
func (f *Framer) refuse(start, stop, next int) connectors.Messages {
	kept := bytes.Clone(f.data[start:min(stop, start+keptBytes)])
	m := connectors.Messages{Data: kept, Ends: []int{len(kept)}, First: f.records, Refused: &connectors.Reject{
		Code:   types.RecordTooLarge,
		Detail: fmt.Sprintf("the record is longer than %s (option record)", f.options.Record),
		Bytes:  kept,
	}}
	if f.arrival != nil {
		m.Arrival = f.arrival.times(&m)
	}
	f.advance(next, 1)
	return m
}

// skip drops the rest of a record that is too large. It reports whether its end was found.
func (f *Framer) skip(end bool) bool {
	next := f.cutter.Resume(f.data)
	f.skipping = next == 0 && !end
	switch {
	case next > 0:
	case end:
		next = len(f.data)
	default:
		next = max(len(f.data)-1, 0) // a line feed counts with what follows it
	}
	f.advance(next, 0)
	return !f.skipping
}

var byteOrderMark = []byte("\xef\xbb\xbf")

// skipMark drops a byte order mark at the start of the stream. It is false while that cannot be told.
func (f *Framer) skipMark(end bool) bool {
	if bytes.HasPrefix(f.data, byteOrderMark) {
		f.advance(len(byteOrderMark), 0)
		return true
	}
	return end || len(f.data) >= len(byteOrderMark) || !bytes.HasPrefix(byteOrderMark, f.data)
}
