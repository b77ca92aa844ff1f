package runtime

import (
	"errors"
	"strings"
	"testing"

	"weir/connectors"
	"weir/operators"
	"weir/operators/vec"
	"weir/reference"
	"weir/sql/types"
)

func streamOf(name string, cols *types.Schema, writers ...operators.Writer) *operators.Stream {
	return &operators.Stream{Name: name, Cols: cols, Writers: writers}
}

func pumpOf(name string, from operators.Spec) operators.Writer {
	return operators.Writer{Pump: name, From: from}
}

func twinOf(kind operators.TwinKind, of string, cols *types.Schema) *operators.Twin {
	switch kind {
	case operators.LateTwin:
		cols = operators.LateColumns(cols)
	case operators.ErrorsTwin:
		cols = operators.ErrorColumns
	default:
		cols = operators.ErrorStreamColumns
	}
	return &operators.Twin{Kind: kind, Of: of, Cols: cols}
}

func arrivals() *operators.Input {
	return &operators.Input{Name: "S", Cols: testColumns, Time: operators.TimeRule{Kind: operators.ArrivalTime}}
}

func TestAPumpsErrors(t *testing.T) {
	in := arrivals()
	s := streamOf("T", testColumns, pumpOf("P", filterOf(in)))
	errs := twinOf(operators.ErrorsTwin, "T", nil)
	copied := streamOf("COPY", operators.ErrorColumns, pumpOf("Q", errs))
	r := newRig(t, withOutputs(&operators.Plan{
		Inputs: []*operators.Input{in}, Streams: []*operators.Stream{copied, s}, Twins: []*operators.Twin{errs},
	}, map[string]operators.Spec{"COPY": copied, "error_stream": twinOf(operators.ErrorStream, "", nil)}), GraphOptions{})
	r.join("a")
	r.bring(0, true, testRow{T: 10, K: "x", V: 17, E: 5}, testRow{T: 11, K: "y", V: 3})
	r.step(100)
	r.want("COPY") // until the instant has passed
	r.step(101)
	// {"K":"x","V":17,"E":"1970-01-01 00:00:00.005"}
	r.want("COPY", "100 P V divide-by-zero by_zero 10 eyJLIjoieCIsIlYiOjE3LCJFIjoiMTk3MC0wMS0wMSAwMDowMDowMC4wMDUifQ== (null) (null) (null)")
	r.want("error_stream", "100 100 WARNING Divide_by_zero by_zero 10 "+
		"7B224B223A2278222C2256223A31372C2245223A22313937302D30312D30312030303A30303A30302E303035227D P")
	c := r.g.Counts()
	if p := c.Pumps[1]; p.Name != "P" || p.In != 2 || p.Out != 1 || p.Errors != 1 {
		t.Errorf("pump %+v", p)
	}
	if s := c.Streams[1]; s.Name != "T" || s.Rows != 1 || s.Errors != 1 {
		t.Errorf("stream %+v", s)
	}
}

func TestLateRowsOfAPromotion(t *testing.T) {
	in := arrivals()
	e := streamOf("E", promotedColumns, pumpOf("P", &operators.Retime{Input: in, Column: 2, Cols: promotedColumns}))
	r := newRig(t, withOutputs(&operators.Plan{Inputs: []*operators.Input{in}, Streams: []*operators.Stream{e}},
		map[string]operators.Spec{"E": e, "error_stream": twinOf(operators.ErrorStream, "", nil)}), GraphOptions{})
	r.join("a")
	r.bring(0, true, testRow{T: 10, K: "x", V: 1, E: 50}, testRow{T: 11, K: "y", V: 2, E: 40}, testRow{T: 12, K: "z", V: 3, E: 50})
	r.step(100)
	r.want("E", "50 x 1", "50 z 3")
	r.step(101)
	r.want("error_stream", "100 100 WARNING Late_row the_row's_time_1970-01-01_00:00:00.040_lies_before_the_watermark_1970-01-01_00:00:00.050 40 "+
		"7B224B223A2279222C2256223A327D P")
	b := makeBatch([]testRow{{T: 20, K: "n"}}, testColumns)
	b.Cols[2] = nulls(types.TimestampType, 1)
	r.rec.Splits = []SplitInput{{Unit: &Unit{Stamped: true, Batches: []operators.Batch{b}}}}
	r.step(102)
	r.step(103)
	r.want("error_stream", "102 102 WARNING Null_time the_time_column_is_NULL 20 7B224B223A226E222C2256223A302C2245223A6E756C6C7D P")
	if p := r.g.Counts().Pumps[0]; p.Late != 1 || p.Errors != 1 {
		t.Errorf("pump %+v", p)
	}
}

func TestUnreadTwinsAreHandedOver(t *testing.T) {
	in := arrivals()
	s := streamOf("T", testColumns, pumpOf("P", filterOf(in)))
	r := newRig(t, &operators.Plan{Inputs: []*operators.Input{in}, Streams: []*operators.Stream{s}}, GraphOptions{})
	r.join("a")
	r.bring(0, true, testRow{T: 10, K: "x", V: 17})
	r.step(100)
	r.step(101)
	if len(r.unread) != 1 || !strings.HasPrefix(r.unread[0], `errors of "T": 100 P V divide-by-zero`) {
		t.Errorf("unread: %q", r.unread)
	}
}

