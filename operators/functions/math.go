package functions

import (
	"math"

	"github.com/apache/arrow/go/v15/arrow/decimal128"

	"weir/operators/expr"
	"weir/sql/types"
)

var (
	errOverflow = &expr.RowError{Code: types.Overflow, Detail: "the result is out of range"}
	errDivide   = &expr.RowError{Code: types.DivideByZero, Detail: "division by zero"}
)

func domain(detail string) error { return &expr.RowError{Code: types.DomainError, Detail: detail} }

// finiteDouble passes results that a DOUBLE can hold.
func finiteDouble(f float64) (float64, error) {
	if math.IsInf(f, 0) || math.IsNaN(f) {
		return 0, errOverflow
	}
	return f, nil
}

// inRange passes integers that the kind can hold.
func inRange(v int64, k types.Kind) (int64, error) {
	if !types.FitsInt(v, k) {
		return 0, errOverflow
	}
	return v, nil
}

var _ = Register(Scalar{
	Name: "ABS", Family: Math, Doc: "The magnitude of a number or an interval.",
	Examples: []Example{{"ABS(-3)", "3"}, {"ABS(-2.50)", "2.50"}, {"ABS(INTERVAL '-3 4:20' DAY TO MINUTE)", "+3 04:20"}, {"ABS(-1.5E0)", "1.5"}},
	Overloads: []Overload{
		{Params: []Param{called("a number", anInteger)}, Bind: func(args []types.Type, _ types.Unit) (types.Type, expr.Function) {
			return args[0], expr.UnaryErr(func(v int64) (int64, error) { return absInt(v, args[0].Kind) })
		}},
		{Params: []Param{aDecimal}, Bind: asFirst(expr.Unary(decimal128.Num.Abs))},
		{Params: []Param{aFloat}, Bind: asFirst(expr.Unary(math.Abs))},
		{Params: []Param{anInterval}, Bind: asFirst(expr.UnaryErr(func(v int64) (int64, error) { return absInt(v, types.BigInt) }))},
	},
})

func absInt(v int64, k types.Kind) (int64, error) {
	if v >= 0 {
		return v, nil
	}
	if v == math.MinInt64 {
		return 0, errOverflow
	}
	return inRange(-v, k)
}

// whole is the Bind of FLOOR and CEIL of a DECIMAL, whose result has no fraction.
func whole(round func(decimal128.Num, int) decimal128.Num) func([]types.Type, types.Unit) (types.Type, expr.Function) {
	return func(args []types.Type, _ types.Unit) (types.Type, expr.Function) {
		scale := args[0].Scale
		return types.DecimalType(args[0].Precision, 0), expr.Unary(func(n decimal128.Num) decimal128.Num { return round(n, scale) })
	}
}

// itself is the function whose result is its argument.
var itself = expr.Unary(func(v int64) int64 { return v })

var _ = Register(Scalar{
	Name: "MOD", Family: Math, Doc: "The remainder of a division of whole numbers, with the sign of the dividend.",
	Examples: []Example{{"MOD(4, 3)", "1"}, {"MOD(-4, 3)", "-1"}, {"MOD(4, -3)", "1"}, {"MOD(4, 0)", "divide-by-zero"}},
	Overloads: []Overload{
		{Params: []Param{called(aWhole.Takes, anInteger), called(aWhole.Takes, anInteger)}, Check: divisorIsConstant, Bind: func(args []types.Type, _ types.Unit) (types.Type, expr.Function) {
			result, _ := types.Promote(args[0], args[1])
			return result, expr.BinaryErr(modInt)
		}},
		{Params: []Param{asDecimal, asDecimal}, Check: divisorIsConstant, Bind: func(args []types.Type, _ types.Unit) (types.Type, expr.Function) {
			result, _ := types.Promote(args[0], args[1])
			return result, expr.BinaryErr(modDecimal)
		}},
	},
})

// asDecimal takes a whole number of any kind as a DECIMAL.
var asDecimal = Param{aWhole.Takes, func(t types.Type) (types.Type, bool) {
	t, ok := aWhole.Accept(t)
	return types.AsDecimal(t), ok
}}

