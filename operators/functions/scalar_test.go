package functions

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"weir/operators"
	"weir/operators/expr"
	"weir/operators/vec"
	"weir/sql/types"
)

// eachLine calls f with the fields of every line of a data file that is neither empty nor a comment.
func eachLine(t *testing.T, file string, f func(line string, fields []string)) {
	t.Helper()
	data, err := os.Open("testdata/" + file)
	if err != nil {
		t.Fatal(err)
	}
	defer data.Close()
	lines := bufio.NewScanner(data)
	for lines.Scan() {
		line := lines.Text()
		if line == "" || line[0] == '#' {
			continue
		}
		fields := strings.Split(line, " | ")
		for i := range fields {
			fields[i] = strings.Trim(fields[i], " ")
		}
		f(line, fields)
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
}

// typeNamed reads a type, interval types and NULL among them.
func typeNamed(t *testing.T, s string) types.Type {
	t.Helper()
	if s == "NULL" {
		return types.NullType
	}
	qualifier, ok := strings.CutPrefix(s, "INTERVAL ")
	if !ok {
		typ, err := types.ParseType(s)
		if err != nil {
			t.Fatal(s, err)
		}
		return typ
	}
	first, last, two := strings.Cut(qualifier, " TO ")
	from, _ := types.UnitNamed(first)
	to := from
	if two {
		to, _ = types.UnitNamed(last)
	}
	return types.IntervalType(from, to)
}

// valueOf reads TYPE 'text', or TYPE NULL.
func valueOf(t *testing.T, s string) types.Value {
	t.Helper()
	if name, ok := strings.CutSuffix(s, "NULL"); ok {
		return types.NullValue(typeNamed(t, strings.TrimSpace(name+" ")))
	}
	name, text, ok := strings.Cut(s, " '")
	if !ok {
		t.Fatalf("%s is not of the form TYPE 'text'", s)
	}
	v := types.Value{Type: typeNamed(t, name), Text: strings.ReplaceAll(strings.TrimSuffix(text, "'"), "''", "'")}
	bad := false
	var code types.Code
	var err error
	b := []byte(v.Text)
	switch v.Type.Layout() {
	case types.Float:
		v.Float, code = types.ParseDouble(b)
	case types.Dec:
		v.Dec, code = types.ParseDecimal(b, v.Type.Precision, v.Type.Scale)
	case types.Int:
		switch {
		case v.Type.IsInterval():
			v.Int, err = types.ParseInterval(v.Text, v.Type)
		case v.Type.IsDatetime():
			v, err = types.ParseDatetimeLiteral(name, v.Text)
		default:
			v.Int, code = types.ParseInt(b)
		}
	}
	if bad || code != types.OK || err != nil {
		t.Fatal(s, code, err)
	}
	return v
}

// convert gives a value the type of a parameter, as a cast would.
func convert(t *testing.T, v types.Value, to types.Type) types.Value {
	t.Helper()
	switch {
	case v.Type == to || v.Null:
		v.Type = to
		return v
	case to.Layout() == types.Float && v.Type.Layout() == types.Int:
		return types.Value{Type: to, Float: float64(v.Int)}
	case to.Layout() == types.Float && v.Type.Layout() == types.Dec:
		return types.Value{Type: to, Float: types.DecimalToFloat(v.Dec, v.Type.Scale)}
	case to.Layout() == types.Dec && v.Type.Layout() == types.Int:
		n, _ := types.DecimalFromInt(v.Int, to.Precision, to.Scale)
		return types.Value{Type: to, Dec: n}
	}
	t.Fatalf("no conversion from %s to %s", v.Type, to)
	return v
}

// call resolves and computes a call over constants and over columns of three rows, of which the second has NULLs.
func call(t *testing.T, name string, unit types.Unit, args []types.Value) (string, error) {
	t.Helper()
	s := FindScalar(name)
	if s == nil {
		t.Fatalf("no function %s", name)
	}
	ts := make([]types.Type, len(args))
	for i, a := range args {
		ts[i] = a.Type
	}
	b, err := s.Resolve(ts, unit)
	if err != nil {
		return "", err
	}
	constants := make([]vec.Column, len(args))
	flat := make([]vec.Column, len(args))
	for i, a := range args {
		constants[i] = vec.Const(convert(t, a, b.Params[i]))
		flat[i] = vec.Of(vec.Array(constants[i], b.Params[i], 3))
	}
	one := run(b, constants, 1, nil)
	if three := run(b, flat, 3, []int32{0, 2}); three[0] != one[0] || three[2] != one[0] {
		t.Errorf("%s: %v over columns, %s over constants", name, three, one[0])
	}
	if !b.Fn.CanFail && strings.Contains(one[0], "-") && types.Code(one[0]).Name() != one[0] {
		t.Errorf("%s cannot fail, but did: %s", name, one[0])
	}
	return one[0], nil
}

// run computes a call and prints each row: its value, or the code of its failure.
func run(b Binding, args []vec.Column, rows int, sel []int32) []string {
	in := &expr.Input{Batch: operators.Batch{Time: make([]operators.Time, rows)}, Sel: sel}
	c := b.Fn.Bind(b.Params, b.Result)(in, args)
	texts := make([]string, rows)
	for row := range texts {
		if sel == nil || row == int(sel[0]) || row == int(sel[len(sel)-1]) {
			v := vec.Value(c, b.Result, row)
			texts[row] = string(types.AppendValue(nil, v))
			if !v.Null {
				texts[row] = "'" + texts[row] + "' " + b.Result.String()
			}
		}
	}
	for _, f := range in.Failures {
		if texts[f.Row] != "NULL" {
			texts[f.Row] += " beside"
			continue
		}
		texts[f.Row] = string(f.Code)
	}
	return texts
}

func testCalls(t *testing.T, file string) {
	eachLine(t, file, func(line string, f []string) {
		name, unitName, _ := strings.Cut(f[0], " TO ")
		unit, _ := types.UnitNamed(unitName)
		var args []types.Value
		for _, a := range f[1 : len(f)-1] {
			args = append(args, valueOf(t, a))
		}
		got, err := call(t, name, unit, args)
		if err != nil {
			got = err.Error()
		}
		if got != f[len(f)-1] {
			t.Errorf("%s\n got %s", line, got)
		}
	})
}

func TestMath(t *testing.T)     { testCalls(t, "math.txt") }
func TestText(t *testing.T)     { testCalls(t, "text.txt") }
func TestDatetime(t *testing.T) { testCalls(t, "datetime.txt") }

func TestRefusals(t *testing.T) {
	eachLine(t, "refusals.txt", func(line string, f []string) {
		name, unitName, _ := strings.Cut(f[0], " TO ")
		unit, _ := types.UnitNamed(unitName)
		var args []types.Type
		for _, a := range f[1 : len(f)-1] {
			args = append(args, typeNamed(t, a))
		}
		_, err := FindScalar(name).Resolve(args, unit)
		var e *CallError
		if !errors.As(err, &e) {
			t.Fatalf("%s: got %v", line, err)
		}
		if got := fmt.Sprintf("%d: %s", e.Arg, e); got != f[len(f)-1] {
			t.Errorf("%s\n got %s", line, got)
		}
	})
}

func TestConstants(t *testing.T) {
	for _, c := range []struct {
		name string
		args []string
		at   int // the place of the constant
		safe bool
		err  string
	}{
		{"MOD", []string{"INTEGER '4'", "INTEGER '3'"}, 1, true, ""},
		{"MOD", []string{"INTEGER '4'", "INTEGER '0'"}, 1, false, ""},
		{"MOD", []string{"DECIMAL(4,0) '4'", "DECIMAL(4,0) '3'"}, 1, true, ""},
		{"STEP", []string{"TIMESTAMP '2004-09-30 13:48:23'", "INTERVAL SECOND '10'"}, 1, true, ""},
		{"STEP", []string{"TIMESTAMP '2004-09-30 13:48:23'", "INTERVAL SECOND '0'"}, 1, false, "the step must be positive; STEP rounds down to a multiple of it"},
		{"STEP", []string{"INTEGER '4'", "INTEGER '-3'"}, 1, false, "the step must be positive; STEP rounds down to a multiple of it"},
		{"SUBSTRING", []string{"VARCHAR(3) 'abc'", "INTEGER '1'", "INTEGER '2'"}, 2, true, ""},
		{"SUBSTRING", []string{"VARCHAR(3) 'abc'", "INTEGER '1'", "INTEGER '-2'"}, 2, false, ""},
		{"TRIM", []string{"CHAR(1) 'a'", "VARCHAR(3) 'abc'"}, 0, true, ""},
		{"TRIM", []string{"CHAR(2) 'ab'", "VARCHAR(3) 'abc'"}, 0, false, ""},
	} {
		var ts []types.Type
		var constants []*types.Value
		for i, a := range c.args {
			v := valueOf(t, a)
			ts = append(ts, v.Type)
			constants = append(constants, nil)
			if i == c.at {
				constants[i] = &v
			}
		}
		b, err := FindScalar(c.name).Resolve(ts, types.NoUnit)
		if err != nil {
			t.Fatal(c.name, err)
		}
		err = b.Constants(constants)
		if (err == nil) != (c.err == "") || err != nil && err.Error() != c.err || b.Fn.CanFail == c.safe {
			t.Errorf("%s %v: can fail %v, %v", c.name, c.args, b.Fn.CanFail, err)
		}
	}
}

// TestDeclarations holds every declaration to what the documentation and the planner need of it.
func TestDeclarations(t *testing.T) {
	for _, s := range Scalars() {
		if s.Doc == "" || !strings.HasSuffix(s.Doc, ".") || s.Family == "" || len(s.Examples) == 0 || len(s.Overloads) == 0 {
			t.Errorf("%s is not fully declared", s.Name)
		}
		if s.Name != strings.ToUpper(s.Name) {
			t.Errorf("%s is not in upper case", s.Name)
		}
		for _, alias := range s.Aliases {
			if FindScalar(alias) != s {
				t.Errorf("%s is not found as %s", s.Name, alias)
			}
		}
		for _, form := range s.Forms() {
			if strings.Contains(form, "$") {
				t.Errorf("%s: the form %s names an argument that it does not have", s.Name, form)
			}
		}
		nulls := make([]types.Type, len(s.Overloads[0].Params))
		if s.Overloads[0].Units == nil {
			if _, err := s.Resolve(nulls, types.NoUnit); err != nil {
				t.Errorf("%s refuses bare NULLs: %v", s.Name, err)
			}
		}
	}
	defer func() {
		if recover() == nil {
			t.Error("a second function of one name is registered")
		}
	}()
	Register(Scalar{Name: "NEW_ALIAS", Aliases: []string{"CEILING"}})
}

func TestForms(t *testing.T) {
	for _, c := range []struct {
		name string
		unit types.Unit
		args []types.Type
		want string
	}{
		{"FLOOR", types.Minute, []types.Type{types.TimestampType}, "FLOOR(a TO MINUTE)"},
		{"FLOOR", types.NoUnit, []types.Type{types.DoubleType}, "FLOOR(a)"},
		{"EXTRACT", types.Year, []types.Type{types.DateType}, "EXTRACT(YEAR FROM a)"},
		{"TRIM LEADING", types.NoUnit, []types.Type{types.VarcharType(1), types.VarcharType(5)}, "TRIM(LEADING a FROM b)"},
		{"SUBSTRING", types.NoUnit, []types.Type{types.VarcharType(5), types.IntegerType, types.IntegerType}, "SUBSTRING(a FROM b FOR c)"},
		{"MOD", types.NoUnit, []types.Type{types.IntegerType, types.IntegerType}, "MOD(a, b)"},
	} {
		b, err := FindScalar(c.name).Resolve(c.args, c.unit)
		if err != nil {
			t.Fatal(err)
		}
		if got := b.Text([]string{"a", "b", "c"}[:len(c.args)]); got != c.want {
			t.Errorf("got %s, want %s", got, c.want)
		}
	}
}
