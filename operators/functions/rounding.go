package functions

import (
	"math"

	"weir/operators/expr"
	"weir/sql/types"
)

var _ = Register(Scalar{
	Name: "FLOOR", Family: Math, Order: RoundsDown,
	Doc: "The greatest whole number that is not above a number; or, with a unit, a datetime or an interval without its lesser fields.",
	Examples: []Example{
		{"FLOOR(-3.3)", "-4"}, {"FLOOR(-3*3.1)", "-10"}, {"FLOOR(2.5E0)", "2.0"},
		{"FLOOR(TIMESTAMP '2004-09-30 13:48:23' TO HOUR)", "2004-09-30 13:00:00"},
		{"FLOOR(TIMESTAMP '2004-09-30 13:48:23' TO MONTH)", "2004-09-01 00:00:00"},
		{"FLOOR(INTERVAL '1:59' MINUTE TO SECOND TO MINUTE)", "+1:00"},
	},
	Overloads: []Overload{
		{Params: []Param{called("a number", anInteger)}, Bind: asFirst(itself)},
		{Params: []Param{aDecimal}, Bind: whole(types.FloorDecimal)},
		{Params: []Param{aFloat}, Bind: asFirst(expr.Unary(math.Floor))},
		{Form: "FLOOR($1 TO $u)", Params: []Param{aDatetime}, Units: roundedUnits, Bind: func(args []types.Type, u types.Unit) (types.Type, expr.Function) {
			return args[0], expr.Unary(func(ms int64) int64 { return types.FloorTime(ms, u) })
		}},
		{Form: "FLOOR($1 TO $u)", Params: []Param{anInterval}, Units: roundedUnits, Bind: func(args []types.Type, u types.Unit) (types.Type, expr.Function) {
			size := types.FieldSize(u)
			return args[0], expr.Unary(func(v int64) int64 { return v - types.FloorMod(v, size) })
		}},
	},
})

var _ = Register(Scalar{
	Name: "CEIL", Aliases: []string{"CEILING"}, Family: Math, Order: RoundsUp,
	Doc: "The least whole number that is not below a number; or, with a unit, the least datetime at which the unit begins that is not earlier.",
	Examples: []Example{
		{"CEIL(-3.3)", "-3"}, {"CEIL(2.0)", "2"}, {"CEILING(2.5E0)", "3.0"},
		{"CEIL(TIMESTAMP '2004-09-30 13:48:23' TO HOUR)", "2004-09-30 14:00:00"},
		{"CEIL(TIMESTAMP '2004-09-30 13:00:00' TO HOUR)", "2004-09-30 13:00:00"},
		{"CEIL(DATE '2004-12-02' TO YEAR)", "2005-01-01"},
	},
	Overloads: []Overload{
		{Params: []Param{called("a number", anInteger)}, Bind: asFirst(itself)},
		{Params: []Param{aDecimal}, Bind: whole(types.CeilDecimal)},
		{Params: []Param{aFloat}, Bind: asFirst(expr.Unary(math.Ceil))},
		{Form: "CEIL($1 TO $u)", Params: []Param{aDatetime}, Units: roundedUnits, Bind: ceilDatetime},
		{Form: "CEIL($1 TO $u)", Params: []Param{anInterval}, Units: roundedUnits, Bind: func(args []types.Type, u types.Unit) (types.Type, expr.Function) {
			size := types.FieldSize(u)
			return args[0], expr.Unary(func(v int64) int64 { return v + types.FloorMod(-v, size) })
		}},
	},
})

// ceilDatetime begins the day anew where a TIME is rounded beyond it.
func ceilDatetime(args []types.Type, u types.Unit) (types.Type, expr.Function) {
	if args[0].Kind == types.Time {
		return args[0], expr.Unary(func(ms int64) int64 { return types.CeilTime(ms, u) % types.DayMillis })
	}
	if args[0].Kind == types.Date && u > types.Day {
		u = types.Day
	}
	return args[0], expr.Unary(func(ms int64) int64 { return types.CeilTime(ms, u) })
}

