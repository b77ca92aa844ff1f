package functions

import (
	"fmt"
	"math"

	"github.com/apache/arrow/go/v15/arrow"

	"weir/operators"
	"weir/operators/expr"
	"weir/sql/types"
)

// mostHalfLives is the longest window of EXP_AVG in half-lives: a row of that age has no weight that a DOUBLE could tell from
// none.
const mostHalfLives = 1000

var _ = RegisterWindow(Window{
	Name: "EXP_AVG",
	Doc: "EXP_AVG(x, INTERVAL h) is a mean in which a value weighs half as much as one that is h younger: the sum of x * w divided " +
		"by that of w, with w = 2 ^ (-age / h). NULLs do not count. The window is one of time, RANGE INTERVAL … PRECEDING.",
	Resolve: func(args []expr.Node, u Use) (WindowOverload, error) {
		switch {
		case u.Star || len(args) != 2:
			return WindowOverload{}, callError(-1, "EXP_AVG takes a number and its half-life, an interval", "")
		case u.Distinct || u.Nulls != "" || u.FromLast:
			return WindowOverload{}, callError(-1, "EXP_AVG takes neither DISTINCT nor NULLS nor FROM", "leave it out")
		case u.Frame.Rows || u.Frame.Unbounded:
			return WindowOverload{}, callError(-1, "EXP_AVG works over a window of time", "write RANGE INTERVAL … PRECEDING")
		case !args[0].Type().IsNumeric() && args[0].Type().Kind != types.Null:
			return WindowOverload{}, callError(0, fmt.Sprintf("EXP_AVG does not take %s; it takes a number", args[0].Type()), "")
		}
		half, err := halfLife(args[1])
		if err != nil {
			return WindowOverload{}, err
		}
		if u.Frame.Preceding/half >= mostHalfLives {
			return WindowOverload{}, callError(1, fmt.Sprintf("the window is longer than %d half-lives", mostHalfLives), "make it shorter: what is older has no weight")
		}
		return WindowOverload{
			Params: []types.Type{types.DoubleType, args[1].Type()}, Kept: 1, Result: types.DoubleType,
			New: func(kept []Cells, _ Keeper) Frames {
				return &decayFrames{half: half, x: kept[0].(*fixedCells[float64])}
			},
		}, nil
	},
})

func halfLife(n expr.Node) (ms int64, err error) {
	v, ok, failed, err := expr.Constant(n)
	if err != nil {
		return 0, err
	}
	if !ok || failed != nil || v.Null || n.Type().Kind != types.Interval || v.Int <= 0 {
		return 0, callError(1, "the half-life of EXP_AVG must be a positive day-time interval that does not depend on the row", "")
	}
	return v.Int, nil
}

// decayFrames is EXP_AVG. Weights count from 1970 instead of from the present row, which changes no quotient, so that they
// never change. They are 2^k times a fraction; both sums are exact, only each product is rounded.
type decayFrames struct {
	half int64
	x    *fixedCells[float64]
	time []operators.Time // of each place

	seen    []seen
	sums    exactSums
	weights exactSums
}

func (f *decayFrames) Grow(groups, _ int) {
	f.seen = grown(f.seen, groups)
	f.sums.Grow(groups)
	f.weights.Grow(groups)
}

// Totals are none: rows leave.
func (f *decayFrames) Totals() Totals { return nil }

func (f *decayFrames) Play(t *Tape) (arrow.Array, []operators.Failure) {
	f.time = t.Time
	return play(f, t, nil, types.DoubleType)
}

func (f *decayFrames) add(group, place int32) { f.move(group, place, 1) }

func (f *decayFrames) remove(group, place int32) { f.move(group, place, -1) }

func (f *decayFrames) move(group, place int32, by int32) {
	if f.x.null(place) {
		return
	}
	s := &f.seen[group]
	s.n += int64(by)
	at := int64(f.time[place])
	k := at / f.half
	if at%f.half < 0 {
		k--
	}
	weight := math.Exp2(float64(at-k*f.half) / float64(f.half))
	whole, exp, minus, finite := parts(f.x.of[place] / 2 * weight) // weight < 2
	if !finite {
		s.odd += by
		return
	}
	f.sums.add(group, 0, whole, exp+k+1, minus != (by < 0))
	whole, exp, _, _ = parts(weight)
	f.weights.add(group, 0, whole, exp+k, by < 0)
}

func (f *decayFrames) value(group int32, _ int) (float64, bool, types.Code) {
	switch s := f.seen[group]; {
	case s.n == 0:
		return 0, true, types.OK
	case s.odd > 0:
		return 0, false, types.Overflow
	}
	sum, exp := f.sums.float(group)
	weight, base := f.weights.float(group)
	v := scaled(sum/weight, exp-base)
	return v, false, finite(v)
}
