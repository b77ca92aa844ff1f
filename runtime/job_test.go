package runtime

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"weir/connectors"
	"weir/connectors/connectortest"
	"weir/connectors/format/json"
	"weir/operators"
	"weir/state"
)

// jobPlan sends an input through a filter and a window to two outputs; the errors go to a third.
func jobPlan(rule operators.TimeRule) *operators.Plan {
	in := &operators.Input{Name: "S", Cols: testColumns, Time: rule}
	t := &operators.Stream{Name: "T", Cols: testColumns, Writers: []operators.Writer{{Pump: "A", From: filterOf(in)}}}
	w := &operators.Stream{Name: "W", Cols: testColumns, Writers: []operators.Writer{{Pump: "B", From: tumbleOf(in)}}}
	errs := &operators.Twin{Kind: operators.ErrorStream, Cols: operators.ErrorStreamColumns}
	return &operators.Plan{
		Inputs: []*operators.Input{in}, Streams: []*operators.Stream{t, w}, Twins: []*operators.Twin{errs},
		Outputs: []*operators.Destination{
			{Name: "T", From: t, Target: "t"}, {Name: "W", From: w, Target: "w"}, {Name: "error_stream", From: errs, Target: "e"},
		},
	}
}

var byColumn = operators.TimeRule{Kind: operators.ColumnTime, Column: 2}

// world is what is outside of a job, and stays when the job crashes.
type world struct {
	source  connectortest.MemorySource
	ledgers map[string]*connectortest.Ledger
	store   state.Store
}

func newWorld(direct bool) *world {
	w := &world{ledgers: map[string]*connectortest.Ledger{}}
	for _, target := range []string{"t", "w", "e"} {
		w.ledgers[target] = &connectortest.Ledger{Direct: direct}
	}
	return w
}

func (w *world) config(plan *operators.Plan) Config {
	cfg := Config{
		Plan: plan, Workers: 2, Store: w.store, Graph: GraphOptions{Check: true}, CheckpointEvery: time.Second,
		Inputs: map[string]JobInput{"S": {&w.source, json.New(json.Options{Columns: testColumns})}},
		Sinks:  map[string]connectors.Sink{},
	}
	for target, l := range w.ledgers {
		cfg.Sinks[target] = l.Open()
	}
	return cfg
}

func (w *world) run(t *testing.T, ctx context.Context, change func(*Config)) error {
	t.Helper()
	cfg := w.config(jobPlan(byColumn))
	if change != nil {
		change(&cfg)
	}
	j, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return j.Run(ctx)
}

func record(k string, v int, at int) string {
	return fmt.Sprintf(`{"K":%q,"V":%d,"E":"1970-01-01 00:00:00.%03d"}`, k, v, at)
}

// feed fills a source with two splits of rows.
func (w *world) feed(rows int) { w.trickle(rows, 0) }

// trickle is feed with a pause before every unit.
func (w *world) trickle(rows int, pause time.Duration) {
	r := rand.New(rand.NewSource(7))
	feeds := []*connectortest.Feed{w.source.Add("one"), w.source.Add("two")}
	for at := range rows {
		time.Sleep(pause)
		var unit []string
		for range 1 + r.Intn(3) {
			unit = append(unit, record(string(rune('a'+r.Intn(3))), r.Intn(50), at))
		}
		if at%10 == 3 {
			unit = append(unit, `{"K": bad`)
		}
		feeds[at%2].Push(unit...)
	}
	for _, f := range feeds {
		f.End()
	}
	w.source.Complete()
}

func (w *world) all() string {
	var b strings.Builder
	for _, target := range []string{"t", "w"} {
		fmt.Fprintln(&b, target, strings.Join(w.ledgers[target].Rows(), "\n"))
	}
	var errs []string
	for _, row := range w.ledgers["e"].Rows() {
		errs = append(errs, withoutTimes(row))
	}
	slices.Sort(errs) // they stand in the order of the steps' times
	return b.String() + strings.Join(errs, "\n")
}

// withoutTimes leaves out when the error happened, which no two runs share.
func withoutTimes(row string) string {
	return strings.Join(slices.DeleteFunc(strings.Fields(row), func(f string) bool { return len(f) == 12 }), " ")
}

// expected is the result of one step after the other, without a job.
func expected(t *testing.T, rows int) string {
	t.Helper()
	w := newWorld(true)
	w.feed(rows)
	if err := w.run(t, t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	return w.all()
}

func TestJobRunsToTheEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(true)
		w.feed(60)
		cfg := w.config(jobPlan(byColumn))
		j, err := New(cfg)
		if err != nil {
			t.Fatal(err)
		}
		if err := j.Run(t.Context()); err != nil {
			t.Fatal(err)
		}
		s := j.Status()
		if s.State != Ended || s.Counts.Inputs[0].Errors != 6 || s.Counts.Inputs[0].Units != 60 {
			t.Errorf("status %+v", s)
		}
		for i, target := range []string{"t", "w", "e"} {
			if rows := w.ledgers[target].Rows(); len(rows) == 0 || int64(len(rows)) != s.Counts.Outputs[i] {
				t.Errorf("output %s has %d rows, counted are %d", target, len(rows), s.Counts.Outputs[i])
			}
		}
	})
}

