// Package stdout writes rows to the process's standard output, each ended by a line feed.
package stdout

import (
	"bufio"
	"context"
	"errors"
	"fmt"

	"weir/connectors"
	"weir/connectors/frame"
	"weir/operators"
)

var _ = connectors.Register(connectors.Spec{
	Scheme: "stdout",
	Doc:    "Writes to standard output, one object a line. Rows appear as soon as no others wait.",
	Sink:   connectors.SinkOf(connectors.AtLeastOnceGuarantee, open),
})

type options struct{}

const bufferBytes = 64 << 10 // what a pipe holds

type sink struct {
	connectors.AtLeastOnce
	out *frame.Writer
}

func open(env connectors.Env, _ string, _ options) (connectors.Sink, error) {
	if env.Stdout == nil {
		return nil, errors.New("stdout: there is no standard output here; only weir run has one")
	}
	return &sink{out: frame.NewWriter(bufio.NewWriterSize(env.Stdout, bufferBytes), env.Encoder)}, nil
}

// Write encodes and buffers.
func (s *sink) Write(_ context.Context, b operators.Batch) error { return failed(s.out.WriteRows(b)) }

// Flush shows what was written.
func (s *sink) Flush(context.Context) error { return failed(s.out.Flush()) }

// Prepare shows what was written; nothing more can be done for a pipe.
func (s *sink) Prepare(context.Context, uint64) (connectors.Receipt, error) {
	return nil, failed(s.out.Flush())
}

// Close shows what is left.
func (s *sink) Close() error { return failed(s.out.Flush()) }

func failed(err error) error {
	if err == nil {
		return nil
	}
	return connectors.Permanent{Err: fmt.Errorf("writing to standard output: %w", err)}
}
