package vec_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/decimal128"

	"weir/operators"
	"weir/operators/vec"
	"weir/sql/types"
)

var allLayouts = types.NewSchema(
	types.Column{Name: "I", Type: types.BigIntType},
	types.Column{Name: "F", Type: types.DoubleType},
	types.Column{Name: "B", Type: types.BooleanType},
	types.Column{Name: "D", Type: types.DecimalType(10, 2)},
	types.Column{Name: "T", Type: types.VarcharType(0)},
	types.Column{Name: "X", Type: types.Type{Kind: types.Varbinary}},
)

// appendRow gives every column a value made of n; every third row is NULL.
func appendRow(b *vec.Builder, n int) {
	if n%3 == 2 {
		b.Ints(0).AppendNull()
		b.Floats(1).AppendNull()
		b.Bools(2).AppendNull()
		b.Decs(3).AppendNull()
		b.Texts(4).AppendNull()
		b.Texts(5).AppendNull()
		return
	}
	b.Ints(0).Append(int64(n))
	b.Floats(1).Append(float64(n))
	b.Bools(2).Append(n%2 == 0)
	b.Decs(3).Append(decimal128.FromI64(int64(n)))
	b.Texts(4).Append(fmt.Append(nil, n))
	b.Texts(5).Close(fmt.Append(b.Texts(5).Open(), n))
}

// rowText prints what appendRow made.
func rowText(n int) string {
	if n%3 == 2 {
		return strings.Repeat("(null)|", 6)
	}
	return fmt.Sprintf("%d|%d|%t|%d.%02d|%d|%d|", n, n, n%2 == 0, n/100, n%100, n, n)
}

func printRow(b operators.Batch, row int) string {
	var s strings.Builder
	for _, c := range b.Cols {
		if c, ok := c.(*array.Binary); ok && c.IsValid(row) {
			s.WriteString(string(c.Value(row)) + "|")
			continue
		}
		if c, ok := c.(*array.Decimal128); ok && c.IsValid(row) {
			s.WriteString(c.Value(row).ToString(2) + "|")
			continue
		}
		s.WriteString(c.ValueStr(row) + "|")
	}
	return s.String()
}

func TestBuilderCutsAtRows(t *testing.T) {
	b := vec.NewBuilder(allLayouts, nil)
	for unit := range 2 {
		const rows = 2*operators.MaxBatchRows + 100
		for n := range rows {
			appendRow(b, n)
			b.EndRow()
			if n%5 == 0 { // a row that is taken back leaves nothing behind
				appendRow(b, n+unit)
				b.DropRow()
			}
		}
		if b.Rows() != rows {
			t.Fatalf("Rows() = %d", b.Rows())
		}
		batches := b.Batches()
		n := 0
		for i, batch := range batches {
			if want := min(rows-n, operators.MaxBatchRows); batch.Rows() != want {
				t.Fatalf("batch %d has %d rows, not %d", i, batch.Rows(), want)
			}
			for row := range batch.Rows() {
				if got, want := printRow(batch, row), rowText(n); got != want {
					t.Fatalf("row %d is %s, not %s", n, got, want)
				}
				n++
			}
		}
		if n != rows || b.Rows() != 0 {
			t.Fatalf("%d rows came, %d are left", n, b.Rows())
		}
	}
}

func TestBuilderCutsAtBytes(t *testing.T) {
	schema := types.NewSchema(types.Column{Name: "T", Type: types.VarcharType(0)}, types.Column{Name: "I", Type: types.BigIntType})
	b := vec.NewBuilder(schema, nil)
	sizes := []int{300 << 10, 300 << 10, 300 << 10, 300 << 10, 2 << 20, 1, 1}
	for i, size := range sizes {
		b.Texts(0).Append(make([]byte, size))
		if i%2 == 0 {
			b.Ints(1).AppendNull()
		} else {
			b.Ints(1).Append(int64(i))
		}
		b.EndRow()
	}
	var got []int
	n := 0
	for _, batch := range b.Batches() {
		got = append(got, batch.Rows())
		for row := range batch.Rows() {
			if size := batch.Cols[0].(*array.String).ValueLen(row); size != sizes[n] {
				t.Errorf("text of row %d has %d bytes", n, size)
			}
			if ints := batch.Cols[1].(*array.Int64); ints.IsNull(row) != (n%2 == 0) || ints.IsValid(row) && ints.Value(row) != int64(n) {
				t.Errorf("row %d has a foreign number", n)
			}
			n++
		}
	}
	if fmt.Sprint(got) != "[3 1 1 2]" {
		t.Errorf("batches of %v rows", got)
	}
}

