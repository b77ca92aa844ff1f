package functions_test

import (
	"bufio"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v15/arrow"

	"weir/operators/functions"
	"weir/operators/vec"
	"weir/sql/types"
)

// TestAggregates runs the lines of testdata/aggregates.txt.
func TestAggregates(t *testing.T) {
	file, err := os.Open("testdata/aggregates.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	for n := 1; lines.Scan(); n++ {
		if line := lines.Text(); line != "" && line[0] != '#' {
			if got, want := runLine(t, line); got != want {
				t.Errorf("line %d: %s\n\tgives %s", n, line, got)
			}
		}
	}
}

// runLine computes NAME(TYPE): values = result.
func runLine(t *testing.T, line string) (got, want string) {
	t.Helper()
	call, rest, _ := strings.Cut(line, "): ")
	values, want, _ := strings.Cut(rest, "= ")
	name, arg, _ := strings.Cut(call, "(")
	arg, distinct := strings.CutPrefix(arg, "DISTINCT ")
	of := types.NullType
	if arg != "NULL" {
		var err error
		if of, err = types.ParseType(arg); err != nil {
			t.Fatalf("%s: %v", line, err)
		}
	}
	o, err := functions.FindAggregate(name).Resolve([]types.Type{of}, false, distinct)
	if err != nil {
		t.Fatalf("%s: %v", line, err)
	}
	f := o.New()
	f.Grow(1)
	if values = strings.TrimSpace(values); values != "" {
		parts := strings.Split(values, ", ")
		cells := make([]types.Value, len(parts))
		for i, text := range parts {
			cells[i] = parse(t, o.Params[0], of, text)
		}
		f.Add(make([]int32, len(cells)), []vec.Column{column(o.Params[0], cells)}, nil)
	}
	array, failed := f.Result([]int32{0})
	if len(failed) > 0 {
		return string(failed[0].Code), want
	}
	return o.Result.String() + " " + string(types.AppendValue(nil, vec.Value(vec.Of(array), o.Result, 0))), want
}

