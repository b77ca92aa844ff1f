package runtime

import (
	"context"
	"fmt"

	"weir/connectors"
	"weir/state"
)

// A checkpoint is cut between two steps and finished beside later ones:
//
//	cut ─▶ markers into the sinks' queues ─▶ [state is written, each sink prepares] ─▶ manifest ─▶ commit ─▶ acknowledge ─▶ forget
type checkpoint struct {
	epoch    uint64
	snapshot *Snapshot
	receipts []chan connectors.Receipt // one for each outlet
	acks     []ackOf
}

// ackOf is how far a split has been taken at the cut.
type ackOf struct {
	puller *puller
	upTo   connectors.Offset
}

// cut begins a checkpoint. Done is called, in the job's goroutine, when it is over.
func (j *Job) cut(done func()) error {
	snapshot, err := j.graph.Cut()
	if err != nil {
		return err
	}
	j.epoch++
	c := &checkpoint{epoch: j.epoch, snapshot: snapshot}
	for i, in := range j.graph.inputs {
		for k, g := range j.given[i] { // a split that has just joined is not opened yet
			if s := in.splits[k]; g.puller != nil && s.offset != nil {
				c.acks = append(c.acks, ackOf{g.puller, s.offset})
			}
		}
	}
	for _, o := range j.outlets {
		receipt := make(chan connectors.Receipt, 1)
		c.receipts = append(c.receipts, receipt)
		o.between(func(ctx context.Context) error {
			r, err := o.sink.Prepare(ctx, c.epoch)
			if err == nil {
				receipt <- r
			}
			return err
		})
	}
	j.cutting = true
	j.beside.Go(func() {
		if err := j.finish(c); err != nil && j.ctx.Err() == nil {
			j.fail(fmt.Errorf("checkpoint %d: %w", c.epoch, err))
			return
		}
		j.call(func() {
			j.cutting = false
			j.lastEpoch, j.lastEpochAt = c.epoch, j.graph.now
			done()
		})
	})
	return nil
}

// finish makes a checkpoint exist.
func (j *Job) finish(c *checkpoint) error {
	m := &state.Manifest{Epoch: c.epoch}
	retry := j.retrier("store")
	for _, n := range c.snapshot.Nodes {
		if err := retry.do(j.ctx, func() error {
			f, err := state.Save(j.ctx, j.cfg.Store, c.epoch, n)
			if err == nil {
				m.Files = append(m.Files, f)
			}
			return err
		}); err != nil {
			return err
		}
	}
	receipts := make([]connectors.Receipt, len(j.outlets))
	for i, o := range j.outlets {
		select {
		case receipts[i] = <-c.receipts[i]:
		case <-j.ctx.Done():
			return j.ctx.Err()
		}
		if receipts[i] != nil {
			m.Receipts = append(m.Receipts, state.Receipt{Target: o.target, Data: receipts[i]})
		}
	}
	if err := retry.do(j.ctx, func() error { return m.Write(j.ctx, j.cfg.Store) }); err != nil {
		return err
	}
	if err := j.commit(receipts); err != nil {
		return err
	}
	for _, a := range c.acks {
		a.puller.acknowledge(a.upTo)
	}
	return retry.do(j.ctx, func() error { return state.Forget(j.ctx, j.cfg.Store, c.epoch) })
}

// commit makes what the sinks have prepared visible, and waits for it.
func (j *Job) commit(receipts []connectors.Receipt) error {
	var done []chan struct{}
	for i, o := range j.outlets {
		if receipts[i] == nil {
			continue
		}
		committed := make(chan struct{})
		done = append(done, committed)
		o.between(func(ctx context.Context) error {
			err := o.sink.Commit(ctx, receipts[i])
			if err == nil {
				close(committed)
			}
			return err
		})
	}
	for _, committed := range done {
		select {
		case <-committed:
		case <-j.ctx.Done():
			return j.ctx.Err()
		}
	}
	return nil
}

// recover puts the job where its newest checkpoint was: sinks first, then the graph. Without one the sinks discard whatever
// an earlier run of this job has prepared.
func (j *Job) recover() error {
	var m *state.Manifest
	if j.cfg.Store != nil {
		var damaged []string
		var err error
		if m, damaged, err = state.Newest(j.ctx, j.cfg.Store); err != nil {
			return err
		}
		for _, name := range damaged {
			j.cfg.Log.Warn("a damaged checkpoint is passed over", "name", name)
		}
	}
	var snapshot Snapshot
	if m != nil {
		for _, f := range m.Files {
			n, err := state.Load(j.ctx, j.cfg.Store, f)
			if err != nil {
				return fmt.Errorf("restore checkpoint %d: %w", m.Epoch, err)
			}
			snapshot.Nodes = append(snapshot.Nodes, n)
		}
		if err := j.graph.Restore(&snapshot); err != nil {
			return connectors.Permanent{Err: fmt.Errorf("checkpoint %d: %w; start with an empty store, or with the query it belongs to", m.Epoch, err)}
		}
		j.epoch, j.lastEpoch = m.Epoch, m.Epoch
	}
	for _, o := range j.outlets {
		receipt := receiptOf(m, o.target)
		o.between(func(ctx context.Context) error { return o.sink.Recover(ctx, receipt) })
	}
	return nil
}

func receiptOf(m *state.Manifest, target string) connectors.Receipt {
	if m == nil {
		return nil
	}
	for _, r := range m.Receipts {
		if r.Target == target {
			return r.Data
		}
	}
	return nil
}
