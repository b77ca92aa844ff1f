package functions

import "weir/sql/types"

var _ = RegisterAggregate(Aggregate{
	Name: "SUM", Distinct: DistinctValues,
	Doc: "The sum of the values that are not NULL; NULL if there are none. Integers are summed as BIGINT. A sum that does not " +
		"fit its type is an error of the result row, whatever the sum was on the way.",
	Overloads: []AggRule{
		{Takes: "an integer", Match: types.Type.IsInteger, Bind: func(types.Type) AggOverload {
			return AggOverload{Result: types.BigIntType, New: func() Fold { return newIntTotal(types.BigIntType, sumOfInts) }}
		}},
		{Takes: "a DECIMAL", Match: isDecimal, Bind: func(t types.Type) AggOverload {
			sum := sumType(t)
			return AggOverload{Result: sum, New: func() Fold { return newDecTotal(sum, sumOfDecs(sum)) }}
		}},
		{Takes: "a REAL or DOUBLE", Match: types.Type.IsApproximate, Bind: func(t types.Type) AggOverload {
			return AggOverload{Result: t, New: func() Fold { return newFloatTotal(t, sumOfFloats(t)) }}
		}},
	},
})

var _ = RegisterAggregate(Aggregate{
	Name: "AVG", Distinct: DistinctValues,
	Doc: "The mean of the values that are not NULL; NULL if there are none. That of integers is an integer, truncated towards " +
		"zero; that of DECIMALs is their SUM divided by their COUNT.",
	Overloads: []AggRule{
		{Takes: "an integer", Match: types.Type.IsInteger, Bind: func(t types.Type) AggOverload {
			return AggOverload{Result: t, New: func() Fold { return newIntTotal(t, meanOfInts) }}
		}},
		{Takes: "a DECIMAL", Match: isDecimal, Bind: func(t types.Type) AggOverload {
			sum := sumType(t)
			mean := types.DecimalResult('/', sum, types.BigIntType)
			return AggOverload{Result: mean, New: func() Fold { return newDecTotal(mean, meanOfDecs(sum, mean)) }}
		}},
		{Takes: "a REAL or DOUBLE", Match: types.Type.IsApproximate, Bind: func(types.Type) AggOverload {
			return AggOverload{Result: types.DoubleType, New: func() Fold { return newFloatTotal(types.DoubleType, meanOfFloats) }}
		}},
	},
})

func isDecimal(t types.Type) bool { return t.Kind == types.Decimal }

// sumType is the type of a sum of DECIMALs: ten more digits before the point, as far as there is room.
func sumType(t types.Type) types.Type {
	return types.DecimalType(min(types.MaxPrecision, t.Precision+10), t.Scale)
}
