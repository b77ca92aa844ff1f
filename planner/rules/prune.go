package rules

import (
	"weir/operators"
	"weir/operators/expr"
	"weir/operators/relational"
)

// Prune notes which columns of each input something reads, so that the others need not be built.
func Prune(p *operators.Plan) {
	for _, in := range p.Inputs {
		in.Used = make([]bool, len(in.Cols.Columns))
		if in.Time.Kind == operators.ColumnTime { // late rows are kept whole, whether a query reads them or not
			need(in, all(len(in.Cols.Columns)))
		}
	}
	for _, s := range p.Streams {
		for _, w := range s.Writers {
			need(w.From, all(len(s.Cols.Columns)))
		}
	}
	for _, out := range p.Outputs {
		need(out.From, all(len(out.From.Schema().Columns)))
	}
}

func all(n int) []bool {
	cols := make([]bool, n)
	for i := range cols {
		cols[i] = true
	}
	return cols
}

// need passes down which columns of a spec are read, as far as the inputs.
func need(s operators.Spec, cols []bool) {
	switch s := s.(type) {
	case *operators.Input:
		for i, needed := range cols {
			s.Used[i] = s.Used[i] || needed
		}
	case *operators.Stream:
		if s.Name == "" {
			for _, w := range s.Writers {
				need(w.From, cols)
			}
		}
	case *operators.Twin, *operators.Table:
	case *relational.Filter:
		need(s.Input, uses(append([]bool{}, cols...), s.Cond))
	case *relational.Project:
		need(s.Input, uses(make([]bool, len(s.Input.Schema().Columns)), s.Items...))
	case *relational.Tumble:
		below := uses(make([]bool, len(s.Input.Schema().Columns)), s.By...)
		for _, call := range s.Calls {
			below = uses(below, call.Args...)
		}
		need(s.Input, below)
	case *relational.Lookup:
		n := len(s.Input.Schema().Columns)
		s.Used = append([]bool{}, cols[n:]...)
		reads := append([]bool{}, cols...)
		if s.Cond != nil {
			uses(reads, s.Cond)
		}
		need(s.Input, reads[:n])
	case *relational.Over:
		below := append([]bool{}, cols[:len(s.Input.Schema().Columns)]...)
		for _, w := range s.Windows {
			below = uses(below, w.Partition...)
		}
		for _, call := range s.Calls {
			below = uses(below, call.Args...)
		}
		need(s.Input, below)
	case *relational.Stagger:
		below := uses(make([]bool, len(s.Input.Schema().Columns)), s.By...)
		for _, call := range s.Calls {
			below = uses(below, call.Args...)
		}
		need(s.Input, below)
	default:
		for _, in := range s.Inputs() {
			need(in, all(len(in.Schema().Columns)))
		}
	}
}

// uses adds the columns that expressions read.
func uses(cols []bool, nodes ...expr.Node) []bool {
	for _, n := range nodes {
		expr.Walk(n, func(n expr.Node) bool {
			if c, ok := n.(*expr.Column); ok {
				cols[c.Index] = true
			}
			return true
		})
	}
	return cols
}
