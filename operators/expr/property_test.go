package expr_test

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/decimal128"

	"weir/operators"
	"weir/operators/expr"
	"weir/operators/vec"
	"weir/sql/types"
)

var columnTypes = []types.Type{
	types.BigIntType, types.BigIntType, types.IntegerType, types.DoubleType, types.DoubleType, types.RealType,
	types.DecimalType(10, 2), types.DecimalType(38, 4), types.VarcharType(0), types.VarcharType(0), {Kind: types.Char, Length: 5},
	types.BooleanType, types.BooleanType, types.TimestampType, types.DateType, types.TimeType,
	types.IntervalType(types.Day, types.Second), types.IntervalType(types.Year, types.Month), types.TinyIntType,
}

func col(i int) expr.Node {
	return &expr.Column{Index: i, Name: fmt.Sprintf("C%d", i), T: columnTypes[i]}
}

// The columns by name.
var (
	big, big2, integer, double, double2, real32 = col(0), col(1), col(2), col(3), col(4), col(5)
	dec, wide, str, str2, char, yes, yes2       = col(6), col(7), col(8), col(9), col(10), col(11), col(12)
	stamp, day, clock, span, months, tiny       = col(13), col(14), col(15), col(16), col(17), col(18)
)

func randomValue(r *rand.Rand, t types.Type) types.Value {
	v := types.Value{Type: t}
	switch {
	case r.IntN(5) == 0:
		v.Null = true
	case t.Kind == types.Boolean:
		v.Int = int64(r.IntN(2))
	case t.IsInteger():
		least, greatest := types.IntRange(t.Kind)
		v.Int = pick(r, 0, 1, -1, 2, 3, 7, least, greatest, greatest/2)
	case t.IsApproximate():
		v.Float = pick(r, 0, 1, -1, 0.5, 1e30, float64(float32(0.1)), -3.25)
		if t.Kind == types.Double && r.IntN(8) == 0 {
			v.Float = math.MaxFloat64
		}
	case t.Kind == types.Decimal:
		v.Dec = decimal128.FromI64(pick[int64](r, 0, 1, -1, 100, 999_999_999, -250, 12345))
		if t.Precision == 38 && r.IntN(4) == 0 {
			v.Dec = decimal128.GetMaxValue(38)
		}
	case t.Kind == types.Char:
		v.Text = pick(r, "a    ", "abc  ", "b%_  ", "     ", "1    ")
	case t.IsCharacter():
		v.Text = pick(r, "", "a", "abc", "ab_", "a%", "%b%", "_b%", "Ünï", "12", "3.5", "true", "2004-01-02", "[a-c]+", "b a ")
	case t.Kind == types.Date:
		v.Int = types.FromCivil(pick(r, 1960, 1999, 2024), pick(r, 1, 2, 12), pick(r, 1, 28, 29))
	case t.Kind == types.Time:
		v.Int = r.Int64N(types.DayMillis)
	case t.Kind == types.Timestamp:
		v.Int = pick(r, 0, -1, 1_700_000_000_123, r.Int64N(4e12), 4611686018427387904)
	case t.Kind == types.Months:
		v.Int = pick[int64](r, 0, 1, -1, 11, 12, 25, types.MaxMonths)
	default:
		v.Int = pick[int64](r, 0, 1, -1, 1000, -90_061_001, types.DayMillis, math.MaxInt64)
	}
	return v
}

func lit(v any) expr.Node {
	switch v := v.(type) {
	case int:
		return &expr.Literal{V: types.Value{Type: types.BigIntType, Int: int64(v)}}
	case float64:
		return &expr.Literal{V: types.Value{Type: types.DoubleType, Float: v}}
	case bool:
		l := &expr.Literal{V: types.Value{Type: types.BooleanType}}
		if v {
			l.V.Int = 1
		}
		return l
	case string:
		return &expr.Literal{V: types.Value{Type: types.VarcharType(0), Text: v}}
	default:
		return &expr.Literal{V: types.NullValue(types.NullType)}
	}
}

func arith(op byte, l, r expr.Node, t types.Type) expr.Node {
	return &expr.Arith{Op: op, L: l, R: r, T: t}
}

