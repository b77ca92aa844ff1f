package functions

import (
	"math"

	"github.com/apache/arrow/go/v15/arrow/decimal128"

	"weir/operators"
	"weir/operators/expr"
	"weir/sql/types"
)

var _ = Register(Scalar{
	Name: "EXTRACT", Family: Datetime,
	Doc: "One field of a datetime or an interval. SECOND has milliseconds as its fraction; the leading field of an interval is not cut to its range.",
	Examples: []Example{
		{"EXTRACT(DAY FROM DATE '2019-12-31')", "31"}, {"EXTRACT(SECOND FROM TIME '23:23:02.1')", "2.100"},
		{"EXTRACT(HOUR FROM INTERVAL '52' HOUR)", "52"}, {"EXTRACT(HOUR FROM INTERVAL '-2 04' DAY TO HOUR)", "-4"},
		{"EXTRACT(MONTH FROM INTERVAL '3-4' YEAR TO MONTH)", "4"},
	},
	Overloads: []Overload{
		{Form: "EXTRACT($u FROM $1)", Params: []Param{aDatetime}, Units: datetimeFields, Bind: func(_ []types.Type, u types.Unit) (types.Type, expr.Function) {
			if u == types.Second {
				return types.DecimalType(5, 3), expr.Unary(func(ms int64) decimal128.Num {
					return decimal128.FromI64(types.FloorMod(ms, types.MinuteMillis))
				})
			}
			return types.BigIntType, expr.Unary(datetimeField(u))
		}},
		{Form: "EXTRACT($u FROM $1)", Params: []Param{anInterval}, Units: intervalFields, Bind: func(args []types.Type, u types.Unit) (types.Type, expr.Function) {
			field := intervalField(args[0], u)
			if u != types.Second {
				return types.BigIntType, expr.Unary(field)
			}
			result := types.DecimalType(5, 3)
			if args[0].From == types.Second {
				result = types.DecimalType(19, 3)
			}
			return result, expr.Unary(func(v int64) decimal128.Num { return decimal128.FromI64(field(v)) })
		}},
	},
})

// datetimeFields are the fields that a datetime type has.
func datetimeFields(t types.Type) []types.Unit {
	all := []types.Unit{types.Year, types.Month, types.Day, types.Hour, types.Minute, types.Second}
	switch t.Kind {
	case types.Date:
		return all[:3]
	case types.Time:
		return all[3:]
	default:
		return all
	}
}

func datetimeField(u types.Unit) func(ms int64) int64 {
	switch u {
	case types.Year:
		return func(ms int64) int64 { y, _, _ := types.Civil(ms); return int64(y) }
	case types.Month:
		return func(ms int64) int64 { _, m, _ := types.Civil(ms); return int64(m) }
	case types.Day:
		return func(ms int64) int64 { _, _, d := types.Civil(ms); return int64(d) }
	case types.Hour:
		return func(ms int64) int64 { return types.FloorMod(ms, types.DayMillis) / types.HourMillis }
	default:
		return func(ms int64) int64 { return types.FloorMod(ms, types.HourMillis) / types.MinuteMillis }
	}
}

// intervalFields are the fields of an interval type.
func intervalFields(t types.Type) []types.Unit {
	var fields []types.Unit
	for u := t.From; u <= t.To; u++ {
		fields = append(fields, u)
	}
	return fields
}

// intervalField returns a field of an interval, SECOND in ms. A field that does not lead stays below the next greater one.
func intervalField(t types.Type, u types.Unit) func(v int64) int64 {
	size := types.FieldSize(u)
	if u == types.Second {
		size = 1
	}
	if u == t.From {
		return func(v int64) int64 { return v / size }
	}
	greater := types.FieldSize(u - 1)
	return func(v int64) int64 { return v % greater / size }
}

var _ = Register(Scalar{
	Name: "UNIX_TIMESTAMP", Family: Datetime, Order: KeepsTime, Doc: "The milliseconds from 1970-01-01 00:00:00 UTC to a TIMESTAMP.",
	Examples:  []Example{{"UNIX_TIMESTAMP(TIMESTAMP '1970-01-02 00:00:00')", "86400000"}},
	Overloads: []Overload{{Params: []Param{aTimestamp}, Bind: gives(types.BigIntType, itself)}},
})

var _ = Register(Scalar{
	Name: "TO_TIMESTAMP", Family: Datetime, Order: KeepsTime, Doc: "The TIMESTAMP that lies so many milliseconds after 1970-01-01 00:00:00 UTC.",
	Examples:  []Example{{"TO_TIMESTAMP(86400000)", "1970-01-02 00:00:00"}, {"TO_TIMESTAMP(-1)", "1969-12-31 23:59:59.999"}},
	Overloads: []Overload{{Params: []Param{anInteger}, Bind: gives(types.TimestampType, expr.UnaryErr(toTimestamp))}},
})

// toTimestamp refuses instants that no row can have as its ROWTIME, some 73 million years away.
func toTimestamp(ms int64) (int64, error) {
	if ms <= int64(operators.MinTime) || ms >= int64(operators.EndOfTime) {
		return 0, errOverflow
	}
	return ms, nil
}

var _ = Register(Scalar{
	Name: "TSDIFF", Family: Datetime, Doc: "The milliseconds from the first time to the second. Times are TIMESTAMPs, or milliseconds since 1970.",
	Examples: []Example{
		{"TSDIFF(TIMESTAMP '2004-09-30 13:00:00', TIMESTAMP '2004-09-30 13:00:01')", "1000"}, {"TSDIFF(3000, 1000)", "-2000"},
		{"TSDIFF(CAST(NULL AS BIGINT), 1000)", "NULL"},
	},
	Overloads: []Overload{
		{Params: []Param{anInteger, anInteger}, Bind: gives(types.BigIntType, expr.BinaryErr(tsdiff))},
		{Params: []Param{aTimestamp, aTimestamp}, Bind: gives(types.BigIntType, expr.BinaryErr(tsdiff))},
	},
})

func tsdiff(a, b int64) (int64, error) {
	if a < 0 && b > math.MaxInt64+a || a > 0 && b < math.MinInt64+a {
		return 0, errOverflow
	}
	return b - a, nil
}
