package runtime

import (
	"github.com/apache/arrow/go/v15/arrow"

	"weir/operators"
	"weir/sql/types"
)

// GraphOptions are what a graph is told besides its plan. The zero value is ready to use.
type GraphOptions struct {
	HoldRows  int   // rows held before only the slowest splits are read; 0: a million
	HoldBytes int64 // likewise bytes; 0: 256 MiB

	Idle     operators.Time             // a promotion that is silent for so long no longer holds other writers back; 0: never
	Parallel func(n int, f func(i int)) // runs f(0..n-1) and waits; nil: one after the other
	Seed     uint64                     // for operators that need randomness
	Check    bool                       // checks every row's time, not only those at the ends of a batch; tests set it

	// Deliver takes what leaves the application; target is the place in Plan.Outputs. It must not block.
	Deliver func(target int, b operators.Batch)
	// Unread takes the rows of a twin that nothing reads.
	Unread func(t *operators.Twin, b operators.Batch)
}

const (
	defaultHoldRows  = 1 << 20
	defaultHoldBytes = 256 << 20
)

// A Graph is a plan that runs. One goroutine uses it. What it does is a function of its state and the Records alone.
type Graph struct {
	plan     *operators.Plan
	opts     GraphOptions
	order    []*vertex // sources first
	inputs   []*input  // as Plan.Inputs
	vertexOf map[operators.Spec]*vertex
	twins    map[twinKey]*twin
	pumps    []*pump
	tables   map[string]*table

	start operators.Time // of the first step
	now   operators.Time
	steps int64
	moved bool
	at    *vertex          // that runs; nil between calls
	err   error            // that ended the graph
	full  full             // after the last step
	nows  []operators.Time // scratch of times
	json  rowWriter
}

// Plan returns the plan that the graph runs.
func (g *Graph) Plan() *operators.Plan { return g.plan }

// Now returns the time of the last step.
func (g *Graph) Now() operators.Time { return g.now }

// Steps returns how many steps were made, also before a restore.
func (g *Graph) Steps() int64 { return g.steps }

// At names the node that runs, for whoever recovers a panic. Empty between calls.
func (g *Graph) At() string {
	if g.at == nil {
		return ""
	}
	return g.at.id
}

// Moved reports that the last step moved rows or promises.
func (g *Graph) Moved() bool { return g.moved }

// Done reports that every input has ended and time has reached its end everywhere.
func (g *Graph) Done() bool {
	for _, v := range g.order {
		if v.time < operators.EndOfTime {
			return false
		}
	}
	return true
}

// inputsEnded reports that no input will bring rows any more.
func (g *Graph) inputsEnded() bool {
	for _, in := range g.inputs {
		if in.seq.least() < operators.EndOfTime {
			return false
		}
	}
	return true
}

// times returns a slice of n equal times, shared where it can be.
func (g *Graph) times(t operators.Time, n int) []operators.Time {
	if len(g.nows) < n || g.nows[0] != t {
		size := 64
		for size < n {
			size *= 2
		}
		g.nows = make([]operators.Time, size)
		for i := range g.nows {
			g.nows[i] = t
		}
	}
	return g.nows[:n:n]
}

// env is what an operator may ask of this graph.
func (g *Graph) env(id string) *operators.Env {
	seed := g.opts.Seed ^ 0xcbf29ce484222325
	for i := range len(id) { // FNV-1a: every node has randomness of its own
		seed = (seed ^ uint64(id[i])) * 0x100000001b3
	}
	return &operators.Env{
		Now:      func() operators.Time { return g.now },
		Start:    func() operators.Time { return g.start },
		Table:    g.table,
		Parallel: g.opts.Parallel,
		Seed:     seed,
	}
}

func oneByOne(n int, f func(i int)) {
	for i := range n {
		f(i)
	}
}

// nowColumn is a TIMESTAMP column that has the step's time in every row.
func (g *Graph) nowColumn(n int) arrow.Array { return timeArray(g.times(g.now, n)) }

// timeText writes a time as users read it.
func timeText(t operators.Time) string {
	switch {
	case t >= operators.EndOfTime:
		return "the end"
	case t < firstTime:
		return "the beginning"
	default:
		return string(types.AppendTimestamp(nil, int64(t)))
	}
}