func TestJobGivesTheSameRowsWithAStore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(false)
		w.store = &state.Memory{}
		w.feed(60)
		if err := w.run(t, t.Context(), nil); err != nil {
			t.Fatal(err)
		}
		if got, want := w.all(), expected(t, 60); got != want {
			t.Errorf("%s", firstDifference(got, want))
		}
	})
}

var errCrash = errors.New("crash")

// TestExactlyOnce lets the job die at the n-th call of the world outside, for every n, and run again: nothing is lost and
// nothing comes twice.
func TestExactlyOnce(t *testing.T) {
	want := ""
	synctest.Test(t, func(t *testing.T) { want = expected(t, 30) })
	for n := 1; ; n++ {
		crashed := false
		synctest.Test(t, func(t *testing.T) { crashed = crashAt(t, n, want) })
		if !crashed {
			if n < 100 {
				t.Fatalf("only %d calls were made", n)
			}
			t.Log("crashed at each of", n-1, "calls")
			return
		}
	}
}

func crashAt(t *testing.T, n int, want string) bool {
	w := newWorld(false)
	calls := make(chan int, 1)
	calls <- n
	fail := func(string) error {
		left := <-calls
		left--
		calls <- left
		if left <= 0 && left > -1000 {
			return errCrash // it stays down until the job has ended
		}
		return nil
	}
	w.store = &state.Faulty{Store: &state.Memory{}, Fail: func(op, _ string) error { return fail(op) }}
	for _, l := range w.ledgers {
		l.Fail = fail
	}
	go w.trickle(30, time.Millisecond)
	time.Sleep(2 * time.Millisecond) // until there are splits
	often := func(c *Config) { c.CheckpointEvery, c.SplitsEvery = 4*time.Millisecond, time.Millisecond }
	err := w.run(t, t.Context(), often)
	if err == nil {
		if got := w.all(); got != want {
			t.Fatalf("without a crash: %s", firstDifference(got, want))
		}
		return false
	}
	if !errors.Is(err, errCrash) {
		t.Fatal(err)
	}
	<-calls
	calls <- 1 << 40
	if err := w.run(t, t.Context(), often); err != nil {
		t.Fatalf("after a crash at call %d: %v", n, err)
	}
	if got := w.all(); got != want {
		t.Fatalf("after a crash at call %d: %s", n, firstDifference(got, want))
	}
	for target, l := range w.ledgers {
		if l.Prepared() > 0 {
			t.Fatalf("after a crash at call %d: %s has orphans", n, target)
		}
	}
	return true
}

func TestTransientErrorsAreRetried(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(true)
		f := w.source.Add("one")
		f.Fail(connectors.Retryable{Err: errors.New("throttled"), After: time.Minute})
		f.Push(record("a", 2, 1))
		f.End()
		w.source.Complete()
		failures := map[string]int{}
		w.ledgers["t"].Fail = func(op string) error {
			if failures[op]++; failures[op] < 3 {
				return connectors.Retryable{Err: errors.New("busy " + op)}
			}
			return nil
		}
		start := time.Now()
		if err := w.run(t, t.Context(), nil); err != nil {
			t.Fatal(err)
		}
		if got := w.ledgers["t"].Rows(); len(got) != 1 {
			t.Errorf("rows %q", got)
		}
		if took := time.Since(start); took < time.Minute {
			t.Errorf("the source asked for a minute's pause, the job took %v", took)
		}
	})
}

func TestPermanentErrorsEndTheJob(t *testing.T) {
	gone := connectors.Permanent{Err: errors.New("the stream is gone")}
	for name, breakIt := range map[string]func(w *world, f *connectortest.Feed){
		"reading": func(_ *world, f *connectortest.Feed) { f.Fail(gone) },
		"writing": func(w *world, _ *connectortest.Feed) {
			w.ledgers["t"].Fail = func(op string) error {
				if op == "write" {
					return gone
				}
				return nil
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(true)
				f := w.source.Add("one")
				f.Push(record("a", 2, 1))
				breakIt(w, f)
				err := w.run(t, t.Context(), nil)
				var p connectors.Permanent
				if !errors.As(err, &p) || p != gone {
					t.Fatalf("the job ended with %v", err)
				}
			})
		})
	}
}

type panicking struct{ passTime }

func (panicking) Process(int, operators.Batch, operators.Output) error { panic("broken") }

