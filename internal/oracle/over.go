package oracle

import (
	"math"
	"math/big"

	"weir/operators"
	"weir/operators/functions"
	"weir/operators/relational"
	"weir/sql/types"
)

// entry is a row that is in the windows of an Over.
type entry struct {
	time operators.Time
	keys [][]types.Value // of each window
	args [][]types.Value // of each call
}

// over computes each call of each row from the whole past: it looks for the rows of the frame and takes what is asked for.
func (r *run) over(s *relational.Over, in relation) (relation, error) {
	out := relation{promise: in.promise}
	var past []entry
	for _, row := range in.rows {
		e, err := r.entry(s, &row)
		if err != nil {
			return out, err
		}
		inside := row.fault == nil
		if inside {
			past = append(past, e)
		}
		row.Values = append([]types.Value{}, row.Values...)
		for i, c := range s.Calls {
			v := types.NullValue(c.Result)
			if inside {
				var bad *fault
				v, bad = overFrame(c.WindowCall, frame(past, i, c.Window, s.Windows[c.Window].Frame))
				row.note(bad, c.Item)
			}
			row.Values = append(row.Values, v)
		}
		out.rows = append(out.rows, row)
	}
	return out, nil
}

// entry computes a row's keys and arguments. It notes what fails.
func (r *run) entry(s *relational.Over, row *Row) (entry, error) {
	e := entry{time: row.Time, keys: make([][]types.Value, len(s.Windows))}
	for _, c := range s.Calls {
		var keys, args []types.Value
		for _, k := range s.Windows[c.Window].Partition {
			v, bad, err := r.eval(k, *row)
			if err != nil {
				return e, err
			}
			row.note(bad, c.Item)
			keys = append(keys, v)
		}
		for _, a := range c.Args {
			v, bad, err := r.eval(a, *row)
			if err != nil {
				return e, err
			}
			row.note(bad, c.Item)
			v.Type = a.Type()
			args = append(args, v)
		}
		e.keys[c.Window] = keys
		e.args = append(e.args, args)
	}
	return e, nil
}

// framed is a row of a frame, with one call's arguments.
type framed struct {
	age  int64
	args []types.Value
}

// frame is the rows that the last one of past sees, itself included, oldest first.
func frame(past []entry, call, window int, f functions.Frame) []framed {
	now := past[len(past)-1]
	var rows []framed
	for _, e := range past {
		if identical(e.keys[window], now.keys[window]) && (f.Rows || f.Unbounded || e.time >= now.time-operators.Time(f.Preceding)) {
			rows = append(rows, framed{int64(now.time - e.time), e.args[call]})
		}
	}
	if f.Rows && !f.Unbounded && int64(len(rows)) > f.Preceding+1 {
		rows = rows[int64(len(rows))-f.Preceding-1:]
	}
	return rows
}

// overFrame computes one call over a frame.
func overFrame(c functions.WindowCall, rows []framed) (types.Value, *fault) {
	now := rows[len(rows)-1].args
	switch c.Name {
	case "FIRST_VALUE":
		return nthOf(c, rows, 1, false), nil
	case "LAST_VALUE":
		return nthOf(c, rows, 1, true), nil
	case "NTH_VALUE":
		return nthOf(c, rows, now[1].Int, c.Use.FromLast), nil
	case "LAG":
		return lag(c, rows, now), nil
	case "EXP_AVG":
		return decayed(c, rows)
	}
	args := make([][]types.Value, len(rows))
	for i, row := range rows {
		args[i] = row.args
	}
	if (c.Name == "SUM" || c.Name == "AVG") && now[0].Type.IsApproximate() {
		return floatTotal(c, args)
	}
	return aggregate(functions.AggCall{Name: c.Name, Args: c.Args, Distinct: c.Use.Distinct, T: c.Result}, args)
}

// counting leaves out the rows that do not count.
func counting(c functions.WindowCall, rows []framed) []framed {
	if c.Use.Nulls != "IGNORE" {
		return rows
	}
	var out []framed
	for _, row := range rows {
		if !row.args[0].Null {
			out = append(out, row)
		}
	}
	return out
}

func nthOf(c functions.WindowCall, rows []framed, n int64, fromLast bool) types.Value {
	rows = counting(c, rows)
	if n > int64(len(rows)) {
		return types.NullValue(c.Result)
	}
	if fromLast {
		return rows[int64(len(rows))-n].args[0]
	}
	return rows[n-1].args[0]
}

func lag(c functions.WindowCall, rows []framed, now []types.Value) types.Value {
	n := int64(1)
	if len(now) > 1 {
		n = now[1].Int
	}
	if n == 0 {
		return now[0]
	}
	before := counting(c, rows[:len(rows)-1])
	switch {
	case n <= int64(len(before)):
		return before[int64(len(before))-n].args[0]
	case len(now) > 2:
		return now[2]
	default:
		return types.NullValue(c.Result)
	}
}

// floatTotal is SUM or AVG of floats: their exact sum, rounded once.
func floatTotal(c functions.WindowCall, rows [][]types.Value) (types.Value, *fault) {
	sum := new(big.Rat)
	var values []types.Value
	for _, args := range rows {
		if v := args[0]; !v.Null && !(c.Use.Distinct && contains(values, v)) {
			values = append(values, v)
			sum.Add(sum, new(big.Rat).SetFloat64(v.Float))
		}
	}
	if len(values) == 0 {
		return types.NullValue(c.Result), nil
	}
	z, _ := sum.Float64()
	if c.Name == "AVG" {
		z /= float64(len(values))
	}
	return approximate(z, c.Result)
}

// decayed is EXP_AVG.
func decayed(c functions.WindowCall, rows []framed) (types.Value, *fault) {
	sum, weights := new(big.Float).SetPrec(300), new(big.Float).SetPrec(300)
	seen := false
	for _, row := range rows {
		if v := row.args[0]; !v.Null {
			seen = true
			w := big.NewFloat(math.Exp2(-float64(row.age) / float64(row.args[1].Int)))
			weights.Add(weights, w)
			sum.Add(sum, new(big.Float).SetPrec(300).Mul(w, big.NewFloat(v.Float)))
		}
	}
	if !seen {
		return types.NullValue(c.Result), nil
	}
	z, _ := sum.Quo(sum, weights).Float64()
	return approximate(z, c.Result)
}
