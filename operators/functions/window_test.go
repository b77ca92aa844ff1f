package functions_test

import (
	"errors"
	"testing"

	"weir/operators/expr"
	"weir/operators/functions"
	"weir/sql/types"
)

func literal(t types.Type, n int64) expr.Node { return &expr.Literal{V: types.Value{Type: t, Int: n}} }

func argument(t types.Type) expr.Node { return &expr.Column{Name: "X", T: t} }

// TestWindowResolve checks what calls over windows are refused, and why.
func TestWindowResolve(t *testing.T) {
	number, text := types.IntegerType, types.VarcharType(9)
	second := types.IntervalType(types.Second, types.Second)
	hour := functions.Frame{Preceding: 3_600_000}
	for _, c := range []struct {
		name string
		args []expr.Node
		use  functions.Use
		arg  int
		want string
	}{
		{"COUNT", []expr.Node{argument(number)}, functions.Use{Distinct: true}, -1,
			"COUNT(DISTINCT ...) is not supported; count over a sub-query SELECT STREAM DISTINCT, or use COUNT_DISTINCT_ITEMS_TUMBLING"},
		{"SUM", []expr.Node{argument(text)}, functions.Use{}, 0, "SUM does not take VARCHAR(9); it takes an integer or a DECIMAL or a REAL or DOUBLE"},
		{"SUM", []expr.Node{argument(number)}, functions.Use{Nulls: "IGNORE"}, -1, "SUM leaves NULLs out in any case; leave IGNORE NULLS out"},
		{"MAX", []expr.Node{argument(number)}, functions.Use{FromLast: true}, -1, "MAX does not count from an end; leave FROM LAST out"},
		{"LAG", nil, functions.Use{}, -1, "LAG takes a value, a number of rows and a default, not 0 arguments"},
		{"LAG", []expr.Node{argument(number), argument(number)}, functions.Use{}, 1, "the number of rows of LAG must be a whole number from 0 that does not depend on the row"},
		{"LAG", []expr.Node{argument(number), literal(number, -1)}, functions.Use{}, 1, "the number of rows of LAG must be a whole number from 0 that does not depend on the row"},
		{"LAG", []expr.Node{argument(number), literal(number, 1), argument(text)}, functions.Use{}, 2, "the default of LAG is a VARCHAR(9), its value a INTEGER"},
		{"LAG", []expr.Node{argument(number)}, functions.Use{Distinct: true}, -1, "LAG does not take DISTINCT; leave DISTINCT out"},
		{"LAG", []expr.Node{argument(number)}, functions.Use{FromLast: true}, -1, "LAG does not take FROM LAST; NTH_VALUE does"},
		{"NTH_VALUE", []expr.Node{argument(number), literal(number, 0)}, functions.Use{}, 1, "the number of rows of NTH_VALUE must be a whole number from 1 that does not depend on the row"},
		{"NTH_VALUE", []expr.Node{argument(number)}, functions.Use{}, -1, "NTH_VALUE takes a value and the number of a row"},
		{"FIRST_VALUE", nil, functions.Use{Star: true}, -1, "FIRST_VALUE does not take *; name a column"},
		{"EXP_AVG", []expr.Node{argument(number)}, functions.Use{Frame: hour}, -1, "EXP_AVG takes a number and its half-life, an interval"},
		{"EXP_AVG", []expr.Node{argument(text), literal(second, 1)}, functions.Use{Frame: hour}, 0, "EXP_AVG does not take VARCHAR(9); it takes a number"},
		{"EXP_AVG", []expr.Node{argument(number), literal(second, 0)}, functions.Use{Frame: hour}, 1, "the half-life of EXP_AVG must be a positive day-time interval that does not depend on the row"},
		{"EXP_AVG", []expr.Node{argument(number), literal(second, 3600)}, functions.Use{Frame: hour}, 1, "the window is longer than 1000 half-lives; make it shorter: what is older has no weight"},
		{"EXP_AVG", []expr.Node{argument(number), literal(second, 1000)}, functions.Use{Frame: functions.Frame{Rows: true}}, -1, "EXP_AVG works over a window of time; write RANGE INTERVAL … PRECEDING"},
	} {
		_, err := functions.FindWindow(c.name).Resolve(c.args, c.use)
		wrong, ok := errors.AsType[*functions.CallError](err)
		if !ok || wrong.Arg != c.arg || err.Error() != c.want {
			t.Errorf("%s: %v, want %s (argument %d)", c.name, err, c.want, c.arg)
		}
	}
}

// TestWindowOverloads checks types: results, and what arguments are converted to.
func TestWindowOverloads(t *testing.T) {
	decimal, text := types.DecimalType(9, 2), types.VarcharType(9)
	for _, c := range []struct {
		name   string
		args   []expr.Node
		result types.Type
		params []types.Type
		kept   int
	}{
		{"COUNT", []expr.Node{argument(text), argument(decimal)}, types.BigIntType, []types.Type{text, decimal}, 2},
		{"SUM", []expr.Node{argument(decimal)}, types.DecimalType(19, 2), []types.Type{decimal}, 1},
		{"AVG", []expr.Node{argument(types.IntegerType)}, types.IntegerType, []types.Type{types.IntegerType}, 1},
		{"STD_DEV", []expr.Node{argument(decimal)}, types.DoubleType, []types.Type{types.DoubleType}, 1},
		{"LAG", []expr.Node{argument(text), literal(types.IntegerType, 2), argument(types.VarcharType(30))}, text, []types.Type{text, types.IntegerType, text}, 1},
		{"LAG", []expr.Node{argument(types.NullType)}, types.BigIntType, []types.Type{types.BigIntType}, 1},
		{"LAST_VALUE", []expr.Node{argument(types.TimestampType)}, types.TimestampType, []types.Type{types.TimestampType}, 1},
	} {
		o, err := functions.FindWindow(c.name).Resolve(c.args, functions.Use{})
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		same := len(o.Params) == len(c.params)
		for i := range c.params {
			same = same && o.Params[i] == c.params[i]
		}
		if o.Result != c.result || !same || o.Kept != c.kept {
			t.Errorf("%s is a %s of %v, %d of them kept; want a %s of %v, %d", c.name, o.Result, o.Params, o.Kept, c.result, c.params, c.kept)
		}
	}
	for _, name := range []string{"RANK", "ROW_NUMBER", "LEAD", "ABS"} {
		if functions.FindWindow(name) != nil {
			t.Errorf("%s can stand before OVER", name)
		}
	}
}
