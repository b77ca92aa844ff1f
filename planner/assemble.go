package planner

import (
	"slices"
	"strings"

	"weir/operators"
	"weir/sql"
)

// plan collects what the statements have made. Every list is in the order of the text.
func (c *compiler) plan(cat Catalog) *operators.Plan {
	p := &operators.Plan{Tables: slices.Clone(cat.Tables)}
	for _, o := range c.cat.objects {
		switch spec := o.rel.spec.(type) {
		case *operators.Input:
			spec.Used = slices.Repeat([]bool{true}, len(spec.Cols.Columns))
			p.Inputs = append(p.Inputs, spec)
		case *operators.Stream:
			p.Streams = append(p.Streams, spec)
		}
	}
	for _, pump := range c.cat.pumps {
		if pump.target == nil || pump.from == nil {
			continue
		}
		stream := pump.target.rel.spec.(*operators.Stream)
		p.Tables = append(p.Tables, pump.tables...)
		stream.Writers = append(stream.Writers, operators.Writer{Pump: pump.name.Name, From: pump.from, Stopped: pump.stmt.Stopped})
	}
	p.Outputs = c.destinations()
	p.Twins = c.cat.twins
	c.warnIdle(p)
	return p
}

// destinations finds the streams that the application's outputs name, with their exact letter case.
func (c *compiler) destinations() []*operators.Destination {
	var outputs []*operators.Destination
	for _, d := range c.opts.Destinations {
		from := c.destination(d.Name)
		if from == nil {
			hint := "its name must be a stream's, in the same letter case"
			if near := sql.Nearest(d.Name, c.cat.names()); near != "" {
				hint = "did you mean " + quoted(near) + "?"
			}
			c.warn(sql.Span{}, hint, "the output %s gets no rows: no stream has this name", quoted(d.Name))
			continue
		}
		outputs = append(outputs, &operators.Destination{Name: d.Name, From: from, Target: d.Target})
	}
	return outputs
}

func (c *compiler) destination(name string) operators.Spec {
	if o := c.cat.object(name); o != nil && !o.rel.finite {
		return o.rel.spec
	}
	if isErrorStream(name) {
		return c.cat.twin(operators.ErrorStream, nil)
	}
	of, kind, _ := cutLast(name)
	o := c.cat.object(of)
	twin, ok := twinKinds[kind]
	if o == nil || !ok || o.rel.finite && twin == operators.LateTwin {
		return nil
	}
	return c.cat.twin(twin, o)
}

// cutLast cuts a name at its last dot.
func cutLast(name string) (before, after string, ok bool) {
	i := strings.LastIndexByte(name, '.')
	if i < 0 {
		return name, "", false
	}
	return name[:i], name[i+1:], true
}

// warnIdle warns of streams that nothing fills though something waits for their rows.
func (c *compiler) warnIdle(p *operators.Plan) {
	if len(c.errs) > 0 {
		return
	}
	for _, o := range c.cat.objects {
		stream, ok := o.rel.spec.(*operators.Stream)
		if !ok || len(stream.Writers) > 0 {
			continue
		}
		readers := c.readers(o)
		output := slices.ContainsFunc(p.Outputs, func(d *operators.Destination) bool { return d.From == o.rel.spec })
		switch {
		case len(readers) > 0:
			c.warn(o.made.Name.Span, "insert into it with a pump", "no pump writes the stream %s, so nothing comes to %s",
				sql.Quote(o.name), pumps(readers))
		case output:
			c.warn(o.made.Name.Span, "insert into it with a pump", "no pump writes the stream %s, so its output gets no rows", sql.Quote(o.name))
		}
	}
}

// readers lists the pumps that read an object.
func (c *compiler) readers(o *object) []string {
	var names []string
	for _, p := range c.cat.pumps {
		if p.reads(o) {
			names = append(names, sql.Quote(p.name.Name))
		}
	}
	return names
}

func pumps(names []string) string {
	if len(names) == 1 {
		return "pump " + names[0]
	}
	return "pumps " + listed(names)
}
