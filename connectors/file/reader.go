package file

import (
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"weir/connectors"
	"weir/connectors/frame"
)

const chunkBytes = 1 << 20 // of one read; so much is decoded as a unit

// reader reads one regular file.
type reader struct {
	file   *os.File
	in     io.Reader // file, or what it unpacks to
	name   string
	framer *frame.Framer
	ended  bool
	pipe   bool // the file is none: it cannot be sought
}

// newReader puts the file to the framer's position.
func newReader(f *os.File, name string, framer *frame.Framer) (*reader, error) {
	info, err := f.Stat()
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", name, err)
	}
	r := &reader{file: f, in: f, name: name, framer: framer}
	from := framer.Position()
	switch {
	case !info.Mode().IsRegular():
		r.pipe = true
		if from > 0 {
			return nil, fmt.Errorf("reading %s: it is no regular file, so reading cannot go on at byte %d", name, from)
		}
	case packed(name):
		unpacked, err := gzip.NewReader(f)
		if err != nil {
			return nil, fmt.Errorf("unpacking %s: it is no whole gzip file: %w", name, err)
		}
		r.in = unpacked
		if _, err := io.CopyN(io.Discard, unpacked, from); err != nil {
			return nil, fmt.Errorf("unpacking %s up to byte %d, where reading was left: %w", name, from, err)
		}
	case info.Size() < from:
		return nil, fmt.Errorf("reading %s: it has %d bytes, but reading was left at byte %d; was it replaced?", name, info.Size(), from)
	default:
		if _, err := f.Seek(from, io.SeekStart); err != nil {
			return nil, fmt.Errorf("reading %s: %w", name, err)
		}
	}
	return r, nil
}

// Read returns the next records.
func (r *reader) Read(context.Context) (connectors.Messages, connectors.Offset, error) {
	for {
		m := r.framer.Next(r.ended)
		switch {
		case m.Len() > 0:
			return m, r.framer.Offset(), nil
		case r.ended && r.framer.Waiting() == 0:
			return m, r.framer.Offset(), io.EOF
		case r.ended:
			continue
		}
		if err := r.fill(); err != nil {
			return m, r.framer.Offset(), connectors.Permanent{Err: fmt.Errorf("reading %s: %w", r.name, err)}
		}
	}
}

// fill reads a whole chunk, or what is left. What unpacks gives little at a time.
func (r *reader) fill() error {
	space := r.framer.Space(chunkBytes)
	n := 0
	for n < len(space) && !r.ended {
		more, err := r.in.Read(space[n:])
		n += more
		if r.ended = errors.Is(err, io.EOF); err != nil && !r.ended {
			return err
		}
	}
	r.framer.Filled(n)
	return nil
}

// Close closes the file.
func (r *reader) Close() error { return r.file.Close() }
