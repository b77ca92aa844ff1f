package relational

import (
	"fmt"
	"math"
	"slices"

	"weir/operators"
	"weir/operators/expr"
	"weir/operators/functions"
	"weir/operators/vec"
	"weir/sql/types"
)

// Open compiles keys and arguments. Windows with equal partitions get one set of groups, equal arguments one column of cells.
// A window that no call names is not there.
func (s *Over) Open(env *operators.Env) (operators.Operator, error) {
	o := &over{spec: s, env: env, longest: remembers}
	for i, w := range s.Windows {
		if slices.ContainsFunc(s.Calls, func(c OverCall) bool { return c.Window == i }) {
			if err := o.openWindow(i, w); err != nil {
				return nil, err
			}
		}
	}
	o.log.ordered = o.longest != remembers
	for _, p := range o.parts {
		o.log.ordered = o.log.ordered && p.longest != remembers
	}
	kept := map[string]int{}
	for i := range s.Calls {
		if err := o.openCall(&s.Calls[i], kept); err != nil {
			return nil, err
		}
	}
	return o, nil
}

// mostTime is longer than any window that a row could leave.
const mostTime = operators.EndOfTime

func (o *over) openWindow(place int, w Window) error {
	p, err := o.openPartition(w)
	if err != nil {
		return err
	}
	out, at := overWindow{Window: w, place: place, part: p}, len(o.windows)
	switch {
	case w.Frame.Unbounded:
		out.moves, p.longest = openFrames{}, remembers
	case w.Frame.Rows:
		out.moves, p.longest = &rowFrames{rows: min(w.Frame.Preceding, math.MaxInt32) + 1}, remembers
	default:
		out.moves = &timeFrames{length: min(operators.Time(w.Frame.Preceding), mostTime)}
		if p.longest == undecided || p.longest != remembers && o.longer(w, p.longest) {
			p.longest = at
		}
		if o.longest == remembers || o.longer(w, o.longest) {
			o.longest = at
		}
	}
	o.windows = append(o.windows, out)
	return nil
}

func (o *over) longer(w Window, than int) bool {
	return w.Frame.Preceding > o.windows[than].Frame.Preceding
}

// openPartition finds the partition of a window, or makes one.
func (o *over) openPartition(w Window) (*partition, error) {
	for i := range o.windows {
		if samePartition(o.windows[i].Window, w) {
			return o.windows[i].part, nil
		}
	}
	keys, err := compileAll(w.Partition)
	p := &partition{keys: keys, cols: make([]vec.Column, len(keys)), groups: vec.NewGroups(typesOf(keys)), item: math.MaxUint16, longest: undecided}
	o.parts = append(o.parts, p)
	return p, err
}

func (o *over) openCall(c *OverCall, kept map[string]int) error {
	args, err := compileAll(c.Args)
	if err != nil {
		return err
	}
	w := &o.windows[slices.IndexFunc(o.windows, func(w overWindow) bool { return w.place == c.Window })]
	w.part.item = min(w.part.item, c.Item)
	out := overCall{item: c.Item, asked: args[c.Kept:], cols: make([]vec.Column, len(args)-c.Kept)}
	cells := make([]functions.Cells, c.Kept)
	for i, a := range args[:c.Kept] {
		name := fmt.Sprint(a.Type, " ", c.Args[i])
		at, known := kept[name]
		if !known || !expr.Equal(o.args[at].node, c.Args[i]) {
			at = len(o.args)
			kept[name] = at
			o.args = append(o.args, argument{node: c.Args[i], bound: a, item: c.Item})
			o.log.cells = append(o.log.cells, functions.NewCells(a.Type))
			if a.Type.Layout() == types.Text {
				o.log.texts = append(o.log.texts, o.log.cells[at])
			}
		}
		o.args[at].item = min(o.args[at].item, c.Item)
		cells[i] = o.log.cells[at]
	}
	var keep functions.Keeper
	if w.Frame.Unbounded {
		keep = &o.log
	}
	out.frames = c.New(cells, keep)
	out.remembers = keep != nil && out.frames.Totals() != nil
	w.calls = append(w.calls, len(o.calls))
	o.calls = append(o.calls, out)
	return nil
}
