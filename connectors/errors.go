package connectors

import "time"

// Retryable is a transient error: the job backs off, calls again and loses nothing.
type Retryable struct {
	Err   error
	After time.Duration // wait at least this long
}

func (e Retryable) Error() string { return e.Err.Error() }

// Unwrap returns the cause.
func (e Retryable) Unwrap() error { return e.Err }

// Permanent is an error that no retry mends: the job FAILS with it, at its last checkpoint. Err names the remedy.
type Permanent struct{ Err error }

func (e Permanent) Error() string { return e.Err.Error() }

// Unwrap returns the cause.
func (e Permanent) Unwrap() error { return e.Err }
