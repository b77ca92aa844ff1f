package expr_test

import (
	"strings"
	"testing"

	"weir/operators/expr"
	"weir/sql/types"
)

func TestArith(t *testing.T) {
	eachLine(t, "arith.txt", func(t *testing.T, f []string) {
		l, r := literal(t, typeOf(t, f[0]), f[1]), literal(t, typeOf(t, f[3]), f[4])
		n := &expr.Arith{Op: f[2][0], L: l, R: r, T: typeOf(t, f[5])}
		if got := compute(t, n); got != f[6] {
			t.Errorf("%s is %s, want %s", n, got, f[6])
		}
	})
}

func TestCompare(t *testing.T) {
	eachLine(t, "compare.txt", func(t *testing.T, f []string) {
		lt, rt := typeOf(t, f[0]), typeOf(t, f[3])
		pad := lt.Kind == types.Char || rt.Kind == types.Char
		n := &expr.Compare{Op: f[2], L: literal(t, lt, f[1]), R: literal(t, rt, f[4]), Pad: pad}
		if got := compute(t, n); got != f[5] {
			t.Errorf("%s is %s, want %s", n, got, f[5])
		}
	})
}

func TestDifference(t *testing.T) {
	eachLine(t, "difference.txt", func(t *testing.T, f []string) {
		typ := typeOf(t, f[0])
		n := &expr.Difference{L: literal(t, typ, f[1]), R: literal(t, typ, f[2]), T: typeOf(t, f[3])}
		if got := compute(t, n); got != f[4] {
			t.Errorf("%s is %s, want %s", n, got, f[4])
		}
	})
}

func TestLike(t *testing.T) {
	eachLine(t, "like.txt", func(t *testing.T, f []string) {
		varchar := types.VarcharType(0)
		pattern := strings.ReplaceAll(f[2], "/", "|")
		n := &expr.Like{Similar: f[0] == "SIMILAR", X: literal(t, varchar, f[1]), Pattern: literal(t, varchar, pattern)}
		if f[3] != "" {
			n.Escape = literal(t, varchar, f[3])
		}
		_, _, _, err := expr.Constant(n)
		if f[4] == "!" {
			checkInvalid(t, n, err)
			return
		}
		if got := compute(t, n); got != f[4] {
			t.Errorf("%s is %s, want %s", n, got, f[4])
		}
		if got := atZero(t, varying(n)); got != f[4] {
			t.Errorf("%s is %s where the pattern varies, want %s", n, got, f[4])
		}
	})
}

// checkInvalid expects a constant pattern to be refused, and one that is known only at run time to fail the row.
func checkInvalid(t *testing.T, n *expr.Like, err error) {
	t.Helper()
	if err == nil {
		t.Errorf("%s was not refused", n)
	}
	if got := atZero(t, varying(n)); got != string(types.DomainError) {
		t.Errorf("%s is %s where the pattern varies", n, got)
	}
	escape := ""
	if n.Escape != nil {
		escape = n.Escape.(*expr.Literal).V.Text
	}
	if expr.CheckPattern(n.Similar, n.Pattern.(*expr.Literal).V.Text, escape) == nil {
		t.Error("CheckPattern finds nothing wrong")
	}
}

// atZero evaluates an expression at ROWTIME 0.
func atZero(t *testing.T, n expr.Node) string {
	t.Helper()
	f, err := expr.AtTime(n)
	if err != nil {
		t.Fatal(err)
	}
	return text(f(0))
}

// varying hides from the compiler that the pattern is constant.
func varying(n *expr.Like) expr.Node {
	hidden := *n
	hidden.Pattern = &expr.Case{
		Whens: []expr.When{{Cond: &expr.Compare{Op: "<", L: &expr.Rowtime{}, R: &expr.Rowtime{}}, Then: n.X}},
		Else:  n.Pattern, T: types.VarcharType(0),
	}
	return &hidden
}
