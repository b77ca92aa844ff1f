// Package clock is time as a value that is handed in, so that a test or a recorded run decides what time it is.
package clock

import (
	"sync"
	"time"
)

// A Clock tells the time and wakes whoever waits. It may be used by several goroutines.
type Clock interface {
	Now() time.Time
	// After returns a channel that receives the time once, when d has passed.
	After(d time.Duration) <-chan time.Time
}

// System is the machine's clock.
type System struct{}

// Now returns the machine's time.
func (System) Now() time.Time { return time.Now() }

// After waits by the machine's timers.
func (System) After(d time.Duration) <-chan time.Time { return time.After(d) }

// Virtual is a clock that stands still until Set moves it.
type Virtual struct {
	mu      sync.Mutex
	now     time.Time
	waiting []alarm
}

type alarm struct {
	at time.Time
	c  chan time.Time
}

// NewVirtual returns a clock that stands at now.
func NewVirtual(now time.Time) *Virtual { return &Virtual{now: now} }

// Now returns the time that was set last.
func (v *Virtual) Now() time.Time {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.now
}

// After fires when Set reaches the time that is d away.
func (v *Virtual) After(d time.Duration) <-chan time.Time {
	v.mu.Lock()
	defer v.mu.Unlock()
	c := make(chan time.Time, 1)
	if d <= 0 {
		c <- v.now
		return c
	}
	v.waiting = append(v.waiting, alarm{v.now.Add(d), c})
	return c
}

// Set moves the clock, also back, and wakes who waits for a time that is reached.
func (v *Virtual) Set(now time.Time) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.now = now
	kept := v.waiting[:0]
	for _, a := range v.waiting {
		if a.at.After(now) {
			kept = append(kept, a)
			continue
		}
		a.c <- now
	}
	v.waiting = kept
}
