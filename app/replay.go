package app

import (
	"context"
	"errors"
	"fmt"
	"io"

	"weir/connectors"
	"weir/operators"
	"weir/runtime"
)

// Replay repeats a run from the records of its steps. The sources are not read; the outputs are written as in the run.
func (c *Compiled) Replay(ctx context.Context, records io.Reader, o JobOptions) (counts runtime.Counts, kept *Kept, err error) {
	sinks, err := c.openSinks(o)
	defer func() { err = errors.Join(err, closeAll(sinks)) }()
	if err != nil {
		return counts, nil, err
	}
	kept = newKept(c.keptPath())
	if err := kept.begin(false); err != nil {
		return counts, kept, err
	}
	defer kept.end()
	for _, s := range sinks {
		if err := s.Recover(ctx, nil); err != nil {
			return counts, kept, err
		}
	}
	targets := make([]connectors.Sink, len(c.Plan.Outputs))
	for i, d := range c.Plan.Outputs {
		targets[i] = sinks[d.Target]
	}
	var failed error
	options := c.graphOptions()
	options.Unread = kept.Add
	options.Deliver = func(target int, b operators.Batch) {
		if failed == nil {
			failed = targets[target].Write(ctx, b)
		}
	}
	graph, err := runtime.NewGraph(c.Plan, options)
	if err != nil {
		return counts, kept, err
	}
	reader := runtime.NewRecordReader(records)
	for failed == nil && ctx.Err() == nil {
		record, err := reader.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err == nil {
			err = graph.Step(record)
		}
		if err != nil {
			return graph.Counts(), kept, fmt.Errorf("repeating the run: %w", err)
		}
	}
	return graph.Counts(), kept, failed
}
