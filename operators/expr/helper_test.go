package expr_test

import (
	"bufio"
	"bytes"
	"math/rand/v2"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v15/arrow"

	"weir/operators"
	"weir/operators/expr"
	"weir/operators/vec"
	"weir/sql/types"
)

// eachLine calls f with the fields of every line of a data file that is neither empty nor a comment.
func eachLine(t *testing.T, file string, f func(t *testing.T, fields []string)) {
	t.Helper()
	data, err := os.ReadFile("testdata/" + file)
	if err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(bytes.NewReader(data))
	for n := 1; lines.Scan(); n++ {
		line := lines.Text()
		if line == "" || line[0] == '#' {
			continue
		}
		fields := strings.Split(line, "|")
		for i := range fields {
			fields[i] = strings.TrimSpace(fields[i])
		}
		t.Run(strconv.Itoa(n)+":"+line, func(t *testing.T) { f(t, fields) })
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
}

var typeText = regexp.MustCompile(`^([A-Z]+)(?:\((\d+)(?:,(\d+))?\))?$`)

// typeOf reads a type as SQL writes it; intervals without precisions.
func typeOf(t *testing.T, text string) types.Type {
	t.Helper()
	if qualifier, ok := strings.CutPrefix(text, "INTERVAL "); ok {
		from, to, ok := strings.Cut(qualifier, " TO ")
		if !ok {
			to = from
		}
		f, _ := types.UnitNamed(from)
		u, ok := types.UnitNamed(to)
		if !ok {
			t.Fatalf("no interval type %q", text)
		}
		typ := types.IntervalType(f, u)
		typ.Precision = types.MaxIntervalPrecision
		return typ
	}
	m := typeText.FindStringSubmatch(text)
	if m == nil {
		t.Fatalf("no type %q", text)
	}
	var args []int
	for _, a := range m[2:] {
		if n, err := strconv.Atoi(a); err == nil {
			args = append(args, n)
		}
	}
	typ, err := types.NamedType(m[1], args...)
	if err != nil {
		t.Fatal(err)
	}
	return typ
}

// literal reads a value of a type from its text, which may stand in quotes.
func literal(t *testing.T, typ types.Type, text string) *expr.Literal {
	t.Helper()
	if text == "NULL" {
		return &expr.Literal{V: types.NullValue(typ)}
	}
	text = strings.Trim(text, "'")
	v := types.Value{Type: typ, Text: text}
	if typ.Layout() != types.Text {
		plain := &expr.Literal{V: types.Value{Type: types.VarcharType(0), Text: text}}
		var ok bool
		var failed *operators.Failure
		var err error
		v, ok, failed, err = expr.Constant(&expr.Cast{X: plain, T: typ})
		if !ok || failed != nil || err != nil {
			t.Fatalf("%q is no %s: %v %v", text, typ, failed, err)
		}
	}
	return &expr.Literal{V: v}
}

// text prints a value, or the code of its failure.
func text(v types.Value, failed *operators.Failure) string {
	switch {
	case failed != nil:
		return string(failed.Code)
	case v.Null || v.Type.Layout() != types.Text:
		return string(types.AppendValue(nil, v))
	default:
		return "'" + v.Text + "'"
	}
}

// compute evaluates a constant expression.
func compute(t *testing.T, n expr.Node) string {
	t.Helper()
	v, ok, failed, err := expr.Constant(n)
	if err != nil {
		return err.Error()
	}
	if !ok {
		t.Fatalf("%s is not constant", n)
	}
	if !v.Null && failed == nil && v.Type != n.Type() {
		t.Fatalf("%s has type %s, not %s", n, v.Type, n.Type())
	}
	return text(v, failed)
}

// batchOf makes a batch of columns of values, with a ROWTIME each.
func batchOf(cols []types.Type, rows [][]types.Value) operators.Batch {
	b := operators.Batch{Time: make([]operators.Time, len(rows)), Cols: make([]arrow.Array, len(cols))}
	for row := range rows {
		b.Time[row] = operators.Time(1_700_000_000_000 + 777*row)
	}
	for col, typ := range cols {
		b.Cols[col] = arrayOf(typ, rows, col)
	}
	return b
}

func arrayOf(typ types.Type, rows [][]types.Value, col int) arrow.Array {
	var ints vec.Scratch[int64]
	var floats vec.Scratch[float64]
	var bools vec.Scratch[bool]
	var texts vec.TextScratch
	switch typ.Layout() {
	case types.Int:
		out := ints.Reset(len(rows))
		for row := range rows {
			if out[row] = rows[row][col].Int; rows[row][col].Null {
				ints.SetNull(row)
			}
		}
		return vec.Array(ints.Column(), typ, len(rows))
	case types.Float:
		out := floats.Reset(len(rows))
		for row := range rows {
			if out[row] = rows[row][col].Float; rows[row][col].Null {
				floats.SetNull(row)
			}
		}
		return vec.Array(floats.Column(), typ, len(rows))
	case types.Bool:
		out := bools.Reset(len(rows))
		for row := range rows {
			if out[row] = rows[row][col].Int != 0; rows[row][col].Null {
				bools.SetNull(row)
			}
		}
		return vec.Array(bools.Column(), typ, len(rows))
	case types.Dec:
		return decimals(typ, rows, col)
	default:
		texts.Reset(len(rows))
		for row := range rows {
			if rows[row][col].Null {
				texts.SetNull(row)
				continue
			}
			texts.Put(row, append(texts.Data(), rows[row][col].Text...))
		}
		return vec.Array(texts.Column(), typ, len(rows))
	}
}

func decimals(typ types.Type, rows [][]types.Value, col int) arrow.Array {
	decs := vec.Decs{}
	valid := make([]byte, len(rows)/8+1)
	for row := range rows {
		decs.Values = append(decs.Values, rows[row][col].Dec)
		if !rows[row][col].Null {
			valid[row>>3] |= 1 << (row & 7)
		}
	}
	decs.Valid = vec.Bitmap{Bits: valid}
	return vec.Array(&decs, typ, len(rows))
}

// pick returns one of several.
func pick[T any](r *rand.Rand, of ...T) T { return of[r.IntN(len(of))] }
