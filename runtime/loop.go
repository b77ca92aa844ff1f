package runtime

import (
	"time"

	"weir/operators"
)

// loop makes steps until the job is done or ended. It waits for units, commands, room in the sinks' queues, the next
// checkpoint and the next timer, and for nothing else.
func (j *Job) loop() error {
	if j.cfg.Store != nil {
		j.due = j.cfg.Clock.After(j.cfg.CheckpointEvery)
	}
	for {
		j.answer()
		if err := j.failure(); err != nil {
			return err
		}
		j.openSplits()
		more, err := j.advance()
		if err != nil || j.finished() {
			return err
		}
		if err := j.await(more || j.settled); err != nil {
			return err
		}
	}
}

// await waits until there may be something to do, and not at all if there is.
func (j *Job) await(more bool) error {
	wake := j.wake
	if more {
		wake = ready
	}
	select {
	case <-j.due:
		j.due = j.cfg.Clock.After(j.cfg.CheckpointEvery)
		if !j.cutting {
			return j.cut(func() {})
		}
		return nil
	default:
	}
	select {
	case <-j.ctx.Done():
		return j.ctx.Err()
	case <-wake:
	case <-j.timer.alarm:
		j.timer.alarm = nil
	case now := <-j.due:
		passed := make(chan time.Time, 1) // it is due still when await is called again
		passed <- now
		j.due = passed
	}
	return nil
}

// ready is a channel that never blocks.
var ready = func() chan struct{} { c := make(chan struct{}); close(c); return c }()

// advance makes one step if there is a reason for one.
func (j *Job) advance() (stepped bool, err error) {
	stopping := j.stopped.Load()
	if stopping && !j.stopping {
		j.stopping, j.frozen = true, j.now()
		j.unread()
	}
	if !j.roomy() {
		return false, nil
	}
	now := j.now()
	rec, weak, err := j.gather(now)
	if err != nil {
		return false, err
	}
	timed := j.timer.due(now)
	strong := len(rec.Commands) > 0 || len(rec.Splits) > weak
	switch {
	case strong, timed, weak > 0 && j.timer.set, stopping && !j.quiet:
	default:
		j.timer.arm(j.cfg.Clock, now)
		return false, nil
	}
	return true, j.step(rec, timed, strong)
}

func (j *Job) step(rec *Record, timed, strong bool) error {
	j.commands = nil
	for _, si := range rec.Splits {
		g := j.given[si.Input][si.Split]
		g.hasTip, g.tip, g.ended = si.HasTip, si.Tip, si.Ended
	}
	if j.recorder != nil {
		if err := j.recorder.Write(rec); err != nil {
			return err
		}
	}
	if err := j.graph.Step(rec); err != nil {
		return err
	}
	for _, si := range rec.Splits {
		if si.Unit != nil && si.Unit.Raw != nil {
			si.Unit.Raw.Messages.Release()
		}
	}
	j.quiet = j.stopping && !strong && !j.graph.Moved()
	if j.graph.Moved() {
		j.movedAt = j.graph.Now()
	}
	wait, waits, moved := j.graph.waiters()
	if waits {
		j.hasten()
	}
	j.timer.next(rec.Now, wait, waits, timed && !moved)
	j.timer.arm(j.cfg.Clock, rec.Now)
	return nil
}

// gather makes the next step's record: at most one unit of every readable split. Weak counts the splits of which nothing is
// new but how far they are at their tip; that is a reason for a step only where somebody waits for time.
func (j *Job) gather(now operators.Time) (rec *Record, weak int, err error) {
	rec = &Record{Now: now, Commands: j.commands}
	for i := range j.given {
		for k, g := range j.given[i] {
			if g.puller == nil || g.ended || !j.graph.Readable(i, k) {
				continue
			}
			x, hasTip, tip := g.puller.take()
			si := SplitInput{Input: i, Split: k, HasTip: hasTip, Tip: tip}
			if x != nil {
				if x.err != nil {
					return nil, 0, x.err
				}
				si.Unit, si.Ended = x.unit, x.last
			} else if hasTip == g.hasTip && tip == g.tip {
				continue
			} else {
				weak++
			}
			rec.Splits = append(rec.Splits, si)
		}
	}
	return rec, weak, nil
}

// now reads the clock. A job that stops gracefully lives in the moment in which it was told to.
func (j *Job) now() operators.Time {
	if j.stopping {
		return j.frozen
	}
	return nowOf(j.cfg.Clock)
}

// roomy reports that every sink's queue is under its limit.
func (j *Job) roomy() bool {
	j.blocked = ""
	for _, o := range j.outlets {
		if !o.roomy() {
			j.blocked = o.target
		}
	}
	return j.blocked == ""
}

// finished reports that nothing is left to do: all inputs have ended, or what was read before Stop has gone through. Then one
// more step is made a millisecond later, so that rows of the last moment do not wait for others of the same time.
func (j *Job) finished() bool {
	if j.graph.Done() {
		return true
	}
	if !j.stopping || !j.quiet || !j.drained() {
		return false
	}
	if !j.settled {
		j.settled, j.quiet = true, false
		j.frozen++
		return false
	}
	return true
}

// drained reports that nothing that was read waits for a step.
func (j *Job) drained() bool {
	for i := range j.given {
		for _, g := range j.given[i] {
			if g.puller != nil && !g.ended && !g.puller.idle() {
				return false
			}
		}
	}
	return true
}

// lastCheckpoint is made when the last step was: only then is everything that was written visible.
func (j *Job) lastCheckpoint() error {
	if j.cfg.Store == nil {
		return nil
	}
	begun, done := false, false
	for !done {
		if !begun && !j.cutting {
			begun = true
			if err := j.cut(func() { done = true }); err != nil {
				return err
			}
		}
		select {
		case <-j.ctx.Done():
			return j.ctx.Err()
		case <-j.wake:
		}
		j.answer()
		if err := j.failure(); err != nil {
			return err
		}
	}
	return nil
}
