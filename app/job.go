package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"path/filepath"

	"weir/connectors"
	"weir/internal/clock"
	"weir/operators"
	"weir/runtime"
	"weir/state"
)

// JobOptions is what a run adds to its application.
type JobOptions struct {
	Clock   clock.Clock // nil: the machine's
	Stdin   io.Reader   // nil: the application cannot read standard input
	Stdout  io.Writer   // nil: nor write standard output
	Workers int         // 0: as the application says, else one for each core
	Store   string      // instead of the application's own: dir:PATH
	Record  io.Writer   // takes the record of every step
	Log     *slog.Logger
	// Sinks are what outputs go to instead of their URLs, by Destination.Target.
	Sinks map[string]connectors.Sink
}

// Running is a job with what its runner wants to know of it.
type Running struct {
	*runtime.Job
	Kept   *Kept   // the late and refused rows that nobody reads
	Tables *Tables // the reference tables
	stored bool    // it may go on from a checkpoint
}

// Run runs the job to its end.
func (r *Running) Run(ctx context.Context) error {
	if err := r.Kept.begin(r.stored); err != nil {
		return err
	}
	defer r.Kept.end()
	defer r.Tables.watch(ctx, r.Job)()
	return r.Job.Run(ctx)
}

// Job opens the application's sources and sinks and makes its job. Nothing that exists is changed before it runs.
func (c *Compiled) Job(o JobOptions) (*Running, error) {
	if o.Clock == nil {
		o.Clock = clock.System{}
	}
	weir := &c.Request.Weir
	r := &Running{Kept: newKept(c.keptPath())}
	cfg := runtime.Config{
		Plan: c.Plan, Inputs: map[string]runtime.JobInput{},
		Clock: o.Clock, Workers: o.Workers, Record: o.Record, Log: o.Log,
		CheckpointEvery: orDefault(weir.Checkpoint, DefaultCheckpoint),
		Graph:           c.graphOptions(),
	}
	cfg.Graph.Unread = r.Kept.Add
	if cfg.Workers == 0 {
		cfg.Workers = weir.Workers.V
	}
	r.Tables = c.openTables(o)
	err := c.openStore(&cfg, o.Store)
	if err == nil {
		err = c.openSources(&cfg, o)
	}
	if err == nil {
		cfg.Tables, err = r.Tables.first()
	}
	if err == nil {
		cfg.Sinks, err = c.openSinks(o)
	}
	if err == nil {
		r.Job, err = runtime.New(cfg)
	}
	if err != nil {
		return nil, errors.Join(err, closeAll(cfg.Sinks))
	}
	r.stored = cfg.Store != nil
	return r, nil
}

// graphOptions are those that the rows depend on: a repetition has the same.
func (c *Compiled) graphOptions() runtime.GraphOptions {
	weir := &c.Request.Weir
	return runtime.GraphOptions{
		HoldBytes: int64(orDefault(weir.Hold, DefaultHold)),
		Idle:      operators.Time(orDefault(weir.Idle, DefaultIdle).Milliseconds()),
	}
}

func (c *Compiled) keptPath() string { return filepath.Join(c.Dir(), c.Name+".errors.jsonl") }

func closeAll(sinks map[string]connectors.Sink) error {
	var err error
	for _, s := range sinks {
		err = errors.Join(err, s.Close())
	}
	return err
}

func (c *Compiled) openStore(cfg *runtime.Config, url string) error {
	if url == "" {
		url = c.Request.Weir.Store.V
	}
	if url == "" {
		return nil
	}
	dir, err := storeDir(url)
	if err != nil {
		return err
	}
	store, err := state.OpenDir(connectors.Env{Dir: c.Dir()}.Path(dir))
	if err != nil {
		return err
	}
	cfg.Store = store
	return nil
}

func (c *Compiled) openSources(cfg *runtime.Config, o JobOptions) error {
	env := connectors.Env{Dir: c.Dir(), Clock: o.Clock, Stdin: o.Stdin}
	piped := ""
	for _, s := range c.Streams {
		switch {
		case !s.Source.Set():
			return fmt.Errorf("input %s has no source; add KinesisStreamsInput: {ResourceARN: \"file:PATH\"}", s.Input.Name)
		case isARN(s.Source.V):
			return fmt.Errorf("input %s: %s cannot be read yet; write a URL in its place, such as file:PATH", s.Input.Name, s.Source.V)
		}
		place := connectors.Place(env, s.Source.V)
		if place == "stdin:" && s.Part == 0 {
			if piped != "" {
				return fmt.Errorf("inputs %s and %s both read standard input", piped, s.Input.Name)
			}
			piped = s.Input.Name
		}
		env.Records, _ = s.Format.(connectors.Records)
		source, err := connectors.OpenSource(env, s.Source.V)
		if err != nil {
			return fmt.Errorf("input %s: %w", s.Input.Name, err)
		}
		if s.Of > 1 {
			source = &share{Source: source, part: s.Part, of: s.Of}
		}
		cfg.Inputs[s.Input.Name] = runtime.JobInput{Source: source, Format: s.Format}
	}
	return nil
}

// openSinks returns the sinks by Destination.Target, and with an error those that were opened before it.
func (c *Compiled) openSinks(o JobOptions) (map[string]connectors.Sink, error) {
	sinks, targets := map[string]connectors.Sink{}, map[string]Target{}
	for _, t := range c.Outputs {
		targets[t.Key] = t
	}
	screen := &screen{out: o.Stdout}
	for _, d := range c.Plan.Outputs {
		if s := o.Sinks[d.Target]; s != nil {
			sinks[d.Target] = s
			continue
		}
		target, named := targets[d.Target]
		encoder, err := target.encoder(d.Schema(), c.Request.Weir.Nulls.V == "text")
		if err != nil {
			return sinks, fmt.Errorf("output %s: %w", d.Name, err)
		}
		url := target.URL.V
		switch {
		case !named && len(c.Shown) > 1:
			sinks[d.Target] = &shownSink{screen: screen, encoder: encoder, name: d.Name}
			continue
		case !named:
			url = "stdout:"
		case isARN(url):
			return sinks, fmt.Errorf("output %s: %s cannot be written yet; write a URL in its place, such as file:PATH", d.Name, url)
		}
		sink, err := connectors.OpenSink(connectors.Env{Dir: c.Dir(), Clock: o.Clock, Stdout: o.Stdout, Encoder: encoder}, url)
		if err != nil {
			return sinks, fmt.Errorf("output %s: %w", d.Name, err)
		}
		sinks[d.Target] = sink
	}
	return sinks, nil
}
