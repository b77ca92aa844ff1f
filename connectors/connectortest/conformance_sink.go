package connectortest

import (
	"slices"
	"strconv"
	"testing"

	"weir/connectors"
	"weir/operators"
	"weir/operators/vec"
	"weir/sql/types"
)

// SinkColumns are the columns of the batches that the tests of a sink write.
var SinkColumns = types.NewSchema(
	types.Column{Name: "ID", Type: types.BigIntType},
	types.Column{Name: "NAME", Type: types.VarcharType(16)},
)

// SinkCase is a sink under test and a look at what it has written.
type SinkCase struct {
	// Open returns a sink for batches of SinkColumns: within one test always to the same target, which is new for each
	// test. One that was opened before may not have been closed: it has crashed.
	Open func(t *testing.T) connectors.Sink
	// Visible returns the ID of every row that a reader of the target sees.
	Visible func(t *testing.T) []int64
	// Guarantee is what the sink promises. At least once: only that no row is lost.
	Guarantee connectors.Guarantee
}

// Sink runs the tests that every sink must pass.
func Sink(t *testing.T, c SinkCase) {
	for _, test := range []struct {
		name string
		run  func(*sinkRun)
	}{
		{"opens and closes", func(r *sinkRun) { r.open(nil); r.close(); r.want() }},
		{"shows what is committed", (*sinkRun).commits},
		{"commits once", (*sinkRun).commitsOnce},
		{"keeps epochs apart", (*sinkRun).epochs},
		{"recovers what was prepared", (*sinkRun).recovers},
		{"recovers what was committed", (*sinkRun).recoversCommitted},
		{"discards orphans", (*sinkRun).orphans},
		{"begins anew", (*sinkRun).anew},
	} {
		t.Run(test.name, func(t *testing.T) { test.run(&sinkRun{SinkCase: c, t: t}) })
	}
}

type sinkRun struct {
	SinkCase
	t    *testing.T
	sink connectors.Sink
}

func (r *sinkRun) ok(err error) {
	r.t.Helper()
	if err != nil {
		r.t.Fatal(err)
	}
}

// open also stands for a crash: the sink before is not closed.
func (r *sinkRun) open(last connectors.Receipt) {
	r.t.Helper()
	r.sink = r.Open(r.t)
	r.ok(r.sink.Recover(r.t.Context(), last))
}

func (r *sinkRun) close() { r.t.Helper(); r.ok(r.sink.Close()) }

func (r *sinkRun) write(ids ...int64) {
	r.t.Helper()
	build := vec.NewBuilder(SinkColumns, nil)
	for _, id := range ids {
		build.Ints(0).Append(id)
		build.Texts(1).Append(strconv.AppendInt([]byte("row "), id, 10))
		build.EndRow()
	}
	for _, b := range build.Batches() {
		for i := range b.Time {
			b.Time[i] = operators.Time(ids[0])
		}
		r.ok(r.sink.Write(r.t.Context(), b))
	}
}

func (r *sinkRun) prepare(epoch uint64) connectors.Receipt {
	r.t.Helper()
	receipt, err := r.sink.Prepare(r.t.Context(), epoch)
	r.ok(err)
	return receipt
}

func (r *sinkRun) commit(receipt connectors.Receipt) {
	r.t.Helper()
	if receipt != nil {
		r.ok(r.sink.Commit(r.t.Context(), receipt))
	}
}

// want compares the visible rows: exactly these, or, where rows may come again, at least these.
func (r *sinkRun) want(ids ...int64) {
	r.t.Helper()
	got := r.Visible(r.t)
	if r.Guarantee == connectors.ExactlyOnceGuarantee {
		if !slices.Equal(got, ids) {
			r.t.Fatalf("visible are %v, want %v", got, ids)
		}
		return
	}
	for _, id := range ids {
		if !slices.Contains(got, id) {
			r.t.Fatalf("row %d is lost; visible are %v", id, got)
		}
	}
}

func (r *sinkRun) commits() {
	r.open(nil)
	r.write(1, 2)
	receipt := r.prepare(1)
	if r.Guarantee == connectors.ExactlyOnceGuarantee {
		r.want()
	}
	r.commit(receipt)
	r.want(1, 2)
	r.close()
	r.want(1, 2)
}

func (r *sinkRun) commitsOnce() {
	r.open(nil)
	r.write(1)
	receipt := r.prepare(1)
	r.commit(receipt)
	r.commit(receipt)
	r.close()
	r.want(1)
}

func (r *sinkRun) epochs() {
	r.open(nil)
	r.write(1)
	first := r.prepare(1)
	r.write(2) // of the second epoch, before the first is committed
	r.commit(first)
	r.want(1)
	second := r.prepare(2)
	r.commit(second)
	r.close()
	r.want(1, 2)
}

func (r *sinkRun) recovers() {
	r.open(nil)
	r.write(1, 2)
	receipt := r.prepare(1)
	r.write(3) // lost with the crash: its source gives it again
	r.open(receipt)
	r.want(1, 2)
	r.write(3)
	r.commit(r.prepare(2))
	r.close()
	r.want(1, 2, 3)
}

func (r *sinkRun) recoversCommitted() {
	r.open(nil)
	r.write(1)
	receipt := r.prepare(1)
	r.commit(receipt)
	r.open(receipt)
	r.close()
	r.want(1)
}

func (r *sinkRun) orphans() {
	r.open(nil)
	r.write(1)
	first := r.prepare(1)
	r.commit(first)
	r.write(2)
	r.prepare(2) // the job dies before its manifest is written
	r.open(first)
	r.want(1)
	r.write(2)
	r.commit(r.prepare(2))
	r.close()
	r.want(1, 2)
}

func (r *sinkRun) anew() {
	r.open(nil)
	r.write(1)
	r.prepare(1) // the job dies before its first manifest
	r.open(nil)
	r.write(1)
	r.commit(r.prepare(1))
	r.close()
	r.want(1)
}
