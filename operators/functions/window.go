package functions

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"weir/operators/expr"
	"weir/sql/types"
)

// Window is the declaration of a function that can stand before OVER. Aggregates need none: they can unless it says otherwise.
type Window struct {
	Name    string
	Doc     string
	Resolve func(args []expr.Node, u Use) (WindowOverload, error) // chooses the overload for bound arguments; the error is a *CallError
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

var windows = map[string]*Window{}

// RegisterWindow adds a declaration to the library. Names must be new.
func RegisterWindow(w Window) *Window {
	if windows[w.Name] != nil {
		panic("functions: two window functions are called " + w.Name)
	}
	windows[w.Name] = &w
	return &w
}

// FindWindow returns the function of an upper-case name that can stand before OVER, or nil. Every aggregate can.
func FindWindow(name string) *Window {
	a := FindAggregate(name)
	if a != nil {
		name = a.Name
	}
	if w := windows[name]; w != nil || a == nil {
		return w
	}
	return &Window{Name: a.Name, Doc: a.Doc, Resolve: a.over}
}

// Windows lists every function that works over windows only, or differently there, by name.
func Windows() []*Window {
	return slices.SortedFunc(maps.Values(windows), func(a, b *Window) int { return strings.Compare(a.Name, b.Name) })
}

// over resolves an aggregate before OVER.
func (a *Aggregate) over(args []expr.Node, u Use) (WindowOverload, error) {
	switch {
	case u.Nulls != "":
		return WindowOverload{}, a.refuse(-1, a.Name+" leaves NULLs out in any case", "leave "+u.Nulls+" NULLS out")
	case u.FromLast:
		return WindowOverload{}, a.refuse(-1, a.Name+" does not count from an end", "leave FROM LAST out")
	}
	o, err := a.Resolve(typesOfAll(args), u.Star, u.Distinct)
	if err != nil {
		return WindowOverload{}, err
	}
	return WindowOverload{Params: o.Params, Kept: len(args), Result: o.Result, New: func(kept []Cells, keep Keeper) Frames {
		return o.New().(sliding).frames(inputs{kept: kept, keep: keep})
	}}, nil
}

func typesOfAll(args []expr.Node) []types.Type {
	of := make([]types.Type, len(args))
	for i, a := range args {
		of[i] = a.Type()
	}
	return of
}
