package planner

import (
	"slices"

	"weir/operators"
	"weir/operators/expr"
	"weir/operators/relational"
	"weir/sql"
	"weir/sql/types"
)

// subquery is a query over a reference table inside of an expression, while it is bound. What it takes from the row around it
// becomes an arg. The table's columns count from far until all args are known.
type subquery struct {
	around *exprs
	args   []expr.Node // over the row around it
	table  *operators.Table
	cond   expr.Node
	items  []item
	group  *grouping // of the whole table, if aggregates are selected
}

// far is the place of a table's first column while its sub-query is bound.
const far = 1 << 24

// subquery binds a query inside of an expression; nil if it has a mistake.
func (x *exprs) subquery(q sql.Query) *subquery {
	s, ok := q.(*sql.Select)
	if !ok {
		x.unsupported(q.Pos(), "a sub-query that is no single SELECT")
		return nil
	}
	out := &subquery{around: x}
	before := len(x.errs)
	sc := out.from(s)
	y := &exprs{compiler: x.compiler, scope: sc, inner: out, aliases: aliasesOf(s)}
	if s.Where != nil {
		if cond := y.in("WHERE").condition(s.Where); cond != nil {
			out.cond = settle(cond)
		}
	}
	switch {
	case s.GroupBy != nil:
		x.unsupported(s.GroupBy[0].Pos(), "GROUP BY in a sub-query over a table")
	case s.Having != nil:
		x.unsupported(s.Having.Pos(), "HAVING in a sub-query over a table")
	case s.Stagger != nil:
		x.unsupported(s.Stagger.Span, "a window in a sub-query over a table")
	case len(s.OrderBy) > 0:
		x.unsupported(s.OrderBy[0].Expr.Pos(), "ORDER BY in a sub-query over a table")
	}
	if y.aggregates(s.Items) {
		out.group = &grouping{}
		y.group = out.group
	}
	b := &block{retime: -1, broken: sc.broken}
	x.selectList(s, y, b)
	for _, it := range b.items {
		if it.node == nil {
			b.broken = true
			break
		}
		if out.group == nil {
			it.node = settle(it.node)
		}
		out.items = append(out.items, it)
	}
	if b.broken || len(x.errs) > before {
		return nil
	}
	return out
}

// from binds FROM, which names one table.
func (q *subquery) from(s *sql.Select) *scope {
	x, broken := q.around, &scope{broken: true}
	if len(s.From) != 1 {
		x.unsupported(s.Pos(), "a sub-query without a table")
		return broken
	}
	ref, ok := s.From[0].(*sql.TableName)
	if !ok {
		x.unsupported(s.From[0].Pos(), "a sub-query in an expression that does more than read one table")
		return broken
	}
	reads := x.reads
	rel := x.named(ref)
	x.reads = reads
	side := x.correlate(rel, ref.Correlation, ref.Parts)
	switch {
	case side.scope.broken:
	case side.stream():
		x.fail(sql.NotSupported, ref.Span, "a stream never ends, so the answer would never be known; join it, or ask a reference table",
			"a sub-query in an expression cannot read %s", x.source(sql.Span{Start: ref.Parts[0].Start, End: ref.Parts[len(ref.Parts)-1].End}))
		return broken
	default:
		q.table = side.tables[0]
		x.checkOver(side)
		side.shift(far)
	}
	return side.scope
}

// captured binds a column that the sub-query does not have and the query around it does. Sources are those that answer.
func (x *exprs) captured(ref *sql.ColumnRef, sources []*source) expr.Node {
	if x.inner == nil {
		return nil
	}
	name := ref.Parts[len(ref.Parts)-1].Name
	for _, s := range sources {
		if slices.ContainsFunc(s.rel.cols, func(c column) bool { return c.Name == name }) {
			return nil
		}
	}
	around := x.inner.around
	if around.scope.broken || around.quietly(ref) == nil {
		return nil
	}
	n := around.bind(ref)
	if n.Type().Kind == types.Null {
		return n
	}
	return x.inner.arg(n)
}