func TestPanicsNameTheirNode(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(true)
		w.feed(10)
		plan := jobPlan(byColumn)
		bad := filterOf(plan.Inputs[0])
		bad.open = func() operators.Operator { return panicking{} }
		plan.Streams[0].Writers[0].From = bad
		j, err := New(w.config(plan))
		if err != nil {
			t.Fatal(err)
		}
		var bug *Bug
		if err := j.Run(t.Context()); !errors.As(err, &bug) || bug.Node != "pump/A/1" || bug.Step == 0 || bug.Value != "broken" {
			t.Fatalf("%+v", err)
		}
	})
}

func TestStopLetsThroughWhatWasRead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(false)
		w.store = &state.Memory{}
		f := w.source.Add("one")
		f.Push(record("a", 2, 1), record("a", 3, 2), `{"K": bad`)
		f.Push(record("a", 17, 3)) // the filter cannot compute it
		j, err := New(w.config(jobPlan(byColumn)))
		if err != nil {
			t.Fatal(err)
		}
		done := make(chan error)
		go func() { done <- j.Run(t.Context()) }()
		synctest.Wait()
		j.Stop()
		if err := <-done; err != nil {
			t.Fatal(err)
		}
		if got := w.ledgers["t"].Rows(); len(got) != 2 {
			t.Errorf("rows %q", got)
		}
		if got := w.ledgers["e"].Rows(); len(got) != 2 {
			t.Errorf("errors %q", got)
		}
		if got := w.ledgers["w"].Rows(); len(got) != 0 {
			t.Errorf("an open window was closed by stopping: %q", got)
		}
		if f.Acked() == nil {
			t.Error("what is durable was not acknowledged")
		}
		f.Push(record("a", 5, 3))
		f.End()
		w.source.Complete()
		if err := w.run(t, t.Context(), nil); err != nil {
			t.Fatal(err)
		}
		if got := w.ledgers["w"].Rows(); !slices.Equal(got, []string{"10 a 27 4"}) {
			t.Errorf("the window was not continued: %q", got)
		}
	})
}

func TestCancelEndsAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(true)
		w.source.Add("one").Push(record("a", 2, 1))
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan error)
		go func() { done <- w.run(t, ctx, nil) }()
		synctest.Wait()
		cancel()
		if err := <-done; !errors.Is(err, context.Canceled) {
			t.Fatal(err)
		}
	})
}

func TestARecordedRunCanBeRepeated(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(true)
		w.feed(60)
		var file bytes.Buffer
		if err := w.run(t, t.Context(), func(c *Config) { c.Record = &file }); err != nil {
			t.Fatal(err)
		}
		again := newWorld(true)
		sinks := []*connectortest.MemorySink{again.ledgers["t"].Open(), again.ledgers["w"].Open(), again.ledgers["e"].Open()}
		g, err := NewGraph(jobPlan(byColumn), GraphOptions{Check: true, Deliver: func(target int, b operators.Batch) {
			if err := sinks[target].Write(t.Context(), b); err != nil {
				t.Error(err)
			}
		}})
		for _, s := range sinks {
			if err := s.Recover(t.Context(), nil); err != nil {
				t.Fatal(err)
			}
		}
		if err == nil {
			err = Replay(g, NewRecordReader(&file))
		}
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range sinks {
			if err := s.Flush(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		for target, l := range w.ledgers {
			if !slices.Equal(l.Rows(), again.ledgers[target].Rows()) {
				t.Errorf("%s differs: %q, then %q", target, l.Rows(), again.ledgers[target].Rows())
			}
		}
	})
}

func TestASlowSinkSlowsAllAndIsNamed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(true)
		f := w.source.Add("one")
		for at := range 500 {
			f.Push(record("a", 2, at), record("b", 3, at))
		}
		f.End()
		w.source.Complete()
		down := make(chan struct{})
		w.ledgers["t"].Fail = func(op string) error {
			if op == "write" {
				<-down
			}
			return nil
		}
		cfg := w.config(jobPlan(byColumn))
		cfg.QueueRows = 10
		j, err := New(cfg)
		if err != nil {
			t.Fatal(err)
		}
		done := make(chan error)
		go func() { done <- j.Run(t.Context()) }()
		time.Sleep(time.Minute)
		s := j.Status()
		if s.State != Stalled || !strings.Contains(s.Reason, `"t"`) || s.Queued[0].Rows > 20 {
			t.Errorf("%s: %s, queued %v", s.State, s.Reason, s.Queued)
		}
		if why := j.Why(); !strings.Contains(why[0].Sentence, `"t"`) {
			t.Errorf("why: %+v", why)
		}
		close(down)
		if err := <-done; err != nil {
			t.Fatal(err)
		}
		if got := w.ledgers["t"].Rows(); len(got) != 1000 {
			t.Errorf("%d rows", len(got))
		}
	})
}
