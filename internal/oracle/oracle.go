package oracle

import (
	"weir/operators"
	"weir/sql/types"
)

// Row is one row with its time.
type Row struct {
	Time   operators.Time
	Values []types.Value
	now    operators.Time // the clock when the row came in
	fault  *fault         // what this query block could not compute
	tables int            // the state of the tables when the row came to the node that works on it
}

// Event is what reaches the application at one instant, all of one input.
type Event struct {
	Now   operators.Time
	Input string // empty: only time moves
	Rows  []Arrival
	End   bool // the input has ended
	Swap  *Version
}

// Arrival is one row as the decoder gave it, or one that the decoder refused.
type Arrival struct {
	Values []types.Value
	Reject *Reject
}

// Reject is a refused row.
type Reject struct {
	Code   types.Code
	Column string
}

// Oracle holds an application's whole past.
type Oracle struct {
	plan   *operators.Plan
	events []Event
	ended  map[string]bool
	seen   map[operators.Spec]int         // reports of each node that earlier events have dated
	twins  map[operators.Spec][]report    // dated reports of each node, in order
	order  map[operators.Spec]int         // place among the nodes that may report
	owner  map[operators.Spec]ownerOfNode // pump and target

	promised map[operators.Spec]operators.Time // what each node had promised before its inputs ended

	versions []Version                           // of the reference tables, as they came
	part     map[operators.Spec]*operators.Table // the query over tables that a node is part of
	came     map[operators.Spec][][]int          // per node and port: the state of the tables when each row came
}

type ownerOfNode struct {
	pump, target string
	schema       *types.Schema // of the target
	stopped      bool          // the pump takes no rows
}

// report is one row that a node refused or found late.
type report struct {
	at     operators.Time // ROWTIME in the twin
	row    Row
	late   bool
	clock  operators.Time // the watermark that a late row missed
	code   types.Code
	column string
}

// New makes an oracle of a plan without rules.
func New(plan *operators.Plan) *Oracle {
	o := &Oracle{
		plan: plan, ended: map[string]bool{}, seen: map[operators.Spec]int{}, twins: map[operators.Spec][]report{},
		order: map[operators.Spec]int{}, owner: map[operators.Spec]ownerOfNode{}, promised: map[operators.Spec]operators.Time{},
		part: map[operators.Spec]*operators.Table{}, came: map[operators.Spec][][]int{},
	}
	o.ownTables()
	for _, in := range plan.Inputs {
		o.own(in, ownerOfNode{target: in.Name, schema: in.Cols})
	}
	for _, s := range plan.Streams {
		for _, w := range s.Writers {
			o.ownBelow(w.From, ownerOfNode{w.Pump, s.Name, s.Cols, w.Stopped})
		}
	}
	return o
}

func (o *Oracle) own(s operators.Spec, by ownerOfNode) {
	o.order[s] = len(o.order)
	o.owner[s] = by
}

// ownBelow gives a pump the nodes between its target and the streams that it reads, innermost first.
func (o *Oracle) ownBelow(s operators.Spec, by ownerOfNode) {
	if stream, ok := s.(*operators.Stream); ok && stream.Name != "" {
		return
	}
	switch s.(type) {
	case *operators.Input, *operators.Twin, *operators.Table:
		return
	}
	for _, in := range s.Inputs() {
		o.ownBelow(in, by)
	}
	o.own(s, by)
}

// Step takes one event and dates what the nodes report because of it.
func (o *Oracle) Step(e Event) error {
	o.events = append(o.events, e)
	if e.End {
		o.ended[e.Input] = true
	}
	if e.Swap != nil {
		o.versions = append(o.versions, *e.Swap)
		o.versions[len(o.versions)-1].at = e.Now
	}
	// Twins may be read by pumps whose nodes report again; their reports are dated in the same step, so go on until
	// nothing new is found.
	for {
		run := o.run()
		fresh := false
		for spec := range o.order {
			all, err := run.reports(spec)
			if err != nil {
				return err
			}
			for _, r := range all[o.seen[spec]:] {
				r.at = e.Now
				o.twins[spec] = append(o.twins[spec], r)
				fresh = true
			}
			o.seen[spec] = len(all)
			if p := run.done[spec].promise; p < operators.EndOfTime {
				o.promised[spec] = p
			}
		}
		o.came = run.came
		if !fresh {
			return nil
		}
	}
}

// Rows returns all rows of a destination so far; of a twin also those that it still holds.
func (o *Oracle) Rows(name string) ([]Row, error) {
	for _, d := range o.plan.Outputs {
		if d.Name == name {
			run := o.run()
			if twin, ok := d.From.(*operators.Twin); ok {
				return run.reported(twin), nil
			}
			rel, err := run.relation(d.From)
			return rel.rows, err
		}
	}
	return nil, nil
}

func (o *Oracle) now() operators.Time {
	if len(o.events) == 0 {
		return operators.MinTime
	}
	return o.events[len(o.events)-1].Now
}

// run is one computation from the start.
func (o *Oracle) run() *run {
	return &run{
		o: o, done: map[operators.Spec]relation{}, found: map[operators.Spec][]report{},
		came: map[operators.Spec][][]int{}, queried: map[held][][]types.Value{},
	}
}