// roundedUnits are the units to which a type can be rounded.
func roundedUnits(t types.Type) []types.Unit {
	switch {
	case t.Kind == types.Time:
		return []types.Unit{types.Hour, types.Minute, types.Second}
	case t.Kind == types.Months:
		return []types.Unit{types.Year, types.Month}
	case t.Kind == types.Interval:
		return []types.Unit{types.Day, types.Hour, types.Minute, types.Second}
	default:
		return []types.Unit{types.Year, types.Month, types.Day, types.Hour, types.Minute, types.Second}
	}
}

var _ = Register(Scalar{
	Name: "STEP", Family: Math, Order: RoundsDown,
	Doc: "The greatest multiple of the step that is not above a whole number or a datetime. Datetimes count from 1970-01-01 00:00:00.",
	Examples: []Example{
		{"STEP(23 BY 5)", "20"}, {"STEP(30 BY 10)", "30"}, {"STEP(-1 BY 5)", "-5"},
		{"STEP(TIMESTAMP '2004-09-30 13:48:23' BY INTERVAL '10' SECOND)", "2004-09-30 13:48:20"},
		{"STEP(TIMESTAMP '2004-09-30 13:48:23' BY INTERVAL '2' HOUR)", "2004-09-30 12:00:00"},
		{"STEP(TIMESTAMP '2004-09-30 13:48:23' BY INTERVAL '5' MINUTE)", "2004-09-30 13:45:00"},
		{"STEP(TIMESTAMP '2004-09-30 13:48:23' BY INTERVAL '1' DAY)", "2004-09-30 00:00:00"},
		{"STEP(TIMESTAMP '2004-09-30 13:48:23' BY INTERVAL '1' YEAR)", "2004-01-01 00:00:00"},
		{"STEP(TIMESTAMP '2004-09-27 13:48:23' BY INTERVAL '5' DAY)", "2004-09-24 00:00:00"},
		{"STEP(CAST(NULL AS INTEGER) BY 5)", "NULL"},
	},
	Overloads: []Overload{
		{Form: "STEP($1 BY $2)", Params: []Param{anInteger, anInteger}, Check: stepIsConstant, Bind: func(args []types.Type, _ types.Unit) (types.Type, expr.Function) {
			return args[0], expr.BinaryErr(func(v, by int64) (int64, error) { return stepInt(v, by, args[0].Kind) })
		}},
		{Form: "STEP($1 BY $2)", Params: []Param{aDatetime, aDayInterval}, Check: stepIsConstant, Bind: stepTime(func(ms, by int64) int64 {
			return ms - types.FloorMod(ms, by)
		})},
		{Form: "STEP($1 BY $2)", Params: []Param{aDay, aYearInterval}, Check: stepIsConstant, Bind: stepTime(types.StepMonths)},
	},
})

// stepTime is the Bind of STEP over datetimes. A DATE stays a date where the step ends inside of a day.
func stepTime(step func(ms, by int64) int64) func([]types.Type, types.Unit) (types.Type, expr.Function) {
	return func(args []types.Type, _ types.Unit) (types.Type, expr.Function) {
		isDate := args[0].Kind == types.Date
		return args[0], expr.BinaryErr(func(ms, by int64) (int64, error) {
			if by <= 0 {
				return 0, errStep
			}
			ms = step(ms, by)
			if isDate {
				ms = types.FloorTime(ms, types.Day)
			}
			return ms, nil
		})
	}
}

var errStep = domain("a step that is not positive")

func stepInt(v, by int64, k types.Kind) (int64, error) {
	if by <= 0 {
		return 0, errStep
	}
	least, _ := types.IntRange(k)
	rest := types.FloorMod(v, by)
	if v < least+rest {
		return 0, errOverflow
	}
	return v - rest, nil
}

// stepIsConstant refuses a constant step that is not positive. A greater one fails no datetime, and no number but the least.
func stepIsConstant(args []*types.Value) (bool, *CallError) {
	by := args[1]
	if by == nil || by.Null {
		return by != nil, nil
	}
	if by.Int <= 0 {
		return false, &CallError{Arg: 1, Message: "the step must be positive", Hint: "STEP rounds down to a multiple of it"}
	}
	return by.Type.IsInterval(), nil
}
