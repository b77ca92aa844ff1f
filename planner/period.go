package planner

import (
	"weir/operators/expr"
	"weir/sql"
	"weir/sql/types"
)

// period binds a predicate of two periods [start, end) as comparisons of their ends.
func (x *exprs) period(e *sql.Period) expr.Node {
	l, r := x.ends(e.L), x.ends(e.R)
	if l == nil || r == nil {
		return nil
	}
	var kind types.Kind
	for i, n := range append(append([]expr.Node{}, l...), r...) {
		k := n.Type().Kind
		if i == 0 {
			kind = k
		}
		if k != kind {
			x.fail(sql.TypeMismatch, e.Span, "CAST the others", "the ends of periods need one type, these are %s and %s", types.Type{Kind: kind}, types.Type{Kind: k})
			return nil
		}
	}
	if len(r) == 1 {
		if e.Op != "CONTAINS" && e.Op != "STRICTLY CONTAINS" {
			x.fail(sql.TypeMismatch, e.R.Span, "write (start, end)", "%s needs a period on its right side", e.Op)
			return nil
		}
		return and(less("<=", l[0], r[0]), less("<", r[0], l[1]))
	}
	make, ok := periodOps[e.Op]
	if !ok {
		x.unsupported(e.Span, "the predicate "+e.Op)
		return nil
	}
	return make(l[0], l[1], r[0], r[1])
}

// ends binds the two instants of a period, or the one beside CONTAINS.
func (x *exprs) ends(row *sql.Row) []expr.Node {
	nodes, ok := x.all(row.Items)
	if !ok {
		return nil
	}
	if len(nodes) > 2 {
		x.fail(sql.TypeMismatch, row.Span, "write (start, end)", "a period has two ends, this has %d", len(nodes))
		return nil
	}
	for i, n := range nodes {
		if !n.Type().IsDatetime() {
			x.fail(sql.TypeMismatch, row.Items[i].Pos(), "the ends of a period are DATEs, TIMEs or TIMESTAMPs", "a datetime is needed here, this is %s", n.Type())
			return nil
		}
	}
	return nodes
}

func less(op string, l, r expr.Node) expr.Node { return &expr.Compare{Op: op, L: l, R: r} }

// and joins conditions; the left one may be nil.
func and(l, r expr.Node) expr.Node {
	if l == nil {
		return r
	}
	return &expr.And{L: l, R: r}
}

// periodOp compares the period [s, e) with [t, f).
type periodOp func(s, e, t, f expr.Node) expr.Node

// swapped is the mirror image of a predicate.
func (op periodOp) swapped() periodOp {
	return func(s, e, t, f expr.Node) expr.Node { return op(t, f, s, e) }
}

var (
	contains       periodOp = func(s, e, t, f expr.Node) expr.Node { return and(less("<=", s, t), less("<=", f, e)) }
	within         periodOp = func(s, e, t, f expr.Node) expr.Node { return and(less("<", s, t), less("<", f, e)) }
	overlaps       periodOp = func(s, e, t, f expr.Node) expr.Node { return and(less("<", s, f), less("<", t, e)) }
	precedes       periodOp = func(_, e, t, _ expr.Node) expr.Node { return less("<=", e, t) }
	strictPrecedes periodOp = func(_, e, t, _ expr.Node) expr.Node { return less("<", e, t) }
	meets          periodOp = func(_, e, t, _ expr.Node) expr.Node { return less("=", e, t) }
	leads          periodOp = func(s, e, t, f expr.Node) expr.Node {
		return and(less("<", s, t), and(less("<=", t, e), less("<=", e, f)))
	}
	strictLeads periodOp = func(s, e, t, f expr.Node) expr.Node {
		return and(less("<", s, t), and(less("<", t, e), less("<", e, f)))
	}
	finishes periodOp = func(s, e, t, f expr.Node) expr.Node { return and(less("<", s, t), less("=", e, f)) }
)

// periodOps holds the predicates by name.
var periodOps = map[string]periodOp{
	"EQUALS":            func(s, e, t, f expr.Node) expr.Node { return and(less("=", s, t), less("=", e, f)) },
	"CONTAINS":          contains,
	"STRICTLY CONTAINS": within,
	"OVERLAPS":          overlaps,
	"STRICTLY OVERLAPS": func(s, e, t, f expr.Node) expr.Node {
		either := &expr.Or{L: contains(s, e, t, f), R: contains(t, f, s, e)}
		return and(overlaps(s, e, t, f), &expr.Not{X: either})
	},
	"PRECEDES":             precedes,
	"STRICTLY PRECEDES":    strictPrecedes,
	"IMMEDIATELY PRECEDES": meets,
	"SUCCEEDS":             precedes.swapped(),
	"STRICTLY SUCCEEDS":    strictPrecedes.swapped(),
	"IMMEDIATELY SUCCEEDS": meets.swapped(),
	"LEADS":                leads,
	"STRICTLY LEADS":       strictLeads,
	"IMMEDIATELY LEADS":    finishes,
	"LAGS":                 leads.swapped(),
	"STRICTLY LAGS":        strictLeads.swapped(),
	"IMMEDIATELY LAGS":     finishes.swapped(),
}
