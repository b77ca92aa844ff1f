package bench

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// Latency is how long rows take from the write to the program's standard input to the read from its standard output.
type Latency struct {
	Rows          int           // measured: all of those sent after the first second
	P50, P99, Max time.Duration // among them
	First         time.Duration // from the start of the program to its first row
	Behind        time.Duration // how far the writer fell behind its pace at worst
}

// The bids of a latency benchmark carry the time of their write, in ns since 1970, as their first member; the application
// passes it on as the first member of its rows, and passes on every row.
const (
	sentMember = `{"sent":`
	sentDigits = 19
	warmUp     = time.Second
	burst      = time.Millisecond // from one write to the next
)

// MeasureLatency runs program as `weir run` in a prepared folder, writes bids at the case's pace for so long, and reads what
// comes back.
func (c *Case) MeasureLatency(ctx context.Context, program, dir string, during time.Duration) (Latency, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	source := c.pacedBids() // takes a while
	cmd := exec.CommandContext(ctx, program, "run", "-quiet", filepath.Join(dir, AppFile))
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		return Latency{}, err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return Latency{}, err
	}
	began := time.Now()
	if err := cmd.Start(); err != nil {
		return Latency{}, err
	}
	got := newLatencies()
	go got.read(out)
	l, err := source.write(ctx, in, got, during)
	err = errors.Join(err, in.Close())
	<-got.done
	if err := errors.Join(err, got.err, cmd.Wait()); err != nil {
		return Latency{}, fmt.Errorf("measuring %s: %w", c.Name, err)
	}
	if got.all != source.written {
		return Latency{}, fmt.Errorf("measuring %s: %d rows came back of %d", c.Name, got.all, source.written)
	}
	l.First = got.firstAt.Sub(began)
	got.summary(&l)
	return l, nil
}

// paced is a second of bids, made before the measurement, to be written again and again.
type paced struct {
	text    []byte
	ends    []int // of each bid
	next    int
	written int
}

func (c *Case) pacedBids() *paced {
	p := &paced{ends: make([]int, 0, c.Load.Pace)}
	lines := c.Load.Lines()
	digits := bytes.Repeat([]byte{'1'}, sentDigits)
	for range c.Load.Pace {
		p.text = append(append(append(p.text, sentMember...), digits...), ',')
		at := len(p.text)
		p.text = append(lines.Next(p.text), '\n')
		p.text = append(p.text[:at], p.text[at+1:]...) // the brace of the bid
		p.ends = append(p.ends, len(p.text))
	}
	return p
}

// burst stamps and writes n bids.
func (p *paced) burst(w io.Writer, n int) error {
	for n > 0 {
		k := min(n, len(p.ends)-p.next)
		from := 0
		if p.next > 0 {
			from = p.ends[p.next-1]
		}
		now := time.Now().UnixNano()
		for i, start := p.next, from; i < p.next+k; i++ {
			stamp(p.text[start+len(sentMember):][:sentDigits], now)
			start = p.ends[i]
		}
		if _, err := w.Write(p.text[from:p.ends[p.next+k-1]]); err != nil {
			return err
		}
		p.next = (p.next + k) % len(p.ends)
		p.written += k
		n -= k
	}
	return nil
}

// write writes one bid, and when it has come back all others at their pace.
func (p *paced) write(ctx context.Context, w io.Writer, got *latencies, during time.Duration) (l Latency, err error) {
	if err := p.burst(w, 1); err != nil {
		return l, err
	}
	select {
	case got.firstAt = <-got.first:
	case <-got.done:
		return l, errors.New("the program ended without a row")
	case <-ctx.Done():
		return l, ctx.Err()
	}
	start := time.Now()
	got.from(start.Add(warmUp))
	perBurst := len(p.ends) * int(burst) / int(time.Second)
	for due := start; due.Before(start.Add(warmUp + during)); due = due.Add(burst) {
		if wait := time.Until(due); wait > 0 {
			time.Sleep(wait)
		} else if due.After(start.Add(warmUp)) {
			l.Behind = max(l.Behind, -wait)
		}
		if err := p.burst(w, perBurst); err != nil {
			return l, err
		}
	}
	return l, nil
}

func stamp(digits []byte, ns int64) {
	for i := len(digits) - 1; i >= 0; i-- {
		digits[i] = byte('0' + ns%10)
		ns /= 10
	}
}
