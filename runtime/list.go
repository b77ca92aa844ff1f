package runtime

import (
	"context"
	"fmt"
	"sync"
	"time"

	"weir/connectors"
	"weir/operators"
)

// A lister asks a source for its splits and opens them, in one goroutine.
type lister struct {
	job    *Job
	input  int
	source connectors.Source
	known  bool // the source is complete: it is not asked again

	mu    sync.Mutex
	opens []open
	hurry bool // somebody waits for the answer
	wake  chan struct{}
}

// hurried is the pause between two questions for new splits while rows wait for the answer.
const hurried = time.Second

// open asks for one split to be read behind an offset.
type open struct {
	split connectors.Split
	from  connectors.Offset
}

func (l *lister) run(ctx context.Context) {
	for !l.known {
		if err := l.list(ctx); err != nil {
			if ctx.Err() == nil {
				l.job.fail(fmt.Errorf("list the splits of input %q: %w", l.name(), err))
			}
			return
		}
		if !l.known && !l.serve(ctx, true) {
			return
		}
	}
	l.serve(ctx, false)
}

func (l *lister) name() string { return l.job.graph.plan.Inputs[l.input].Name }

func (l *lister) list(ctx context.Context) error {
	l.mu.Lock()
	l.hurry = false
	l.mu.Unlock()
	retry := l.job.retrier(fmt.Sprintf("input %q", l.name()))
	return retry.do(ctx, func() error {
		called := nowOf(l.job.cfg.Clock)
		splits, complete, err := l.source.Splits(ctx)
		if err == nil {
			l.known = complete
			l.job.call(func() { l.job.listed(l.input, splits, complete, called) })
		}
		return err
	})
}

// hasten lets the source be asked again soon: until it is, what it might still name holds up the input's clock.
func (l *lister) hasten() {
	l.mu.Lock()
	news := !l.hurry
	l.hurry = true
	l.mu.Unlock()
	if news {
		signal(l.wake)
	}
}

// ask asks for a split to be opened. It does not wait.
func (l *lister) ask(o open) {
	l.mu.Lock()
	l.opens = append(l.opens, o)
	l.mu.Unlock()
	select {
	case l.wake <- struct{}{}:
	default:
	}
}

// serve opens splits: until it is time to list again, or for ever.
func (l *lister) serve(ctx context.Context, again bool) bool {
	var due <-chan time.Time
	asked, hastened := l.job.cfg.Clock.Now(), false
	if again {
		due = l.job.cfg.Clock.After(l.job.cfg.SplitsEvery)
	}
	for {
		l.mu.Lock()
		opens, hurry := l.opens, l.hurry
		l.opens = nil
		l.mu.Unlock()
		if again && hurry && !hastened {
			hastened = true
			due = l.job.cfg.Clock.After(hurried - l.job.cfg.Clock.Now().Sub(asked))
		}
		for _, o := range opens {
			if err := l.open(ctx, o); err != nil {
				if ctx.Err() == nil {
					l.job.fail(fmt.Errorf("open split %q of input %q: %w", o.split.ID, l.name(), err))
				}
				return false
			}
		}
		select {
		case <-ctx.Done():
			return false
		case <-due:
			return true
		case <-l.wake:
		}
	}
}

func (l *lister) open(ctx context.Context, o open) error {
	retry := l.job.retrier(fmt.Sprintf("input %q, split %q", l.name(), o.split.ID))
	return retry.do(ctx, func() error {
		r, err := l.source.Open(ctx, o.split, o.from)
		if err != nil {
			return err
		}
		l.job.call(func() { l.job.opened(l.input, o.split, r) })
		return nil
	})
}

// listed tells the graph of the splits that it does not know. It runs in the job's goroutine.
func (j *Job) listed(input int, splits []connectors.Split, complete bool, at operators.Time) {
	in, news := j.graph.inputs[input], 0
	for _, s := range splits {
		if in.find(s.ID) >= 0 || j.joining[input][s.ID] {
			continue
		}
		news++
		j.joining[input][s.ID] = true
		j.commands = append(j.commands, JoinSplit{Input: input, ID: s.ID, After: s.After})
	}
	switch {
	case complete:
		j.commands = append(j.commands, CompleteInput{Input: input})
	case news == 0:
		j.commands = append(j.commands, Listed{Input: input, At: at})
	}
}

// hasten asks the sources again whose answer somebody waits for.
func (j *Job) hasten() {
	for i, in := range j.graph.inputs {
		if in.waitsForList() {
			j.listers[i].hasten()
		}
	}
}

// openSplits asks for the splits that have joined and whose predecessors have been taken to the end.
func (j *Job) openSplits() {
	for i, in := range j.graph.inputs {
		for len(j.given[i]) < len(in.splits) {
			j.given[i] = append(j.given[i], &given{})
		}
		for k, s := range in.splits {
			g := j.given[i][k]
			if g.opened || s.ended || in.blocked(s) {
				continue
			}
			g.opened = true
			split := connectors.Split{ID: s.id}
			for _, p := range s.after {
				split.After = append(split.After, in.splits[p].id)
			}
			j.listers[i].ask(open{split, s.offset})
		}
	}
}

// opened starts the goroutine of a split. It runs in the job's goroutine.
func (j *Job) opened(input int, s connectors.Split, r connectors.Reader) {
	at := j.graph.inputs[input].find(s.ID)
	p := &puller{
		job: j, input: input, split: s, reader: r, depth: 2 + 2*j.cfg.Workers/len(j.graph.inputs[input].splits),
		room: make(chan struct{}, 1), acks: make(chan connectors.Offset, 1),
	}
	j.given[input][at].puller = p
	j.reading.Go(func() { p.run(j.readCtx) })
}
