package expr

import (
	"fmt"

	"weir/operators/vec"
	"weir/sql/types"
)

// compileCast converts by the rules of CAST. Those of INSERT give the same values: they only allow fewer pairs of types.
func compileCast(n *Cast) (Bound, error) {
	from, to := n.X.Type(), n.T
	if from.Kind == types.Null {
		return compileAs(n.X, to)
	}
	x, err := Compile(n.X)
	if err != nil {
		return Bound{}, err
	}
	fn, ok := conversion(from, to)
	switch {
	case !ok:
		return Bound{}, fmt.Errorf("compiling %s: no conversion from %s to %s", n, from, to)
	case fn.Bind == nil:
		x.Type = to
		return x, nil
	}
	return apply(to, fn.CanFail, fn.Bind([]types.Type{from}, to), x), nil
}

// same is the conversion that leaves values as they are.
var same = Function{}

// conversion returns how values of a type become those of another.
func conversion(from, to types.Type) (Function, bool) {
	switch {
	case from == to:
		return same, true
	case from.IsNumeric() && to.IsNumeric():
		return convertNumber(from, to), true
	case from.IsInterval() && to.IsExact():
		return intervalToNumber(from, to), true
	case from.IsInterval() && to.Kind == from.Kind:
		return convertInterval(to), true
	case from.IsBinary() && to.IsBinary():
		return convertBinary(from, to), true
	case from.IsBinary():
		return same, false
	case from.IsCharacter():
		return convertText(from, to)
	case to.IsCharacter():
		return format(from, to), true
	default:
		return convertDatetime(from, to)
	}
}

func convertDatetime(from, to types.Type) (Function, bool) {
	switch {
	case from.Kind == types.Date && to.Kind == types.Timestamp:
		return same, true
	case from.Kind == types.Timestamp && to.Kind == types.Date:
		return Unary(func(ms int64) int64 { return types.FloorTime(ms, types.Day) }), true
	case from.Kind == types.Timestamp && to.Kind == types.Time:
		return Unary(func(ms int64) int64 { return types.FloorMod(ms, types.DayMillis) }), true
	case readsClock(from, to):
		return function(false, timeToTimestamp), true
	default:
		return same, false
	}
}

// readsClock reports the one conversion that does: a TIME becomes that time of CURRENT_DATE.
func readsClock(from, to types.Type) bool {
	return from.Kind == types.Time && to.Kind == types.Timestamp
}

func timeToTimestamp() Kernel {
	var today int64
	add := &unary[int64, int64]{f: func(ms int64) int64 { return today + ms }}
	return func(in *Input, args []vec.Column) vec.Column {
		today = types.FloorTime(int64(in.Start), types.Day)
		return add.eval(in, args)
	}
}

// convertInterval cuts to the least field of the type, as a qualifier does, and rounds to its fraction of a second.
func convertInterval(to types.Type) Function {
	unit := int64(1)
	switch {
	case to.To == types.Year:
		unit = 12
	case to.Kind == types.Interval && to.To != types.Second:
		unit = types.UnitMillis(to.To)
	case to.Kind == types.Interval && to.Scale < 3:
		step := [...]int64{1000, 100, 10}[to.Scale]
		return Unary(func(v int64) int64 { return types.DivRound(v, step) * step })
	}
	if unit == 1 {
		return same
	}
	return Unary(func(v int64) int64 { return v - v%unit })
}

// cannot is the error of a value that has no counterpart in a type.
func cannot(text []byte, to types.Type) error {
	return &RowError{types.InvalidCast, fmt.Sprintf("'%s' is no %s", excerpt(text), to)}
}

// tooLarge is the error of a value that is beyond a type's range or length.
func tooLarge(code types.Code, text []byte, to types.Type) error {
	return &RowError{code, fmt.Sprintf("%s does not fit %s", excerpt(text), to)}
}

// maxExcerpt is how many characters of a value an error shows.
const maxExcerpt = 100

func excerpt(text []byte) string {
	if cut := types.Cut(text, maxExcerpt); len(cut) < len(text) {
		return string(cut) + "…"
	}
	return string(text)
}
