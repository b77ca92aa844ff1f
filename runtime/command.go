package runtime

import "fmt"

func (g *Graph) checkInput(at int) error {
	if at < 0 || at >= len(g.inputs) {
		return fmt.Errorf("there is no input number %d", at)
	}
	return nil
}

func (c JoinSplit) check(g *Graph) error {
	if err := g.checkInput(c.Input); err != nil {
		return err
	}
	if in := g.inputs[c.Input]; in.find(c.ID) >= 0 {
		return fmt.Errorf("input %q: split %q joins twice", in.spec.Name, c.ID)
	}
	return nil
}

func (c JoinSplit) apply(g *Graph) {
	in := g.inputs[c.Input]
	var after []int
	for _, id := range c.After {
		if p := in.find(id); p >= 0 { // one that is not known was over before the input began
			after = append(after, p)
		}
	}
	in.join(c.ID, after, g.now)
}

func (c Listed) check(g *Graph) error { return g.checkInput(c.Input) }

func (c Listed) apply(g *Graph) {
	in := g.inputs[c.Input]
	in.listed = max(in.listed, c.At)
}

func (c CompleteInput) check(g *Graph) error { return g.checkInput(c.Input) }

func (c CompleteInput) apply(g *Graph) {
	g.inputs[c.Input].complete = true
}

func (c SwitchPump) check(g *Graph) error {
	if g.pump(c.Pump) == nil {
		return fmt.Errorf("there is no pump %q", c.Pump)
	}
	return nil
}

func (c SwitchPump) apply(g *Graph) {
	g.pump(c.Pump).stopped = c.Stopped
}

func (g *Graph) pump(name string) *pump {
	for _, p := range g.pumps {
		if p.name == name {
			return p
		}
	}
	return nil
}
