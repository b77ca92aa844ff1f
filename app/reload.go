package app

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"time"

	"weir/internal/clock"
	"weir/operators"
	"weir/reference"
	"weir/runtime"
)

// Tables loads the versions of a job's reference tables.
type Tables struct {
	of      *Compiled
	clock   clock.Clock
	log     *slog.Logger
	mu      sync.Mutex // one load at a time
	job     *runtime.Job
	present map[string]*reference.Version
}

func (c *Compiled) openTables(o JobOptions) *Tables {
	t := &Tables{of: c, clock: o.Clock, log: o.Log, present: map[string]*reference.Version{}}
	if t.log == nil {
		t.log = slog.Default()
	}
	return t
}

// first loads every table. All of them must be there.
func (t *Tables) first() ([]runtime.SwapTable, error) {
	var swaps []runtime.SwapTable
	for i := range t.of.Tables {
		table := &t.of.Tables[i]
		v, err := t.load(table)
		if err != nil {
			return nil, err
		}
		t.present[table.Spec.Name] = v
		swaps = append(swaps, runtime.SwapTable{Table: table.Spec.Name, Version: v})
	}
	return swaps, nil
}

// load reads a version and makes what its readers will want of it, so that the step that takes it does not wait for that.
func (t *Tables) load(table *Table) (*reference.Version, error) {
	v, err := table.Load(t.of.Dir(), operators.Time(t.clock.Now().UnixMilli()))
	if err != nil {
		return nil, err
	}
	return v, prepare(t.of.Plan, table.Spec, v)
}

// Reload looks at the file of every table, and swaps in what has changed. It says what it found, a line for each table. A
// version that is broken is not taken.
func (t *Tables) Reload() string {
	if len(t.of.Tables) == 0 {
		return t.of.Name + " has no reference tables\n"
	}
	var b strings.Builder
	for i := range t.of.Tables {
		b.WriteString(t.reload(&t.of.Tables[i]) + "\n")
	}
	return b.String()
}

func (t *Tables) reload(table *Table) string {
	t.mu.Lock()
	defer t.mu.Unlock()
	name := table.Spec.Name
	v, err := t.load(table)
	if err == nil && v.Version() == t.present[name].Version() {
		return fmt.Sprintf("table %s has not changed", name)
	}
	if err == nil && t.job == nil {
		return fmt.Sprintf("table %s: the job does not run", name)
	}
	if err == nil {
		err = t.job.Do(runtime.SwapTable{Table: name, Version: v})
	}
	if err != nil {
		t.log.Warn("a reference table was not loaded; the version before it stays", "table", name, "error", err)
		return fmt.Sprintf("table %s keeps its version: %s", name, err)
	}
	t.present[name] = v
	return fmt.Sprintf("table %s has a new version, rows: %d good, %d refused", name, v.Rows().Rows(), len(v.Rejects()))
}

// watch lets tables be reloaded while a job runs, and looks at the files of those that want it time and again, until the
// function that it returns is called.
func (t *Tables) watch(ctx context.Context, job *runtime.Job) (done func()) {
	t.mu.Lock()
	t.job = job
	t.mu.Unlock()
	ctx, cancel := context.WithCancel(ctx)
	var watching sync.WaitGroup
	for i := range t.of.Tables {
		if table := &t.of.Tables[i]; table.Reload > 0 {
			watching.Go(func() { t.every(ctx, table, table.Reload) })
		}
	}
	return func() {
		cancel()
		watching.Wait()
	}
}

func (t *Tables) every(ctx context.Context, table *Table, interval time.Duration) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-t.clock.After(interval):
			t.reload(table)
		}
	}
}

// prepare makes what the readers of a table will ask of a version.
func prepare(p *operators.Plan, table *operators.Table, v *reference.Version) error {
	seen := map[operators.Spec]bool{}
	var walk func(s operators.Spec) error
	walk = func(s operators.Spec) error {
		if seen[s] {
			return nil
		}
		seen[s] = true
		if reader, ok := s.(interface {
			Prepare(*operators.Table, operators.Lookup) error
		}); ok {
			if err := reader.Prepare(table, v); err != nil {
				return err
			}
		}
		for _, in := range s.Inputs() {
			if err := walk(in); err != nil {
				return err
			}
		}
		return nil
	}
	for _, s := range p.Streams {
		if err := walk(s); err != nil {
			return err
		}
	}
	return nil
}