func compare(op string, l, r expr.Node) expr.Node { return &expr.Compare{Op: op, L: l, R: r} }

func cast(x expr.Node, t types.Type) expr.Node { return &expr.Cast{X: x, T: t} }

func call(t types.Type, fn expr.Function, args ...expr.Node) expr.Node {
	return &expr.Call{Name: "F", Args: args, T: t, Fn: fn}
}

// nodes has every kind of node, over every layout.
func nodes() []expr.Node {
	varchar := types.VarcharType(0)
	exactDec := types.DecimalResult('/', dec.Type(), wide.Type())
	all := []expr.Node{
		big, str, yes, dec, double, &expr.Rowtime{}, &expr.Clock{Kind: expr.StepClock}, &expr.Clock{Kind: expr.StartClock}, lit(7), lit("x"),
		arith('/', big, lit(3), types.BigIntType), arith('/', lit(3), big, types.BigIntType), arith('-', lit(3), big, types.BigIntType),
		arith('/', tiny, tiny, types.TinyIntType), arith('-', tiny, tiny, types.TinyIntType), arith('*', integer, integer, types.IntegerType),
		arith('*', double, lit(2.0), types.DoubleType), arith('/', lit(2.0), double, types.DoubleType),
		arith('+', wide, dec, types.DecimalResult('+', wide.Type(), dec.Type())), arith('*', wide, wide, types.DecimalResult('*', wide.Type(), wide.Type())),
		arith('/', dec, wide, exactDec), arith('+', dec, integer, types.DecimalResult('+', dec.Type(), integer.Type())),
		arith('+', stamp, span, types.TimestampType), arith('-', stamp, months, types.TimestampType), arith('+', months, stamp, types.TimestampType),
		arith('+', day, span, types.DateType), arith('+', day, months, types.DateType), arith('-', clock, span, types.TimeType),
		arith('+', span, span, span.Type()), arith('-', months, months, months.Type()), arith('*', span, big, span.Type()), arith('/', span, dec, span.Type()),
		arith('*', span, dec, span.Type()), arith('*', span, double, span.Type()), arith('/', months, double, months.Type()), arith('/', span, big, span.Type()),
		arith('+', &expr.Rowtime{}, span, types.TimestampType), arith('+', &expr.Clock{Kind: expr.StepClock}, literalSpan, types.TimestampType),
		&expr.Neg{X: big}, &expr.Neg{X: tiny}, &expr.Neg{X: double}, &expr.Neg{X: wide}, &expr.Neg{X: span},
		&expr.Difference{L: stamp, R: &expr.Rowtime{}, T: types.IntervalType(types.Minute, types.Minute)},
		&expr.Difference{L: day, R: day, T: types.IntervalType(types.Year, types.Month)},
		&expr.Difference{L: clock, R: clock, T: types.IntervalType(types.Hour, types.Second)},
		&expr.Compare{Op: "=", L: char, R: str, Pad: true}, &expr.Compare{Op: "<", L: str, R: char, Pad: true}, compare("=", dec, wide), compare(">", wide, dec),
		&expr.Not{X: yes}, &expr.IsNull{X: str}, &expr.IsNull{X: arith('/', big, big2, types.BigIntType)}, &expr.IsTrue{X: yes, Want: true}, &expr.IsTrue{X: yes},
		&expr.And{L: compare("<>", big2, lit(0)), R: compare(">", arith('/', big, big2, types.BigIntType), lit(1))},
		&expr.Or{L: compare("=", big2, lit(0)), R: compare(">", arith('/', big, big2, types.BigIntType), lit(1))},
		&expr.And{L: compare(">", arith('/', big, big2, types.BigIntType), lit(1)), R: yes}, &expr.And{L: yes, R: yes2}, &expr.Or{L: yes, R: yes2},
		&expr.And{L: yes, R: lit(true)}, &expr.Or{L: lit(false), R: yes}, &expr.And{L: yes, R: compare("=", arith('/', lit(1), lit(0), types.BigIntType), lit(1))},
		&expr.Case{Whens: []expr.When{{Cond: compare("=", big2, lit(0)), Then: lit(nil)}, {Cond: yes, Then: arith('/', big, big2, types.BigIntType)}}, Else: big, T: types.BigIntType},
		&expr.Case{Whens: []expr.When{{Cond: yes, Then: str}, {Cond: yes2, Then: lit("other")}}, Else: lit(nil), T: varchar},
		&expr.Case{Whens: []expr.When{{Cond: yes, Then: wide}}, Else: wide, T: wide.Type()}, &expr.Case{Whens: []expr.When{{Cond: yes, Then: yes2}}, Else: lit(nil), T: types.BooleanType},
		&expr.Coalesce{Args: []expr.Node{big, arith('/', big2, lit(0), types.BigIntType), lit(1)}, T: types.BigIntType},
		&expr.Coalesce{Args: []expr.Node{str, str2, lit(nil)}, T: varchar}, &expr.Coalesce{Args: []expr.Node{double, double2}, T: types.DoubleType},
		&expr.In{X: big, List: []expr.Node{lit(1), lit(7)}}, &expr.In{X: big, List: []expr.Node{lit(1), lit(nil), big2, lit(7)}},
		&expr.In{X: big, List: []expr.Node{lit(0), lit(1), lit(2), lit(3), lit(4), lit(5), lit(6), lit(7), lit(8), lit(9)}},
		&expr.In{X: big, List: []expr.Node{lit(1), arith('/', big, big2, types.BigIntType), lit(7)}},
		&expr.In{X: str, List: []expr.Node{lit("a"), lit("Ünï")}}, &expr.In{X: char, List: []expr.Node{lit("a"), lit("abc ")}, Pad: true}, &expr.In{X: yes, List: []expr.Node{yes2, lit(true)}},
		&expr.In{X: dec, List: []expr.Node{literalDec(10000, 4), literalDec(1, 4), wide}}, &expr.In{X: double, List: []expr.Node{lit(0.5), lit(1.0)}}, &expr.In{X: lit(nil), List: []expr.Node{big}},
		&expr.Like{X: str, Pattern: lit("a%")}, &expr.Like{X: str, Pattern: str2}, &expr.Like{X: str, Pattern: str2, Escape: lit("_")}, &expr.Like{X: str, Pattern: lit(nil)},
		&expr.Like{Similar: true, X: str, Pattern: lit("[a-c]*_?")}, &expr.Like{Similar: true, X: str, Pattern: str2},
		&expr.Like{Similar: true, X: str, Pattern: lit("[a-c!_]*"), Escape: lit("!")},
		&expr.NotNull{X: big, Column: "C0"}, &expr.NotNull{X: arith('/', big, big2, types.BigIntType), Column: "C0"}, &expr.NotNull{X: str, Column: "C8"},
		call(types.DoubleType, expr.Unary(math.Abs), double), call(types.BigIntType, expr.Unary(func(b []byte) int64 { return int64(len(b)) }), str),
		call(types.DoubleType, expr.UnaryErr(positive), double), call(varchar, expr.UnaryText(func(dst, b []byte) []byte { return append(append(dst, b...), b...) }), str),
		call(varchar, expr.BinaryText(func(dst, a, b []byte) []byte { return append(append(dst, a...), b...) }), str, str2),
		call(varchar, expr.TernaryTextErr(middle), str, big, big2), call(types.BigIntType, expr.Ternary(func(a, b []byte, c int64) int64 { return int64(len(a)-len(b)) ^ c }), str, str2, big),
		call(types.BigIntType, expr.NaryNull(countNulls), big, str, yes, dec, double), call(varchar, expr.NaryText(describe), str, big, double, wide, yes),
		call(types.BigIntType, expr.Binary(func(a int64, b bool) int64 { return a &^ 1 }), big, yes), call(types.BooleanType, expr.BinaryErr(unknown), big, str),
	}
	for _, op := range []byte("+-*/") {
		all = append(all, arith(op, big, big2, types.BigIntType), arith(op, big, lit(7), types.BigIntType), arith(op, double, double2, types.DoubleType),
			arith(op, real32, real32, types.RealType), arith(op, dec, dec, types.DecimalResult(op, dec.Type(), dec.Type())))
	}
	for _, op := range []string{"=", "<>", "<", "<=", ">", ">=", "IS DISTINCT FROM", "IS NOT DISTINCT FROM"} {
		all = append(all, compare(op, big, big2), compare(op, big, lit(1)), compare(op, lit(1), big), compare(op, double, double2), compare(op, double, lit(0.5)),
			compare(op, str, str2), compare(op, str, lit("abc")), compare(op, lit("abc"), str), compare(op, str, lit("2004-01-02")), compare(op, str, lit("")),
			compare(op, wide, dec), compare(op, yes, yes2), compare(op, span, span))
	}
	for _, from := range columnTypes {
		for _, to := range append(columnTypes, types.VarcharType(3), types.VarcharType(20), types.DecimalType(5, 1), types.SmallIntType) {
			x := col(slices.Index(columnTypes, from))
			if _, err := expr.Compile(cast(x, to)); err == nil {
				all = append(all, cast(x, to))
			}
		}
	}
	return all
}

