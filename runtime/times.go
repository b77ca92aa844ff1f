package runtime

import (
	"math"
	"unsafe"

	"weir/operators"
	"weir/operators/vec"
)

// timesOf reads numbers of ms as times. Nothing is copied: both are an int64.
func timesOf(ms []int64) []operators.Time {
	return unsafe.Slice((*operators.Time)(unsafe.Pointer(unsafe.SliceData(ms))), len(ms))
}

// msOf reads times as numbers of ms, without a copy.
func msOf(t []operators.Time) []int64 {
	return unsafe.Slice((*int64)(unsafe.Pointer(unsafe.SliceData(t))), len(t))
}

// scaled returns a column of times, whatever numbers it holds: ms per unit says what one is worth. What lies outside of time
// becomes EndOfTime or MinTime, which no rule lets through.
func scaled(c vec.Column, unit int64, scale int32) *vec.Ints {
	unit = max(unit, 1)
	switch c := c.(type) {
	case *vec.Ints:
		if unit == 1 {
			return c
		}
		out := make([]int64, len(c.Values))
		for i, v := range c.Values {
			out[i] = clampTime(float64(v)*float64(unit), v*unit)
		}
		return &vec.Ints{Values: out, Valid: c.Valid}
	case *vec.Floats:
		out := make([]int64, len(c.Values))
		for i, v := range c.Values {
			ms := math.Floor(v * float64(unit))
			out[i] = clampTime(ms, int64(ms))
		}
		return &vec.Ints{Values: out, Valid: c.Valid}
	case *vec.Decs:
		out := make([]int64, len(c.Values))
		for i, v := range c.Values {
			ms := math.Floor(v.ToFloat64(scale) * float64(unit))
			out[i] = clampTime(ms, int64(ms))
		}
		return &vec.Ints{Values: out, Valid: c.Valid}
	default:
		panic(brokenRule("a time column is neither a number nor a TIMESTAMP"))
	}
}

// clampTime returns exact, or the end of time on whose side approx lies outside of it.
func clampTime(approx float64, exact int64) int64 {
	switch {
	case approx >= float64(operators.EndOfTime):
		return int64(operators.EndOfTime)
	case approx <= float64(operators.MinTime), math.IsNaN(approx):
		return int64(operators.MinTime)
	default:
		return exact
	}
}