// parse reads a value of a type, as a cast to another type gives it.
func parse(t *testing.T, to, from types.Type, text string) types.Value {
	t.Helper()
	v := types.Value{Type: to, Null: text == "NULL"}
	if v.Null {
		return v
	}
	var err error
	switch to.Layout() {
	case types.Bool:
		if text == "TRUE" {
			v.Int = 1
		}
	case types.Int:
		v.Int, err = strconv.ParseInt(text, 10, 64)
	case types.Float:
		v.Float, err = strconv.ParseFloat(text, 64)
	case types.Dec:
		var code types.Code
		if v.Dec, code = types.ParseDecimal([]byte(text), from.Precision, from.Scale); code != types.OK {
			err = errors.New(string(code))
		}
	default:
		v.Text = text
	}
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// column makes a flat column.
func column(t types.Type, cells []types.Value) vec.Column {
	b := vec.NewBuilder(types.NewSchema(types.Column{Name: "X", Type: t}), nil)
	for _, v := range cells {
		switch layout := t.Layout(); {
		case layout == types.Bool && v.Null:
			b.Bools(0).AppendNull()
		case layout == types.Bool:
			b.Bools(0).Append(v.Int != 0)
		case layout == types.Int && v.Null:
			b.Ints(0).AppendNull()
		case layout == types.Int:
			b.Ints(0).Append(v.Int)
		case layout == types.Float && v.Null:
			b.Floats(0).AppendNull()
		case layout == types.Float:
			b.Floats(0).Append(v.Float)
		case layout == types.Dec && v.Null:
			b.Decs(0).AppendNull()
		case layout == types.Dec:
			b.Decs(0).Append(v.Dec)
		case v.Null:
			b.Texts(0).AppendNull()
		default:
			b.Texts(0).Append([]byte(v.Text))
		}
		b.EndRow()
	}
	return vec.Of(b.Batches()[0].Cols[0])
}

func TestAggregateResolve(t *testing.T) {
	text, number := types.VarcharType(5), types.IntegerType
	for _, c := range []struct {
		name           string
		args           []types.Type
		star, distinct bool
		arg            int
		want           string
	}{
		{name: "SUM", args: []types.Type{text}, want: "SUM does not take VARCHAR(5); it takes an integer or a DECIMAL or a REAL or DOUBLE"},
		{name: "SUM", star: true, arg: -1, want: "SUM does not take *; name a column"},
		{name: "SUM", arg: -1, want: "SUM needs an argument"},
		{name: "MIN", args: []types.Type{number, number}, arg: -1, want: "MIN takes one argument, not 2"},
		{name: "EVERY", args: []types.Type{number}, want: "EVERY does not take INTEGER; it takes a BOOLEAN"},
		{name: "STDDEV", args: []types.Type{types.IntervalType(types.Day, types.Second)}, want: "STDDEV_SAMP does not take INTERVAL DAY TO SECOND; it takes a number"},
		{name: "FIRST_VALUE", args: []types.Type{number}, distinct: true, arg: -1, want: "FIRST_VALUE does not take DISTINCT; leave DISTINCT out"},
		{name: "COUNT", args: []types.Type{text}, distinct: true, arg: -1,
			want: "COUNT(DISTINCT ...) is not supported; count over a sub-query SELECT STREAM DISTINCT, or use COUNT_DISTINCT_ITEMS_TUMBLING"},
	} {
		_, err := functions.FindAggregate(c.name).Resolve(c.args, c.star, c.distinct)
		var wrong *functions.CallError
		if !errors.As(err, &wrong) {
			t.Errorf("%s%v is not refused: %v", c.name, c.args, err)
			continue
		}
		if err.Error() != c.want || wrong.Arg != c.arg {
			t.Errorf("%s%v: argument %d, %q, want argument %d, %q", c.name, c.args, wrong.Arg, err, c.arg, c.want)
		}
	}
	if functions.FindAggregate("MEDIAN") != nil {
		t.Error("there is a MEDIAN")
	}
	o, err := functions.FindAggregate("COUNT").Resolve([]types.Type{text, types.NullType, number}, false, false)
	if err != nil || fmt.Sprint(o.Params) != "[VARCHAR(5) VARCHAR(5) INTEGER]" {
		t.Errorf("COUNT of three takes %v, %v", o.Params, err)
	}
	for _, a := range functions.Aggregates() {
		if a.Doc == "" || !strings.HasSuffix(a.Doc, ".") {
			t.Errorf("%s has the documentation %q", a.Name, a.Doc)
		}
	}
}

// tables is a snapshot in memory.
type tables map[string][]arrow.Array

func (s tables) put(name string, cols ...arrow.Array) { s[name] = cols }

type (
	tableWriter struct{ tables }
	tableReader struct{ tables }
)

func (w tableWriter) Table(name string, cols ...arrow.Array) { w.put(name, cols...) }

func (r tableReader) Table(name string) ([]arrow.Array, error) { return r.tables[name], nil }

// model keeps the values of each group.
type model [][]types.Value

func (m model) check(t *testing.T, f functions.Fold, o functions.AggOverload) {
	t.Helper()
	groups := make([]int32, len(m))
	for i := range groups {
		groups[i] = int32(i)
	}
	got, failed := f.Result(groups)
	for g, values := range m {
		one := o.New()
		one.Grow(1)
		for _, v := range values {
			one.Add([]int32{0}, []vec.Column{column(o.Params[0], []types.Value{v})}, nil)
		}
		want, bad := one.Result([]int32{0})
		isBad := len(failed) > 0 && int(failed[0].Row) == g
		if isBad {
			failed = failed[1:]
		}
		a, b := vec.Value(vec.Of(got), o.Result, g), vec.Value(vec.Of(want), o.Result, 0)
		if a != b || isBad != (len(bad) > 0) {
			t.Fatalf("group %d of %d: %v %v, want %v %v", g, len(m), a, isBad, b, bad)
		}
	}
}

// TestFolds checks every fold against one that computes each group by itself, while groups come, are emptied and are dropped,
// and the state is taken out and back in.
func TestFolds(t *testing.T) {
	args := []types.Type{types.BooleanType, types.BigIntType, types.DoubleType, types.RealType, types.DecimalType(38, 1), types.VarcharType(0)}
	for _, a := range functions.Aggregates() {
		for _, arg := range args {
			for _, distinct := range []bool{false, true} {
				o, err := a.Resolve([]types.Type{arg}, false, distinct)
				if err != nil {
					continue
				}
				t.Run(fmt.Sprintf("%s(%v %s)", a.Name, distinct, arg), func(t *testing.T) { checkFold(t, o) })
			}
		}
	}
}

func checkFold(t *testing.T, o functions.AggOverload) {
	random := rand.New(rand.NewPCG(1, 2))
	f, m := o.New(), model{}
	for range 60 {
		for range random.IntN(6) {
			m = append(m, nil)
		}
		f.Grow(len(m))
		if len(m) > 0 {
			addRows(random, f, m, o)
		}
		switch random.IntN(6) {
		case 0:
			n := random.IntN(len(m) + 1)
			f.Drop(n)
			m = append(model{}, m[n:]...)
		case 1, 2:
			if len(m) > 0 {
				g := random.IntN(len(m))
				f.Reset(int32(g))
				m[g] = nil
			}
		case 3:
			state := tables{}
			f.Snapshot(tableWriter{state}, "x", len(m))
			f = o.New()
			if err := f.Restore(tableReader{state}, "x", len(m)); err != nil {
				t.Fatal(err)
			}
			f.Grow(len(m))
		}
		m.check(t, f, o)
	}
}

func addRows(random *rand.Rand, f functions.Fold, m model, o functions.AggOverload) {
	rows := random.IntN(40) + 1
	groups, cells := make([]int32, rows), make([]types.Value, rows)
	for i := range cells {
		groups[i] = int32(random.IntN(len(m)))
		cells[i] = randomValue(random, o.Params[0])
	}
	var sel []int32
	if random.IntN(2) == 0 {
		sel = []int32{}
	}
	for row := range cells {
		if sel != nil && random.IntN(2) == 0 {
			continue
		}
		if sel != nil {
			sel = append(sel, int32(row))
		}
		m[groups[row]] = append(m[groups[row]], cells[row])
	}
	if sel == nil || len(sel) > 0 {
		f.Add(groups, []vec.Column{column(o.Params[0], cells)}, sel)
	}
}

func randomValue(random *rand.Rand, t types.Type) types.Value {
	v := types.Value{Type: t}
	n := int64(random.IntN(12)) - 4
	switch {
	case n == 0:
		v.Null = true
	case t.Layout() == types.Bool:
		v.Int = n & 1
	case t.Layout() == types.Int:
		v.Int = n << (random.IntN(2) * 60)
	case t.Layout() == types.Float:
		v.Float = float64(n) / 8
	case t.Layout() == types.Dec:
		v.Dec, _ = types.DecimalFromInt(n, 38, random.IntN(2)*37)
	default:
		v.Text = strings.Repeat("x", int(n+4)*(1+random.IntN(20))) + fmt.Sprint(n)
	}
	return v
}

func TestFoldAllocations(t *testing.T) {
	cells := make([]types.Value, 4096)
	groups := make([]int32, len(cells))
	for i := range cells {
		cells[i] = types.Value{Type: types.BigIntType, Int: int64(i % 1000), Null: i%7 == 0}
		groups[i] = int32(i % 100)
	}
	args := []vec.Column{column(types.BigIntType, cells)}
	for _, name := range []string{"COUNT", "SUM", "AVG", "MIN", "MAX", "FIRST_VALUE", "LAST_VALUE"} {
		o, err := functions.FindAggregate(name).Resolve([]types.Type{types.BigIntType}, false, false)
		if err != nil {
			t.Fatal(err)
		}
		f := o.New()
		f.Grow(100)
		if n := testing.AllocsPerRun(10, func() { f.Add(groups, args, nil) }); n > 0 {
			t.Errorf("%s: %v allocations for a batch", name, n)
		}
	}
}
