package runtime

import (
	"time"

	"weir/internal/clock"
	"weir/operators"
)

// The waits of a timer are between these, in ms.
const (
	leastWait operators.Time = 1
	mostWait  operators.Time = 1000
)

// A timer makes a step when no row does, so that time goes on for those who wait for it. A step that has moved no time
// doubles the wait.
type timer struct {
	set   bool
	at    operators.Time // when a step is due
	wait  operators.Time
	alarm <-chan time.Time // may ring too early, never too late
	rings operators.Time
}

// next sets the timer after a step: whoever waits least long needs time to go on by wait.
func (t *timer) next(now, wait operators.Time, waits, futile bool) {
	t.set = waits
	if !waits {
		return
	}
	d := min(max(wait, leastWait), mostWait)
	if futile {
		d = min(max(d, 2*t.wait), mostWait)
	}
	t.wait, t.at = d, now+d
}

// due reports that it is time for a step.
func (t *timer) due(now operators.Time) bool { return t.set && now >= t.at }

// arm makes sure that an alarm rings by the time a step is due.
func (t *timer) arm(c clock.Clock, now operators.Time) {
	if !t.set || t.alarm != nil && t.rings <= t.at {
		return
	}
	t.rings = t.at
	t.alarm = c.After(time.Duration(t.at-now) * time.Millisecond)
}
