package connectors

import (
	"context"
	"io"

	"weir/operators"
)

// Offset is a position within one split, opaque to all but its source. Nil: the start that the source's options name.
type Offset []byte

// Split is one ordered part of a source: a shard, a partition, a file.
type Split struct {
	ID    string
	After []string // not opened before the splits with these IDs have ended and been taken
}

// A Source is cut into splits; each has its own offsets. Splits and Open are called by one goroutine.
type Source interface {
	// Splits lists what exists; asked again every 10 s until complete.
	Splits(ctx context.Context) (s []Split, complete bool, err error)
	// Open starts reading a split behind from. Each Reader is used by one goroutine of its own.
	Open(ctx context.Context, s Split, from Offset) (Reader, error)
}

// A Reader reads one split.
type Reader interface {
	// Read blocks until there are messages, or returns none: all that had arrived when it was called has been returned (the
	// tip). io.EOF ends the split; messages may come with it. One Read is one unit: decoded, taken and checkpointed whole, so
	// an offset never falls inside a message. Aim at 4096 rows, at most 1 MiB; return what is there rather than wait (none
	// after 100 ms at most). The messages' memory belongs to the caller.
	Read(ctx context.Context) (Messages, Offset, error)
	io.Closer
}

// Acker is implemented by readers of queues that need telling. Called after the checkpoint is durable.
type Acker interface {
	Ack(ctx context.Context, upTo Offset) error
}

// Bounded is implemented by sources that know how much there is to read, for a progress line.
type Bounded interface {
	Size() (bytes int64, known bool)
}

// Messages is a run of payloads in columns.
type Messages struct {
	Data    []byte           // the payloads, one behind the other
	Ends    []int            // Ends[i]: where message i ends in Data
	Starts  []int            // where message i begins; nil: where the one before it ends
	Arrival []operators.Time // the broker's arrival time of each message; nil: Weir stamps
	Meta    []Meta           // implicit columns of the source, e.g. PARTITION_KEY
	First   int64            // number of message 0 within the split (0-based), for the positions of bad records
	Free    func()           // may be called once, when nobody needs Data, Starts and Ends any more: the source uses them again; nil: it does not
	Refused *Reject          // the framing refused the unit's only message, of which Data holds the beginning: not decoded
}

// Meta is one implicit column: one text for each message.
type Meta struct {
	Name    string
	Offsets []int32
	Data    []byte
}

// Len returns the number of messages.
func (m *Messages) Len() int { return len(m.Ends) }

// Release frees what the source wants back.
func (m *Messages) Release() {
	if m.Free != nil {
		m.Free()
	}
}

// Message returns the bytes of message i.
func (m *Messages) Message(i int) []byte {
	start := 0
	switch {
	case m.Starts != nil:
		start = m.Starts[i]
	case i > 0:
		start = m.Ends[i-1]
	}
	return m.Data[start:m.Ends[i]]
}
