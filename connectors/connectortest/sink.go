package connectortest

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"weir/connectors"
	"weir/operators"
)

// Ledger is a system that rows are written to. It keeps what is visible, and what is prepared, over the crash of its sinks.
type Ledger struct {
	// Direct shows rows when they are flushed, as a sink does where there are no epochs.
	Direct bool
	// Fail, if set, is asked before every call of a sink: write, flush, prepare, commit, recover. It may return the call's
	// error.
	Fail func(op string) error

	mu       sync.Mutex
	visible  []string
	prepared map[uint64][]string
	news     chan struct{}
}

// Rows returns the visible rows as text: ROWTIME and columns, separated by blanks.
func (l *Ledger) Rows() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Clone(l.visible)
}

// Prepared returns how many epochs are prepared and not committed.
func (l *Ledger) Prepared() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.prepared)
}

// Await waits until n rows are visible, and returns them.
func (l *Ledger) Await(ctx context.Context, n int) ([]string, error) {
	for {
		l.mu.Lock()
		rows, news := slices.Clone(l.visible), l.changed()
		l.mu.Unlock()
		if len(rows) >= n {
			return rows, nil
		}
		select {
		case <-ctx.Done():
			return rows, ctx.Err()
		case <-news:
		}
	}
}

// changed returns a channel that is closed when more rows are visible. The lock is held.
func (l *Ledger) changed() chan struct{} {
	if l.news == nil {
		l.news = make(chan struct{})
	}
	return l.news
}

func (l *Ledger) show(rows []string) {
	l.visible = append(l.visible, rows...)
	close(l.changed())
	l.news = nil
}

// Open returns a sink that writes to the ledger: a new one after each crash.
func (l *Ledger) Open() *MemorySink { return &MemorySink{ledger: l} }

// MemorySink is an exactly-once sink.
type MemorySink struct {
	ledger    *Ledger
	pending   []string
	recovered bool
}

var _ connectors.Sink = (*MemorySink)(nil)

func (s *MemorySink) enter(op string) (leave func(), err error) {
	if s.ledger.Fail != nil {
		if err := s.ledger.Fail(op); err != nil {
			return nil, err
		}
	}
	if op != "recover" && !s.recovered {
		return nil, errors.New("a sink was used before Recover")
	}
	s.ledger.mu.Lock()
	return s.ledger.mu.Unlock, nil
}

// Write keeps the rows.
func (s *MemorySink) Write(_ context.Context, b operators.Batch) error {
	leave, err := s.enter("write")
	if err != nil {
		return err
	}
	defer leave()
	for i := range b.Time {
		var row strings.Builder
		fmt.Fprint(&row, b.Time[i])
		for _, c := range b.Cols {
			row.WriteString(" " + c.ValueStr(i))
		}
		s.pending = append(s.pending, row.String())
	}
	return nil
}

// Flush shows the rows of a direct ledger.
func (s *MemorySink) Flush(context.Context) error {
	leave, err := s.enter("flush")
	if err != nil {
		return err
	}
	defer leave()
	if s.ledger.Direct {
		s.ledger.show(s.pending)
		s.pending = nil
	}
	return nil
}

// Prepare puts the rows aside, under the number of the epoch.
func (s *MemorySink) Prepare(_ context.Context, epoch uint64) (connectors.Receipt, error) {
	leave, err := s.enter("prepare")
	if err != nil {
		return nil, err
	}
	defer leave()
	if len(s.pending) == 0 {
		return nil, nil
	}
	if s.ledger.prepared == nil {
		s.ledger.prepared = map[uint64][]string{}
	}
	s.ledger.prepared[epoch], s.pending = s.pending, nil
	return binary.BigEndian.AppendUint64(nil, epoch), nil
}

// Commit shows what was prepared, once.
func (s *MemorySink) Commit(_ context.Context, r connectors.Receipt) error {
	leave, err := s.enter("commit")
	if err != nil {
		return err
	}
	defer leave()
	s.ledger.commit(r)
	return nil
}

func (l *Ledger) commit(r connectors.Receipt) {
	epoch := binary.BigEndian.Uint64(r)
	if rows, ok := l.prepared[epoch]; ok {
		delete(l.prepared, epoch)
		l.show(rows)
	}
}

// Recover commits the last receipt and forgets whatever else was prepared.
func (s *MemorySink) Recover(_ context.Context, last connectors.Receipt) error {
	leave, err := s.enter("recover")
	if err != nil {
		return err
	}
	defer leave()
	if last != nil {
		s.ledger.commit(last)
	}
	clear(s.ledger.prepared)
	s.recovered = true
	return nil
}

// Close has nothing to release.
func (s *MemorySink) Close() error { return nil }
