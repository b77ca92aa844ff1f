package runtime

import "weir/operators"

// InputCounts counts what an input has taken.
type InputCounts struct {
	Units, Bytes, Rows int64
	Late, Errors       int64
	Clamped            int64 // rows that took a later time than their broker's because time had gone on without them
}

// PumpCounts counts what a pump has moved.
type PumpCounts struct {
	In, Out      int64
	Late, Errors int64
}

// Counts is how much has moved, since the beginning: a restore brings the counts back too.
type Counts struct {
	Inputs  []InputCount
	Pumps   []PumpCount
	Streams []StreamCount // streams, then inputs, in plan order
	Outputs []int64       // rows, as Plan.Outputs
	Held    operators.Held
}

// InputCount is the counts of one input.
type InputCount struct {
	Name string
	InputCounts
}

// PumpCount is the counts of one pump.
type PumpCount struct {
	Name, Stream string
	Stopped      bool
	PumpCounts
}

// StreamCount is the rows of a stream and of its twins, and how far its time has come.
type StreamCount struct {
	Name         string
	Rows         int64
	Late, Errors int64
	Time         operators.Time
}

// Counts returns the counts after the last step.
func (g *Graph) Counts() Counts {
	c := Counts{Held: g.Held()}
	for _, in := range g.inputs {
		c.Inputs = append(c.Inputs, InputCount{in.spec.Name, in.counts})
	}
	for _, p := range g.pumps {
		c.Pumps = append(c.Pumps, PumpCount{p.name, p.stream.Name, p.stopped, p.counts})
	}
	for _, s := range g.plan.Streams {
		c.Streams = append(c.Streams, g.streamCount(s, s.Name))
	}
	for _, in := range g.plan.Inputs {
		c.Streams = append(c.Streams, g.streamCount(in, in.Name))
	}
	for _, v := range g.order {
		if _, ok := v.body.(*destination); ok {
			c.Outputs = append(c.Outputs, v.rows)
		}
	}
	return c
}

func (g *Graph) streamCount(spec operators.Spec, name string) StreamCount {
	v := g.vertexOf[spec]
	return StreamCount{
		Name: name, Rows: v.rows, Time: v.time,
		Late:   g.twins[twinKey{operators.LateTwin, name}].rows,
		Errors: g.twins[twinKey{operators.ErrorsTwin, name}].rows,
	}
}
