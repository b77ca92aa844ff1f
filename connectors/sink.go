package connectors

import (
	"context"
	"io"

	"weir/operators"
)

// Receipt names one epoch's prepared writes, durably: whoever holds it can commit them after a crash. Nil: there were none.
type Receipt []byte

// A Sink writes batches of one output. All its methods are called by one goroutine. Recover comes once, before the first
// Write. After Prepare(e) come writes of e+1, possibly before Commit(e): at most two epochs overlap. Without a store there
// are no epochs and a sink shows what it writes.
type Sink interface {
	// Write takes a batch. If it returns a Retryable error it is called again with the same batch and goes on where it
	// stopped.
	Write(ctx context.Context, b operators.Batch) error
	// Flush is called when the queue is empty: what was written must become visible where there are no epochs.
	Flush(ctx context.Context) error
	// Prepare makes all writes since the last Prepare durable but invisible. The receipt goes into the manifest.
	Prepare(ctx context.Context, epoch uint64) (Receipt, error)
	// Commit makes prepared writes visible. It is idempotent and is retried until it succeeds.
	Commit(ctx context.Context, r Receipt) error
	// Recover is called with the receipt of the last manifest: commit it, discard every other prepared write of this job.
	Recover(ctx context.Context, last Receipt) error
	io.Closer
}

// Guarantee is what a sink keeps over a crash.
type Guarantee uint8

// The guarantees.
const (
	AtLeastOnceGuarantee Guarantee = iota
	ExactlyOnceGuarantee
)

func (g Guarantee) String() string { return [...]string{"at least once", "exactly once"}[g] }

// AtLeastOnce is embedded by sinks that cannot do two phases. Rows written after the last checkpoint come again after a
// crash. The sink's Prepare must still make its writes durable; it may shadow this one.
type AtLeastOnce struct{}

// Prepare has nothing to hold back.
func (AtLeastOnce) Prepare(context.Context, uint64) (Receipt, error) { return nil, nil }

// Commit has nothing to make visible.
func (AtLeastOnce) Commit(context.Context, Receipt) error { return nil }

// Recover has nothing to discard.
func (AtLeastOnce) Recover(context.Context, Receipt) error { return nil }
