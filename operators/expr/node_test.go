package expr_test

import (
	"slices"
	"strings"
	"testing"

	"weir/operators"
	"weir/operators/expr"
	"weir/sql/types"
)

func TestPrint(t *testing.T) {
	sum := arith('+', big, lit(1), types.BigIntType)
	for want, n := range map[string]expr.Node{
		`C0 + CAST(1 AS BIGINT)`:            sum,
		`(C0 + C1) * C2`:                    arith('*', arith('+', big, big2, types.BigIntType), integer, types.BigIntType),
		`C0 + C1 * C2`:                      arith('+', big, arith('*', big2, integer, types.BigIntType), types.BigIntType),
		`C0 - (C1 - C2)`:                    arith('-', big, arith('-', big2, integer, types.BigIntType), types.BigIntType),
		`C0 - C1 - C2`:                      arith('-', arith('-', big, big2, types.BigIntType), integer, types.BigIntType),
		`-(-5.0E0)`:                         &expr.Neg{X: lit(-5.0)},
		`-C0`:                               &expr.Neg{X: big},
		`-(C0 + C1)`:                        &expr.Neg{X: arith('+', big, big2, types.BigIntType)},
		`"price" > C1`:                      compare(">", &expr.Column{Name: "price", T: types.BigIntType}, big2),
		`"a""b" IS NULL`:                    &expr.IsNull{X: &expr.Column{Name: `a"b`}},
		`"1A" IS FALSE`:                     &expr.IsTrue{X: &expr.Column{Name: "1A"}},
		`(C11 OR C12) AND C11`:              &expr.And{L: &expr.Or{L: yes, R: yes2}, R: yes},
		`C11 OR C12 AND C11`:                &expr.Or{L: yes, R: &expr.And{L: yes2, R: yes}},
		`NOT (C11 AND C12)`:                 &expr.Not{X: &expr.And{L: yes, R: yes2}},
		`NOT C0 = C1`:                       &expr.Not{X: compare("=", big, big2)},
		`(C0 = C1) IS TRUE`:                 &expr.IsTrue{X: compare("=", big, big2), Want: true},
		`(ROWTIME - C13) DAY TO SECOND`:     &expr.Difference{L: &expr.Rowtime{}, R: stamp, T: types.IntervalType(types.Day, types.Second)},
		`CASE WHEN C11 THEN C0 ELSE C1 END`: &expr.Case{Whens: []expr.When{{Cond: yes, Then: big}}, Else: big2, T: types.BigIntType},
		`COALESCE(C0, C1)`:                  &expr.Coalesce{Args: []expr.Node{big, big2}, T: types.BigIntType},
		`C8 IN ('a', 'it''s')`:              &expr.In{X: str, List: []expr.Node{lit("a"), lit("it's")}},
		`C8 LIKE 'a%' ESCAPE '!'`:           &expr.Like{X: str, Pattern: lit("a%"), Escape: lit("!")},
		`C8 SIMILAR TO 'a+'`:                &expr.Like{Similar: true, X: str, Pattern: lit("a+")},
		`CAST(C0 AS VARCHAR(5))`:            cast(big, types.VarcharType(5)),
		`ASSIGN(C0 AS TINYINT)`:             &expr.Cast{X: big, T: types.TinyIntType, Assign: true},
		`NOT_NULL(C0)`:                      &expr.NotNull{X: big},
		`F(C0, CURRENT_ROW_TIMESTAMP)`:      call(types.BigIntType, expr.Function{}, big, &expr.Clock{}),
		`FLOOR(ROWTIME TO MINUTE)`: &expr.Call{Name: "FLOOR", Args: []expr.Node{&expr.Rowtime{}}, Text: func(a []string) string {
			return "FLOOR(" + strings.Join(a, "") + " TO MINUTE)"
		}},
		`CURRENT_TIMESTAMP`: &expr.Clock{Kind: expr.StartClock},
		`NULL`:              lit(nil),
	} {
		if got := n.String(); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

func TestEqual(t *testing.T) {
	other := &expr.Column{Index: 5, Name: "C0", T: types.BigIntType}
	one := &expr.Literal{V: types.Value{Type: types.Type{Kind: types.Char, Length: 1}, Text: "x"}}
	for _, c := range []struct {
		a, b expr.Node
		want bool
	}{
		{big, &expr.Column{Index: 0, Name: "C0", T: types.BigIntType}, true},
		{big, other, false},
		{arith('+', big, big2, types.BigIntType), arith('+', big, big2, types.BigIntType), true},
		{arith('+', big, big2, types.BigIntType), arith('+', other, big2, types.BigIntType), false},
		{compare("=", str, lit("x")), compare("=", str, one), false},
		{arith('+', big, big2, types.BigIntType), arith('-', big, big2, types.BigIntType), false},
	} {
		if got := expr.Equal(c.a, c.b); got != c.want {
			t.Errorf("%s and %s: equal is %v", c.a, c.b, got)
		}
	}
}

func TestUsesColumns(t *testing.T) {
	n := &expr.And{L: compare("=", big2, big), R: compare(">", arith('+', big, integer, types.BigIntType), lit(1))}
	if got := expr.UsesColumns(n); !slices.Equal(got, []int{0, 1, 2}) {
		t.Errorf("got %v", got)
	}
}

func TestWalkStops(t *testing.T) {
	var seen []string
	expr.Walk(&expr.Or{L: compare("=", big, big2), R: yes}, func(n expr.Node) bool {
		seen = append(seen, n.String())
		_, isCompare := n.(*expr.Compare)
		return !isCompare
	})
	if want := []string{"C0 = C1 OR C11", "C0 = C1", "C11"}; !slices.Equal(seen, want) {
		t.Errorf("saw %q", seen)
	}
}

// ratio is C0 / C1.
var ratio = arith('/', big, big2, types.BigIntType)

// TestOnlyWhatIsNeeded evaluates over a row in which C0 is 6 and C1 is 0.
func TestOnlyWhatIsNeeded(t *testing.T) {
	row := make([]types.Value, len(columnTypes))
	for c, typ := range columnTypes {
		row[c] = types.NullValue(typ)
	}
	row[0], row[1] = types.Value{Type: types.BigIntType, Int: 6}, types.Value{Type: types.BigIntType}
	w := &world{rows: [][]types.Value{row}, batch: batchOf(columnTypes, [][]types.Value{row})}
	zero, some := compare("=", big2, lit(0)), compare(">", ratio, lit(1))
	null := &expr.Literal{V: types.NullValue(types.BooleanType)}
	for _, c := range []struct {
		node expr.Node
		want string
	}{
		{ratio, "NULL divide-by-zero division by zero"},
		{&expr.And{L: &expr.Not{X: zero}, R: some}, "FALSE"},
		{&expr.And{L: zero, R: some}, "NULL divide-by-zero division by zero"},
		{&expr.And{L: null, R: some}, "NULL divide-by-zero division by zero"},
		{&expr.Or{L: zero, R: some}, "TRUE"},
		{&expr.Or{L: some, R: zero}, "TRUE divide-by-zero division by zero"},
		{&expr.Case{Whens: []expr.When{{Cond: zero, Then: lit(1)}}, Else: ratio, T: types.BigIntType}, "1"},
		{&expr.Case{Whens: []expr.When{{Cond: zero, Then: lit(1)}, {Cond: some, Then: lit(2)}}, Else: lit(nil), T: types.BigIntType}, "1"},
		{&expr.Coalesce{Args: []expr.Node{big, ratio}, T: types.BigIntType}, "6"},
		{&expr.Coalesce{Args: []expr.Node{ratio, big}, T: types.BigIntType}, "6 divide-by-zero division by zero"},
		{&expr.In{X: big, List: []expr.Node{lit(6), ratio}}, "TRUE"},
		{&expr.In{X: big, List: []expr.Node{ratio, lit(6)}}, "TRUE divide-by-zero division by zero"},
		{&expr.IsNull{X: ratio}, "TRUE divide-by-zero division by zero"},
		{&expr.NotNull{X: ratio, Column: "X"}, "NULL divide-by-zero division by zero"},
		{&expr.NotNull{X: str, Column: "X"}, "NULL null-in-not-null-column NULL in column X"},
		{&expr.And{L: lit(true), R: compare("=", arith('/', lit(1), lit(0), types.BigIntType), lit(1))}, "NULL divide-by-zero division by zero"},
		{&expr.And{L: lit(false), R: compare("=", arith('/', lit(1), lit(0), types.BigIntType), lit(1))}, "FALSE"},
	} {
		if got := evaluate(t, compile(t, c.node), w.input(nil))[0]; got != c.want {
			t.Errorf("%s is %s, want %s", c.node, got, c.want)
		}
	}
}

func TestCanFail(t *testing.T) {
	two := lit(2)
	for _, c := range []struct {
		node expr.Node
		want bool
	}{
		{arith('/', big, two, types.BigIntType), false}, {arith('/', big, lit(0), types.BigIntType), true},
		{arith('/', big, lit(-1), types.BigIntType), true}, {ratio, true}, {arith('+', big, two, types.BigIntType), true},
		{arith('+', dec, dec, types.DecimalResult('+', dec.Type(), dec.Type())), false}, {arith('+', wide, wide, wide.Type()), true},
		{arith('*', dec, dec, types.DecimalResult('*', dec.Type(), dec.Type())), false}, {arith('*', double, double, types.DoubleType), true},
		{arith('+', clock, span, types.TimeType), false}, {arith('/', lit(1), lit(0), types.BigIntType), true}, {arith('/', lit(1), two, types.BigIntType), false},
		{compare("=", big, big2), false}, {compare("=", ratio, big2), true}, {&expr.Like{X: str, Pattern: lit("a%")}, false}, {&expr.Like{X: str, Pattern: str2}, true},
		{&expr.NotNull{X: big}, true}, {&expr.NotNull{X: &expr.Column{T: types.BigIntType, NotNull: true}}, false}, {&expr.NotNull{X: &expr.Rowtime{}}, false},
		{&expr.Case{Whens: []expr.When{{Cond: yes, Then: ratio}}, Else: big, T: types.BigIntType}, true}, {&expr.In{X: big, List: []expr.Node{ratio}}, true},
		{&expr.And{L: yes, R: yes2}, false}, {&expr.Coalesce{Args: []expr.Node{big, big2}, T: types.BigIntType}, false}, {&expr.Neg{X: big}, true}, {&expr.Neg{X: dec}, false},
	} {
		if got := compile(t, c.node).CanFail; got != c.want {
			t.Errorf("%s: CanFail is %v", c.node, got)
		}
	}
}

func TestClocks(t *testing.T) {
	in := &expr.Input{Batch: operators.Batch{Time: []operators.Time{3}}, Now: 2, Start: 1}
	for n, want := range map[expr.Node]int64{
		&expr.Clock{Kind: expr.StartClock}: 1, &expr.Clock{Kind: expr.StepClock}: 2, &expr.Rowtime{}: 3,
	} {
		v, failed := expr.Eval1(compile(t, n), in, 0)
		if failed != nil || v.Int != want {
			t.Errorf("%s is %d, want %d", n, v.Int, want)
		}
		if _, ok, _, _ := expr.Constant(n); ok {
			t.Errorf("%s is constant", n)
		}
	}
}

func TestConstantThatFails(t *testing.T) {
	_, ok, failed, err := expr.Constant(arith('/', lit(1), lit(0), types.BigIntType))
	if !ok || err != nil || failed == nil || failed.Code != types.DivideByZero {
		t.Errorf("got %v %v %v", ok, failed, err)
	}
}

func TestCompileRefuses(t *testing.T) {
	for _, n := range []expr.Node{
		arith('+', big, double, types.DoubleType), arith('+', str, str, types.VarcharType(0)), compare("=", big, str), compare("~", big, big),
		&expr.And{L: big, R: yes}, &expr.Not{X: big}, &expr.Case{Whens: []expr.When{{Cond: yes, Then: str}}, Else: big, T: types.BigIntType},
		&expr.Coalesce{Args: []expr.Node{big, str}, T: types.BigIntType}, &expr.In{X: big, List: []expr.Node{str}}, &expr.Like{X: big, Pattern: str}, &expr.Neg{X: str},
	} {
		if _, err := expr.Compile(n); err == nil {
			t.Errorf("%s was compiled", n)
		}
	}
}