var literalSpan = &expr.Literal{V: types.Value{Type: types.IntervalType(types.Hour, types.Hour), Int: types.HourMillis}}

func literalDec(v int64, scale int) expr.Node {
	return &expr.Literal{V: types.Value{Type: types.DecimalType(18, scale), Dec: decimal128.FromI64(v)}}
}

func positive(x float64) (float64, error) {
	if x < 0 {
		return 0, &expr.RowError{Code: types.DomainError, Detail: "below zero"}
	}
	return math.Sqrt(x), nil
}

func middle(dst, s []byte, from, to int64) ([]byte, error) {
	if from < 0 || to < 0 || to > int64(len(s)) {
		return append(dst, "lost"...), &expr.RowError{Code: types.DomainError}
	}
	return append(dst, s[min(from, to):to]...), nil
}

func countNulls(a expr.Args) (int64, error) {
	n := int64(0)
	for i := range a.Len() {
		if a.Null(i) {
			n++
		}
	}
	if n == 4 {
		return 0, expr.ErrNull
	}
	return n, nil
}

func describe(dst []byte, a expr.Args) ([]byte, error) {
	if a.Int(1) == 7 {
		return dst, errors.New("seven")
	}
	return fmt.Appendf(dst, "%s %d %v %v %v", a.Text(0), a.Int(1), a.Float(2), a.Dec(3), a.Bool(4)), nil
}

