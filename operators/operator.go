package operators

import (
	"math"

	"github.com/apache/arrow/go/v15/arrow"

	"weir/sql/types"
)

// Time is a ROWTIME or a watermark: ms since 1970, UTC.
type Time int64

// MinTime and EndOfTime lie outside of every row. They leave room for arithmetic with any window length.
const (
	MinTime   Time = math.MinInt64 / 4
	EndOfTime Time = math.MaxInt64 / 4
)

// Limits of a batch. A row larger than MaxBatchBytes stands alone.
const (
	MaxBatchRows  = 4096
	MaxBatchBytes = 1 << 20
)

// A Batch ascends in ROWTIME and never changes. At most MaxBatchRows rows and MaxBatchBytes bytes (a larger row stands alone).
type Batch struct {
	Time   []Time        // ROWTIME of each row, never one of Cols
	Cols   []arrow.Array // as Schema; nil for an input column that no query reads
	Failed []Failure     // rows this query block could not compute, ascending in Row; nil outside of a block
}

// Rows returns the number of rows.
func (b Batch) Rows() int { return len(b.Time) }

// Failure says why one row of a batch could not be computed.
type Failure struct {
	Row    int32
	Item   uint16 // 0: WHERE; else 1 + place in the select list (for a grouping operator: keys, then arguments)
	Code   types.Code
	Detail string
}

// An Operator is one node of a running plan. One goroutine calls it:
//
//	Restore? ( Process* Advance )*  with Snapshot only between steps
type Operator interface {
	// Process takes rows of one port, none below that port's last promise. It emits at most what follows from these rows
	// alone, row by row, in their order. It copies what it keeps: values, not batches.
	Process(port int, b Batch, out Output) error
	// Advance comes once in every step, after the step's Process calls. On no port will a row with ROWTIME < t follow (rows
	// at t may). t is the least promise of the ports; it never falls and may repeat. The operator emits what is complete,
	// ascending, and returns its own promise: no output row below it will follow.
	Advance(t Time, out Output) (Time, error)
}

// Stateful is an Operator that remembers. State is named tables of Arrow arrays. Snapshot hands over arrays that it will
// not change again (a copy, at most 50 ms for 1 M keys); encoding and I/O are the store's.
type Stateful interface {
	Operator
	Snapshot(w StateWriter) error
	Restore(r StateReader) error
}

// StateWriter takes the state of one node. Names are unique within the node; the arrays of a table are of equal length.
type StateWriter interface {
	Table(name string, cols ...arrow.Array)
}

// StateReader gives back what was written. A table that was not written is nil.
type StateReader interface {
	Table(name string) ([]arrow.Array, error)
}

// Waiter is an Operator that holds rows or open windows; `why`, the idle timer and the hold limit ask it.
type Waiter interface {
	Waiting() (held Held, until Time) // until: the least t at which Advance would emit; EndOfTime: nothing waits
}

// Held counts rows kept only because time has not passed them; groups, panes and window logs are state, not held.
type Held struct {
	Rows  int
	Bytes int64
}

// Output takes what an operator produces. It never blocks. An error returned by Process or Advance ends the job; a row's
// error is a Failure.
type Output interface {
	Emit(b Batch)
	// Reject reports rows that cannot be computed to the ERRORS twin of the pump's target. schema describes b's columns, so
	// that DATA_ROW can be written; f names rows of b.
	Reject(schema *types.Schema, b Batch, f []Failure)
	// Late reports rows that came behind the watermark to the LATE twin; behind[i] is the watermark that b's row i missed.
	Late(b Batch, behind []Time)
}

// Env is what an operator may ask of the world.
type Env struct {
	Now      func() Time                // the step's time: one reading a step, data like any other
	Start    func() Time                // the time of the job's first step; it is part of the state
	Table    func(name string) Lookup   // a reference table's present version
	Parallel func(n int, f func(i int)) // runs f(0..n-1) on the job's workers and waits
	Seed     uint64                     // for operators that need randomness
}

// Lookup is one version of a reference table. It never changes.
type Lookup interface {
	// Rows are the table's rows in file order: one batch of any size, whose ROWTIME is the load time.
	Rows() Batch
	Version() string
	// Shared returns what build makes of this version: it is built the first time that it is asked for under this key. So all
	// operators that read a table share its indexes.
	Shared(key string, build func() any) any
}
