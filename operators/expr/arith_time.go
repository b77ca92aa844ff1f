package expr

import (
	"fmt"
	"math"

	"github.com/apache/arrow/go/v15/arrow/decimal128"

	"weir/sql/types"
)

// moveDatetime adds an interval to a datetime, or subtracts it. DATE stays a DATE, TIME goes round the clock.
func moveDatetime(op byte, t types.Type, at, by Node) (Bound, error) {
	if t.Kind == types.Timestamp && by.Type().Kind == types.Interval {
		return intArith(op, t, at, by)
	}
	args, err := compileAll(at, by)
	if err != nil {
		return Bound{}, err
	}
	fn := moveByMillis(op, t)
	switch {
	case t.Kind == types.Time && by.Type().Kind == types.Interval:
		fn = moveClock(op)
	case by.Type().Kind == types.Months:
		fn = moveByMonths(op, t)
	}
	return apply(t, fn.CanFail, fn.Bind(nil, t), args...), nil
}

func moveByMillis(op byte, t types.Type) Function {
	move := checkedInt[op]
	return BinaryErr(func(at, by int64) (int64, error) {
		v, ok := move(at, by)
		if !ok {
			return 0, outOfTime(op, at, by, t, types.IntervalType(types.Second, types.Second))
		}
		return types.FloorTime(v, types.Day), nil
	})
}

func moveClock(op byte) Function {
	return Binary(func(at, by int64) int64 {
		by %= types.DayMillis
		if op == '-' {
			by = -by
		}
		return types.FloorMod(at+by, types.DayMillis)
	})
}

func moveByMonths(op byte, t types.Type) Function {
	return BinaryErr(func(at, by int64) (int64, error) {
		if op == '-' {
			by = -by
		}
		v := types.AddMonths(at, by)
		if by > 0 && v < at || by < 0 && v > at { // it went round
			return 0, outOfTime('+', at, by, t, types.IntervalType(types.Month, types.Month))
		}
		return v, nil
	})
}

func outOfTime(op byte, at, by int64, t, interval types.Type) error {
	return &RowError{types.Overflow, fmt.Sprintf("%s %c %s does not fit %s",
		types.AppendTimestampCast(nil, at), op, types.AppendInterval(nil, by, interval), t)}
}

// scaleInterval is interval * number and interval / number. A product is rounded to ms (or months), a quotient cut.
func scaleInterval(n *Arith) (Bound, error) {
	if n.R.Type().IsInteger() {
		return intArith(n.Op, n.T, n.L, n.R)
	}
	args, err := compileAll(n.L, n.R)
	if err != nil {
		return Bound{}, err
	}
	fn := scaleByDecimal(n.Op, n.R.Type(), n.T)
	if n.R.Type().IsApproximate() {
		fn = scaleByFloat(n.Op, n.T)
	}
	return apply(n.T, true, fn.Bind(nil, n.T), args...), nil
}

func scaleByFloat(op byte, t types.Type) Function {
	least, greatest := intRange(t)
	return BinaryErr(func(a int64, by float64) (int64, error) {
		if op == '/' && by == 0 {
			return 0, errDivide
		}
		f := math.Round(float64(a) * by)
		if op == '/' {
			f = math.Trunc(float64(a) / by)
		}
		v, ok := types.FloatToInt(f)
		if !ok || v < least || v > greatest {
			return 0, &RowError{types.Overflow, fmt.Sprintf("%s %c %v does not fit an interval", types.AppendInterval(nil, a, t), op, by)}
		}
		return v, nil
	})
}

func scaleByDecimal(op byte, number, t types.Type) Function {
	least, greatest := intRange(t)
	whole := types.DecimalType(19, 0)
	multiply := types.DecimalOp('*', whole, number, whole)
	return BinaryErr(func(a int64, by decimal128.Num) (int64, error) {
		var q decimal128.Num
		var ok bool
		switch {
		case op == '*':
			var code types.Code
			q, code = multiply(decimal128.FromI64(a), by)
			ok = code == types.OK
		case by == decimal128.Num{}:
			return 0, errDivide
		default:
			if q, ok = types.RescaleDecimal(decimal128.FromI64(a), 0, number.Scale); ok {
				q, _ = q.Div(by)
			}
		}
		v, fits := types.DecimalToInt(q, 0)
		if !ok || !fits || v < least || v > greatest {
			return 0, &RowError{types.Overflow, fmt.Sprintf("%s %c %s does not fit an interval",
				types.AppendInterval(nil, a, t), op, decimalText(by, number))}
		}
		return v, nil
	})
}

func compileDifference(n *Difference) (Bound, error) {
	args, err := compileAll(n.L, n.R)
	if err != nil {
		return Bound{}, err
	}
	least := int64(1)
	if n.T.To != types.Second {
		least = types.UnitMillis(n.T.To)
	}
	fn := BinaryErr(func(a, b int64) (int64, error) {
		v, ok := checkedInt['-'](a, b)
		if !ok {
			return 0, &RowError{types.Overflow, fmt.Sprintf("%s - %s does not fit an interval",
				types.AppendTimestampCast(nil, a), types.AppendTimestampCast(nil, b))}
		}
		return v - v%least, nil
	})
	switch {
	case n.T.Kind == types.Months:
		unit := int64(1)
		if n.T.To == types.Year {
			unit = 12
		}
		fn = BinaryErr(func(a, b int64) (int64, error) {
			v := monthsBetween(a, b)
			if v < -types.MaxMonths || v > types.MaxMonths {
				return 0, &RowError{types.Overflow, fmt.Sprintf("%s - %s does not fit an interval",
					types.AppendTimestampCast(nil, a), types.AppendTimestampCast(nil, b))}
			}
			return v - v%unit, nil
		})
	case n.L.Type().Kind == types.Time:
		fn = Safe(fn)
	}
	return apply(n.T, fn.CanFail, fn.Bind(nil, n.T), args...), nil
}

// monthsBetween counts the whole calendar months from b to a, towards zero.
func monthsBetween(a, b int64) int64 {
	ay, am, _ := types.Civil(a)
	by, bm, _ := types.Civil(b)
	n := int64(ay-by)*12 + int64(am-bm)
	switch {
	case n > 0 && types.AddMonths(b, n) > a:
		return n - 1
	case n < 0 && types.AddMonths(b, n) < a:
		return n + 1
	}
	return n
}
