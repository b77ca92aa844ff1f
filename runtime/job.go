package runtime

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"weir/connectors"
	"weir/internal/clock"
	"weir/operators"
	"weir/state"
)

// Config is what a job is made of. Plan, Inputs and Sinks are needed; the zero value of anything else is a good default.
type Config struct {
	Plan   *operators.Plan
	Inputs map[string]JobInput        // by Input.Name
	Sinks  map[string]connectors.Sink // by Destination.Target
	Tables []SwapTable                // the first version of each reference table
	Graph  GraphOptions               // Deliver and Parallel are the job's own

	Clock           clock.Clock   // nil: the machine's
	Store           state.Store   // nil: no checkpoints
	CheckpointEvery time.Duration // 0: 10 s
	SplitsEvery     time.Duration // between two questions for new splits; 0: 10 s
	Workers         int           // goroutines that decode, and that Env.Parallel uses; 0: one for each core
	QueueRows       int           // rows in a sink's queue from which no step begins; 0: 32768
	QueueBytes      int64         // likewise bytes; 0: 16 MiB
	Record          io.Writer     // takes the record of every step; nil: none
	Log             *slog.Logger  // nil: the default one
}

// JobInput is where an input's records come from.
type JobInput struct {
	Source connectors.Source
	Format connectors.Format
}

// A Job runs a plan between sources and sinks. Run is called once; the other methods may be called from any goroutine, once
// Run has been.
type Job struct {
	cfg     Config
	graph   *Graph // of the job's goroutine alone, once Run has begun
	pool    *pool
	crew    *Crew
	listers []*lister
	outlets []*outlet // as Plan.Outputs
	given   [][]*given
	joining []map[string]bool // splits whose JoinSplit has been queued, by input

	ctx     context.Context // ends when the job is to end at once
	cancel  context.CancelFunc
	readCtx context.Context // ends when nothing more is to be read
	unread  context.CancelFunc
	over    chan struct{}  // closed when the last step was made and its checkpoint is over
	reading sync.WaitGroup // listers and pullers
	writing sync.WaitGroup // outlets
	beside  sync.WaitGroup // checkpoints

	wake    chan struct{}
	stopped atomic.Bool
	mu      sync.Mutex
	calls   []func()
	err     error      // the first
	ended   bool       // all goroutines of the graph have ended: calls are answered by whoever makes them
	after   sync.Mutex // who does so then
	trouble map[string]error

	commands    []Command // for the next step
	recorder    *Recorder
	epoch       uint64
	cutting     bool // a checkpoint is open
	lastEpoch   uint64
	lastEpochAt operators.Time
	timer       timer
	due         <-chan time.Time // the next checkpoint
	blocked     string           // the output whose queue keeps the next step waiting
	movedAt     operators.Time   // when something moved last
	stopping    bool             // Stop was seen
	frozen      operators.Time   // the time then
	quiet       bool             // since then nothing moves any more
	settled     bool             // and one step was made a moment later
}

// New opens a plan and checks that everything it names is there.
func New(cfg Config) (*Job, error) {
	cfg = cfg.withDefaults()
	j := &Job{cfg: cfg, wake: make(chan struct{}, 1), over: make(chan struct{}), trouble: map[string]error{}}
	j.crew = NewCrew(cfg.Workers)
	opts := cfg.Graph
	opts.Parallel = j.crew.Run
	opts.Deliver = func(target int, b operators.Batch) { j.outlets[target].push(b) }
	var err error
	if j.graph, err = NewGraph(cfg.Plan, opts); err == nil {
		err = j.wire()
	}
	if err != nil {
		j.crew.Close()
		return nil, err
	}
	return j, nil
}

func (c Config) withDefaults() Config {
	if c.Clock == nil {
		c.Clock = clock.System{}
	}
	if c.CheckpointEvery <= 0 {
		c.CheckpointEvery = 10 * time.Second
	}
	if c.SplitsEvery <= 0 {
		c.SplitsEvery = 10 * time.Second
	}
	if c.Workers <= 0 {
		c.Workers = runtime.GOMAXPROCS(0)
	}
	if c.QueueRows <= 0 {
		c.QueueRows = 1 << 15
	}
	if c.QueueBytes <= 0 {
		c.QueueBytes = 16 << 20
	}
	if c.Log == nil {
		c.Log = slog.Default()
	}
	return c
}

// wire connects the plan's inputs and outputs with sources and sinks.
func (j *Job) wire() error {
	formats := make([]connectors.Format, len(j.cfg.Plan.Inputs))
	for i, in := range j.cfg.Plan.Inputs {
		from, ok := j.cfg.Inputs[in.Name]
		if !ok {
			return fmt.Errorf("input %q has no source", in.Name)
		}
		formats[i] = from.Format
		j.listers = append(j.listers, &lister{job: j, input: i, source: from.Source, wake: make(chan struct{}, 1)})
		j.given = append(j.given, nil)
		j.joining = append(j.joining, map[string]bool{})
	}
	targets := map[string]bool{}
	for _, out := range j.cfg.Plan.Outputs {
		sink, ok := j.cfg.Sinks[out.Target]
		if !ok {
			return fmt.Errorf("output %q has no sink %q", out.Name, out.Target)
		}
		if targets[out.Target] {
			return fmt.Errorf("two outputs have the target %q", out.Target)
		}
		targets[out.Target] = true
		j.outlets = append(j.outlets, &outlet{job: j, target: out.Target, sink: sink, wake: make(chan struct{}, 1)})
	}
	var err error
	j.pool, err = newPool(j.cfg.Plan.Inputs, formats, j.cfg.Workers, j.wakeUp)
	return err
}

