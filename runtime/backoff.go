package runtime

import (
	"context"
	"errors"
	"time"

	"weir/connectors"
	"weir/internal/clock"
)

// The waits between two attempts begin short, double, and stay at the longest.
const (
	firstWait   = 100 * time.Millisecond
	longestWait = 30 * time.Second
)

// retrier repeats what failed with a Retryable error.
type retrier struct {
	clock clock.Clock
	// trouble hears every Retryable error, and nil once a call has succeeded after one.
	trouble func(error)
}

// do calls f until it succeeds, fails for good, or ctx ends.
func (r *retrier) do(ctx context.Context, f func() error) error {
	wait := firstWait
	for failed := false; ; failed = true {
		err := f()
		var again connectors.Retryable
		if !errors.As(err, &again) {
			if failed && err == nil {
				r.trouble(nil)
			}
			return err
		}
		r.trouble(err)
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-r.clock.After(max(wait, again.After)):
		}
		wait = min(2*wait, longestWait)
	}
}