func unknown(a int64, s []byte) (bool, error) {
	if int(a) == len(s) {
		return false, expr.ErrNull
	}
	return a > 1, nil
}

// world is random rows of all columns.
type world struct {
	rows  [][]types.Value
	batch operators.Batch
}

func newWorld(r *rand.Rand, n int) *world {
	w := &world{}
	for range n {
		row := make([]types.Value, len(columnTypes))
		for c, t := range columnTypes {
			row[c] = randomValue(r, t)
		}
		w.rows = append(w.rows, row)
	}
	w.batch = batchOf(columnTypes, w.rows)
	return w
}

func (w *world) input(sel []int32) *expr.Input {
	return &expr.Input{Batch: w.batch, Sel: sel, Now: 1_800_000_000_321, Start: 1_750_000_000_123}
}

func compile(t *testing.T, n expr.Node) expr.Bound {
	t.Helper()
	b, err := expr.Compile(n)
	if err != nil {
		t.Fatal(err)
	}
	if b.Type != n.Type() {
		t.Fatalf("%s is compiled to %s, not %s", n, b.Type, n.Type())
	}
	return b
}

// evaluate returns the results of some rows as text.
func evaluate(t *testing.T, b expr.Bound, in *expr.Input) map[int32]string {
	t.Helper()
	rows := in.Sel
	if rows == nil {
		rows = make([]int32, in.Batch.Rows())
		for i := range rows {
			rows[i] = int32(i)
		}
	}
	c := b.Eval(in)
	got := map[int32]string{}
	for _, row := range rows {
		v := vec.Value(c, b.Type, int(row))
		got[row] = text(v, nil)
		if !v.Null && c.Null(int(row)) {
			t.Errorf("row %d is null and has a value", row)
		}
	}
	failed := map[int32]bool{}
	for _, f := range in.Failures {
		if _, ok := got[f.Row]; !ok {
			t.Errorf("row %d failed, which was not needed", f.Row)
		}
		if !failed[f.Row] {
			failed[f.Row] = true
			got[f.Row] += " " + string(f.Code) + " " + f.Detail
		}
	}
	if len(failed) > 0 && !b.CanFail {
		t.Error("it fails, and says that it cannot")
	}
	return got
}

