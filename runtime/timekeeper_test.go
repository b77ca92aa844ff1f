package runtime

import (
	"testing"

	"weir/connectors"
	"weir/operators"
	"weir/sql/types"
)

func TestBrokerTimes(t *testing.T) {
	r := newRig(t, inputPlan(operators.TimeRule{Kind: operators.ArrivalTime, Grace: 5}), GraphOptions{})
	r.join("a", "b")
	r.bring(0, true, testRow{T: 10, K: "x"}, testRow{T: 8, K: "y"}, testRow{T: 20, K: "z"})
	r.step(100)
	r.want("S") // b has promised nothing
	r.tip(1, 25)
	r.step(100)
	// b is at 25 - 5: a row of b at 20 would stand behind a's; y takes the clock's time, which is no clamping
	r.want("S", "10 x 0 0", "10 y 0 0", "20 z 0 0")
	if c := r.g.Counts().Inputs[0]; c.Clamped != 0 {
		t.Errorf("%d rows count as clamped", c.Clamped)
	}
	r.bring(1, true, testRow{T: 17, K: "behind the grace"}, testRow{T: 30, K: "w"})
	r.bring(0, true, testRow{T: 40, K: "v"})
	r.rec.Splits[0], r.rec.Splits[1] = r.rec.Splits[1], r.rec.Splits[0]
	r.step(101)
	r.want("S", "20 behind_the_grace 0 0", "30 w 0 0")
	if c := r.g.Counts().Inputs[0]; c.Clamped != 1 {
		t.Errorf("%d rows count as clamped, not 1", c.Clamped)
	}
	r.end(0)
	r.end(1)
	r.step(101)
	r.want("S", "40 v 0 0")
	if !r.g.Done() {
		t.Error("all has ended, but the graph is not done")
	}
}

func TestWeirStampsWithTheStepsTime(t *testing.T) {
	in := &operators.Input{
		Name: "S", Time: operators.TimeRule{Kind: operators.ArrivalTime}, Implicit: 1,
		Cols: types.NewSchema(append(append([]types.Column(nil), testColumns.Columns...),
			types.Column{Name: operators.ArrivalColumn, Type: types.TimestampType})...),
	}
	r := newRig(t, withOutputs(&operators.Plan{Inputs: []*operators.Input{in}}, map[string]operators.Spec{"S": in}), GraphOptions{})
	r.join("a", "b")
	b := makeBatch([]testRow{{K: "x"}, {K: "y"}}, testColumns)
	b.Cols = append(b.Cols, saveInts(0, 0))
	r.rec.Splits = append(r.rec.Splits, SplitInput{Split: 1, Unit: &Unit{Batches: []operators.Batch{b}}})
	r.step(70)
	r.want("S") // a's row of the same time would stand before b's
	r.step(71)
	r.want("S", "70 x 0 0 70", "70 y 0 0 70")
}

func TestTimeColumn(t *testing.T) {
	r := newRig(t, inputPlan(operators.TimeRule{Kind: operators.ColumnTime, Column: 2, Disorder: 10, Future: 1000}), GraphOptions{})
	r.join("a")
	records := []string{"r0", "r1", "r2", "r3", "r4", "r5"}
	raw := &Raw{Messages: connectors.Messages{First: 40}}
	for i, rec := range records {
		raw.Messages.Data = append(raw.Messages.Data, rec...)
		raw.Messages.Ends = append(raw.Messages.Ends, len(raw.Messages.Data))
		raw.RowEnds = append(raw.RowEnds, i+1)
	}
	b := makeBatch([]testRow{
		{K: "first", E: 100}, {K: "late", E: 89}, {K: "disorder", E: 90}, {K: "future", E: 1201}, {K: "edge", E: 1200}, {K: "beyond", E: int64(firstTime) - 1},
	}, testColumns)
	r.rec.Splits = []SplitInput{{Unit: &Unit{Batches: []operators.Batch{b}, Raw: raw, Rejects: []Refused{
		{Reject: connectors.Reject{Row: 4, Code: types.ParseError, Detail: "bad", Bytes: []byte("{")}, Position: 44, Arrival: 7, Stamped: true},
	}}}}
	r.step(200)
	r.want("S", "90 disorder 0 90", "100 first 0 100")
	r.step(201) // twins hold the rows of an instant until it has passed
	r.want("S.LATE", "200 late 0 89 89 90 (null)")
	errors := r.out["S.ERRORS"]
	wantErrors := []string{
		"200 (null) E time-in-future the_time_lies_further_ahead_of_the_clock_than_the_input_allows 200 cjM= a 43 (null)",
		"200 (null) (null) parse-error bad 200 ew== a 44 7",
		"200 (null) E numeric-overflow the_time_lies_outside_of_the_years_1_to_9999 200 cjU= a 45 (null)",
	}
	if len(errors) != len(wantErrors) {
		t.Fatalf("errors %q", errors)
	}
	r.want("S.ERRORS", wantErrors...)
	c := r.g.Counts()
	if i := c.Inputs[0]; i.Rows != 6 || i.Late != 1 || i.Errors != 3 {
		t.Errorf("counts %+v", i)
	}
	if held := r.g.Held(); held.Rows != 1 {
		t.Errorf("held %+v", held)
	}
	r.restart()
	r.end(0)
	r.step(201)
	r.want("S", "1200 edge 0 1200")
}