func TestBuilderUnusedColumns(t *testing.T) {
	b := vec.NewBuilder(allLayouts, []bool{true, false, false, false, false, false})
	if b.Ints(0) == nil || b.Floats(1) != nil || b.Texts(0) != nil {
		t.Fatal("builders of unused columns, or of another layout, must be nil")
	}
	b.Ints(0).Append(1)
	b.EndRow()
	if cols := b.Batches()[0].Cols; cols[0] == nil || cols[1] != nil {
		t.Errorf("columns are %v", cols)
	}
}

func TestBuilderFillsByMessage(t *testing.T) {
	schema := types.NewSchema(
		types.Column{Name: "I", Type: types.BigIntType},
		types.Column{Name: "APPROXIMATE_ARRIVAL_TIME", Type: types.TimestampType},
		types.Column{Name: "PARTITION_KEY", Type: types.VarcharType(256)},
		types.Column{Name: "SHARD_ID", Type: types.VarcharType(64)},
	)
	b := vec.NewBuilder(schema, []bool{true, true, true, false})
	b.Times([]operators.Time{10, 20, 30})
	b.FillTimes(1, []operators.Time{11, 21, 31})
	b.FillTexts(2, []int32{0, 1, 1, 3}, []byte("abc"))
	b.FillTexts(3, []int32{0, 0, 0, 0}, nil)
	rows := []int{operators.MaxBatchRows + 2, 0, 1}
	for _, n := range rows {
		for i := range n {
			b.Ints(0).Append(int64(i))
			b.EndRow()
		}
		b.EndMessage()
	}
	if got := fmt.Sprint(b.MessageEnds()); got != "[4098 4098 4099]" {
		t.Errorf("messages end at %s", got)
	}
	batches := b.Batches()
	if len(batches) != 2 || batches[1].Rows() != 3 {
		t.Fatalf("%d batches", len(batches))
	}
	last := batches[1]
	got := fmt.Sprint(last.Time, last.Cols[1], last.Cols[2], last.Cols[3])
	if want := `[10 10 30] [11 11 31] ["a" "a" "bc"] <nil>`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if first := batches[0]; first.Time[4095] != 10 || first.Cols[2].(*array.String).Value(4095) != "a" {
		t.Error("the first batch lacks its message's values")
	}
	b.FillTimes(1, nil)
	b.FillTexts(2, nil, nil)
	b.Ints(0).Append(1)
	b.EndRow()
	b.EndMessage()
	next := b.Batches()[0]
	if got, want := fmt.Sprint(next.Time, next.Cols[1], next.Cols[2]), "[0] [(null)] [(null)]"; got != want {
		t.Errorf("the next unit has %s, not %s", got, want)
	}
}

// TestBuilderAllocations holds the budget: at most 16 allocations a batch for each column, however many rows.
func TestBuilderAllocations(t *testing.T) {
	var counts []float64
	for _, rows := range []int{1, operators.MaxBatchRows} {
		b := vec.NewBuilder(allLayouts, nil)
		unit := func() {
			for n := range rows {
				if n%3 == 2 {
					appendRow(b, n)
				} else {
					b.Ints(0).Append(1)
					b.Floats(1).Append(1)
					b.Bools(2).AppendNull()
					b.Decs(3).AppendNull()
					b.Texts(4).AppendNull()
					b.Texts(5).AppendNull()
				}
				b.EndRow()
				b.EndMessage()
			}
			if len(b.Batches()) != 1 {
				t.Fatal("want one batch")
			}
		}
		unit()
		counts = append(counts, testing.AllocsPerRun(20, unit))
	}
	if perColumn := counts[1] / float64(len(allLayouts.Columns)); perColumn > 16 {
		t.Errorf("%v allocations a column", perColumn)
	}
	if counts[1]-counts[0] > 2*float64(len(allLayouts.Columns)) { // the bitmaps of two columns that had no NULL
		t.Errorf("%v allocations for one row, %v for a batch", counts[0], counts[1])
	}
	t.Logf("allocations a unit: %v", counts)
}