// arg is a value of the row around the sub-query, as a column of the rows that the sub-query looks at.
func (q *subquery) arg(n expr.Node) expr.Node {
	key := settle(n)
	at := slices.IndexFunc(q.args, func(have expr.Node) bool { return expr.Equal(settle(have), key) })
	if at < 0 {
		at = len(q.args)
		q.args = append(q.args, n)
	}
	return &expr.Column{Index: at, Name: key.String(), T: n.Type(), NotNull: !mayBeNull(n), Derived: true}
}

// joined puts the table's columns behind the args, of which all are known now.
func (q *subquery) joined(n expr.Node) expr.Node {
	if n == nil {
		return nil
	}
	return expr.Rewrite(n, func(n expr.Node) expr.Node {
		c, ok := n.(*expr.Column)
		if !ok || c.Index < far {
			return nil
		}
		moved := *c
		moved.Index += len(q.args) - far
		return &moved
	})
}

// exists binds EXISTS (query). What it selects does not matter.
func (x *exprs) exists(e *sql.Exists) expr.Node {
	q := x.plain(e.Query)
	if q == nil {
		return nil
	}
	return &expr.Subquery{
		Query: &relational.Exists{Table: q.table, Cond: q.joined(q.cond), Outer: len(q.args)},
		Args:  q.args, T: types.BooleanType,
	}
}

// inQuery binds x IN (query) and (x, y) IN (query).
func (x *exprs) inQuery(e *sql.In) expr.Node {
	left := items(e.X)
	values, ok := x.all(left)
	q := x.plain(e.Query)
	if !ok || q == nil {
		return nil
	}
	if len(values) != len(q.items) {
		x.fail(sql.ColumnCount, headOf(e.Query), "both sides of IN need the same number of values",
			"the sub-query yields %s, before IN there are %d", oneOrMany(len(q.items), "column"), len(values))
		return nil
	}
	in := &relational.In{Table: q.table}
	for i, v := range values {
		right := q.items[i]
		v, right.node = typed(v, right.node), typed(right.node, v)
		same, ok := x.compare("=", q.arg(v), right.node, e.Span, left[i], &sql.ColumnRef{Span: right.span}).(*expr.Compare)
		if !ok {
			return nil
		}
		in.X = append(in.X, same)
	}
	for i, c := range in.X {
		in.X[i] = q.joined(c).(*expr.Compare)
	}
	in.Cond, in.Outer = q.joined(q.cond), len(q.args)
	return negated(e.Not, &expr.Subquery{Query: in, Args: q.args, T: types.BooleanType})
}

// typed gives a bare NULL the type of what it is compared with.
func typed(n, with expr.Node) expr.Node {
	switch {
	case n.Type().Kind != types.Null:
		return n
	case with.Type().Kind == types.Null:
		return convert(n, types.BooleanType)
	default:
		return convert(n, with.Type())
	}
}

// scalarQuery binds (SELECT value …).
func (x *exprs) scalarQuery(e *sql.Subquery) expr.Node {
	s, _ := e.Query.(*sql.Select)
	if s != nil && s.Distinct {
		x.unsupported(e.Span, "DISTINCT in a sub-query for one value")
		return nil
	}
	q := x.subquery(e.Query)
	if q == nil {
		return nil
	}
	if q.group != nil {
		return x.aggregateQuery(e, q)
	}
	if len(q.items) != 1 {
		x.fail(sql.ColumnCount, headOf(e.Query), "select one", "a sub-query for one value yields %s", oneOrMany(len(q.items), "column"))
		return nil
	}
	value := q.items[0].node
	if value.Type().Kind == types.Null {
		value = convert(value, types.VarcharType(1))
	}
	return &expr.Subquery{
		Query: &relational.Scalar{Table: q.table, Cond: q.joined(q.cond), Value: q.joined(value), Outer: len(q.args)},
		Args:  q.args, T: value.Type(),
	}
}
