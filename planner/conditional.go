package planner

import (
	"weir/operators/expr"
	"weir/sql"
	"weir/sql/types"
)

// caseOf binds both forms of CASE. The simple form becomes the searched one, with a comparison for each branch.
func (x *exprs) caseOf(e *sql.Case) expr.Node {
	var operand expr.Node
	ok := true
	if e.Operand != nil {
		operand = x.bind(e.Operand)
		ok = operand != nil
	}
	branches := make([]expr.Node, 0, len(e.Whens)+1)
	places := make([]sql.Expr, 0, len(e.Whens)+1)
	whens := make([]expr.When, len(e.Whens))
	for i, w := range e.Whens {
		whens[i].Cond = x.when(e, operand, w)
		then := x.bind(w.Then)
		ok = ok && whens[i].Cond != nil && then != nil
		branches, places = append(branches, then), append(places, w.Then)
	}
	if e.Else != nil {
		n := x.bind(e.Else)
		ok = ok && n != nil
		branches, places = append(branches, n), append(places, e.Else)
	}
	if !ok {
		return nil
	}
	if e.Else == nil {
		branches = append(branches, constantOf(types.NullValue(types.NullType)))
	}
	branches, t, ok := x.commonOf("CASE", branches, places)
	if !ok {
		return nil
	}
	if t.Kind == types.Null {
		x.fail(sql.TypeMismatch, e.Span, "write CAST(NULL AS type) in one branch", "every branch of this CASE is NULL")
		return nil
	}
	for i := range whens {
		whens[i].Then = branches[i]
	}
	return &expr.Case{Whens: whens, Else: branches[len(branches)-1], T: t}
}

// when binds the condition of one branch.
func (x *exprs) when(e *sql.Case, operand expr.Node, w sql.When) expr.Node {
	if e.Operand == nil {
		return x.condition(w.Cond)
	}
	n := x.bind(w.Cond)
	if n == nil || operand == nil {
		return nil
	}
	return x.compare("=", operand, n, w.Cond.Pos(), e.Operand, w.Cond)
}

// commonOf gives expressions their common type. It blames the first that does not fit those before it.
func (x *exprs) commonOf(what string, nodes []expr.Node, places []sql.Expr) ([]expr.Node, types.Type, bool) {
	so := types.NullType
	for i, n := range nodes {
		t, ok := types.CommonType(so, n.Type())
		if !ok {
			at := places[i]
			x.fail(sql.TypeMismatch, at.Pos(), castHint(x.source(at.Pos()), n.Type(), so), "%s needs values of one type; this is %s, those before are %s", what, n.Type(), so)
			return nil, t, false
		}
		so = t
	}
	return common(nodes)
}

// coalesce binds COALESCE(a, b, …).
func (x *exprs) coalesce(e *sql.Call) expr.Node {
	nodes, ok := x.all(e.Args)
	switch {
	case !ok:
		return nil
	case len(nodes) < 2:
		x.fail(sql.ArgumentCount, e.Name.Span, "write COALESCE(value, default)", "COALESCE takes two arguments or more")
		return nil
	}
	nodes, t, ok := x.commonOf("COALESCE", nodes, e.Args)
	if !ok {
		return nil
	}
	if t.Kind == types.Null {
		return nodes[0]
	}
	return &expr.Coalesce{Args: nodes, T: t}
}

// nullif binds NULLIF(a, b) as CASE WHEN a = b THEN NULL ELSE a END.
func (x *exprs) nullif(e *sql.Call) expr.Node {
	nodes, ok := x.all(e.Args)
	switch {
	case !ok:
		return nil
	case len(nodes) != 2:
		x.fail(sql.ArgumentCount, e.Name.Span, "write NULLIF(a, b)", "NULLIF takes two arguments")
		return nil
	}
	a := adoptNull(nodes[0], nodes[1])
	same := x.compare("=", a, nodes[1], e.Span, e.Args[0], e.Args[1])
	switch {
	case same == nil:
		return nil
	case a.Type().Kind == types.Null:
		return a
	}
	t := a.Type()
	return &expr.Case{Whens: []expr.When{{Cond: same, Then: constantOf(types.NullValue(t))}}, Else: a, T: t}
}

// cast binds CAST(x AS type).
func (x *exprs) cast(e *sql.Cast) expr.Node {
	n := x.bind(e.X)
	t, ok := x.dataType(e.Type)
	if n == nil || !ok {
		return nil
	}
	from := n.Type()
	if from.Kind == types.Null {
		return constantOf(types.NullValue(t))
	}
	if !types.Castable(from, t) {
		hint := castHint(x.source(e.X.Pos()), from, t)
		x.fail(sql.TypeMismatch, e.Span, hint, "%s cannot be CAST to %s", from, t)
		return nil
	}
	if from == t {
		return n
	}
	return &expr.Cast{X: n, T: t}
}

// concat binds a || b.
func (x *exprs) concat(e *sql.Binary, l, r expr.Node) expr.Node {
	for _, side := range []struct {
		n expr.Node
		e sql.Expr
	}{{l, e.L}, {r, e.R}} {
		if t := side.n.Type(); !t.IsCharacter() && !t.IsBinary() && t.Kind != types.Null {
			x.fail(sql.TypeMismatch, side.e.Pos(), castHint(x.source(side.e.Pos()), t, types.VarcharType(20)), "|| joins texts, this is %s", t)
			return nil
		}
	}
	l, r = adoptNull(l, r), adoptNull(r, l)
	if l.Type().Kind == types.Null {
		return l
	}
	return x.resolve("||", e.Span, []expr.Node{l, r}, []sql.Expr{e.L, e.R}, types.NoUnit)
}
