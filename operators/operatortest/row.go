package operatortest

import (
	"fmt"
	"testing"

	"github.com/apache/arrow/go/v15/arrow/decimal128"

	"weir/operators"
	"weir/operators/vec"
	"weir/sql/types"
)

// Row is a ROWTIME and the values of the columns: nil for NULL, else int, float64, bool, decimal128.Num or string.
type Row struct {
	At     operators.Time
	Values []any
}

// R makes a row.
func R(at operators.Time, values ...any) Row { return Row{at, values} }

// Input is a Spec for the input of an operator that is tested.
func Input(cols *types.Schema) operators.Spec { return &operators.Input{Name: "S", Cols: cols} }

// Batch makes a batch of at most operators.MaxBatchRows rows.
func Batch(tb testing.TB, cols *types.Schema, rows ...Row) operators.Batch {
	tb.Helper()
	b := vec.NewBuilder(cols, nil)
	var times []operators.Time
	for _, row := range rows {
		if len(row.Values) != len(cols.Columns) {
			tb.Fatalf("a row of %d values for %d columns", len(row.Values), len(cols.Columns))
		}
		for i, v := range row.Values {
			if err := appendValue(b, i, cols.Columns[i].Type, v); err != nil {
				tb.Fatalf("column %s: %v", cols.Columns[i].Name, err)
			}
		}
		b.EndRow()
		times = append(times, row.At)
	}
	done := b.Batches()
	if len(done) != 1 {
		tb.Fatalf("%d rows make %d batches", len(rows), len(done))
	}
	done[0].Time = times
	return done[0]
}

func appendValue(b *vec.Builder, col int, t types.Type, v any) error {
	switch layout := t.Layout(); v := v.(type) {
	case nil:
		appendNull(b, col, layout)
	case int:
		if layout != types.Int {
			return fmt.Errorf("%v for a %s", v, t)
		}
		b.Ints(col).Append(int64(v))
	case float64:
		if layout != types.Float {
			return fmt.Errorf("%v for a %s", v, t)
		}
		b.Floats(col).Append(v)
	case bool:
		if layout != types.Bool {
			return fmt.Errorf("%v for a %s", v, t)
		}
		b.Bools(col).Append(v)
	case decimal128.Num:
		if layout != types.Dec {
			return fmt.Errorf("%v for a %s", v, t)
		}
		b.Decs(col).Append(v)
	case string:
		if layout != types.Text {
			return fmt.Errorf("%q for a %s", v, t)
		}
		b.Texts(col).Append([]byte(v))
	default:
		return fmt.Errorf("%T is no value", v)
	}
	return nil
}

func appendNull(b *vec.Builder, col int, layout types.Layout) {
	switch layout {
	case types.Bool:
		b.Bools(col).AppendNull()
	case types.Int:
		b.Ints(col).AppendNull()
	case types.Float:
		b.Floats(col).AppendNull()
	case types.Dec:
		b.Decs(col).AppendNull()
	default:
		b.Texts(col).AppendNull()
	}
}

// Lines prints each row of a batch as its ROWTIME and the text of its values, and its failures: "10: a, 1.5, NULL !2 overflow".
func Lines(cols *types.Schema, b operators.Batch) []string {
	views := make([]vec.Column, len(b.Cols))
	for i, a := range b.Cols {
		if a != nil {
			views[i] = vec.Of(a)
		}
	}
	lines := make([]string, b.Rows())
	for row := range lines {
		line := fmt.Appendf(nil, "%d:", b.Time[row])
		for i, c := range views {
			if i > 0 {
				line = append(line, ',')
			}
			line = append(line, ' ')
			if c == nil {
				line = append(line, '-')
			} else {
				line = types.AppendValue(line, vec.Value(c, cols.Columns[i].Type, row))
			}
		}
		for _, f := range b.Failed {
			if int(f.Row) == row {
				line = fmt.Appendf(line, " !%d %s", f.Item, f.Code)
			}
		}
		lines[row] = string(line)
	}
	return lines
}