func TestNullTimeIsAnError(t *testing.T) {
	r := newRig(t, inputPlan(operators.TimeRule{Kind: operators.ColumnTime, Column: 2}), GraphOptions{})
	r.join("a")
	b := makeBatch([]testRow{{K: "x"}}, testColumns)
	b.Cols[2] = nulls(types.TimestampType, 1)
	r.rec.Splits = []SplitInput{{Unit: &Unit{Batches: []operators.Batch{b}}}}
	r.step(5)
	r.step(6)
	r.want("S")
	r.want("S.ERRORS", "5 (null) E time-is-null the_time_column_is_NULL 5  a (null) (null)")
}

func TestIdleSplitsHoldUpNobody(t *testing.T) {
	r := newRig(t, inputPlan(operators.TimeRule{Kind: operators.ColumnTime, Column: 2, Disorder: 2, Idle: 1000}), GraphOptions{})
	r.join("a", "b", "c")
	r.bring(0, false, testRow{K: "x", E: 50})
	r.bring(1, false, testRow{K: "y", E: 10})
	r.bring(2, false, testRow{K: "z", E: 60})
	r.step(100)
	r.want("S") // the clock is at 10 - 2
	r.tip(1, 1099)
	r.step(1099)
	r.want("S")
	r.tip(0, 1100) // b is idle, and so is a: they pass on what c has promised
	r.step(1100)
	r.want("S", "10 y 0 10", "50 x 0 50")
	r.bring(1, false, testRow{K: "late", E: 57}, testRow{K: "back", E: 58})
	r.step(1101)
	r.step(1102) // a twin's rows of one time wait for the splits before theirs
	r.want("S.LATE", "1101 late 0 57 57 58 (null)")
	for split := range 3 {
		r.tip(split, 5000)
	}
	r.step(5000)
	r.want("S") // all are idle: time stands
	r.end(0)
	r.end(1)
	r.end(2)
	r.step(5000)
	r.want("S", "58 back 0 58", "60 z 0 60")
}

func TestIncompleteInputs(t *testing.T) {
	for name, c := range map[string]struct {
		rule    operators.TimeRule
		stamped bool
		before  []string // while the source may name more splits
		listed  []string // when it has named none at 30
	}{
		"processing": {operators.TimeRule{Kind: operators.ProcessingTime}, false, []string{"100 x 0 0"}, nil},
		"broker":     {operators.TimeRule{Kind: operators.ArrivalTime, Grace: 10}, true, nil, []string{"20 x 0 0"}},
		"column":     {operators.TimeRule{Kind: operators.ColumnTime, Column: 2}, false, []string{"0 x 0 0"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t, inputPlan(c.rule), GraphOptions{})
			r.rec.Commands = []Command{JoinSplit{ID: "a"}}
			r.bring(0, c.stamped, testRow{T: 20, K: "x"})
			r.step(100)
			r.want("S", c.before...)
			r.rec.Commands = []Command{Listed{At: 30}}
			r.step(100)
			r.want("S", c.listed...)
			r.end(0)
			r.step(101)
			if r.g.Done() {
				t.Error("time has ended though another split may come")
			}
			r.rec.Commands = []Command{JoinSplit{ID: "b", After: []string{"a"}}, CompleteInput{}}
			r.step(102)
			r.bring(1, c.stamped, testRow{T: 200, K: "y", E: 200})
			r.end(1)
			r.rec.Splits = []SplitInput{{Split: 1, Unit: r.rec.Splits[0].Unit, Ended: true}}
			r.step(103)
			if len(r.out["S"]) != 1 || !r.g.Done() {
				t.Errorf("at the end: %q", r.out["S"])
			}
		})
	}
}

// TestSplitsThatFollowOthers: the parts of a resharded stream are read when those before them are over. Until then they
// promise what their parents promise, and no row comes out of order.
func TestSplitsThatFollowOthers(t *testing.T) {
	r := newRig(t, inputPlan(operators.TimeRule{Kind: operators.ArrivalTime}), GraphOptions{})
	r.rec.Commands = []Command{JoinSplit{ID: "other"}, JoinSplit{ID: "old"}, JoinSplit{ID: "new", After: []string{"old", "gone"}}, CompleteInput{}}
	r.tip(0, 50)
	r.bring(1, true, testRow{T: 10, K: "x"})
	r.step(100)
	r.want("S", "10 x 0 0") // the new split follows the clock of the old one
	r.tip(0, 90)
	r.rec.Splits = append(r.rec.Splits, SplitInput{Split: 1, Ended: true})
	r.step(100)
	r.bring(0, true, testRow{T: 91, K: "z"})
	r.step(100)
	r.want("S") // the old one is over; the new one has yet to begin
	r.restart()
	r.bring(2, true, testRow{T: 20, K: "y"})
	r.step(100)
	r.want("S", "20 y 0 0")
}
