package runtime

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"weir/operators"
	"weir/state"
)

// start runs a job until the test ends it.
func (w *world) start(t *testing.T, ctx context.Context, rule operators.TimeRule) (*Job, <-chan error) {
	t.Helper()
	j, err := New(w.config(jobPlan(rule)))
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- j.Run(ctx) }()
	return j, done
}

// TestRowsWaitShortlyForTheListOfSplits: a split that is not known yet may bring older rows, so the broker is asked again as
// soon as rows wait for the answer.
func TestRowsWaitShortlyForTheListOfSplits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(true)
		f := w.source.Add("one")
		j, done := w.start(t, t.Context(), operators.TimeRule{Kind: operators.ArrivalTime, Grace: 200})
		time.Sleep(3 * time.Second)
		at := time.Now()
		f.PushAt([]operators.Time{operators.Time(at.UnixMilli())}, record("a", 2, 1))
		rows, err := w.ledgers["t"].Await(t.Context(), 1)
		if took := time.Since(at); err != nil || len(rows) != 1 || took > 3*time.Second {
			t.Errorf("%q after %v: %v", rows, took, err)
		}
		j.Stop()
		if err := <-done; err != nil {
			t.Fatal(err)
		}
	})
}

// TestSplitsThatAppearLater joins a split that comes after another, over a restart.
func TestSplitsThatAppearLater(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(false)
		w.store = &state.Memory{}
		first := w.source.Add("one")
		first.Push(record("a", 2, 1))
		j, done := w.start(t, t.Context(), byColumn)
		time.Sleep(time.Minute)
		second := w.source.Add("two", "one")
		second.Push(record("b", 3, 2))
		time.Sleep(time.Minute)
		if got := j.Status().Counts.Inputs[0].Units; got != 1 {
			t.Errorf("%d units were taken; the second split was not to be read yet", got)
		}
		j.Stop()
		if err := <-done; err != nil {
			t.Fatal(err)
		}
		_, done = w.start(t, t.Context(), byColumn)
		first.End()
		second.End()
		w.source.Complete()
		if err := <-done; err != nil {
			t.Fatal(err)
		}
		if got := w.ledgers["t"].Rows(); len(got) != 2 {
			t.Errorf("rows %q", got)
		}
	})
}

func TestCommandsOfARunningJob(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(true)
		f := w.source.Add("one")
		j, done := w.start(t, t.Context(), byColumn)
		if err := j.Do(SwitchPump{"NONE", true}); err == nil {
			t.Error("a pump that does not exist was stopped")
		}
		if err := j.Do(SwitchPump{"A", true}); err != nil {
			t.Error(err)
		}
		synctest.Wait()
		f.Push(record("a", 2, 1))
		synctest.Wait()
		if c := j.Status().Counts; c.Outputs[0] != 0 || !c.Pumps[0].Stopped || c.Inputs[0].Rows != 1 {
			t.Errorf("%+v", c)
		}
		j.Stop()
		if err := <-done; err != nil {
			t.Fatal(err)
		}
		if s := j.Status(); s.State == Failed || s.Counts.Inputs[0].Rows != 1 {
			t.Errorf("after the end: %+v", s)
		}
	})
}
