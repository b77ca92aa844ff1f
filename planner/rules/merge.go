package rules

import (
	"slices"
	"weir/operators"
	"weir/operators/expr"
	"weir/operators/relational"
)

// Merge takes out the projection of a sub-query: what stands above it reads its expressions in place of its columns. It joins
// filters that come to stand on one another. Both happen only where nothing can fail, and where nothing is computed twice.
func Merge(p *operators.Plan) {
	for _, s := range p.Streams {
		for i := range s.Writers {
			s.Writers[i].From = merge(s.Writers[i].From)
		}
	}
}

// merge merges what stands below a spec, and then the spec with it.
func merge(s operators.Spec) operators.Spec {
	switch s := s.(type) {
	case *operators.Stream:
		if s.Name == "" {
			for i := range s.Writers {
				s.Writers[i].From = merge(s.Writers[i].From)
			}
		}
	case *operators.Retime:
		s.Input = merge(s.Input)
	case *relational.Filter:
		s.Input = merge(s.Input)
		return joinFilters(s)
	case *relational.Project:
		s.Input = merge(s.Input)
		if filters, below := chain(s.Input); replaceable(below, filters, s.Items) {
			s.Items = through(s.Items, below)
			s.Input = lower(filters, below)
		}
	case *relational.Lookup:
		s.Input = merge(s.Input)
	case *relational.Over:
		s.Input = merge(s.Input)
	case *relational.Stagger:
		s.Input = merge(s.Input)
	case *relational.Sort:
		s.Input = merge(s.Input)
	case *relational.Distinct:
		s.Input = merge(s.Input)
	case *relational.Tumble:
		s.Input = merge(s.Input)
		args := append([]expr.Node{}, s.By...)
		for _, call := range s.Calls {
			args = append(args, call.Args...)
		}
		if filters, below := chain(s.Input); replaceable(below, filters, args) {
			s.By = through(s.By, below)
			for i := range s.Calls {
				s.Calls[i].Args = through(s.Calls[i].Args, below)
			}
			s.Input = lower(filters, below)
		}
	}
	return s
}

// joinFilters makes one filter of two. AND is true where both are, whichever is NULL.
func joinFilters(s *relational.Filter) operators.Spec {
	below, ok := s.Input.(*relational.Filter)
	if !ok || canFail(s.Cond) || canFail(below.Cond) {
		return s
	}
	return &relational.Filter{Input: below.Input, Cond: &expr.And{L: below.Cond, R: s.Cond}, Item: s.Item}
}

// chain returns the filters of a block, the uppermost first, and the projection of the sub-query below them; nil if there is
// none.
func chain(s operators.Spec) ([]*relational.Filter, *relational.Project) {
	var filters []*relational.Filter
	for {
		switch below := s.(type) {
		case *relational.Filter:
			filters, s = append(filters, below), below.Input
		case *relational.Project:
			return filters, below
		default:
			return nil, nil
		}
	}
}

// replaceable reports whether a projection can be taken out from below filters and expressions: nothing in its block can fail,
// and no expression that costs something is read twice.
func replaceable(p *relational.Project, filters []*relational.Filter, readers []expr.Node) bool {
	if p == nil {
		return false
	}
	if slices.ContainsFunc(p.Items, canFail) {
		return false
	}
	if blockFails(p.Input) {
		return false
	}
	for _, f := range filters {
		readers = append(readers, f.Cond)
	}
	times := make([]int, len(p.Items))
	for _, r := range readers {
		expr.Walk(r, func(n expr.Node) bool {
			if c, ok := n.(*expr.Column); ok {
				times[c.Index]++
			}
			return true
		})
	}
	for i, n := range times {
		if n > 1 && len(expr.Operands(p.Items[i])) > 0 {
			return false
		}
	}
	return true
}

// blockFails reports whether a filter or a join of a block can fail. Of what folds rows it is taken for granted: sums overflow.
func blockFails(s operators.Spec) bool {
	switch s := s.(type) {
	case *relational.Filter:
		return canFail(s.Cond) || blockFails(s.Input)
	case *relational.Lookup:
		return s.Cond != nil && canFail(s.Cond) || blockFails(s.Input)
	case *relational.Over, *relational.Tumble, *relational.Stagger:
		return true
	default:
		return false
	}
}

// through replaces the columns of a projection by its expressions.
func through(nodes []expr.Node, p *relational.Project) []expr.Node {
	out := make([]expr.Node, len(nodes))
	for i, n := range nodes {
		out[i] = expr.Rewrite(n, func(n expr.Node) expr.Node {
			if c, ok := n.(*expr.Column); ok {
				return p.Items[c.Index]
			}
			return nil
		})
	}
	return out
}

// lower puts filters below a projection.
func lower(filters []*relational.Filter, p *relational.Project) operators.Spec {
	s := p.Input
	for _, filter := range slices.Backward(filters) {
		cond := through([]expr.Node{filter.Cond}, p)[0]
		s = joinFilters(&relational.Filter{Input: s, Cond: cond, Item: filter.Item})
	}
	return s
}

// canFail reports whether an expression may refuse a row.
func canFail(n expr.Node) bool {
	b, err := expr.Compile(n)
	return err != nil || b.CanFail
}
