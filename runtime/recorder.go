package runtime

import (
	"bufio"
	"encoding/gob"
	"errors"
	"fmt"
	"io"

	"weir/connectors"
	"weir/operators"
	"weir/reference"
	"weir/state"
)

// A Recorder writes the records of steps, so that a run can be repeated.
type Recorder struct {
	enc *gob.Encoder
}

// NewRecorder writes to w.
func NewRecorder(w io.Writer) *Recorder { return &Recorder{gob.NewEncoder(w)} }

// Write appends a record.
func (r *Recorder) Write(rec *Record) error {
	wire, err := toWire(rec)
	if err == nil {
		err = r.enc.Encode(wire)
	}
	if err != nil {
		return fmt.Errorf("write the record of a step: %w", err)
	}
	return nil
}

// A RecordReader reads what a Recorder has written.
type RecordReader struct {
	dec *gob.Decoder
}

// NewRecordReader reads from r.
func NewRecordReader(r io.Reader) *RecordReader {
	return &RecordReader{gob.NewDecoder(bufio.NewReader(r))}
}

// Read returns the next record, io.EOF behind the last. A record whose end is missing counts as none: the run was killed.
func (r *RecordReader) Read() (*Record, error) {
	var wire wireRecord
	switch err := r.dec.Decode(&wire); {
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return nil, io.EOF
	case err != nil:
		return nil, fmt.Errorf("read the record of a step: %w", err)
	}
	return wire.record()
}

// Replay steps a graph through all records.
func Replay(g *Graph, r *RecordReader) error {
	for {
		rec, err := r.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if err := g.Step(rec); err != nil {
			return err
		}
	}
}

// The wire forms: batches are Arrow IPC, all else is as it is.
type (
	wireRecord struct {
		Now      operators.Time
		Commands []Command
		Splits   []wireSplit
	}
	wireSplit struct {
		Input, Split  int
		HasTip, Ended bool
		Tip           operators.Time
		Unit          *wireUnit
	}
	wireUnit struct {
		Batches []byte
		Stamped bool
		Rejects []Refused
		End     connectors.Offset
		HasEnd  bool
		Bytes   int64
		Raw     *Raw
	}
	// WireSwap stands for a SwapTable.
	wireSwap struct {
		Table, Version string
		Rows           []byte
		Rejects        []connectors.Reject
	}
)

func (wireSwap) check(*Graph) error { return errors.New("a table was not read from the record") }
func (wireSwap) apply(*Graph)       {}

func init() {
	gob.Register(JoinSplit{})
	gob.Register(Listed{})
	gob.Register(CompleteInput{})
	gob.Register(SwitchPump{})
	gob.Register(wireSwap{})
}

func toWire(rec *Record) (*wireRecord, error) {
	w := &wireRecord{Now: rec.Now}
	for _, c := range rec.Commands {
		if swap, ok := c.(SwapTable); ok {
			rows, err := packBatches(batchesOf(swap.Version.Rows())...)
			if err != nil {
				return nil, err
			}
			c = wireSwap{swap.Table, swap.Version.Version(), rows, swap.Version.Rejects()}
		}
		w.Commands = append(w.Commands, c)
	}
	for _, si := range rec.Splits {
		s := wireSplit{Input: si.Input, Split: si.Split, HasTip: si.HasTip, Ended: si.Ended, Tip: si.Tip}
		if u := si.Unit; u != nil {
			batches, err := packBatches(u.Batches...)
			if err != nil {
				return nil, err
			}
			s.Unit = &wireUnit{batches, u.Stamped, u.Rejects, u.End, u.End != nil, u.Bytes, u.Raw}
		}
		w.Splits = append(w.Splits, s)
	}
	return w, nil
}

func (w *wireRecord) record() (*Record, error) {
	rec := &Record{Now: w.Now}
	for _, c := range w.Commands {
		if swap, ok := c.(wireSwap); ok {
			swapped, err := swap.swap()
			if err != nil {
				return nil, err
			}
			c = swapped
		}
		rec.Commands = append(rec.Commands, c)
	}
	for _, s := range w.Splits {
		si := SplitInput{Input: s.Input, Split: s.Split, HasTip: s.HasTip, Ended: s.Ended, Tip: s.Tip}
		if u := s.Unit; u != nil {
			batches, err := unpackBatches(u.Batches)
			if err != nil {
				return nil, err
			}
			if u.HasEnd && u.End == nil {
				u.End = connectors.Offset{} // gob does not tell empty from nil
			}
			si.Unit = &Unit{batches, u.Stamped, u.Rejects, u.End, u.Bytes, u.Raw}
		}
		rec.Splits = append(rec.Splits, si)
	}
	return rec, nil
}

func (w wireSwap) swap() (SwapTable, error) {
	rows, err := unpackBatches(w.Rows)
	if err != nil {
		return SwapTable{}, err
	}
	if len(rows) == 0 {
		return SwapTable{}, fmt.Errorf("table %q has no rows in the record", w.Table)
	}
	version, err := reference.NewVersion(w.Version, nil, rows, w.Rejects)
	return SwapTable{w.Table, version}, err
}

const recordedRows = "rows"

func packBatches(batches ...operators.Batch) ([]byte, error) {
	n := &state.Node{ID: "record"}
	for _, b := range batches {
		saveBatch(n, recordedRows, b)
	}
	return n.Encode()
}

func unpackBatches(data []byte) ([]operators.Batch, error) {
	n, err := state.Decode("record", data)
	if err != nil {
		return nil, err
	}
	l := loader{node: n}
	return l.batches(recordedRows), l.err
}
