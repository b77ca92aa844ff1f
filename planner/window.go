package planner

import (
	"slices"

	"weir/operators/expr"
	"weir/operators/functions"
	"weir/operators/relational"
	"weir/sql"
	"weir/sql/types"
)

// enterWindows makes the names of a WINDOW clause known in its query and the sub-queries of that, until leaveWindows.
func (c *compiler) enterWindows(defs []sql.WindowDef) {
	for i, d := range defs {
		if slices.ContainsFunc(defs[:i], func(before sql.WindowDef) bool { return before.Name.Name == d.Name.Name }) {
			c.fail(sql.DuplicateName, d.Name.Span, "give each window a name of its own", "there are two windows %s", sql.Quote(d.Name.Name))
		}
	}
	c.windows = append(c.windows, defs)
}

func (c *compiler) leaveWindows() { c.windows = c.windows[:len(c.windows)-1] }

// windowNamed finds the specification behind a name, the innermost first. Before is the definition that extends it: only those
// above it in the text count.
func (c *compiler) windowNamed(id sql.Ident, before *sql.Window) *sql.Window {
	var names []string
	for _, v := range slices.Backward(c.windows) {
		for _, d := range v {
			if d.Body == before {
				break
			}
			if d.Name.Name == id.Name {
				return d.Body
			}
			names = append(names, d.Name.Name)
		}
	}
	hint := didYouMean(id, names)
	if hint == "" {
		hint = "define it behind the query: WINDOW " + c.source(id.Span) + " AS (RANGE INTERVAL '1' MINUTE PRECEDING)"
	}
	c.fail(sql.UnknownWindow, id.Span, hint, "no window is called %s", sql.Quote(id.Name))
	return nil
}

// windowOf binds a window where a call uses it: its place among the block's windows, -1 after a mistake.
func (x *exprs) windowOf(w *sql.Window) int {
	if w.Ref != nil && w.Partition == nil && w.OrderBy == nil && w.Frame == nil {
		if w = x.windowNamed(*w.Ref, nil); w == nil {
			return -1
		}
	}
	at, known := x.over.bound[w]
	if !known {
		at = -1
		if bound, ok := x.boundWindow(w); ok {
			at = slices.IndexFunc(x.over.windows, func(have relational.Window) bool {
				return have.Frame == bound.Frame && slices.EqualFunc(have.Partition, bound.Partition, expr.Equal)
			})
			if at < 0 {
				at = len(x.over.windows)
				x.over.windows = append(x.over.windows, bound)
			}
		}
		x.over.bound[w] = at
	}
	return at
}

// boundWindow binds a specification, with what it takes over from the window that it extends.
func (x *exprs) boundWindow(w *sql.Window) (relational.Window, bool) {
	partition, frame := w.Partition, w.Frame
	for base := w; base.Ref != nil; {
		named := x.windowNamed(*base.Ref, base)
		if named == nil {
			return relational.Window{}, false
		}
		if base = named; partition == nil {
			partition = base.Partition
		}
		if frame == nil {
			frame = base.Frame
		}
	}
	y := x.in("PARTITION BY")
	y.over = nil
	keys, ok := y.all(partition)
	for i := range keys {
		keys[i] = settle(keys[i])
	}
	if len(w.OrderBy) > 0 {
		x.fail(sql.InvalidWindow, w.OrderBy[0].Expr.Pos(), "leave ORDER BY out: rows come in the order of ROWTIME", "a window over a stream has no ORDER BY")
		ok = false
	}
	f, framed := x.frame(frame)
	return relational.Window{Partition: keys, Frame: f}, ok && framed
}

// frame binds ROWS or RANGE with its bounds. Without one a window holds all rows so far.
func (x *exprs) frame(f *sql.Frame) (functions.Frame, bool) {
	if f == nil {
		return functions.Frame{Rows: true, Unbounded: true}, true
	}
	for _, b := range []sql.Bound{f.From, f.To} {
		if b.Kind == sql.Following || b.Kind == sql.UnboundedFollowing {
			x.fail(sql.InvalidWindow, b.Span, "write … PRECEDING", "a window ends at the current row; FOLLOWING rows are not there yet")
			return functions.Frame{}, false
		}
	}
	if f.To.Kind != sql.CurrentRow {
		x.fail(sql.InvalidWindow, f.To.Span, "write BETWEEN … PRECEDING AND CURRENT ROW", "a window ends at the current row")
		return functions.Frame{}, false
	}
	out := functions.Frame{Rows: f.Rows}
	switch f.From.Kind {
	case sql.UnboundedPreceding:
		out.Unbounded = true
	case sql.Preceding:
		var ok bool
		if out.Preceding, ok = x.reach(f); !ok {
			return out, false
		}
	}
	return out, true
}

// reach is how far back a window goes: a number of rows, or milliseconds.
func (x *exprs) reach(f *sql.Frame) (int64, bool) {
	y := x.in("a window")
	y.over = nil
	n := y.bind(f.From.By)
	if n == nil {
		return 0, false
	}
	at, v := f.From.By.Pos(), constantValue(n)
	switch {
	case f.Rows && (v == nil || !v.Type.IsInteger()):
		x.fail(sql.InvalidWindow, at, "write ROWS 10 PRECEDING, or RANGE with an interval", "ROWS counts rows; this is %s", described(n, v))
	case f.Rows && v.Int < 0, !f.Rows && v != nil && v.Int < 0:
		x.fail(sql.InvalidWindow, at, "PRECEDING looks back already", "a window cannot have a negative size")
	case !f.Rows && (v == nil || v.Type.Kind != types.Interval):
		x.fail(sql.InvalidWindow, at, "write RANGE INTERVAL '1' MINUTE PRECEDING, or ROWS to count rows",
			"RANGE measures time by an interval of days to seconds; this is %s", described(n, v))
	case v.Null:
		x.fail(sql.InvalidWindow, at, "", "the size of a window is not NULL")
	default:
		return v.Int, true
	}
	return 0, false
}

// described names what stands where a constant of another kind is wanted.
func described(n expr.Node, v *types.Value) string {
	if v == nil {
		return "not constant"
	}
	return n.Type().String()
}

// checkWindows binds the windows of a WINDOW clause that no call has used, for their mistakes.
func (x *exprs) checkWindows(defs []sql.WindowDef) {
	if x.scope.broken {
		for _, d := range defs {
			x.checkWindow(d.Body)
		}
		return
	}
	for _, d := range defs {
		if x.over == nil {
			x.checkWindow(d.Body)
		} else if _, used := x.over.bound[d.Body]; !used {
			x.boundWindow(d.Body)
		}
	}
}