func TestEveryWayOfEvaluationAgrees(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, n := range nodes() {
		t.Run(n.String(), func(t *testing.T) {
			for _, size := range []int{1, 9, 100} {
				w := newWorld(r, size)
				checkNode(t, r, w, n)
			}
		})
	}
}

func checkNode(t *testing.T, r *rand.Rand, w *world, n expr.Node) {
	t.Helper()
	b := compile(t, n)
	want := evaluate(t, b, w.input(nil))
	for row := range w.rows {
		alone := evaluate(t, b, w.input([]int32{int32(row)}))
		same(t, "alone", alone, want, int32(row))
		if f, err := expr.Compile(constantAt(n, w, row)); err == nil {
			same(t, "as a constant", evaluate(t, f, w.input([]int32{int32(row)})), want, int32(row))
		} else if !strings.HasPrefix(want[int32(row)], "NULL") { // a pattern that is not valid
			t.Fatal(err)
		}
	}
	for range 4 {
		var sel []int32
		chance := r.IntN(10)
		for row := range w.rows {
			if r.IntN(10) <= chance {
				sel = append(sel, int32(row))
			}
		}
		if len(sel) == 0 {
			continue
		}
		some := evaluate(t, b, w.input(sel))
		for _, row := range sel {
			same(t, "selected", some, want, row)
		}
	}
	checkSlice(t, r, w, b, want)
	checkArray(t, w, n, b)
	again := evaluate(t, b, w.input(nil))
	for row := range w.rows {
		same(t, "again", again, want, int32(row))
	}
}

func same(t *testing.T, how string, got, want map[int32]string, row int32) {
	t.Helper()
	if got[row] != want[row] {
		t.Fatalf("row %d %s is %s, in the batch %s", row, how, got[row], want[row])
	}
}

// constantAt replaces some columns by the constants that a row has there.
func constantAt(n expr.Node, w *world, row int) expr.Node {
	return expr.Rewrite(n, func(n expr.Node) expr.Node {
		if c, ok := n.(*expr.Column); ok && (row+c.Index)%4 != 0 {
			return &expr.Literal{V: w.rows[row][c.Index]}
		}
		return nil
	})
}

// checkSlice evaluates over arrays that begin in the middle of their buffers.
func checkSlice(t *testing.T, r *rand.Rand, w *world, b expr.Bound, want map[int32]string) {
	t.Helper()
	from := r.IntN(len(w.rows))
	to := from + r.IntN(len(w.rows)-from+1)
	in := w.input(nil)
	part := operators.Batch{Time: w.batch.Time[from:to]}
	for _, c := range w.batch.Cols {
		part.Cols = append(part.Cols, array.NewSlice(c, int64(from), int64(to)))
	}
	in.Batch = part
	for row, got := range evaluate(t, b, in) {
		if got != want[row+int32(from)] {
			t.Fatalf("row %d of a slice is %s, in the batch %s", row, got, want[row+int32(from)])
		}
	}
}

// checkArray makes an Arrow array of the result, and reads it.
func checkArray(t *testing.T, w *world, n expr.Node, b expr.Bound) {
	t.Helper()
	a := b.Array(w.input(nil))
	if a.Len() != len(w.rows) {
		t.Fatalf("the array has %d rows", a.Len())
	}
	in := w.input(nil)
	want, got := b.Eval(in), vec.Of(a)
	for row := range w.rows {
		g, x := text(vec.Value(got, n.Type(), row), nil), text(vec.Value(want, n.Type(), row), nil)
		if g != x {
			t.Fatalf("row %d of the array is %s, not %s", row, g, x)
		}
	}
}