func modInt(a, b int64) (int64, error) {
	if b == 0 {
		return 0, errDivide
	}
	return a % b, nil
}

func modDecimal(a, b decimal128.Num) (decimal128.Num, error) {
	if b.Sign() == 0 {
		return b, errDivide
	}
	return types.ModDecimal(a, b), nil
}

// divisorIsConstant knows that a constant divisor other than 0 never fails.
func divisorIsConstant(args []*types.Value) (bool, *CallError) {
	by := args[1]
	return by != nil && (by.Null || by.Int != 0 || by.Dec.Sign() != 0), nil
}

var _ = Register(Scalar{
	Name: "EXP", Family: Math, Order: KeepsTime, Doc: "e to the power of a number.",
	Examples:  []Example{{"EXP(0)", "1.0"}, {"EXP(1000)", "numeric-overflow"}},
	Overloads: []Overload{{Params: []Param{aDouble}, Bind: gives(types.DoubleType, expr.UnaryErr(func(x float64) (float64, error) { return finiteDouble(math.Exp(x)) }))}},
})

var _ = Register(Scalar{
	Name: "LN", Family: Math, Doc: "The natural logarithm of a positive number.",
	Examples:  []Example{{"LN(10)", "2.302585092994046"}, {"LN(1)", "0.0"}, {"LN(0)", "domain-error"}},
	Overloads: []Overload{{Params: []Param{aDouble}, Bind: gives(types.DoubleType, expr.UnaryErr(ln))}},
})

func ln(x float64) (float64, error) {
	if !(x > 0) {
		return 0, domain("the logarithm of a number that is not positive")
	}
	return math.Log(x), nil
}

var _ = Register(Scalar{
	Name: "LOG10", Family: Math, Doc: "The base-10 logarithm of a positive number.",
	Examples:  []Example{{"LOG10(100)", "2.0"}, {"LOG10(23)", "1.3617278360175928"}, {"LOG10(-1)", "domain-error"}},
	Overloads: []Overload{{Params: []Param{aDouble}, Bind: gives(types.DoubleType, expr.UnaryErr(log10))}},
})

// log10 splits x into a power of two and a fraction, so that powers of ten give whole numbers. Log10(2) is added in two
// parts, of which the greater is exact when it is multiplied.
func log10(x float64) (float64, error) {
	const (
		high = 3.01029995663611771306e-01
		low  = 3.69423907715893078616e-13
		ln10 = 4.34294481903251816668e-01 // 1 / ln(10)
	)
	if !(x > 0) {
		return 0, domain("the logarithm of a number that is not positive")
	}
	fraction, exp := math.Frexp(x)
	if exp > 0 {
		fraction, exp = fraction*2, exp-1
	}
	k := float64(exp)
	return float64(k*high) + (float64(k*low) + float64(ln10*math.Log(fraction))), nil
}

var _ = Register(Scalar{
	Name: "POWER", Family: Math, Doc: "A number to the power of another.",
	Examples: []Example{
		{"POWER(4, -2)", "0.0625"}, {"POWER(0, 0)", "1.0"}, {"POWER(0, -1)", "domain-error"}, {"POWER(-8, 0.5)", "domain-error"},
	},
	Overloads: []Overload{{Params: []Param{aDouble, aDouble}, Bind: gives(types.DoubleType, expr.BinaryErr(power))}},
})

func power(x, y float64) (float64, error) {
	switch {
	case x == 0 && y < 0:
		return 0, domain("zero to a negative power")
	case x < 0 && y != math.Trunc(y):
		return 0, domain("a negative number to a power that is not whole")
	}
	return finiteDouble(math.Pow(x, y))
}

var _ = Register(Scalar{
	Name: "SQRT", Family: Math, Doc: "The square root of a number that is not negative.",
	Examples:  []Example{{"SQRT(9)", "3.0"}, {"SQRT(2)", "1.4142135623730951"}, {"SQRT(-1)", "domain-error"}},
	Overloads: []Overload{{Params: []Param{aDouble}, Bind: gives(types.DoubleType, expr.UnaryErr(sqrt))}},
})

func sqrt(x float64) (float64, error) {
	if x < 0 {
		return 0, domain("the square root of a negative number")
	}
	return math.Sqrt(x), nil
}
