package planner

import (
	"reflect"
	"slices"
	"strings"

	"weir/operators"
	"weir/operators/expr"
	"weir/operators/functions"
	"weir/operators/relational"
	"weir/sql"
	"weir/sql/types"
)

// grouping is a GROUP BY: its keys, and the aggregate calls that the select list and HAVING ask for.
type grouping struct {
	keys  []groupKey
	calls []functions.AggCall
	cols  []column // of the result: the keys, then the calls

	stagger int64 // WINDOWED BY STAGGER: the length of its windows, ms
	broken  bool  // a key had a mistake: what is grouped by it is not known
}

// groupKey is one grouping expression.
type groupKey struct {
	node   expr.Node // settled
	text   string
	time   timing
	onTime bool // written on ROWTIME here, not through a column
}

// groupBy binds the keys. A streaming GROUP BY needs one that goes one way, so that its groups can end.
func (x *exprs) groupBy(s *sql.Select) *grouping {
	g, places := x.bindKeys("GROUP BY", s.GroupBy)
	timed, second := false, false
	for i, key := range g.keys {
		if key.onTime && second {
			x.fail(sql.SecondTime, places[i].Pos(), "keep one of them; name the other in a sub-query, or group by another time column",
				"GROUP BY has a second expression on ROWTIME")
		}
		second = second || key.onTime
		timed = timed || key.time.monotonic()
	}
	if len(g.keys) == len(s.GroupBy) && !timed {
		x.missingTime(s)
	}
	if timed && !slices.ContainsFunc(g.keys, func(k groupKey) bool { return k.time.monotonic() && k.time.of != nil }) {
		x.warn(s.GroupBy[0].Pos(), "group by ROWTIME as well, if a window must end when no rows come",
			"only rows end this window: its groups are kept until its key changes")
	}
	g.cols = g.keyColumns()
	return g
}

// bindKeys binds grouping expressions. Those with a mistake are left out; places are those of the others.
func (x *exprs) bindKeys(clause string, list []sql.Expr) (g *grouping, places []sql.Expr) {
	g = &grouping{}
	in, cols := x.in(clause), x.scope.columns()
	for _, e := range list {
		n := in.bind(e)
		if n == nil {
			g.broken = true
			continue
		}
		key := groupKey{node: settle(n), time: timingOf(n, cols), onTime: readsRowtime(n)}
		key.text = key.node.String()
		g.keys, places = append(g.keys, key), append(places, e)
	}
	return g, places
}

// stagger binds WINDOWED BY STAGGER. Its keys need not follow time, and what they were is not known of the results' times.
func (x *exprs) stagger(s *sql.Stagger) *grouping {
	g, _ := x.bindKeys("PARTITION BY", s.Keys)
	g.cols = g.keyColumns()
	for i := range g.cols {
		if g.cols[i].time.dir != constant {
			g.cols[i].time = timing{}
		}
	}
	n := x.in("WINDOWED BY").bind(s.Range)
	if n == nil {
		g.broken = true
		return g
	}
	v := constantValue(n)
	switch {
	case v == nil || v.Type.Kind != types.Interval:
		x.fail(sql.InvalidWindow, s.Range.Pos(), "write RANGE INTERVAL '1' MINUTE", "a stagger window is measured by an interval of days to seconds")
	case v.Null || v.Int < 1:
		x.fail(sql.InvalidWindow, s.Range.Pos(), "write RANGE INTERVAL '1' MINUTE", "a stagger window needs a length above zero")
	default:
		g.stagger = v.Int
		return g
	}
	g.broken = true
	return g
}

// timed reports whether time alone closes the windows.
func (g *grouping) timed() bool {
	for _, k := range g.keys {
		if g.stagger == 0 && k.time.monotonic() && k.time.of == nil {
			return false
		}
	}
	return true
}

// missingTime says what a streaming GROUP BY lacks.
func (x *exprs) missingTime(s *sql.Select) {
	var hint strings.Builder
	hint.WriteString("add a time window: GROUP BY …, STEP(" + x.scope.time() + " BY INTERVAL '60' SECOND)")
	for _, e := range s.GroupBy {
		if _, number := e.(*sql.Number); number {
			hint.WriteString("; a number is a constant here, not a place of the select list")
			break
		}
		if n := x.in("GROUP BY").quietly(e); n != nil && n.Type().Kind == types.Timestamp {
			hint.WriteString("; a column counts as time after it was promoted AS ROWTIME, or inside of MONOTONIC()")
			break
		}
	}
	x.fail(sql.MissingTime, s.GroupBy[0].Pos(), hint.String(), "no expression of this GROUP BY ascends with ROWTIME, so its groups would never end")
}

// groupByTime is the advice to group by time.
func (x *exprs) groupByTime() string {
	return "GROUP BY STEP(" + x.scope.time() + " BY INTERVAL '60' SECOND)"
}

// readsRowtime reports whether ROWTIME stands in an expression.
func readsRowtime(n expr.Node) bool {
	found := false
	expr.Rewrite(settle(n), func(n expr.Node) expr.Node {
		if _, ok := n.(*expr.Rowtime); ok {
			found = true
		}
		return nil
	})
	return found
}

