package app

import (
	"context"
	stdjson "encoding/json"
	"errors"
	"io"
	"sync"

	"weir/connectors"
	"weir/operators"
)

// screen is standard output, shared by several streams: line by line.
type screen struct {
	mu  sync.Mutex
	out io.Writer
}

// shownSink shows one of several streams of an application without outputs: each row in an object under the stream's name.
type shownSink struct {
	connectors.AtLeastOnce
	*screen
	encoder connectors.Encoder
	name    string
	rows    connectors.Messages
	lines   []byte
}

// Write writes a batch at once.
func (s *shownSink) Write(_ context.Context, b operators.Batch) error {
	if s.out == nil {
		return connectors.Permanent{Err: errors.New("there is no standard output here")}
	}
	name, err := stdjson.Marshal(s.name)
	if err != nil {
		return err
	}
	s.rows.Data, s.rows.Ends, s.lines = s.rows.Data[:0], s.rows.Ends[:0], s.lines[:0]
	if err := s.encoder.Encode(b, &s.rows); err != nil {
		return err
	}
	for i := range s.rows.Len() {
		s.lines = append(append(append(s.lines, '{'), name...), ':')
		s.lines = append(append(s.lines, s.rows.Message(i)...), '}', '\n')
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, err := s.out.Write(s.lines); err != nil {
		return connectors.Permanent{Err: err}
	}
	return nil
}

// Flush has nothing to show.
func (*shownSink) Flush(context.Context) error { return nil }

// Close has nothing to close.
func (*shownSink) Close() error { return nil }
