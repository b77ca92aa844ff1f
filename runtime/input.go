package runtime

import (
	"fmt"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"

	"weir/connectors"
	"weir/operators"
	"weir/operators/vec"
	"weir/sql/types"
)

// An input is where rows enter: a timekeeper for each split, and a sequencer that merges them. While it is not complete it has
// one writer more, behind all splits, which stands for those that are not known yet.
type input struct {
	spec     *operators.Input
	splits   []*split
	seq      sequencer // writers: the splits, then the unknown ones
	complete bool
	listed   operators.Time // when the source last had no new split
	stamp    stamp
	arrival  int // the column operators.ArrivalColumn if it is used and the source fills it, else -1
	view     vec.View
	errors   *twin
	late     *twin
	counts   InputCounts
}

// stamp tells who stamps an input's rows; it is known when the first unit has come.
type stamp uint8

const (
	unknownStamp stamp = iota
	weirStamp
	brokerStamp
)

// split is one ordered part of an input.
type split struct {
	id      string
	after   []int // splits that come first
	keeper  timekeeper
	offset  connectors.Offset // behind the last unit taken
	ended   bool
	hasTip  bool
	tip     operators.Time
	brought operators.Time // the step's time when it last brought a unit, or joined
	twinAt  int            // its place among the writers of the twins
}

func newInput(spec *operators.Input) *input {
	in := &input{spec: spec, arrival: -1, listed: operators.MinTime}
	for i := len(spec.Cols.Columns) - spec.Implicit; i < len(spec.Cols.Columns); i++ {
		if spec.Cols.Columns[i].Name == operators.ArrivalColumn && (spec.Used == nil || spec.Used[i]) {
			in.arrival = i
		}
	}
	switch spec.Time.Kind {
	case operators.ProcessingTime:
		in.stamp = weirStamp
	case operators.ColumnTime:
		in.stamp = unknownStamp
	}
	in.seq.join(operators.MinTime)
	return in
}

func (in *input) rule() *operators.TimeRule { return &in.spec.Time }

// join adds a split. The unknown writer keeps the last place.
func (in *input) join(id string, after []int, now operators.Time) {
	present := in.seq.least()
	last := len(in.seq.writers) - 1
	unknown := in.seq.writers[last]
	in.seq.writers[last] = writer{promise: present}
	in.seq.writers = append(in.seq.writers, unknown)
	s := &split{id: id, after: after, keeper: newTimekeeper(present), brought: now}
	s.keeper.disorder = operators.Time(in.rule().Disorder)
	s.keeper.future = operators.Time(in.rule().Future)
	s.twinAt = in.errors.join()
	in.late.join()
	in.splits = append(in.splits, s)
}

func (in *input) find(id string) int {
	for i, s := range in.splits {
		if s.id == id {
			return i
		}
	}
	return -1
}

// take lets a unit in: its rows get their time, those that are refused or late are reported.
func (in *input) take(g *Graph, at int, si *SplitInput) error {
	s := in.splits[at]
	if s.ended {
		return fmt.Errorf("input %q: split %q brings more after its end", in.spec.Name, s.id)
	}
	s.tip, s.hasTip, s.ended = si.Tip, si.HasTip, si.Ended
	if u := si.Unit; u != nil {
		in.stampUnit(g, at, u)
		s.offset, s.brought = u.End, g.now
		in.counts.Units++
		in.counts.Bytes += u.Bytes
		g.moved = true
	}
	if s.ended {
		s.keeper.waiting.release(operators.EndOfTime, in.offerer(at, false))
		g.moved = true
	}
	return nil
}

// offerer returns the way into the sequencer. The first batch begins a unit.
func (in *input) offerer(at int, first bool) func(operators.Batch) {
	return func(b operators.Batch) {
		if b.Rows() > 0 {
			in.seq.offer(at, b, first)
			first = false
		}
	}
}

func (in *input) stampUnit(g *Graph, at int, u *Unit) {
	s, offer := in.splits[at], in.offerer(at, true)
	refused := refusals{unit: u, split: s.id, now: g.now}
	base := 0
	for _, b := range u.Batches {
		in.counts.Rows += int64(b.Rows())
		if in.arrival >= 0 && !u.Stamped {
			b.Cols = withColumn(b.Cols, in.arrival, g.nowColumn(b.Rows()))
		}
		switch {
		case in.spec.Time.Kind == operators.ColumnTime:
			in.stampColumn(g, s, b, base, &refused, offer)
		case in.spec.Time.Kind == operators.ArrivalTime && u.Stamped:
			in.stamp = brokerStamp
			offer(s.keeper.stamped(b))
		default:
			if in.stamp == unknownStamp {
				in.stamp = weirStamp
			}
			t := max(g.now, s.keeper.max, s.keeper.promised)
			s.keeper.max = t
			b.Time = g.times(t, b.Rows())
			offer(b)
		}
		base += b.Rows()
	}
	refused.rest(base)
	in.counts.Errors += int64(len(refused.rows))
	in.errors.refuse(g, s.twinAt, nil, refused.rows)
	in.counts.Clamped += s.keeper.clamped
	s.keeper.clamped = 0
}

func (in *input) stampColumn(g *Graph, s *split, b operators.Batch, base int, refused *refusals, offer func(operators.Batch)) {
	rule, k := in.rule(), &s.keeper
	col := in.spec.Cols.Columns[rule.Column]
	times := scaled(in.view.Of(b.Cols[rule.Column]), rule.Unit, int32(col.Type.Scale))
	kept := k.column(b, times, g.now)
	refused.judged(&k.verdict, base, col.Name)
	if late := k.verdict.late; len(late) > 0 {
		in.counts.Late += int64(len(late))
		in.late.tooLate(g, s.twinAt, nil, in.spec.Cols, lateRows(b, times, late), k.verdict.behind)
	}
	if k.ordered() {
		offer(kept)
		return
	}
	k.waiting.add(kept)
	k.release(offer)
}

// lateRows gathers rows that came too late, under their own time.
func lateRows(b operators.Batch, times *vec.Ints, rows []int32) operators.Batch {
	late := vec.Gather(b, rows)
	late.Time = make([]operators.Time, len(rows))
	for i, row := range rows {
		late.Time[i] = operators.Time(times.Values[row])
	}
	return late
}

// process is never called: nothing runs into an input.
func (in *input) process(*Graph, *vertex, int, operators.Batch) error { return nil }

func (in *input) advance(g *Graph, v *vertex) (operators.Time, error) {
	in.seq.drain(func(b operators.Batch) { g.emit(v, b) })
	return in.seq.least(), nil
}

func withColumn(cols []arrow.Array, at int, a arrow.Array) []arrow.Array {
	out := append([]arrow.Array(nil), cols...)
	out[at] = a
	return out
}

// timeArray is a TIMESTAMP column of times.
func timeArray(t []operators.Time) arrow.Array {
	buffer := memory.NewBufferBytes(arrow.Int64Traits.CastToBytes(msOf(t)))
	return array.MakeFromData(array.NewData(types.TimestampType.Arrow(), len(t), []*memory.Buffer{nil, buffer}, nil, 0, 0))
}
