package frame

import (
	"context"
	"errors"
	"io"
	"time"

	"weir/connectors"
	"weir/internal/clock"
)

const (
	pipeBytes = 256 << 10              // most of one read: what a pipe may hold
	patience  = 100 * time.Millisecond // a reader that finds nothing says so after this long
)

// Pipe reads records from what blocks and cannot be sought: a pipe, a terminal. A goroutine of its own reads; Read returns
// at once what has come.
type Pipe struct {
	framer *Framer
	clock  clock.Clock
	chunks chan chunk
	free   chan []byte
	closed chan struct{}
	err    error // what ended the stream
}

type chunk struct {
	data []byte
	err  error
}

// NewPipe starts to read in. Close does not wait for a read that hangs; where in can be closed, the caller closes it.
func NewPipe(in io.Reader, f *Framer, c clock.Clock) *Pipe {
	p := &Pipe{framer: f, clock: c, chunks: make(chan chunk, 2), free: make(chan []byte, 4), closed: make(chan struct{})}
	for range cap(p.free) {
		p.free <- nil
	}
	go p.pump(in)
	return p
}

// pump reads into one of four buffers after the other, so that reading goes on while records are framed.
func (p *Pipe) pump(in io.Reader) {
	for {
		var buf []byte
		select {
		case buf = <-p.free:
		case <-p.closed:
			return
		}
		if buf == nil {
			buf = make([]byte, pipeBytes)
		}
		n, err := in.Read(buf)
		select {
		case p.chunks <- chunk{buf[:n], err}:
		case <-p.closed:
			return
		}
		if err != nil {
			return
		}
	}
}

// Read returns the records that have come, at least one unless none comes for a while.
func (p *Pipe) Read(ctx context.Context) (connectors.Messages, connectors.Offset, error) {
	var tip <-chan time.Time
	for {
		p.takeWaiting()
		m := p.framer.Next(p.err != nil)
		switch {
		case m.Len() > 0:
			return m, p.framer.Offset(), nil
		case p.err != nil && p.framer.Waiting() == 0:
			return m, p.framer.Offset(), p.err
		case p.err != nil:
			continue
		}
		if tip == nil {
			tip = p.clock.After(patience)
		}
		select {
		case c := <-p.chunks:
			p.take(c)
		case <-tip:
			return connectors.Messages{}, p.framer.Offset(), nil
		case <-ctx.Done():
			return connectors.Messages{}, p.framer.Offset(), ctx.Err()
		}
	}
}

// takeWaiting takes what has come, up to a unit.
func (p *Pipe) takeWaiting() {
	for p.err == nil && p.framer.Waiting() < unitBytes {
		select {
		case c := <-p.chunks:
			p.take(c)
		default:
			return
		}
	}
}

func (p *Pipe) take(c chunk) {
	copy(p.framer.Space(len(c.data)), c.data)
	p.framer.Filled(len(c.data))
	p.free <- c.data[:cap(c.data)]
	if p.err = c.err; c.err != nil && !errors.Is(c.err, io.EOF) {
		p.err = connectors.Permanent{Err: c.err}
	}
}

// Close ends the reading.
func (p *Pipe) Close() error {
	close(p.closed)
	return nil
}
