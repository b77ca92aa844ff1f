package planner

import (
	"strings"

	"weir/internal/treeprint"
	"weir/operators"
	"weir/operators/relational"
	"weir/sql/types"
)

// Explain prints a plan for people: the inputs, each stream with its pumps, the outputs.
func Explain(p *operators.Plan) string { return ExplainOutputs(p, nil) }

// ExplainOutputs is Explain with a line below each output, such as the guarantee that its sink gives. Describe may be nil.
func ExplainOutputs(p *operators.Plan, describe func(*operators.Destination) string) string {
	var b strings.Builder
	for _, in := range p.Inputs {
		b.WriteString(explainInput(in).String())
	}
	for _, t := range p.Tables {
		n := titled(t)
		n.Note("columns: " + t.Cols.String())
		b.WriteString(n.String())
	}
	for _, s := range p.Streams {
		b.WriteString(explainStream(s).String())
	}
	for _, out := range p.Outputs {
		n := titled(out)
		if describe != nil {
			n.Note(describe(out))
		}
		n.Children = append(n.Children, reference(out.From))
		b.WriteString(n.String())
	}
	return b.String()
}

func explainInput(in *operators.Input) *treeprint.Node {
	n := titled(in)
	n.Note("columns: " + types.NewSchema(in.Cols.Columns[:len(in.Cols.Columns)-in.Implicit]...).String())
	var unread []string
	for i, col := range in.Cols.Columns[:len(in.Cols.Columns)-in.Implicit] {
		if i < len(in.Used) && !in.Used[i] {
			unread = append(unread, col.Name)
		}
	}
	if len(unread) > 0 {
		n.Note("checked but not read: " + strings.Join(quotedAll(unread), ", "))
	}
	return n
}

func explainStream(s *operators.Stream) *treeprint.Node {
	n := titled(s)
	n.Note("columns: " + s.Cols.String())
	for _, w := range s.Writers {
		title := "pump " + quoted(w.Pump)
		if w.Stopped {
			title += ", stopped"
		}
		pump := n.Child(title)
		pump.Children = append(pump.Children, tree(w.From))
	}
	return n
}

// tree draws a spec and what stands below it, down to the streams, inputs and tables that have their own place.
func tree(s operators.Spec) *treeprint.Node {
	switch s := s.(type) {
	case *operators.Input, *operators.Twin, *operators.Table:
		return reference(s)
	case *operators.Stream:
		if s.Name != "" {
			return reference(s)
		}
	}
	n := titled(s)
	for _, note := range notes(s) {
		n.Note(note)
	}
	for _, in := range s.Inputs() {
		n.Children = append(n.Children, tree(in))
	}
	return n
}

func titled(s operators.Spec) *treeprint.Node {
	n := &treeprint.Node{}
	s.Explain(n)
	return n
}

// reference names a relation that is drawn elsewhere.
func reference(s operators.Spec) *treeprint.Node { return &treeprint.Node{Title: titled(s).Title} }

// notes says what a spec does to time, and what it remembers.
func notes(s operators.Spec) []string {
	switch s := s.(type) {
	case *relational.Tumble:
		return []string{"time: " + resultTime(s), "state: " + tumbleState(s)}
	case *operators.Retime:
		if s.Disorder > 0 {
			return []string{"time: rows leave when they are that much older than the newest one; those that come later are late", "state: the rows of that time"}
		}
		return []string{"time: a row older than the newest one is late; the watermark is the newest row's time"}
	}
	return nil
}

// resultTime says which ROWTIME the results of a window carry.
func resultTime(s *relational.Tumble) string {
	for _, k := range s.Time {
		if k.Of == nil {
			return "results carry the time of the row that ends their window, or its end"
		}
	}
	for _, k := range s.Time {
		if !k.Inclusive {
			return "results carry the end of their window"
		}
	}
	return "results carry the last instant of their window"
}

// tumbleState says what a window remembers, and whether that may grow for ever.
func tumbleState(s *relational.Tumble) string {
	state := "one group a window"
	if len(s.By) > len(s.Time) {
		state = "one group for each combination of keys, until the window ends"
	}
	for _, k := range s.Time {
		if k.Of != nil {
			return state
		}
	}
	return state + "; grows while the key stays, as only rows end a window"
}
