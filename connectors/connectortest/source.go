package connectortest

import (
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"sync"

	"weir/connectors"
	"weir/operators"
)

// MemorySource is a source that a test feeds. It keeps all it was given, so it can be read again from any offset.
type MemorySource struct {
	mu       sync.Mutex
	feeds    []*Feed
	complete bool
}

// Feed is one split of a MemorySource. Each Push is what one Read returns.
type Feed struct {
	source *MemorySource
	id     string
	after  []string
	units  []connectors.Messages
	count  int64 // messages
	ended  bool
	tips   int           // how often readers at the tip were told to say so
	news   chan struct{} // closed when anything changes
	acked  connectors.Offset
	fail   []error
}

// Add makes a split. Those named in after come first.
func (s *MemorySource) Add(id string, after ...string) *Feed {
	s.mu.Lock()
	defer s.mu.Unlock()
	f := &Feed{source: s, id: id, after: after, news: make(chan struct{})}
	s.feeds = append(s.feeds, f)
	return f
}

// Complete says that no split will be added.
func (s *MemorySource) Complete() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.complete = true
}

// Push appends a unit of records without a time of arrival.
func (f *Feed) Push(records ...string) { f.PushAt(nil, records...) }

// PushAt appends a unit of records. Arrival has one time for each, or is nil.
func (f *Feed) PushAt(arrival []operators.Time, records ...string) {
	f.change(func() {
		m := connectors.Messages{Arrival: arrival, First: f.count}
		for _, r := range records {
			m.Data = append(m.Data, r...)
			m.Ends = append(m.Ends, len(m.Data))
		}
		f.units = append(f.units, m)
		f.count += int64(len(records))
	})
}

// End ends the split.
func (f *Feed) End() { f.change(func() { f.ended = true }) }

// Tip lets readers that have read everything say so once more.
func (f *Feed) Tip() { f.change(func() { f.tips++ }) }

// Fail lets the next Read return an error, before anything else.
func (f *Feed) Fail(err error) { f.change(func() { f.fail = append(f.fail, err) }) }

// Acked returns the offset that was acknowledged last.
func (f *Feed) Acked() connectors.Offset {
	f.source.mu.Lock()
	defer f.source.mu.Unlock()
	return f.acked
}

func (f *Feed) change(do func()) {
	f.source.mu.Lock()
	defer f.source.mu.Unlock()
	do()
	close(f.news)
	f.news = make(chan struct{})
}

// Splits lists the splits.
func (s *MemorySource) Splits(context.Context) ([]connectors.Split, bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var splits []connectors.Split
	for _, f := range s.feeds {
		splits = append(splits, connectors.Split{ID: f.id, After: f.after})
	}
	return splits, s.complete, nil
}

// Open reads a split behind an offset: the number of units before it.
func (s *MemorySource) Open(_ context.Context, split connectors.Split, from connectors.Offset) (connectors.Reader, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, f := range s.feeds {
		if f.id != split.ID {
			continue
		}
		r := &memoryReader{feed: f, tips: -1}
		if from != nil {
			if len(from) != 8 {
				return nil, connectors.Permanent{Err: fmt.Errorf("%x is no offset", []byte(from))}
			}
			r.next = int(binary.BigEndian.Uint64(from))
		}
		return r, nil
	}
	return nil, connectors.Permanent{Err: fmt.Errorf("there is no split %q", split.ID)}
}

type memoryReader struct {
	feed *Feed
	next int
	tips int // the feed's tips when this reader said that it is at the tip; -1: it has not
}

// Read returns the next unit.
func (r *memoryReader) Read(ctx context.Context) (connectors.Messages, connectors.Offset, error) {
	for {
		m, end, wait, err := r.read()
		if wait == nil {
			return m, end, err
		}
		select {
		case <-ctx.Done():
			return connectors.Messages{}, nil, ctx.Err()
		case <-wait:
		}
	}
}

func (r *memoryReader) read() (m connectors.Messages, end connectors.Offset, wait <-chan struct{}, err error) {
	f := r.feed
	f.source.mu.Lock()
	defer f.source.mu.Unlock()
	switch {
	case len(f.fail) > 0:
		err, f.fail = f.fail[0], f.fail[1:]
		return m, nil, nil, err
	case r.next < len(f.units):
		m = f.units[r.next]
		r.next++
		r.tips = -1
		return m, binary.BigEndian.AppendUint64(nil, uint64(r.next)), nil, nil
	case f.ended:
		return m, binary.BigEndian.AppendUint64(nil, uint64(r.next)), nil, io.EOF
	case r.tips != f.tips:
		r.tips = f.tips
		return m, nil, nil, nil
	default:
		return m, nil, f.news, nil
	}
}

// Ack notes how far the split is durable.
func (r *memoryReader) Ack(_ context.Context, upTo connectors.Offset) error {
	r.feed.source.mu.Lock()
	defer r.feed.source.mu.Unlock()
	r.feed.acked = upTo
	return nil
}

// Close has nothing to release.
func (r *memoryReader) Close() error { return nil }