// Run runs the job until all inputs have ended, Stop is called, ctx ends, or it fails.
func (j *Job) Run(ctx context.Context) error {
	j.ctx, j.cancel = context.WithCancel(ctx)
	j.readCtx, j.unread = context.WithCancel(j.ctx)
	defer j.cancel()
	defer j.unread()
	err := j.run()
	if err == nil {
		err = j.failure()
	}
	if err != nil && ctx.Err() != nil {
		err = ctx.Err()
	}
	if err != nil {
		j.fail(err)
	}
	j.tearDown(err)
	if err == nil {
		err = j.failure() // of closing
	}
	return err
}

func (j *Job) run() (err error) {
	defer func() {
		if value := recover(); value != nil {
			err = recovered(value, j.graph.At(), j.graph.Steps(), j.cfg.Graph.Seed)
		}
	}()
	for _, o := range j.outlets {
		j.writing.Go(func() { o.run(j.ctx) })
	}
	if err := j.recover(); err != nil {
		return err
	}
	if j.cfg.Record != nil {
		j.recorder = NewRecorder(j.cfg.Record)
	}
	for _, t := range j.cfg.Tables {
		j.commands = append(j.commands, t)
	}
	for i, l := range j.listers {
		l.known = j.graph.inputs[i].complete
		j.reading.Go(func() { l.run(j.readCtx) })
	}
	if err := j.loop(); err != nil {
		return err
	}
	return j.lastCheckpoint()
}

// tearDown ends every goroutine. Without an error the outlets first write what is queued.
func (j *Job) tearDown(err error) {
	close(j.over)
	j.unread()
	if err != nil {
		j.cancel()
	}
	j.drainOutlets()
	j.beside.Wait()
	j.after.Lock()
	defer j.after.Unlock()
	j.answer() // a split that was opened in the last moment is closed by its goroutine
	j.reading.Wait()
	j.mu.Lock()
	j.ended = true
	j.mu.Unlock()
	j.answer()
	j.reading.Wait()
	j.pool.close()
	j.crew.Close()
}

// drainOutlets waits until every outlet has written what it will write. Meanwhile questions are answered.
func (j *Job) drainOutlets() {
	for _, o := range j.outlets {
		o.close()
	}
	done := make(chan struct{})
	go func() {
		j.writing.Wait()
		close(done)
	}()
	for {
		select {
		case <-done:
			return
		case <-j.wake:
			j.answer()
		}
	}
}

// Stop ends the job gracefully: nothing more is read, what was read goes through, a last checkpoint is made. It does not wait.
func (j *Job) Stop() {
	j.stopped.Store(true)
	j.wakeUp()
}

// Do applies a command before the next step. A command that names what the plan does not have is an error, and nothing more.
func (j *Job) Do(c Command) (err error) {
	j.ask(func() {
		if err = c.check(j.graph); err == nil {
			j.commands = append(j.commands, c)
		}
	})
	j.wakeUp()
	return err
}

// call runs f in the job's goroutine, between two steps. It does not wait.
func (j *Job) call(f func()) {
	j.mu.Lock()
	j.calls = append(j.calls, f)
	j.mu.Unlock()
	j.wakeUp()
}

// ask runs f in the job's goroutine, or in this one when the job is over, and waits.
func (j *Job) ask(f func()) {
	j.mu.Lock()
	if j.ended {
		j.mu.Unlock()
		j.after.Lock()
		defer j.after.Unlock()
		f()
		return
	}
	done := make(chan struct{})
	j.calls = append(j.calls, func() { f(); close(done) })
	j.mu.Unlock()
	j.wakeUp()
	<-done
}

// answer runs what was called for.
func (j *Job) answer() {
	j.mu.Lock()
	calls := j.calls
	j.calls = nil
	j.mu.Unlock()
	for _, f := range calls {
		f()
	}
}

func (j *Job) wakeUp() { signal(j.wake) }

// fail notes why the job ends. The first reason counts.
func (j *Job) fail(err error) {
	j.mu.Lock()
	if j.err == nil {
		j.err = err
	}
	j.mu.Unlock()
	j.wakeUp()
}

func (j *Job) failure() error {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.err
}

// retrier repeats calls to one part of the world outside. While they fail, the job is DEGRADED by it.
func (j *Job) retrier(what string) *retrier {
	return &retrier{clock: j.cfg.Clock, trouble: func(err error) {
		j.mu.Lock()
		defer j.mu.Unlock()
		if err == nil {
			delete(j.trouble, what)
			return
		}
		j.trouble[what] = err
	}}
}
