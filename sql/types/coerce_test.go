package types

import (
	"strings"
	"testing"
)

func TestParseType(t *testing.T) {
	eachLine(t, "types.txt", "|", func(line string, f []string) {
		typ, err := ParseType(f[0])
		got := typ.String()
		if err != nil {
			got = err.Error()
		}
		if strings.TrimSpace(got) != f[1] {
			t.Errorf("%s: got %s", line, got)
		}
	})
}

func mustType(t *testing.T, s string) Type {
	t.Helper()
	if s == "NULL" {
		return NullType
	}
	if q, ok := strings.CutPrefix(s, "INTERVAL "); ok {
		return qualified(t, q)
	}
	typ, err := ParseType(s)
	if err != nil {
		t.Fatal(s, err)
	}
	return typ
}

func TestArithmeticTypes(t *testing.T) {
	eachLine(t, "arithmetic_types.txt", "|", func(line string, f []string) {
		parts := strings.Fields(f[0])
		got, ok := ArithResult(parts[1][0], mustType(t, parts[0]), mustType(t, parts[2]))
		if !ok || got.String() != f[1] {
			t.Errorf("%s: got %s, %v", line, got, ok)
		}
	})
	if _, ok := ArithResult('+', IntegerType, VarcharType(3)); ok {
		t.Error("INTEGER + VARCHAR has a type")
	}
	if got, ok := ArithResult('+', NullType, DecimalType(5, 2)); !ok || got != DecimalType(5, 2) {
		t.Errorf("NULL + DECIMAL(5,2): got %s, %v", got, ok)
	}
}

func TestCommonType(t *testing.T) {
	for _, c := range [][]string{
		{"VARCHAR(5)", "CHAR(3)", "CHAR(5)"}, {"CHAR(3)", "CHAR(3)", "CHAR(3)"}, {"VARCHAR", "VARCHAR", "CHAR(3)"},
		{"DOUBLE", "INTEGER", "DOUBLE", "NULL"}, {"BIGINT", "INTEGER", "BIGINT"}, {"DECIMAL(14,4)", "DECIMAL(5,4)", "INTEGER"},
		{"NULL", "NULL", "NULL"}, {"DATE", "NULL", "DATE"}, {"VARBINARY(4)", "BINARY(2)", "VARBINARY(4)"},
		{"INTERVAL DAY TO MINUTE", "INTERVAL DAY", "INTERVAL MINUTE"}, {"INTERVAL YEAR TO MONTH", "INTERVAL MONTH", "INTERVAL YEAR"},
		{"", "DATE", "TIMESTAMP"}, {"", "INTEGER", "VARCHAR(2)"}, {"", "BOOLEAN", "INTEGER"}, {"", "INTERVAL DAY", "INTERVAL MONTH"},
		{"", "VARCHAR(3)", "VARBINARY(3)"},
	} {
		var all []Type
		for _, s := range c[1:] {
			all = append(all, mustType(t, s))
		}
		got, ok := CommonType(all...)
		if ok != (c[0] != "") || ok && got.String() != c[0] {
			t.Errorf("%v: got %s, %v", c[1:], got, ok)
		}
	}
}

// TestCasts writes down the whole matrix: a row for each type, a letter for each target, C for castable, A for assignable
// as well.
func TestCasts(t *testing.T) {
	names := []string{"INTEGER", "DECIMAL(5,2)", "DOUBLE", "VARCHAR(5)", "DATE", "TIME", "TIMESTAMP", "INTERVAL DAY", "INTERVAL MONTH", "BOOLEAN", "VARBINARY(5)"}
	matrix := map[string]string{
		"INTEGER": "AAAC.......", "DECIMAL(5,2)": "AAAC.......", "DOUBLE": "AAAC.......",
		"VARCHAR(5)":   "CCCACCCCCC.",
		"DATE":         "...CA.C....",
		"TIME":         "...C.AC....",
		"TIMESTAMP":    "...CCCA....",
		"INTERVAL DAY": "CC.C...A...", "INTERVAL MONTH": "CC.C....A..",
		"BOOLEAN":      "...C.....A.",
		"VARBINARY(5)": "..........A",
		"NULL":         "AAAAAAAAAAA",
	}
	for from, row := range matrix {
		for i, to := range names {
			want := row[i]
			a, b := mustType(t, from), mustType(t, to)
			if Castable(a, b) != (want != '.') || Assignable(a, b) != (want == 'A') {
				t.Errorf("%s to %s: castable %v, assignable %v, want %c", from, to, Castable(a, b), Assignable(a, b), want)
			}
		}
	}
}
