package bench

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"sync/atomic"
	"time"
)

// latencies reads rows and counts how long they took. Reading makes no garbage: the measurement must not disturb itself.
type latencies struct {
	first   chan time.Time // when the first row came
	firstAt time.Time
	since   atomic.Int64 // rows sent earlier are not counted

	done chan struct{} // closed at the end of the rows; only then may the others be read
	err  error
	all  int // rows, also those not counted
	took []int32
	max  time.Duration
	rows int
}

// took has a place for each microsecond up to a second, and one for what took longer.
const places = 1_000_001

func newLatencies() *latencies {
	l := &latencies{first: make(chan time.Time, 1), done: make(chan struct{}), took: make([]int32, places)}
	l.since.Store(math.MaxInt64)
	return l
}

// from begins to count.
func (l *latencies) from(t time.Time) { l.since.Store(t.UnixNano()) }

func (l *latencies) read(r io.Reader) {
	defer close(l.done)
	buf, have := make([]byte, 1<<20), 0
	for {
		n, err := r.Read(buf[have:])
		now := time.Now()
		if l.all == 0 && n > 0 {
			l.first <- now
		}
		have += n
		rest, bad := l.lines(buf[:have], now.UnixNano())
		have = copy(buf, rest)
		if bad != nil || err != nil {
			if l.err = bad; bad == nil && !errors.Is(err, io.EOF) {
				l.err = err
			}
			_, _ = io.Copy(io.Discard, r) // so that the program comes to its end
			return
		}
	}
}

// lines counts whole lines that have come by now, and returns what is left.
func (l *latencies) lines(text []byte, now int64) (rest []byte, err error) {
	since := l.since.Load()
	for {
		end := bytes.IndexByte(text, '\n')
		if end < 0 {
			return text, nil
		}
		line := text[:end]
		if len(line) < len(sentMember)+sentDigits || string(line[:len(sentMember)]) != sentMember {
			return nil, fmt.Errorf("the row %q does not begin with %s", line, sentMember)
		}
		sent := int64(0)
		for _, digit := range line[len(sentMember):][:sentDigits] {
			sent = sent*10 + int64(digit-'0')
		}
		l.all++
		if sent >= since {
			l.count(time.Duration(now - sent))
		}
		text = text[end+1:]
	}
}

func (l *latencies) count(took time.Duration) {
	l.took[min(max(took.Microseconds(), 0), places-1)]++
	l.max = max(l.max, took)
	l.rows++
}

func (l *latencies) summary(into *Latency) {
	into.Rows, into.Max = l.rows, l.max
	into.P50, into.P99 = l.percentile(50), l.percentile(99)
}

// percentile returns the least time that so many in a hundred rows did not exceed.
func (l *latencies) percentile(p int) time.Duration {
	left := (l.rows*p + 99) / 100
	for i, n := range l.took {
		if left -= int(n); left <= 0 {
			return min(time.Duration(i+1)*time.Microsecond, l.max)
		}
	}
	return l.max
}
