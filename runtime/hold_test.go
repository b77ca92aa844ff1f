package runtime

import (
	"errors"
	"strings"
	"testing"

	"weir/operators"
)

func TestASplitThatIsAheadIsNotRead(t *testing.T) {
	r := newRig(t, inputPlan(operators.TimeRule{Kind: operators.ArrivalTime}), GraphOptions{})
	r.join("a", "b")
	for unit, want := range []bool{true, false} {
		r.bring(0, true, testRow{T: operators.Time(10 * unit), K: "x"}, testRow{T: operators.Time(10*unit + 1), K: "y"})
		r.step(100)
		if got := r.g.Readable(0, 0); got != want {
			t.Errorf("after %d units that wait: readable %v", unit+1, got)
		}
	}
	r.restart()
	if r.g.Readable(0, 0) || !r.g.Readable(0, 1) {
		t.Error("after a restart the split that is ahead is read, or the other is not")
	}
	r.tip(1, 11) // the first unit leaves
	r.step(100)
	if !r.g.Readable(0, 0) {
		t.Error("one unit that waits keeps the split from being read")
	}
}

// crossed joins a promoted with an un-promoted copy of one input: their clocks have nothing to do with each other.
func crossed() *operators.Plan {
	in, slow := arrivals(), &operators.Input{Name: "SLOW", Cols: testColumns, Time: operators.TimeRule{Kind: operators.ArrivalTime}}
	s := streamOf("T", testColumns, pumpOf("P", in), pumpOf("Q", slow))
	return withOutputs(&operators.Plan{Inputs: []*operators.Input{in, slow}, Streams: []*operators.Stream{s}}, map[string]operators.Spec{"T": s})
}

func TestBeyondTheLimitOnlyTheSlowestIsRead(t *testing.T) {
	r := newRig(t, crossed(), GraphOptions{HoldRows: 3})
	r.join("a")
	r.rec.Commands = append(r.rec.Commands, JoinSplit{Input: 1, ID: "b"}, CompleteInput{Input: 1})
	for range 3 {
		r.bring(0, true, testRow{T: 50, K: "x"})
		r.step(100)
	}
	if !r.g.Readable(0, 0) || !r.g.Readable(1, 0) {
		t.Error("at the limit all is read")
	}
	r.bring(0, true, testRow{T: 50, K: "x"})
	r.step(100)
	if r.g.Readable(0, 0) || !r.g.Readable(1, 0) {
		t.Error("beyond the limit only what the others wait for is read")
	}
	r.rec.Splits = []SplitInput{{Input: 1, HasTip: true, Tip: 60}}
	r.step(100)
	r.want("T", "50 x 0 0", "50 x 0 0", "50 x 0 0", "50 x 0 0")
	if !r.g.Readable(0, 0) {
		t.Error("when the rows have left, all is read again")
	}
}

func TestFourTimesTheLimitIsAnError(t *testing.T) {
	r := newRig(t, crossed(), GraphOptions{HoldRows: 1})
	r.join("a")
	r.rec.Commands = append(r.rec.Commands, JoinSplit{Input: 1, ID: "b"}, CompleteInput{Input: 1})
	r.bring(0, true, testRow{T: 50}, testRow{T: 50}, testRow{T: 50}, testRow{T: 50})
	err := r.g.Step(&r.rec)
	var hold *HoldError
	if !errors.As(err, &hold) || hold.Holder != "stream/T" || hold.Path[0] != "input/SLOW" || hold.Held.Rows != 4 {
		t.Fatalf("%+v", err)
	}
}

func TestWhy(t *testing.T) {
	in, slow := arrivals(), &operators.Input{Name: "SLOW", Cols: testColumns, Time: operators.TimeRule{Kind: operators.ArrivalTime}}
	s := streamOf("T", testColumns, pumpOf("P", in), pumpOf("Q", slow))
	w := streamOf("W", testColumns, pumpOf("V", tumbleOf(in)))
	r := newRig(t, &operators.Plan{Inputs: []*operators.Input{in, slow}, Streams: []*operators.Stream{s, w}}, GraphOptions{})
	say := func(stream string, parts ...string) {
		t.Helper()
		for _, x := range r.g.Why() {
			if x.Stream != stream {
				continue
			}
			for _, part := range parts {
				if !strings.Contains(x.Sentence, part) {
					t.Errorf("%s: %q does not say %q", stream, x.Sentence, part)
				}
			}
			return
		}
		t.Errorf("nothing is said about %s", stream)
	}
	say("S", "no split yet")
	r.join("a")
	r.rec.Commands = append(r.rec.Commands, JoinSplit{Input: 1, ID: "b"}, CompleteInput{Input: 1})
	r.bring(0, true, testRow{T: 52, K: "x"})
	r.step(100)
	say("T", "1 rows wait in stream/T", "input/SLOW", "the beginning", `input "SLOW": it waits for rows`)
	say("W", "tumble", "will emit at 1970-01-01 00:00:00.060", "its clock stands at 1970-01-01 00:00:00.052")
	r.end(0)
	r.step(100)
	say("W", "has ended after 1 rows")
}

func TestTheTimer(t *testing.T) {
	var x timer
	x.next(1000, 5, true, false)
	if x.due(1004) || !x.due(1005) {
		t.Error("a wait of 5 ms is due after 5 ms")
	}
	for i, want := range []operators.Time{10, 20, 40} {
		x.next(2000, 5, true, true)
		if x.wait != want {
			t.Errorf("after %d steps that moved nothing the wait is %d", i+1, x.wait)
		}
	}
	for range 10 {
		x.next(2000, 5, true, true)
	}
	if x.wait != mostWait {
		t.Errorf("the longest wait is %d", x.wait)
	}
	x.next(3000, 7, true, false)
	if x.wait != 7 {
		t.Errorf("after a step that moved time the wait is %d", x.wait)
	}
	x.next(3000, -3, true, false)
	if x.wait != leastWait {
		t.Errorf("what is overdue waits %d", x.wait)
	}
	x.next(3000, 0, false, false)
	if x.due(1 << 40) {
		t.Error("nobody waits, but a step is due")
	}
}
