package runtime

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"

	"weir/connectors"
	"weir/operators"
)

// A pool decodes units on several goroutines. Whoever hands them in keeps their order.
type pool struct {
	inputs  []*operators.Input
	formats []connectors.Format
	work    chan *piece
	done    func() // called when a piece has become ready
	wait    sync.WaitGroup
}

// piece is a unit on its way from its reader to a step.
type piece struct {
	input    int
	messages connectors.Messages
	end      connectors.Offset
	last     bool // the split ends with it

	ready atomic.Bool
	unit  *Unit // once ready: nil for a piece that only ends its split
	err   error
}

func newPool(inputs []*operators.Input, formats []connectors.Format, workers int, done func()) (*pool, error) {
	p := &pool{inputs: inputs, formats: formats, work: make(chan *piece, workers), done: done}
	for i, in := range inputs { // what is wrong with a format shows before anything is read
		if _, err := NewUnitDecoder(in, formats[i]); err != nil {
			return nil, err
		}
	}
	for range workers {
		p.wait.Go(p.worker)
	}
	return p, nil
}

// submit hands a piece to the workers.
func (p *pool) submit(ctx context.Context, x *piece) {
	select {
	case p.work <- x:
	case <-ctx.Done():
		x.err = ctx.Err()
		x.ready.Store(true)
	}
}

func (p *pool) worker() {
	decoders := make([]*UnitDecoder, len(p.inputs))
	for x := range p.work {
		x.unit, x.err = p.decode(decoders, x)
		if x.err == nil && x.unit.Raw == nil && x.messages.Refused == nil {
			x.messages.Release()
		}
		x.messages = connectors.Messages{}
		x.ready.Store(true)
		p.done()
	}
}

func (p *pool) decode(decoders []*UnitDecoder, x *piece) (u *Unit, err error) {
	defer func() {
		if value := recover(); value != nil {
			decoders[x.input] = nil // it may be in the middle of a row
			err = recovered(value, fmt.Sprintf("decoder of input %q", p.inputs[x.input].Name), 0, 0)
		}
	}()
	if decoders[x.input] == nil {
		if decoders[x.input], err = NewUnitDecoder(p.inputs[x.input], p.formats[x.input]); err != nil {
			return nil, err
		}
	}
	return decoders[x.input].Decode(&x.messages, x.end)
}

func (p *pool) close() {
	close(p.work)
	p.wait.Wait()
}