// TestSilentPromotions: a promotion that brings nothing for long no longer holds up the stream that it feeds.
func TestSilentPromotions(t *testing.T) {
	in, other := arrivals(), &operators.Input{Name: "O", Cols: promotedColumns, Time: operators.TimeRule{Kind: operators.ArrivalTime}}
	s := streamOf("T", promotedColumns,
		pumpOf("P", &operators.Retime{Input: in, Column: 2, Cols: promotedColumns}), pumpOf("Q", other))
	r := newRig(t, withOutputs(&operators.Plan{Inputs: []*operators.Input{in, other}, Streams: []*operators.Stream{s}},
		map[string]operators.Spec{"T": s, "T.LATE": twinOf(operators.LateTwin, "T", promotedColumns)}), GraphOptions{Idle: 1000})
	r.join("a")
	r.rec.Commands = append(r.rec.Commands, JoinSplit{Input: 1, ID: "b"}, CompleteInput{Input: 1})
	r.bring(0, true, testRow{T: 1, K: "p", E: 10})
	unit := &Unit{Stamped: true, Batches: []operators.Batch{makeBatch([]testRow{{T: 79, K: "q"}, {T: 80, K: "r"}}, promotedColumns)}}
	r.rec.Splits = append(r.rec.Splits, SplitInput{Input: 1, Unit: unit})
	r.step(100)
	r.want("T", "10 p 0")
	r.step(1099)
	r.want("T")
	r.restart()
	r.step(1100)
	r.want("T", "79 q 0") // at 80 the silent pump, which stands first, may still bring something
	r.bring(0, true, testRow{T: 2, K: "late", E: 79}, testRow{T: 3, K: "back", E: 80})
	r.step(1101)
	r.want("T", "80 back 0")
	r.rec.Splits = []SplitInput{{Split: 0, Ended: true}}
	r.step(1102)
	r.want("T", "80 r 0")
	r.want("T.LATE", "1101 late 0 79 80 P")
}

func TestStoppedPumps(t *testing.T) {
	in := arrivals()
	s := streamOf("T", testColumns, pumpOf("P", tumbleOf(in)), pumpOf("Q", in))
	s.Writers[1].Stopped = true
	r := newRig(t, withOutputs(&operators.Plan{Inputs: []*operators.Input{in}, Streams: []*operators.Stream{s}}, map[string]operators.Spec{"T": s}), GraphOptions{})
	r.join("a")
	r.bring(0, true, testRow{T: 10, K: "x", V: 1})
	r.step(100)
	r.rec.Commands = []Command{SwitchPump{"P", true}, SwitchPump{"Q", false}}
	r.bring(0, true, testRow{T: 25, K: "y", V: 2})
	r.step(100)
	r.want("T", "20 x 1 1") // what P had taken it finishes
	r.restart()
	r.rec.Commands = []Command{SwitchPump{"Q", true}}
	r.bring(0, true, testRow{T: 45, K: "z", V: 2})
	r.step(100)
	r.want("T", "25 y 2 0") // P's promises go on
	r.end(0)
	r.step(100)
	r.want("T") // neither takes anything still
	if err := r.g.Step(&Record{Commands: []Command{SwitchPump{"NONE", true}}}); err == nil {
		t.Error("a pump that does not exist was stopped")
	}
}

// tableJoin looks every row's key up, at the moment the row passes.
type tableJoin struct {
	passTime
	env  *operators.Env
	name string
}

func (j *tableJoin) Process(_ int, b operators.Batch, out operators.Output) error {
	rows := rowsOf(b)
	for i := range rows {
		table := j.env.Table(j.name)
		refs := table.Shared("rows", func() any { return rowsOf(table.Rows()) }).([]testRow)
		for _, ref := range refs {
			if ref.K == rows[i].K {
				rows[i].V = ref.V
			}
		}
	}
	emitRows(rows, out)
	return nil
}

type tableJoinSpec struct{ testSpec }

func (s *tableJoinSpec) Open(env *operators.Env) (operators.Operator, error) {
	return &tableJoin{env: env, name: s.from[1].(*operators.Table).Name}, nil
}

