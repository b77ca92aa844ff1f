// Package blackhole is a sink that counts rows and forgets them: for measurements, and for outputs that nobody wants.
package blackhole

import (
	"context"

	"weir/connectors"
	"weir/operators"
)

var _ = connectors.Register(connectors.Spec{
	Scheme: "blackhole",
	Doc:    "Forgets what is written to it.",
	Sink:   connectors.SinkOf(connectors.AtLeastOnceGuarantee, open),
	Shared: true,
})

type options struct{}

// Sink counts what it forgets.
type Sink struct {
	connectors.AtLeastOnce
	rows int64
}

func open(connectors.Env, string, options) (connectors.Sink, error) { return &Sink{}, nil }

// Rows is how many rows have come.
func (s *Sink) Rows() int64 { return s.rows }

// Write counts.
func (s *Sink) Write(_ context.Context, b operators.Batch) error {
	s.rows += int64(b.Rows())
	return nil
}

// Flush has nothing to show.
func (*Sink) Flush(context.Context) error { return nil }

// Close has nothing to close.
func (*Sink) Close() error { return nil }
