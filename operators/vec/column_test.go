package vec_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/decimal128"

	"weir/operators/vec"
	"weir/sql/types"
)

// layouts has a type of each layout.
var layouts = []types.Type{
	types.BooleanType, types.BigIntType, types.DoubleType, types.DecimalType(20, 2), types.VarcharType(0), {Kind: types.Varbinary},
}

// valueOf makes a value of a layout out of a number; -1 is NULL.
func valueOf(t types.Type, n int) types.Value {
	if n < 0 {
		return types.NullValue(t)
	}
	v := types.Value{Type: t}
	switch t.Layout() {
	case types.Bool:
		v.Int = int64(n % 2)
	case types.Int:
		v.Int = int64(n)
	case types.Float:
		v.Float = float64(n) / 2
	case types.Dec:
		v.Dec = decimal128.FromI64(int64(n))
	default:
		v.Text = fmt.Sprint("text ", n)
	}
	return v
}

// scratchOf fills a scratch column.
func scratchOf(t types.Type, numbers []int) vec.Column {
	switch t.Layout() {
	case types.Bool:
		return filled(t, numbers, func(v types.Value) bool { return v.Int != 0 })
	case types.Int:
		return filled(t, numbers, func(v types.Value) int64 { return v.Int })
	case types.Float:
		return filled(t, numbers, func(v types.Value) float64 { return v.Float })
	case types.Dec:
		return filled(t, numbers, func(v types.Value) decimal128.Num { return v.Dec })
	default:
		var s vec.TextScratch
		s.Reset(len(numbers))
		for row, n := range numbers {
			if n < 0 {
				s.SetNull(row)
				continue
			}
			s.Put(row, append(s.Data(), valueOf(t, n).Text...))
		}
		return s.Column()
	}
}

func filled[T any](t types.Type, numbers []int, get func(types.Value) T) vec.Column {
	var s vec.Scratch[T]
	values := s.Reset(len(numbers))
	for row, n := range numbers {
		if n < 0 {
			s.SetNull(row)
			n = 77 // what a null row holds must not show
		}
		values[row] = get(valueOf(t, n))
	}
	return s.Column()
}

func randomNumbers(r *rand.Rand, rows int, nulls bool) []int {
	numbers := make([]int, rows)
	for i := range numbers {
		numbers[i] = r.IntN(10)
		if nulls && r.IntN(3) == 0 {
			numbers[i] = -1
		}
	}
	return numbers
}

func check(t *testing.T, c vec.Column, typ types.Type, numbers []int) {
	t.Helper()
	for row, n := range numbers {
		if got, want := vec.Value(c, typ, row), valueOf(typ, n); got != want {
			t.Fatalf("%s row %d is %v, want %v", typ, row, got, want)
		}
		if c.Null(row) != (n < 0) {
			t.Fatalf("%s row %d: null is %v", typ, row, c.Null(row))
		}
	}
}

func TestArrayAndBack(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for _, typ := range layouts {
		for _, rows := range []int{0, 1, 7, 8, 9, 100} {
			for _, nulls := range []bool{false, true} {
				numbers := randomNumbers(r, rows, nulls)
				c := scratchOf(typ, numbers)
				check(t, c, typ, numbers)
				a := vec.Array(c, typ, rows)
				if !arrow.TypeEqual(a.DataType(), typ.Arrow()) || a.Len() != rows {
					t.Fatalf("the array is %d rows of %s", a.Len(), a.DataType())
				}
				check(t, vec.Of(a), typ, numbers)
				from := r.IntN(rows + 1)
				part := array.NewSlice(a, int64(from), int64(rows))
				check(t, vec.Of(part), typ, numbers[from:])
				again := vec.Array(vec.Of(part), typ, rows-from)
				check(t, vec.Of(again), typ, numbers[from:])
			}
		}
	}
}

func TestArrayHasNoNullsBitmapWithoutNulls(t *testing.T) {
	var s vec.Scratch[int64]
	s.Reset(3)
	s.SetNull(1)
	s.Reset(3)
	if s.Column().HasNulls() {
		t.Error("a null outlives Reset")
	}
	a := vec.Array(vec.Of(array.NewSlice(vec.Array(scratchOf(types.BigIntType, []int{-1, 1, 2}), types.BigIntType, 3), 1, 3)), types.BigIntType, 2)
	if a.NullN() != 0 || a.NullBitmapBytes() != nil {
		t.Error("there is a bitmap and no null")
	}
}

func TestConst(t *testing.T) {
	for _, typ := range layouts {
		for _, n := range []int{-1, 3} {
			c := vec.Const(valueOf(typ, n))
			if !c.IsConst() || c.HasNulls() != (n < 0) {
				t.Errorf("%s: const is %v, nulls %v", typ, c.IsConst(), c.HasNulls())
			}
			check(t, c, typ, []int{n, n, n})
			check(t, vec.Of(vec.Array(c, typ, 9)), typ, []int{n, n, n, n, n, n, n, n, n})
		}
	}
}

func TestNullWhere(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	for range 100 {
		rows := 1 + r.IntN(40)
		a, b := randomNumbers(r, rows+5, true), randomNumbers(r, rows, true)
		from := r.IntN(6)
		whole := vec.Array(scratchOf(types.BigIntType, a), types.BigIntType, rows+5)
		left := vec.Of(array.NewSlice(whole, int64(from), int64(from+rows)))
		var s vec.Scratch[int64]
		s.Reset(rows)
		s.NullWhere(left, scratchOf(types.VarcharType(0), b), vec.Const(valueOf(types.BigIntType, 1)))
		for row := range rows {
			if got, want := s.Column().Null(row), a[from+row] < 0 || b[row] < 0; got != want {
				t.Fatalf("row %d: null is %v", row, got)
			}
		}
		s.Reset(rows)
		s.NullWhere(left, vec.Const(valueOf(types.BigIntType, -1)))
		for row := range rows {
			if !s.Column().Null(row) {
				t.Fatalf("row %d has a value beside a NULL", row)
			}
		}
	}
}

func TestTextScratchLeavesRowsOut(t *testing.T) {
	var s vec.TextScratch
	s.Reset(5)
	s.Put(1, append(s.Data(), "one"...))
	s.Put(3, append(s.Data(), "three"...))
	c := s.Column()
	for row, want := range []string{"", "one", "", "three", ""} {
		if got := string(c.At(row)); got != want {
			t.Errorf("row %d is %q, want %q", row, got, want)
		}
	}
}

func TestViewIsReused(t *testing.T) {
	var v vec.View
	for _, typ := range layouts {
		numbers := []int{1, 2, 3}
		a := vec.Array(scratchOf(typ, numbers), typ, 3)
		check(t, v.Of(a), typ, numbers)
		if n := testing.AllocsPerRun(10, func() { v.Of(a) }); n > 0 {
			t.Errorf("%s: %v allocations", typ, n)
		}
	}
}

func TestArrayAllocatesLittle(t *testing.T) {
	for _, typ := range layouts {
		for _, rows := range []int{1, 4096} {
			c := scratchOf(typ, randomNumbers(rand.New(rand.NewPCG(1, 1)), rows, true))
			if n := testing.AllocsPerRun(10, func() { vec.Array(c, typ, rows) }); n > 10 {
				t.Errorf("%s: %v allocations for %d rows", typ, n, rows)
			}
		}
	}
}
