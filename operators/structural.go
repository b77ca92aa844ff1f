package operators

import (
	"fmt"

	"weir/internal/treeprint"
	"weir/sql/types"
)

// The structural Specs as Specs.
var (
	_ Spec = (*Input)(nil)
	_ Spec = (*Retime)(nil)
	_ Spec = (*Stream)(nil)
	_ Spec = (*Twin)(nil)
	_ Spec = (*Destination)(nil)
	_ Spec = (*Table)(nil)
)

// Inputs is none: rows come from outside.
func (*Input) Inputs() []Spec { return nil }

// Schema returns the input's columns.
func (s *Input) Schema() *types.Schema { return s.Cols }

// Keys is nil: the runtime runs this node.
func (*Input) Keys() [][]int { return nil }

// Explain names the input and its time.
func (s *Input) Explain(n *treeprint.Node) {
	n.Title = fmt.Sprintf("input %q", s.Name)
	n.Note("time: " + s.Time.describe(s.Cols))
}

func (r TimeRule) describe(cols *types.Schema) string {
	switch r.Kind {
	case ArrivalTime:
		return "arrival"
	case ProcessingTime:
		return "processing"
	default:
		return fmt.Sprintf("column %q, disorder %d ms", cols.Columns[r.Column].Name, r.Disorder)
	}
}

// Inputs is the one input.
func (s *Retime) Inputs() []Spec { return []Spec{s.Input} }

// Schema returns the columns without the one that became ROWTIME.
func (s *Retime) Schema() *types.Schema { return s.Cols }

// Keys is nil: the runtime runs this node.
func (*Retime) Keys() [][]int { return nil }

// Explain tells promotion from T-sort.
func (s *Retime) Explain(n *treeprint.Node) {
	cols := s.Input.Schema().Columns
	if s.Disorder == 0 && len(s.Then) == 0 {
		n.Title = fmt.Sprintf("promote %s to ROWTIME", cols[s.Column].Name)
		return
	}
	n.Title = fmt.Sprintf("sort by %s within %d ms", cols[s.Column].Name, s.Disorder)
	for _, k := range s.Then {
		n.Title += ", then " + cols[k.Column].Name
		if k.Desc {
			n.Title += " DESC"
		}
	}
}

// Inputs are the writers.
func (s *Stream) Inputs() []Spec {
	in := make([]Spec, len(s.Writers))
	for i, w := range s.Writers {
		in[i] = w.From
	}
	return in
}

// Schema returns the stream's columns.
func (s *Stream) Schema() *types.Schema { return s.Cols }

// Keys is nil: the runtime runs this node.
func (*Stream) Keys() [][]int { return nil }

// Explain names the stream and its pumps.
func (s *Stream) Explain(n *treeprint.Node) {
	if s.Name == "" {
		n.Title = "union all, merged by ROWTIME"
		return
	}
	n.Title = fmt.Sprintf("stream %q", s.Name)
	if len(s.Writers) > 1 {
		n.Note(fmt.Sprintf("%d pumps, merged by ROWTIME", len(s.Writers)))
	}
}

// Inputs is none: rows come from the nodes that report.
func (*Twin) Inputs() []Spec { return nil }

// Schema returns the twin's columns.
func (s *Twin) Schema() *types.Schema { return s.Cols }

// Keys is nil: the runtime runs this node.
func (*Twin) Keys() [][]int { return nil }

// Explain names the twin.
func (s *Twin) Explain(n *treeprint.Node) {
	switch s.Kind {
	case LateTwin:
		n.Title = fmt.Sprintf("late rows of %q", s.Of)
	case ErrorsTwin:
		n.Title = fmt.Sprintf("errors of %q", s.Of)
	default:
		n.Title = "error_stream"
	}
}

// Inputs is the stream that is written out.
func (s *Destination) Inputs() []Spec { return []Spec{s.From} }

// Schema returns the stream's columns.
func (s *Destination) Schema() *types.Schema { return s.From.Schema() }

// Keys is nil: the runtime runs this node.
func (*Destination) Keys() [][]int { return nil }

// Explain names the output.
func (s *Destination) Explain(n *treeprint.Node) { n.Title = fmt.Sprintf("output %q", s.Name) }

// Inputs is none: a table comes from outside, and what a query reads does not reach its readers through edges.
func (*Table) Inputs() []Spec { return nil }

// Schema returns the table's columns.
func (s *Table) Schema() *types.Schema { return s.Cols }

// Keys is nil: the runtime runs this node.
func (*Table) Keys() [][]int { return nil }

// Explain names the table, or shows the query.
func (s *Table) Explain(n *treeprint.Node) {
	n.Title = fmt.Sprintf("table %q", s.Name)
	for of := s.Of; of != nil; {
		var step treeprint.Node
		of.Explain(&step)
		n.Note("of: " + step.Title)
		if in := of.Inputs(); len(in) > 0 {
			of = in[0]
		} else {
			of = nil
		}
	}
}
