package clock

import (
	"testing"
	"time"
)

func TestVirtualWakesWhenItsTimeComes(t *testing.T) {
	start := time.Date(2026, 3, 1, 10, 0, 0, 0, time.UTC)
	v := NewVirtual(start)
	soon, later, now := v.After(time.Second), v.After(time.Minute), v.After(0)
	fired := func(c <-chan time.Time) bool {
		select {
		case <-c:
			return true
		default:
			return false
		}
	}
	if !fired(now) || fired(soon) {
		t.Fatal("only the alarm without a wait is due at the start")
	}
	v.Set(start.Add(time.Second))
	if !fired(soon) || fired(later) {
		t.Fatal("after a second only the first alarm is due")
	}
	v.Set(start.Add(time.Hour))
	if !fired(later) {
		t.Fatal("an alarm that was passed must fire")
	}
	if got := v.Now(); !got.Equal(start.Add(time.Hour)) {
		t.Fatalf("now is %v", got)
	}
}