// keyColumns are the keys as columns of the result. Where the window is a function f of ROWTIME, a result carries the instant
// at which the window has ended, so that its key is f one millisecond earlier, or f itself if the window includes its last
// instant. That holds only where all windows are of one kind; otherwise a key is known to go one way and no more.
func (g *grouping) keyColumns() []column {
	known, inclusive, exclusive := true, true, true
	for _, k := range g.keys {
		if k.time.monotonic() {
			known = known && k.time.of != nil
			inclusive = inclusive && k.time.inclusive()
			exclusive = exclusive && !k.time.inclusive()
		}
	}
	cols := make([]column, len(g.keys))
	for i, k := range g.keys {
		c := column{Column: types.Column{Name: k.text, Type: k.node.Type(), NotNull: !mayBeNull(k.node)}, time: k.time}
		if named, ok := k.node.(*expr.Column); ok {
			c.Name = named.Name
		}
		switch {
		case !k.time.monotonic() || known && inclusive:
		case known && exclusive:
			c.time.of, c.time.edge = expr.Rewrite(k.time.of, justBefore), ends
		default:
			c.time.of, c.time.edge = nil, smooth
		}
		cols[i] = c
	}
	return cols
}

// justBefore replaces ROWTIME by the instant before it.
func justBefore(n expr.Node) expr.Node {
	if _, ok := n.(*expr.Rowtime); !ok {
		return nil
	}
	ms := types.Value{Type: types.IntervalType(types.Second, types.Second), Int: 1}
	return &expr.Arith{Op: '-', L: n, R: &expr.Literal{V: ms}, T: types.TimestampType}
}

// key returns the place of the grouping expression that n is, or -1. Of x and MONOTONIC(x) each finds itself.
func (g *grouping) key(n expr.Node) int {
	kind, found := reflect.TypeOf(bare(n)), -1
	for i, k := range g.keys {
		if reflect.TypeOf(k.node) != kind || !expr.Equal(k.node, settle(n)) {
			continue
		}
		if found < 0 || isDeclared(n) && k.time.monotonic() {
			found = i
		}
	}
	return found
}

// keyColumn reads a key from the result.
func (g *grouping) keyColumn(i int) expr.Node {
	c := g.cols[i].Column
	_, plain := g.keys[i].node.(*expr.Column)
	return &expr.Column{Index: i, Name: c.Name, T: c.Type, NotNull: c.NotNull, Derived: !plain}
}

// call returns the result of an aggregate call, the same one for equal calls.
func (g *grouping) call(call functions.AggCall) expr.Node {
	at := slices.IndexFunc(g.calls, func(c functions.AggCall) bool {
		return c.String() == call.String() && slices.EqualFunc(c.Args, call.Args, expr.Equal)
	})
	if at < 0 {
		at = len(g.calls)
		g.calls = append(g.calls, call)
		g.cols = append(g.cols, column{Column: types.Column{Name: call.String(), Type: call.T}})
	}
	return &grouped{&expr.Column{Index: len(g.keys) + at, Name: call.String(), T: call.T, Derived: true}}
}

// overGroup turns an expression over the rows of a group into one over the group's result: what is a grouping expression
// becomes its column, unqualified ROWTIME is the result's time, and no other column may be left. Without groups it is n.
func (x *exprs) overGroup(n expr.Node) expr.Node {
	g := x.group
	if g == nil || n == nil {
		return n
	}
	ok := true
	out := expr.Rewrite(n, func(n expr.Node) expr.Node {
		if done, isCall := n.(*grouped); isCall {
			return done
		}
		if i := g.key(n); i >= 0 {
			return &grouped{g.keyColumn(i)}
		}
		switch n := n.(type) {
		case *declared:
			return x.overGroup(n.Node)
		case *leaf:
			if _, time := n.Node.(*expr.Rowtime); time && !n.qualified {
				return n
			}
			ok = false
			if !g.broken {
				x.notGrouped(n)
			}
			return n
		}
		return nil
	})
	if !ok {
		return nil
	}
	return out
}

func (x *exprs) notGrouped(n *leaf) {
	hint := "add " + n.name + " to GROUP BY, or take one value of the group: MIN(" + n.name + ")"
	if _, time := n.Node.(*expr.Rowtime); time {
		hint = "ROWTIME without an alias is the time of the group's result; MIN(" + n.name + ") is that of its first row"
	}
	where := "is selected but"
	if x.clause == "HAVING" {
		where = "stands in HAVING but"
	}
	x.fail(sql.NotGrouped, n.span, hint, "%s %s is neither grouped nor inside an aggregate", n.name, where)
}

// spec makes the operator.
func (g *grouping) spec(input operators.Spec) operators.Spec {
	if g.stagger > 0 {
		s := &relational.Stagger{Input: input, Length: g.stagger, Calls: g.calls, Cols: schemaOf(g.cols)}
		for _, k := range g.keys {
			s.By = append(s.By, k.node)
		}
		return s
	}
	t := &relational.Tumble{Input: input, Calls: g.calls, Cols: schemaOf(g.cols)}
	for i, k := range g.keys {
		t.By = append(t.By, k.node)
		if k.time.monotonic() {
			t.Time = append(t.Time, relational.TimeKey{Key: i, Of: k.time.of, Inclusive: k.time.inclusive()})
		}
	}
	return t
}
