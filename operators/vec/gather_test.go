package vec_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v15/arrow"

	"weir/operators"
	"weir/operators/vec"
	"weir/sql/types"
)

// sample is a batch of all layouts whose row i is made of first+i; see appendRow. Its last column is nil.
func sample(first, rows int) operators.Batch {
	b := vec.NewBuilder(allLayouts, nil)
	for i := range rows {
		appendRow(b, first+i)
		b.EndRow()
	}
	out := operators.Batch{Cols: make([]arrow.Array, len(allLayouts.Columns))}
	if rows > 0 {
		out = b.Batches()[0]
	}
	for i := range out.Time {
		out.Time[i] = operators.Time(first + i)
	}
	out.Cols = append(out.Cols, nil)
	return out
}

// lines prints the rows of a batch.
func lines(b operators.Batch) []string {
	out := make([]string, b.Rows())
	for row := range out {
		var line strings.Builder
		fmt.Fprint(&line, b.Time[row])
		for i, a := range b.Cols {
			if a == nil {
				line.WriteString(" -")
				continue
			}
			v := vec.Value(vec.Of(a), allLayouts.Columns[i].Type, row)
			fmt.Fprintf(&line, " %v %d %g %s %q", v.Null, v.Int, v.Float, v.Dec.ToString(2), v.Text)
		}
		for _, f := range b.Failed {
			if int(f.Row) == row {
				fmt.Fprintf(&line, " !%d %s", f.Item, f.Detail)
			}
		}
		out[row] = line.String()
	}
	return out
}

func same(t *testing.T, what string, got, want []string) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%s: %d rows, want %d", what, len(got), len(want))
	}
	for i := range got {
		if got[i] != want[i] {
			t.Fatalf("%s: row %d is\n\t%s, want\n\t%s", what, i, got[i], want[i])
		}
	}
}

func TestGather(t *testing.T) {
	b := sample(0, 20)
	b.Failed = []operators.Failure{{Row: 3, Item: 1, Detail: "a"}, {Row: 3, Item: 2, Detail: "b"}, {Row: 9, Code: types.Overflow}}
	whole := lines(b)
	for _, rows := range [][]int32{{}, {0}, {3, 4, 9}, {19, 3, 3, 0}, {2, 5}, {9, 8, 7, 6, 5, 4, 3, 2, 1, 0, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19}} {
		want := make([]string, len(rows))
		for i, row := range rows {
			want[i] = whole[row]
		}
		same(t, fmt.Sprint("gather ", rows), lines(vec.Gather(b, rows)), want)
		same(t, fmt.Sprint("gather of a slice ", rows), lines(vec.Gather(vec.Slice(sample(-7, 40), 7, 27), rows)), lines(vec.Gather(sample(0, 20), rows)))
	}
	all := make([]int32, 20)
	for i := range all {
		all[i] = int32(i)
	}
	if got := vec.Gather(b, all); &got.Time[0] != &b.Time[0] || got.Cols[0] != b.Cols[0] {
		t.Error("gathering all rows does not give the batch itself")
	}
}

func TestSlice(t *testing.T) {
	b := sample(0, 20)
	b.Failed = []operators.Failure{{Row: 3, Item: 1}, {Row: 9, Item: 2}}
	whole := lines(b)
	for _, cut := range [][2]int{{0, 20}, {0, 0}, {20, 20}, {3, 9}, {4, 10}, {19, 20}} {
		same(t, fmt.Sprint("slice ", cut), lines(vec.Slice(b, cut[0], cut[1])), whole[cut[0]:cut[1]])
	}
}

func TestCollector(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	var c vec.Collector
	var want, got []string
	emit := func(b operators.Batch) {
		if b.Rows() > operators.MaxBatchRows || b.Rows() == 0 {
			t.Errorf("a batch of %d rows", b.Rows())
		}
		got = append(got, lines(b)...)
	}
	for range 200 {
		b := sample(random.IntN(1000), 1+random.IntN(200))
		b.Failed = []operators.Failure{{Row: int32(random.IntN(b.Rows())), Item: 1, Detail: "late"}}
		from := random.IntN(b.Rows())
		to := from + random.IntN(b.Rows()-from+1)
		want = append(want, lines(b)[from:to]...)
		c.Add(b, from, to, emit)
		if random.IntN(10) == 0 {
			c.Flush(emit)
		}
	}
	c.Flush(emit)
	same(t, "collected", got, want)
}

// TestCollectorBytes checks that batches are cut at the limit of bytes, and that a larger row stands alone.
func TestCollectorBytes(t *testing.T) {
	schema := types.NewSchema(types.Column{Name: "T", Type: types.VarcharType(0)})
	of := func(sizes ...int) operators.Batch {
		b := vec.NewBuilder(schema, nil)
		for _, n := range sizes {
			b.Texts(0).Append(make([]byte, n))
			b.EndRow()
		}
		return b.Batches()[0]
	}
	const big = 400 << 10
	var rows []int
	var c vec.Collector
	emit := func(b operators.Batch) {
		rows = append(rows, b.Rows())
		if b.Rows() > 1 && vec.Bytes(b) > operators.MaxBatchBytes {
			t.Errorf("a batch of %d bytes", vec.Bytes(b))
		}
	}
	c.Add(of(big, big), 0, 2, emit)
	c.Add(of(big, 1, 1), 0, 3, emit)
	c.Add(of(3*big), 0, 1, emit)
	c.Add(of(1), 0, 1, emit)
	c.Flush(emit)
	if got := fmt.Sprint(rows); got != "[2 3 1 1]" {
		t.Errorf("batches of %s rows, want [2 3 1 1]", got)
	}
}

func TestGatherAllocations(t *testing.T) {
	small, large := sample(0, 4), sample(0, 4096)
	few, many := []int32{1, 2}, make([]int32, 0, 4096)
	for i := int32(0); i < 4096; i += 2 {
		many = append(many, i)
	}
	a := testing.AllocsPerRun(50, func() { vec.Gather(small, few) })
	b := testing.AllocsPerRun(50, func() { vec.Gather(large, many) })
	if a != b {
		t.Errorf("%v allocations for 2 rows, %v for 2048", a, b)
	}
}
