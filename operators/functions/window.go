package functions

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/apache/arrow/go/v15/arrow"

	"weir/operators"
	"weir/operators/expr"
	"weir/operators/vec"
	"weir/sql/types"
)

// Window is the declaration of a function that can stand before OVER: an aggregate, or one that works over a window only.
type Window struct {
	Name string
	Doc  string // empty for an aggregate: its own declaration has it

	resolve func(args []expr.Node, u Use) (WindowOverload, error)
}

// Use is how a call f(x) OVER w is written, apart from its arguments.
type Use struct {
	Star     bool
	Distinct bool
	Nulls    string // IGNORE, RESPECT or empty
	FromLast bool   // NTH_VALUE … FROM LAST
	Frame    Frame  // of w
}

// Frame says which rows a window holds besides the present one. Rows that come later with the same ROWTIME are not among them.
type Frame struct {
	Rows      bool  // Preceding is a number of rows of the partition; else ms of ROWTIME, the row just so old included
	Preceding int64 // CURRENT ROW: 0
	Unbounded bool  // all rows so far; Preceding means nothing
}

// String prints the frame as SQL.
func (f Frame) String() string {
	switch {
	case f.Unbounded && f.Rows:
		return "ROWS UNBOUNDED PRECEDING"
	case f.Unbounded:
		return "RANGE UNBOUNDED PRECEDING"
	case f.Rows:
		return fmt.Sprintf("ROWS %d PRECEDING", f.Preceding)
	}
	seconds := strconv.FormatInt(f.Preceding/1000, 10)
	if ms := f.Preceding % 1000; ms != 0 {
		seconds += fmt.Sprintf(".%03d", ms)
	}
	return "RANGE INTERVAL '" + seconds + "' SECOND PRECEDING"
}

// WindowOverload is a window function for arguments of certain types, in a certain frame.
type WindowOverload struct {
	Params []types.Type // what the arguments are to be converted to, one for each
	Kept   int          // so many arguments, the first ones, are remembered of every row in a window; the others are asked of the present row only
	Result types.Type
	New    func(kept []Cells, keep Keeper) Frames // keep is nil where the window itself keeps its rows
}

// WindowCall is one call of a function over a window, resolved.
type WindowCall struct {
	Name string
	Args []expr.Node // converted to the overload's Params; none for COUNT(*)
	Use  Use
	WindowOverload
}

// String prints the call as SQL, without OVER.
func (c *WindowCall) String() string {
	var b strings.Builder
	b.WriteString(c.Name + "(")
	if c.Use.Distinct {
		b.WriteString("DISTINCT ")
	}
	if c.Use.Star {
		b.WriteString("*")
	}
	for i, a := range c.Args {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(a.String())
	}
	b.WriteString(")")
	if c.Use.FromLast {
		b.WriteString(" FROM LAST")
	}
	if c.Use.Nulls == ignore {
		b.WriteString(" IGNORE NULLS")
	}
	return b.String()
}

// ignore is IGNORE NULLS in a Use.
const ignore = "IGNORE"

// Frames computes one call over the frames of all groups, row by row. What it gives is a function of the rows in the frame,
// their order included, and of nothing else. Rows are named by their places in a log that the owner keeps.
type Frames interface {
	// Grow makes room for groups 0..groups-1 and places 0..places-1.
	Grow(groups, places int)
	// Play lets rows come and go, and gives the result after each row that comes. A row whose result cannot be computed is
	// NULL and has a Failure, not marked with an Item. A tape without rows gives nil.
	Play(t *Tape) (arrow.Array, []operators.Failure)
}

// Tape is what happens to the frames of one window, in order: before row i of a batch comes, the rows in Gone up to Until[i]
// have left. Those behind the last Until leave at the end.
type Tape struct {
	Group []int32      // of each place
	Rows  []int32      // the place of each row of the batch; NoPlace: the row is in no window, its result is NULL
	Until []int32      // as Rows
	Gone  []int32      // places, of each group the oldest row first
	Asked []vec.Column // the call's arguments beyond Kept, over the batch
}

// NoPlace is the place of a row that is in no window.
const NoPlace = -1

// Keeper keeps rows of a window without a lower end, for calls that may still need them. A row is kept until each Keep has
// met its Release.
type Keeper interface {
	Keep(place int32)
	Release(place int32)
}

var windows = map[string]*Window{}

// RegisterWindow adds a declaration to the library. Names must be new.
func RegisterWindow(w Window) *Window {
	if windows[w.Name] != nil {
		panic("functions: two window functions are called " + w.Name)
	}
	windows[w.Name] = &w
	return &w
}

// FindWindow returns the function of an upper-case name that can stand before OVER, or nil. Aliases of aggregates are known.
func FindWindow(name string) *Window {
	if a := FindAggregate(name); a != nil {
		name = a.Name
	}
	return windows[name]
}

// Resolve chooses the overload for bound arguments. The error is a *CallError. Params says what each argument is then to be
// converted to.
func (w *Window) Resolve(args []expr.Node, u Use) (WindowOverload, error) { return w.resolve(args, u) }
