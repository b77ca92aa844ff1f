package runtime

import (
	"fmt"
	"slices"
	"strings"

	"weir/connectors"
	"weir/operators"
)

// State says how a job is doing. It comes from what has moved, not from a flag.
type State string

// The states of a job.
const (
	Running  State = "RUNNING"  // rows move, or there are none to move
	Starved  State = "STARVED"  // the sources have long brought nothing
	Lagging  State = "LAGGING"  // rows are read long after they have arrived
	Stalled  State = "STALLED"  // rows wait and nothing moves
	Degraded State = "DEGRADED" // something outside fails and is tried again
	Ended    State = "ENDED"
	Failed   State = "FAILED"
)

// From when on a job counts as stalled, lagging or starved, in ms.
const (
	stalledAfter operators.Time = 5_000  // nothing has moved, while something waits
	laggingAfter operators.Time = 10_000 // between a row's arrival and now, while there are more to read
	starvedAfter operators.Time = 60_000 // since the last row of any source
)

// Status is how a job is doing.
type Status struct {
	State    State
	Reason   string // empty for RUNNING
	Now      operators.Time
	Steps    int64
	Counts   Counts
	Read     int64 // bytes
	Size     int64 // bytes to read in all, where every source knows
	Sized    bool
	Queued   []operators.Held // rows that wait in each sink's queue, as Plan.Outputs
	Epoch    uint64           // the last checkpoint; 0: none
	EpochAt  operators.Time
	Trouble  []string // what is being tried again, and why
	MovedAt  operators.Time
	Complete bool // no further split will come
}

// Status returns how the job is doing. It waits for the present step to end.
func (j *Job) Status() Status {
	var s Status
	j.ask(func() { s = j.status() })
	return s
}

// Why returns one sentence for every stream, on why it is silent if it is.
func (j *Job) Why() []Waiting {
	var w []Waiting
	j.ask(func() {
		w = j.graph.Why()
		if j.blocked != "" {
			text := fmt.Sprintf("everything waits for output %q, whose queue is full", j.blocked)
			w = append([]Waiting{{Stream: j.blocked, Since: j.movedAt, Sentence: text}}, w...)
		}
	})
	return w
}

func (j *Job) status() Status {
	s := Status{
		Now: j.graph.now, Steps: j.graph.steps, Counts: j.graph.Counts(), Epoch: j.lastEpoch, EpochAt: j.lastEpochAt,
		MovedAt: j.movedAt, Sized: true, Complete: true,
	}
	for i, in := range j.graph.inputs {
		s.Read += in.counts.Bytes
		s.Complete = s.Complete && in.complete
		bounded, ok := j.listers[i].source.(connectors.Bounded)
		if !ok {
			s.Sized = false
			continue
		}
		size, known := bounded.Size()
		s.Size += size
		s.Sized = s.Sized && known
	}
	for _, o := range j.outlets {
		s.Queued = append(s.Queued, o.queued())
	}
	s.Trouble = j.troubles()
	s.State, s.Reason = j.judge(&s)
	return s
}

func (j *Job) troubles() []string {
	j.mu.Lock()
	defer j.mu.Unlock()
	var all []string
	for what, err := range j.trouble {
		all = append(all, what+": "+err.Error())
	}
	slices.Sort(all)
	return all
}

func (j *Job) judge(s *Status) (State, string) {
	silent := nowOf(j.cfg.Clock) - j.movedAt
	err := j.failure()
	switch {
	case err != nil:
		return Failed, err.Error()
	case j.graph.Done():
		return Ended, ""
	case len(s.Trouble) > 0:
		return Degraded, strings.Join(s.Trouble, "; ")
	case j.blocked != "" && silent >= stalledAfter:
		return Stalled, fmt.Sprintf("output %q does not keep up: its queue is full", j.blocked)
	case j.graph.full.over:
		return Stalled, j.graph.full.sentence()
	}
	for _, in := range j.graph.inputs {
		if lag := in.lag(s.Now); lag >= laggingAfter {
			return Lagging, fmt.Sprintf("input %q is %d s behind its source", in.spec.Name, lag/1000)
		}
	}
	if quiet := j.graph.quiet(nowOf(j.cfg.Clock)); quiet >= starvedAfter {
		return Starved, fmt.Sprintf("no source has brought a row for %d s", quiet/1000)
	}
	return Running, ""
}

// lag is how long ago the rows have arrived that are read now; 0 where all are read, or nobody knows.
func (in *input) lag(now operators.Time) operators.Time {
	most := operators.Time(0)
	for _, s := range in.splits {
		if in.stamp == brokerStamp && !s.ended && !s.hasTip && s.offset != nil {
			most = max(most, now-s.keeper.max)
		}
	}
	return most
}

// quiet is for how long no split that could has brought a unit; 0 if there is none.
func (g *Graph) quiet(now operators.Time) operators.Time {
	least := operators.EndOfTime
	for _, in := range g.inputs {
		for _, s := range in.splits {
			if !s.ended {
				least = min(least, now-s.brought)
			}
		}
	}
	if least == operators.EndOfTime {
		return 0
	}
	return least
}

// sentence says what waits for what.
func (f *full) sentence() string {
	return fmt.Sprintf("%s holds more rows than the limit allows; they wait for %s", f.holder.id, strings.Join(f.path, ", which waits for "))
}
