package functions

import (
	"weir/operators/expr"
	"weir/sql/types"
)

// A bare NULL becomes the type that stands second.

func param(takes string, null types.Type, is func(types.Type) bool) Param {
	return Param{takes, func(t types.Type) (types.Type, bool) {
		if t.Kind == types.Null {
			return null, true
		}
		return t, is(t)
	}}
}

// What parameters take, as it is.
var (
	anInteger     = param("an integer", types.BigIntType, types.Type.IsInteger)
	aDecimal      = param("a number", types.DecimalType(18, 0), func(t types.Type) bool { return t.Kind == types.Decimal })
	aFloat        = param("a number", types.DoubleType, types.Type.IsApproximate)
	anInterval    = param("an interval", types.IntervalType(types.Day, types.Second), types.Type.IsInterval)
	aDayInterval  = param("a day-time interval", types.IntervalType(types.Day, types.Second), func(t types.Type) bool { return t.Kind == types.Interval })
	aYearInterval = param("a year-month interval", types.IntervalType(types.Year, types.Month), func(t types.Type) bool { return t.Kind == types.Months })
	aTimestamp    = param("a TIMESTAMP", types.TimestampType, func(t types.Type) bool { return t == types.TimestampType })
	aDate         = param("a DATE", types.DateType, func(t types.Type) bool { return t == types.DateType })
	aTime         = param("a TIME", types.TimeType, func(t types.Type) bool { return t == types.TimeType })
	aDatetime     = param("a datetime", types.TimestampType, types.Type.IsDatetime)
	aDay          = param("a datetime", types.TimestampType, func(t types.Type) bool { return t.IsDatetime() && t.Kind != types.Time })
	aText         = param("a text", types.VarcharType(0), types.Type.IsCharacter)
	someBytes     = param("a binary", types.Type{Kind: types.Varbinary}, types.Type.IsBinary)
)

// called is a parameter under another name.
func called(takes string, p Param) Param { return Param{takes, p.Accept} }

// aDouble takes any number as a DOUBLE.
var aDouble = Param{"a number", func(t types.Type) (types.Type, bool) {
	return types.DoubleType, t.IsNumeric() || t.Kind == types.Null
}}

// aWhole takes integers, and DECIMALs without a fraction.
var aWhole = param("a whole number", types.BigIntType, func(t types.Type) bool {
	return t.IsInteger() || t.Kind == types.Decimal && t.Scale == 0
})

// gives is the Bind of an overload whose result and function depend on nothing.
func gives(result types.Type, fn expr.Function) func([]types.Type, types.Unit) (types.Type, expr.Function) {
	return func([]types.Type, types.Unit) (types.Type, expr.Function) { return result, fn }
}

// asFirst is the Bind of an overload whose result has the type of the first argument.
func asFirst(fn expr.Function) func([]types.Type, types.Unit) (types.Type, expr.Function) {
	return func(args []types.Type, _ types.Unit) (types.Type, expr.Function) { return args[0], fn }
}

// varying is the Bind of an overload whose result is the VARCHAR of the first argument's length.
func varying(fn expr.Function) func([]types.Type, types.Unit) (types.Type, expr.Function) {
	return func(args []types.Type, _ types.Unit) (types.Type, expr.Function) {
		return types.VarcharType(args[0].Length), fn
	}
}
