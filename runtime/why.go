package runtime

import (
	"fmt"
	"strings"

	"weir/operators"
)

// Waiting says in one sentence what a stream waits for.
type Waiting struct {
	Stream   string
	Since    operators.Time // the step's time when its last row came; 0: none has come
	Sentence string
}

// Why returns, for every stream and every input in plan order, what it waits for.
func (g *Graph) Why() []Waiting {
	var all []Waiting
	for i, in := range g.inputs {
		v := g.vertexOf[g.plan.Inputs[i]]
		all = append(all, Waiting{in.spec.Name, v.emitted, in.why(g, v)})
	}
	for _, s := range g.plan.Streams {
		v := g.vertexOf[s]
		all = append(all, Waiting{s.Name, v.emitted, g.whyStream(v)})
	}
	return all
}

// why tells which split an input's time waits for.
func (in *input) why(g *Graph, v *vertex) string {
	switch {
	case v.time >= operators.EndOfTime:
		return fmt.Sprintf("it has ended after %d rows", v.rows)
	case len(in.splits) == 0:
		return "its source has named no split yet"
	case in.seq.held.Rows > 0:
		return fmt.Sprintf("%d rows wait until %s has come beyond them; its clock stands at %s",
			in.seq.held.Rows, in.writerName(in.seq.slowest()), timeText(v.time))
	}
	if held, _ := in.waiting(); held.Rows > 0 {
		return fmt.Sprintf("%d rows wait until the disorder of %d ms has passed; the clock stands at %s",
			held.Rows, in.rule().Disorder, timeText(v.time))
	}
	slow := in.seq.slowest()
	text := "it waits for rows"
	if slow < len(in.splits) && in.splits[slow].hasTip {
		text = "all rows that the source has were read"
	}
	if len(in.splits) > 1 && in.rule().Kind == operators.ColumnTime {
		text += fmt.Sprintf("; %s holds its clock at %s", in.writerName(slow), timeText(v.time))
	}
	return text
}

func (in *input) writerName(w int) string {
	if w < len(in.splits) {
		return fmt.Sprintf("split %q", in.splits[w].id)
	}
	return "the next list of splits"
}

// whyStream walks from a stream down the slowest ports, to the first node that keeps something, and on to the input that
// holds the clock.
func (g *Graph) whyStream(v *vertex) string {
	if v.time >= operators.EndOfTime {
		return fmt.Sprintf("it has ended after %d rows", v.rows)
	}
	var parts []string
	for at := v; ; {
		if part := at.keeps(); part != "" {
			parts = append(parts, part)
		}
		if len(at.in) == 0 {
			parts = append(parts, g.whyEnd(at))
			return strings.Join(parts, "; ")
		}
		if stopped := stoppedPump(at); stopped != "" {
			parts = append(parts, fmt.Sprintf("pump %q is stopped", stopped))
		}
		at = slowestPort(at)
	}
}

func stoppedPump(v *vertex) string {
	for _, p := range v.writers {
		if p.stopped {
			return p.name
		}
	}
	return ""
}

// keeps tells what a node holds and until when.
func (v *vertex) keeps() string {
	h, ok := v.body.(holder)
	if !ok {
		return ""
	}
	held, until := h.waiting()
	switch _, isInput := v.body.(*input); {
	case isInput || until >= operators.EndOfTime:
		return ""
	case held.Rows > 0 && len(v.in) > 1:
		return fmt.Sprintf("%d rows wait in %s until %s, at %s, has come beyond %s",
			held.Rows, v.id, slowestPort(v).id, timeText(slowestPort(v).time), timeText(until-1))
	case held.Rows > 0:
		return fmt.Sprintf("%d rows wait in %s until its clock, at %s, reaches %s", held.Rows, v.id, timeText(v.time), timeText(until))
	default:
		return fmt.Sprintf("%s (%s) will emit at %s; its clock stands at %s", v.id, title(v.spec), timeText(until), timeText(v.time))
	}
}

func (g *Graph) whyEnd(v *vertex) string {
	if in, ok := v.body.(*input); ok {
		return fmt.Sprintf("input %q: %s", in.spec.Name, in.why(g, v))
	}
	return v.id + " has no rows"
}
