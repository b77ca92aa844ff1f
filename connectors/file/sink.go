package file

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"weir/connectors"
	"weir/connectors/frame"
	"weir/operators"
)

type sinkOptions struct {
	Append bool `option:"append" default:"false" doc:"Write behind what the file holds. Otherwise a run begins with an empty file, unless it goes on from a checkpoint."`
}

const bufferBytes = 1 << 20 // of rows, before they go to the file

// sink writes a file. Until Recover it only holds it open.
type sink struct {
	connectors.AtLeastOnce
	file    *os.File
	out     *frame.Writer
	keep    bool // what the file holds stays
	created bool // there was no such file, and nothing was written yet
}

func openSink(env connectors.Env, target string, o sinkOptions) (connectors.Sink, error) {
	path := env.Path(target)
	_, before := os.Stat(path)
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE, 0o666)
	if err != nil {
		return nil, cannotWrite(target, path, err)
	}
	return &sink{
		file: f, out: frame.NewWriter(bufio.NewWriterSize(f, bufferBytes), env.Encoder),
		keep: o.Append, created: errors.Is(before, fs.ErrNotExist),
	}, nil
}

func cannotWrite(target, path string, err error) error {
	dir := filepath.Dir(path)
	if _, missing := os.Stat(dir); errors.Is(missing, fs.ErrNotExist) {
		return fmt.Errorf("file:%s: there is no folder %s; make it first", target, dir)
	}
	return fmt.Errorf("file:%s: the output cannot be written: %w", target, err)
}

// Recover makes the file ready: empty, or to be continued.
func (s *sink) Recover(_ context.Context, last connectors.Receipt) error {
	s.created = false
	if s.keep || last != nil {
		_, err := s.file.Seek(0, 2)
		return s.failed(err)
	}
	if info, err := s.file.Stat(); err == nil && !info.Mode().IsRegular() {
		return nil // a device or a pipe cannot be emptied
	}
	return s.failed(s.file.Truncate(0))
}

// Write encodes and buffers.
func (s *sink) Write(_ context.Context, b operators.Batch) error { return s.failed(s.out.WriteRows(b)) }

// Flush hands what was written to the operating system.
func (s *sink) Flush(context.Context) error { return s.failed(s.out.Flush()) }

// receipt says that there is something in the file that a restart must keep.
var receipt = connectors.Receipt("written")

// Prepare makes the writes durable. They are visible already: the file is at least once.
func (s *sink) Prepare(context.Context, uint64) (connectors.Receipt, error) {
	if err := s.out.Flush(); err != nil {
		return nil, s.failed(err)
	}
	if err := s.file.Sync(); err != nil && !errors.Is(err, errors.ErrUnsupported) {
		if info, stat := s.file.Stat(); stat == nil && info.Mode().IsRegular() {
			return nil, s.failed(err)
		}
	}
	return receipt, nil
}

func (s *sink) failed(err error) error {
	if err == nil {
		return nil
	}
	return connectors.Permanent{Err: fmt.Errorf("writing %s: %w", s.file.Name(), err)}
}

// Close writes what is left. A file that was only made to see that it can be goes away.
func (s *sink) Close() error {
	err := errors.Join(s.failed(s.out.Flush()), s.file.Close())
	if s.created {
		err = errors.Join(err, os.Remove(s.file.Name()))
	}
	return err
}
