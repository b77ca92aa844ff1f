package bench

import (
	"bytes"
	"path/filepath"
	"testing"

	"weir/app"
	"weir/connectors"
	"weir/connectors/format/json"
	"weir/operators"
	"weir/planner"
	"weir/runtime"
)

// pipeline is the way of a unit from its bytes to the bytes of the output, without goroutines.
type pipeline struct {
	tb      testing.TB
	decoder *runtime.UnitDecoder
	graph   *runtime.Graph
	encoder connectors.Encoder
	written connectors.Messages
	now     operators.Time
}

func newPipeline(tb testing.TB, c *Case) *pipeline {
	tb.Helper()
	p := &pipeline{tb: tb, now: Start}
	dir := tb.TempDir()
	c.Load.Rows = 1
	must(tb, c.Prepare(dir))
	loaded, err := app.Load(filepath.Join(dir, AppFile))
	must(tb, err)
	compiled, err := loaded.Compile(planner.Options{})
	must(tb, err)
	p.decoder, err = runtime.NewUnitDecoder(compiled.Plan.Inputs[0], loaded.Streams[0].Format)
	must(tb, err)
	p.encoder, err = json.New(json.Options{}).NewEncoder(compiled.Plan.Outputs[0].Schema())
	must(tb, err)
	p.graph, err = runtime.NewGraph(compiled.Plan, runtime.GraphOptions{Deliver: func(_ int, b operators.Batch) {
		must(tb, p.encoder.Encode(b, &p.written))
	}})
	must(tb, err)
	must(tb, p.graph.Step(&runtime.Record{Now: p.now, Commands: []runtime.Command{
		runtime.JoinSplit{ID: "file"}, runtime.CompleteInput{},
	}}))
	return p
}

// run takes a unit through the graph and returns how many rows came out.
func (p *pipeline) run(m *connectors.Messages) int {
	p.written.Data, p.written.Ends = p.written.Data[:0], p.written.Ends[:0]
	unit, err := p.decoder.Decode(m, nil)
	must(p.tb, err)
	p.now++
	must(p.tb, p.graph.Step(&runtime.Record{Now: p.now, Splits: []runtime.SplitInput{{Unit: unit}}}))
	return p.written.Len()
}

// unitOf is a unit of bids of which every so many passes the filter, from the first on.
func unitOf(rows, every int) *connectors.Messages {
	m := &connectors.Messages{}
	lines := Bids{Seed: 1}.Lines()
	for row := range rows {
		key := `{"auction":1230,`
		if row%every != 0 {
			key = `{"auction":1231,`
		}
		_, rest, _ := bytes.Cut(lines.Next(nil), []byte(","))
		m.Data = append(append(m.Data, key...), rest...)
		m.Ends = append(m.Ends, len(m.Data))
	}
	return m
}

// TestAllocations checks that what a batch costs does not depend on its rows: decode, filter, project and encode build a column
// with a handful of allocations.
func TestAllocations(t *testing.T) {
	const (
		nodes   = 3 // that build columns: input, filter, project
		columns = 3 // that each of them builds
		most    = 16
	)
	c, err := ReadCase("../../testdata/bench/w1_filter.bench")
	must(t, err)
	measure := func(rows, every int) float64 {
		p, unit := newPipeline(t, c), unitOf(rows, every)
		for range 10 {
			if got := p.run(unit); got != (rows+every-1)/every {
				t.Fatalf("%d rows came out of %d", got, rows)
			}
		}
		return testing.AllocsPerRun(100, func() { p.run(unit) })
	}
	for _, every := range []int{1, 2} {
		few, full := measure(every, every), measure(operators.MaxBatchRows, every)
		if few != full {
			t.Errorf("one row of %d passes: a batch of %d rows costs %v allocations, one of %d rows %v", every, every, few, operators.MaxBatchRows, full)
		}
		if full > nodes*columns*most {
			t.Errorf("one row of %d passes: a batch costs %v allocations, more than %d for each column of each node", every, full, most)
		}
		t.Logf("one row of %d passes: %v allocations a batch, %.1f for each column of each node", every, full, full/(nodes*columns))
	}
}

func must(tb testing.TB, err error) {
	tb.Helper()
	if err != nil {
		tb.Fatal(err)
	}
}
