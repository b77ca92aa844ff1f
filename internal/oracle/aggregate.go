package oracle

import (
	"math"
	"math/big"

	"weir/operators/functions"
	"weir/sql/types"
)

// aggregate computes one call over all rows of a group, from the definition.
func aggregate(call functions.AggCall, rows [][]types.Value) (types.Value, *fault) {
	if call.Name == "COUNT" {
		return count(rows), nil
	}
	all := make([]types.Value, 0, len(rows))
	for _, args := range rows {
		all = append(all, args[0])
	}
	values := make([]types.Value, 0, len(all))
	for _, v := range all {
		if !v.Null && !(call.Distinct && contains(values, v)) {
			values = append(values, v)
		}
	}
	switch call.Name {
	case "FIRST_VALUE":
		return all[0], nil
	case "LAST_VALUE":
		return all[len(all)-1], nil
	}
	if len(values) == 0 {
		return types.NullValue(call.T), nil
	}
	switch call.Name {
	case "SUM":
		return sum(call, values)
	case "AVG":
		return average(call, values)
	case "MIN", "MAX":
		best := values[0]
		for _, v := range values[1:] {
			if c := order(v, best, v.Type.Kind == types.Char); c < 0 && call.Name == "MIN" || c > 0 && call.Name == "MAX" {
				best = v
			}
		}
		return best, nil
	case "ANY", "EVERY":
		hit := call.Name == "EVERY"
		for _, v := range values {
			if (v.Int == 1) != hit {
				return truth(!hit), nil
			}
		}
		return truth(hit), nil
	default:
		return variance(call, values)
	}
}

func contains(values []types.Value, v types.Value) bool {
	for _, w := range values {
		if order(w, v, false) == 0 {
			return true
		}
	}
	return false
}

func count(rows [][]types.Value) types.Value {
	n := types.Value{Type: types.BigIntType}
	for _, args := range rows {
		whole := true
		for _, a := range args {
			whole = whole && !a.Null
		}
		if whole {
			n.Int++
		}
	}
	return n
}

func total(values []types.Value) *big.Rat {
	z := new(big.Rat)
	for _, v := range values {
		z.Add(z, ratio(v))
	}
	return z
}

func sum(call functions.AggCall, values []types.Value) (types.Value, *fault) {
	if !call.T.IsApproximate() {
		return exact(total(values), call.T)
	}
	z := 0.0
	for _, v := range values {
		z += v.Float
	}
	return approximate(z, call.T)
}

func average(call functions.AggCall, values []types.Value) (types.Value, *fault) {
	if !values[0].Type.IsApproximate() {
		return exact(new(big.Rat).Quo(total(values), new(big.Rat).SetInt64(int64(len(values)))), call.T)
	}
	z := 0.0
	for _, v := range values {
		z += v.Float
	}
	return approximate(z/float64(len(values)), call.T)
}

func approximate(z float64, t types.Type) (types.Value, *fault) {
	if t.Kind == types.Real {
		z = float64(float32(z))
	}
	if math.IsInf(z, 0) || math.IsNaN(z) {
		return types.NullValue(t), &fault{code: types.Overflow}
	}
	return types.Value{Type: t, Float: z}, nil
}

// variance is computed from exact numbers: the sum of squared distances from the mean.
func variance(call functions.AggCall, values []types.Value) (types.Value, *fault) {
	numbers := make([]*big.Rat, len(values))
	mean := new(big.Rat)
	for i, v := range values {
		if v.Type.IsApproximate() {
			numbers[i] = new(big.Rat).SetFloat64(v.Float)
		} else {
			numbers[i] = ratio(v)
		}
		mean.Add(mean, numbers[i])
	}
	n := int64(len(values))
	mean.Quo(mean, big.NewRat(n, 1))
	squares := new(big.Rat)
	for _, x := range numbers {
		d := new(big.Rat).Sub(x, mean)
		squares.Add(squares, d.Mul(d, d))
	}
	switch call.Name {
	case "VAR_POP", "STDDEV_POP":
	default:
		n--
	}
	if n == 0 {
		return types.NullValue(call.T), nil
	}
	z, _ := squares.Quo(squares, big.NewRat(n, 1)).Float64()
	switch call.Name {
	case "VAR_POP", "VAR_SAMP", "VARIANCE":
	default:
		z = math.Sqrt(z)
	}
	return approximate(z, call.T)
}
