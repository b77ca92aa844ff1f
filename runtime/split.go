package runtime

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"

	"weir/connectors"
	"weir/internal/clock"
	"weir/operators"
)

// A puller reads one split in a goroutine of its own. What it reads is decoded by the pool and waits, in order, in its queue.
type puller struct {
	job    *Job
	input  int
	split  connectors.Split
	reader connectors.Reader
	depth  int // of the queue
	room   chan struct{}
	acks   chan connectors.Offset

	mu     sync.Mutex
	queue  []*piece
	hasTip bool // nothing is queued, and the last Read found nothing
	tip    operators.Time
	ended  bool // its goroutine reads no more
}

// given is what the job's steps know of a split.
type given struct {
	puller *puller // nil: not open
	opened bool    // asked for
	ended  bool    // and taken
	hasTip bool
	tip    operators.Time
}

// run reads until the end of the split or of ctx.
func (p *puller) run(ctx context.Context) {
	err := p.pull(ctx)
	p.mu.Lock()
	p.ended = true
	p.mu.Unlock()
	if err != nil && ctx.Err() == nil {
		p.job.fail(fmt.Errorf("read split %q of input %q: %w", p.split.ID, p.job.graph.plan.Inputs[p.input].Name, err))
	}
	p.job.wakeUp()
	p.drainAcks()
	if err := p.reader.Close(); err != nil && ctx.Err() == nil {
		p.job.fail(fmt.Errorf("close split %q: %w", p.split.ID, err))
	}
}

func (p *puller) pull(ctx context.Context) error {
	retry := p.job.retrier(fmt.Sprintf("input %q, split %q", p.job.graph.plan.Inputs[p.input].Name, p.split.ID))
	for {
		if !p.await(ctx) {
			return nil
		}
		var called operators.Time
		var m connectors.Messages
		var end connectors.Offset
		var eof bool
		err := retry.do(ctx, func() (err error) {
			called = nowOf(p.job.cfg.Clock)
			m, end, err = p.reader.Read(ctx)
			if eof = errors.Is(err, io.EOF); eof {
				return nil
			}
			return err
		})
		if err != nil {
			return err
		}
		p.put(m, end, eof, called)
		if eof {
			return nil
		}
	}
}

// await waits until the queue has room. Meanwhile, and before each Read, it acknowledges.
func (p *puller) await(ctx context.Context) bool {
	for {
		select {
		case <-ctx.Done():
			return false
		case upTo := <-p.acks:
			p.ack(ctx, upTo)
			continue
		default:
		}
		p.mu.Lock()
		free := len(p.queue) < p.depth
		p.mu.Unlock()
		if free {
			return true
		}
		select {
		case <-ctx.Done():
			return false
		case upTo := <-p.acks:
			p.ack(ctx, upTo)
		case <-p.room:
		}
	}
}

// put queues what a Read returned.
func (p *puller) put(m connectors.Messages, end connectors.Offset, eof bool, called operators.Time) {
	some := m.Len() > 0 || m.Refused != nil
	p.mu.Lock()
	if !some && !eof {
		if len(p.queue) == 0 {
			p.hasTip, p.tip = true, called
		}
		p.mu.Unlock()
		p.job.wakeUp()
		return
	}
	x := &piece{input: p.input, messages: m, end: end, last: eof}
	p.queue = append(p.queue, x)
	p.hasTip = false
	p.mu.Unlock()
	if some {
		p.job.pool.submit(p.job.ctx, x) // what was read goes through, also when nothing more is to be read
		return
	}
	x.ready.Store(true)
	p.job.wakeUp()
}

// take returns the first piece if it is ready, and whether the split is at its tip then.
func (p *puller) take() (x *piece, hasTip bool, tip operators.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.queue) > 0 && p.queue[0].ready.Load() {
		x = p.queue[0]
		p.queue = p.queue[1:]
		select {
		case p.room <- struct{}{}:
		default:
		}
	}
	return x, p.hasTip && len(p.queue) == 0, p.tip
}

// idle reports that nothing is queued and nothing more will be.
func (p *puller) idle() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.ended && len(p.queue) == 0
}

func (p *puller) ack(ctx context.Context, upTo connectors.Offset) {
	a, ok := p.reader.(connectors.Acker)
	if !ok {
		return
	}
	retry := p.job.retrier(fmt.Sprintf("acknowledge split %q", p.split.ID))
	if err := retry.do(ctx, func() error { return a.Ack(ctx, upTo) }); err != nil && ctx.Err() == nil {
		p.job.fail(fmt.Errorf("acknowledge split %q: %w", p.split.ID, err))
	}
}

// drainAcks serves a reader that has ended until the job has ended too, for its last units are durable only then.
func (p *puller) drainAcks() {
	if _, ok := p.reader.(connectors.Acker); !ok {
		return
	}
	for {
		select {
		case upTo := <-p.acks:
			p.ack(p.job.ctx, upTo)
		case <-p.job.over:
			select {
			case upTo := <-p.acks:
				p.ack(p.job.ctx, upTo)
			default:
			}
			return
		case <-p.job.ctx.Done():
			return
		}
	}
}

// acknowledge says that everything up to an offset is durable. Only the newest counts.
func (p *puller) acknowledge(upTo connectors.Offset) {
	select {
	case <-p.acks:
	default:
	}
	p.acks <- upTo
}

func nowOf(c clock.Clock) operators.Time { return operators.Time(c.Now().UnixMilli()) }
