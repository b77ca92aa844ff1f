package expr_test

import (
	"testing"

	"weir/operators"
	"weir/operators/expr"
	"weir/sql/types"
)

func TestCast(t *testing.T) {
	eachLine(t, "cast.txt", func(t *testing.T, f []string) {
		from, to := typeOf(t, f[0]), typeOf(t, f[2])
		x := literal(t, from, f[1])
		for _, assign := range []bool{false, true} {
			n := &expr.Cast{X: x, T: to, Assign: assign}
			if got := compute(t, n); got != f[3] {
				t.Errorf("%s is %s, want %s", n, got, f[3])
			}
		}
		b, err := expr.Compile(&expr.Cast{X: &expr.Column{T: from}, T: to})
		if err != nil {
			t.Fatal(err)
		}
		if failed := len(f[3]) > 0 && f[3][0] >= 'a' && f[3][0] <= 'z'; failed && !b.CanFail {
			t.Error("it fails, and says that it cannot")
		}
	})
}

func TestCastThatCannotFail(t *testing.T) {
	for _, c := range []struct{ from, to string }{
		{"INTEGER", "BIGINT"}, {"INTEGER", "DOUBLE"}, {"INTEGER", "DECIMAL(10,0)"}, {"INTEGER", "VARCHAR(11)"}, {"INTEGER", "VARCHAR"},
		{"DECIMAL(5,2)", "INTEGER"}, {"DECIMAL(5,2)", "DECIMAL(6,3)"}, {"DECIMAL(5,2)", "DECIMAL(5,1)"}, {"DECIMAL(5,2)", "VARCHAR(8)"},
		{"DOUBLE", "VARCHAR(30)"}, {"REAL", "DOUBLE"}, {"TIME", "VARCHAR(8)"}, {"TIMESTAMP", "VARCHAR(25)"}, {"TIMESTAMP", "DATE"},
		{"TIME", "TIMESTAMP"}, {"BOOLEAN", "VARCHAR(5)"}, {"VARCHAR(9)", "VARCHAR(2)"}, {"VARCHAR(9)", "CHAR(2)"}, {"INTERVAL DAY", "VARCHAR(1)"},
	} {
		b, err := expr.Compile(&expr.Cast{X: &expr.Column{T: typeOf(t, c.from)}, T: typeOf(t, c.to)})
		if err != nil {
			t.Fatal(err)
		}
		if b.CanFail {
			t.Errorf("a cast of %s to %s says that it can fail", c.from, c.to)
		}
	}
}

func TestCastTimeToTimestamp(t *testing.T) {
	n := &expr.Cast{X: literal(t, types.TimeType, "01:02:03"), T: types.TimestampType}
	if _, ok, _, _ := expr.Constant(n); ok {
		t.Error("it reads the clock, and says that it is constant")
	}
	b, err := expr.Compile(n)
	if err != nil {
		t.Fatal(err)
	}
	in := &expr.Input{Batch: operators.Batch{Time: make([]operators.Time, 2)}, Start: 1_700_000_000_000}
	if got := text(expr.Eval1(b, in, 1)); got != "2023-11-14 01:02:03" {
		t.Errorf("got %s", got)
	}
}

func TestCastRefusesPairs(t *testing.T) {
	for _, c := range []struct{ from, to string }{
		{"INTEGER", "TIMESTAMP"}, {"TIMESTAMP", "BIGINT"}, {"INTEGER", "BOOLEAN"}, {"VARBINARY", "VARCHAR"}, {"DATE", "TIME"},
		{"INTERVAL DAY", "DOUBLE"}, {"INTERVAL DAY", "INTERVAL MONTH"},
	} {
		if _, err := expr.Compile(&expr.Cast{X: &expr.Column{T: typeOf(t, c.from)}, T: typeOf(t, c.to)}); err == nil {
			t.Errorf("%s became %s", c.from, c.to)
		}
	}
}
