package runtime

import (
	"fmt"

	"weir/operators"
)

func (c JoinSplit) apply(g *Graph) error {
	in := g.inputs[c.Input]
	if in.find(c.ID) >= 0 {
		return fmt.Errorf("input %q: split %q joins twice", in.spec.Name, c.ID)
	}
	var after []int
	for _, id := range c.After {
		if p := in.find(id); p >= 0 { // one that is not known was over before the input began
			after = append(after, p)
		}
	}
	in.join(c.ID, after, g.now)
	return nil
}

func (c Listed) apply(g *Graph) error {
	in := g.inputs[c.Input]
	in.listed = max(in.listed, c.At)
	return nil
}

func (c CompleteInput) apply(g *Graph) error {
	g.inputs[c.Input].complete = true
	return nil
}

func (c SwitchPump) apply(g *Graph) error {
	for _, p := range g.pumps {
		if p.name == c.Pump {
			p.stopped = c.Stopped
			return nil
		}
	}
	return fmt.Errorf("there is no pump %q", c.Pump)
}

func (c SwapTable) apply(g *Graph) error {
	if _, ok := g.tables[c.Table]; !ok {
		return fmt.Errorf("there is no table %q", c.Table)
	}
	g.tables[c.Table] = &table{rows: c.Rows, version: c.Version}
	rows := make([]refusal, len(c.Rejects))
	for i, r := range c.Rejects {
		rows[i] = refusal{column: r.Column, code: r.Code, message: r.Detail, rowtime: g.now, data: r.Bytes}
	}
	g.twins[twinKey{operators.ErrorsTwin, c.Table}].refuse(g, 0, nil, rows)
	return nil
}
