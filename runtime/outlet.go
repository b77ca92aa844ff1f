package runtime

import (
	"context"
	"fmt"
	"sync"

	"weir/connectors"
	"weir/operators"
	"weir/operators/vec"
)

// An outlet is a sink with its queue and the goroutine that writes. The queue is limited softly: a step begins only while it
// is under its limit, and may overshoot it once.
type outlet struct {
	job    *Job
	target string
	sink   connectors.Sink
	wake   chan struct{}

	mu     sync.Mutex
	items  []item
	rows   int
	bytes  int64
	closed bool
	full   bool // the job has seen it at its limit and wants to hear when it is not
}

// item is what the goroutine does next: a batch to write, or something to do between batches.
type item struct {
	batch operators.Batch
	bytes int64
	do    func(ctx context.Context) error
}

// push queues a batch. It never blocks.
func (o *outlet) push(b operators.Batch) {
	o.put(item{batch: b, bytes: int64(vec.Bytes(b))})
}

// between queues a call that runs when all batches before it are written.
func (o *outlet) between(do func(ctx context.Context) error) { o.put(item{do: do}) }

func (o *outlet) put(x item) {
	o.mu.Lock()
	o.items = append(o.items, x)
	o.rows += x.batch.Rows()
	o.bytes += x.bytes
	o.mu.Unlock()
	signal(o.wake)
}

// close lets the goroutine end when the queue is empty.
func (o *outlet) close() {
	o.mu.Lock()
	o.closed = true
	o.mu.Unlock()
	signal(o.wake)
}

// roomy reports that the queue is under its limit. If not, the job is woken when it is again.
func (o *outlet) roomy() bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.full = o.rows >= o.job.cfg.QueueRows || o.bytes >= o.job.cfg.QueueBytes
	return !o.full
}

// queued returns how much waits.
func (o *outlet) queued() operators.Held {
	o.mu.Lock()
	defer o.mu.Unlock()
	return operators.Held{Rows: o.rows, Bytes: o.bytes}
}

// run writes until the outlet is closed and empty, or ctx ends.
func (o *outlet) run(ctx context.Context) {
	err := o.drain(ctx)
	if err == nil && ctx.Err() == nil {
		err = o.sink.Close()
	} else {
		_ = o.sink.Close() // the first error is the one that counts
	}
	if err != nil && ctx.Err() == nil {
		o.job.fail(fmt.Errorf("output %q: %w", o.target, err))
	}
}

func (o *outlet) drain(ctx context.Context) (err error) {
	defer func() {
		if value := recover(); value != nil {
			err = recovered(value, "sink "+o.target, 0, 0)
		}
	}()
	retry := o.job.retrier(fmt.Sprintf("output %q", o.target))
	for written := false; ; {
		x, some, closed := o.next()
		switch {
		case some && x.do != nil:
			err = retry.do(ctx, func() error { return x.do(ctx) })
		case some:
			err = retry.do(ctx, func() error { return o.sink.Write(ctx, x.batch) })
			written = true
		case written:
			err = retry.do(ctx, func() error { return o.sink.Flush(ctx) })
			written = false
		case closed:
			return nil
		default:
			select {
			case <-ctx.Done():
				return ctx.Err()
			case <-o.wake:
			}
		}
		if err != nil {
			return err
		}
		if some {
			o.written(x)
		}
	}
}

// next returns the first item. It stays counted until it is written.
func (o *outlet) next() (x item, some, closed bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if len(o.items) == 0 {
		return item{}, false, o.closed
	}
	x = o.items[0]
	o.items[0] = item{}
	if o.items = o.items[1:]; len(o.items) == 0 {
		o.items = nil
	}
	return x, true, false
}

func (o *outlet) written(x item) {
	o.mu.Lock()
	o.rows -= x.batch.Rows()
	o.bytes -= x.bytes
	wake := o.full && o.rows < o.job.cfg.QueueRows && o.bytes < o.job.cfg.QueueBytes
	o.full = o.full && !wake
	o.mu.Unlock()
	if wake {
		o.job.wakeUp()
	}
}

// signal wakes who waits on a channel with room for one.
func signal(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}
