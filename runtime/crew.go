package runtime

import (
	"sync"
	"sync/atomic"
)

// A Crew is goroutines that share out the iterations of a loop. It is what Env.Parallel calls.
type Crew struct {
	tasks chan *task
	wait  sync.WaitGroup
}

type task struct {
	n      int
	f      func(int)
	next   atomic.Int64
	left   sync.WaitGroup
	broken atomic.Value // *any: the first panic
}

// NewCrew starts workers-1 goroutines: the caller of Run is the last worker.
func NewCrew(workers int) *Crew {
	c := &Crew{tasks: make(chan *task)}
	for range workers - 1 {
		c.wait.Go(func() {
			for t := range c.tasks {
				t.work()
				t.left.Done()
			}
		})
	}
	return c
}

// Run calls f(0) to f(n-1), in any order and at the same time, and waits. One goroutine calls it at a time. A panic of f is
// the caller's.
func (c *Crew) Run(n int, f func(i int)) {
	t := &task{n: n, f: f}
	for range n - 1 {
		t.left.Add(1)
		select {
		case c.tasks <- t:
			continue
		default: // all are busy
		}
		t.left.Done()
		break
	}
	t.work()
	t.left.Wait()
	if value := t.broken.Load(); value != nil {
		panic(*value.(*any))
	}
}

func (t *task) work() {
	defer func() {
		if value := recover(); value != nil {
			t.broken.CompareAndSwap(nil, &value)
		}
	}()
	for i := int(t.next.Add(1)) - 1; i < t.n; i = int(t.next.Add(1)) - 1 {
		t.f(i)
	}
}

// Close ends the goroutines.
func (c *Crew) Close() {
	close(c.tasks)
	c.wait.Wait()
}
