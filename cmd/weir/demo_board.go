package main

import (
	"context"
	"slices"
	"sync"
	"time"

	"weir/connectors"
	"weir/operators"
	"weir/operators/vec"
)

// move is a row of the demo's filter.
type move struct {
	at             operators.Time
	symbol, sector string
	change, price  float64
}

// sector is a row of the demo's window.
type sector struct {
	at                 operators.Time
	name               string
	trades             int64
	low, high, average float64
}

// board is what the demo shows: the results of late. Sinks write it, the screen reads it.
type board struct {
	mu      sync.Mutex
	moves   []move            // the latest, newest last
	sectors map[string]sector // the latest of each
	lines   []string          // for where there is no table: not printed yet
	rows    int64
	lastAt  time.Time       // when the last row came
	delays  []time.Duration // from a trade to its result, of the latest
}

const (
	keptMoves  = 8
	keptDelays = 500
)

func newBoard() *board { return &board{sectors: map[string]sector{}, lastAt: time.Now()} }

// came notes that rows have come.
func (b *board) came(n int) {
	b.rows += int64(n)
	b.lastAt = time.Now()
}

// delay returns the usual and the greatest time from a trade to its result.
func (b *board) delay() (median, worst time.Duration) {
	if len(b.delays) == 0 {
		return 0, 0
	}
	sorted := slices.Sorted(slices.Values(b.delays))
	return sorted[len(sorted)/2], sorted[len(sorted)-1]
}

// demoSink is what the demo's sinks have in common.
type demoSink struct {
	connectors.AtLeastOnce
	board *board
	views [5]vec.View
}

func (s *demoSink) text(b operators.Batch, col, row int) string {
	return string(s.views[col].Of(b.Cols[col]).(*vec.Texts).At(row))
}

func (s *demoSink) float(b operators.Batch, col, row int) float64 {
	return s.views[col].Of(b.Cols[col]).(*vec.Floats).At(row)
}

// Flush has nothing to show: the screen reads the board.
func (*demoSink) Flush(context.Context) error { return nil }

// Close has nothing to close.
func (*demoSink) Close() error { return nil }

// movesSink takes the filter's rows.
type movesSink struct{ demoSink }

// Write puts rows on the board.
func (s *movesSink) Write(_ context.Context, b operators.Batch) error {
	s.board.mu.Lock()
	defer s.board.mu.Unlock()
	now := time.Now().UnixMilli()
	for row, at := range b.Time {
		m := move{at, s.text(b, 0, row), s.text(b, 1, row), s.float(b, 2, row), s.float(b, 3, row)}
		s.board.moves = latest(append(s.board.moves, m), keptMoves)
		s.board.lines = append(s.board.lines, moveLine(m))
		s.board.delays = latest(append(s.board.delays, time.Duration(now-int64(at))*time.Millisecond), keptDelays)
	}
	s.board.came(b.Rows())
	return nil
}

// sectorsSink takes the window's rows.
type sectorsSink struct{ demoSink }

// Write puts rows on the board.
func (s *sectorsSink) Write(_ context.Context, b operators.Batch) error {
	s.board.mu.Lock()
	defer s.board.mu.Unlock()
	for row, at := range b.Time {
		one := sector{
			at: at, name: s.text(b, 0, row), trades: s.views[1].Of(b.Cols[1]).(*vec.Ints).At(row),
			low: s.float(b, 2, row), high: s.float(b, 3, row), average: s.float(b, 4, row),
		}
		s.board.sectors[one.name] = one
		s.board.lines = append(s.board.lines, sectorLine(one))
	}
	s.board.came(b.Rows())
	return nil
}

// latest keeps the last n.
func latest[T any](all []T, n int) []T {
	return append(all[:0], all[max(len(all)-n, 0):]...)
}