func TestTablesAreSwappedBetweenSteps(t *testing.T) {
	in, ref := arrivals(), &operators.Table{Name: "REF", Cols: testColumns}
	s := streamOf("T", testColumns, pumpOf("P", &tableJoinSpec{testSpec{name: "join table", from: []operators.Spec{in, ref}}}))
	r := newRig(t, withOutputs(&operators.Plan{
		Inputs: []*operators.Input{in}, Streams: []*operators.Stream{s}, Tables: []*operators.Table{ref},
	}, map[string]operators.Spec{"T": s, "REF.ERRORS": twinOf(operators.ErrorsTwin, "REF", nil)}), GraphOptions{})
	version := func(v int64, bad ...connectors.Reject) SwapTable {
		v1, err := reference.NewVersion("v", testColumns, []operators.Batch{makeBatch([]testRow{{K: "x", V: v}}, testColumns)}, bad)
		if err != nil {
			t.Fatal(err)
		}
		return SwapTable{"REF", v1}
	}
	r.join("a")
	r.bring(0, true, testRow{T: 9, K: "x"})
	r.step(99)
	r.want("T", "9 x 0 0") // nothing is loaded
	r.rec.Commands = []Command{version(1)}
	r.bring(0, true, testRow{T: 10, K: "x"})
	r.step(100)
	r.bring(0, true, testRow{T: 11, K: "x"})
	r.rec.Commands = []Command{version(2, connectors.Reject{Code: types.CoercionError, Column: "V", Detail: "bad", Bytes: []byte("?")})}
	r.step(101)
	r.want("T", "10 x 1 0", "11 x 2 0")
	r.want("REF.ERRORS", "101 (null) V coercion-error bad 101 Pw== (null) (null) (null)")
}

func TestCyclesAreRefused(t *testing.T) {
	in := arrivals()
	a, b := streamOf("A", testColumns), streamOf("B", testColumns)
	a.Writers = []operators.Writer{pumpOf("P", filterOf(b)), pumpOf("R", in)}
	b.Writers = []operators.Writer{pumpOf("Q", filterOf(a))}
	if _, err := NewGraph(&operators.Plan{Inputs: []*operators.Input{in}, Streams: []*operators.Stream{a, b}}, GraphOptions{}); err == nil {
		t.Error("streams that feed each other were accepted")
	}
	c := streamOf("C", operators.ErrorColumns)
	c.Writers = []operators.Writer{pumpOf("P", twinOf(operators.ErrorsTwin, "C", nil))}
	if _, err := NewGraph(&operators.Plan{Inputs: []*operators.Input{in}, Streams: []*operators.Stream{c}}, GraphOptions{}); err == nil {
		t.Error("a twin that feeds its own stream was accepted")
	}
}

func TestALoneWritersBatchesPassUntouched(t *testing.T) {
	in := arrivals()
	s := streamOf("T", testColumns, pumpOf("P", in))
	plan := withOutputs(&operators.Plan{Inputs: []*operators.Input{in}, Streams: []*operators.Stream{s}}, map[string]operators.Spec{"T": s})
	var out []operators.Batch
	g, err := NewGraph(plan, GraphOptions{Deliver: func(_ int, b operators.Batch) { out = append(out, b) }})
	if err != nil {
		t.Fatal(err)
	}
	b := makeBatch([]testRow{{T: 1, K: "x"}, {T: 2, K: "y"}}, testColumns)
	if err := g.Step(&Record{
		Commands: []Command{JoinSplit{ID: "a"}, CompleteInput{}}, Splits: []SplitInput{{Unit: &Unit{Stamped: true, Batches: []operators.Batch{b}}}},
	}); err != nil {
		t.Fatal(err)
	}
	if len(out) != 1 || out[0].Cols[0] != b.Cols[0] {
		t.Errorf("the batch was copied: %v", out)
	}
}

func TestRowsBelowAPromiseAreABug(t *testing.T) {
	in := arrivals()
	bad := filterOf(in)
	bad.open = func() operators.Operator { return backwards{} }
	s := streamOf("T", testColumns, pumpOf("P", bad))
	r := newRig(t, &operators.Plan{Inputs: []*operators.Input{in}, Streams: []*operators.Stream{s}}, GraphOptions{})
	r.join("a")
	r.bring(0, true, testRow{T: 10, K: "x"})
	defer func() {
		if recover() == nil || r.g.At() != "pump/P/1" {
			t.Errorf("the rule was broken by %q without a panic", r.g.At())
		}
	}()
	r.step(100)
}

type backwards struct{ passTime }

func (backwards) Process(_ int, b operators.Batch, out operators.Output) error {
	out.Emit(b)
	out.Emit(vec.Slice(makeBatch([]testRow{{T: 9}}, testColumns), 0, 1))
	return nil
}

func TestAnOperatorsErrorEndsTheGraph(t *testing.T) {
	in := arrivals()
	bad, reason := filterOf(in), errors.New("no more")
	bad.open = func() operators.Operator { return refusing{err: reason} }
	s := streamOf("T", testColumns, pumpOf("P", bad))
	r := newRig(t, &operators.Plan{Inputs: []*operators.Input{in}, Streams: []*operators.Stream{s}}, GraphOptions{})
	r.join("a")
	r.bring(0, true, testRow{T: 10, K: "x"})
	for range 2 {
		if err := r.g.Step(&r.rec); !errors.Is(err, reason) || !strings.Contains(err.Error(), "pump/P/1") {
			t.Errorf("the step gives %v", err)
		}
	}
}

type refusing struct {
	passTime
	err error
}

func (o refusing) Process(int, operators.Batch, operators.Output) error { return o.err }
