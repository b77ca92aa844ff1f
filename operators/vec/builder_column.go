package vec

import (
	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/bitutil"
	"github.com/apache/arrow/go/v15/arrow/decimal128"
	"github.com/apache/arrow/go/v15/arrow/memory"
)

// columnBuilder is what a Builder needs of its columns, once a batch.
type columnBuilder interface {
	width() int             // bytes of a value, as far as they do not depend on it
	truncate(rows int)      // forgets what was appended behind the first rows
	seal(n int) arrow.Array // copies the first n rows out and keeps the others
}

// FixedBuilder builds a column whose values have one size.
type FixedBuilder[T any] struct {
	values []T
	nulls  nullRows
	dtype  arrow.DataType
	size   int              // bytes of a value
	bytes  func([]T) []byte // the values' memory
}

// IntBuilder builds a column of layout Int.
type IntBuilder = FixedBuilder[int64]

// FloatBuilder builds a column of layout Float.
type FloatBuilder = FixedBuilder[float64]

// DecBuilder builds a column of layout Dec.
type DecBuilder = FixedBuilder[decimal128.Num]

// Append appends a value.
func (f *FixedBuilder[T]) Append(v T) { f.values = append(f.values, v) }

// AppendNull appends a NULL.
func (f *FixedBuilder[T]) AppendNull() {
	var zero T
	f.nulls = append(f.nulls, int32(len(f.values)))
	f.values = append(f.values, zero)
}

func (f *FixedBuilder[T]) width() int { return f.size }

func (f *FixedBuilder[T]) truncate(rows int) {
	if rows < len(f.values) {
		f.values = f.values[:rows]
		f.nulls.truncate(rows)
	}
}

func (f *FixedBuilder[T]) seal(n int) arrow.Array {
	values := clone(f.values[:n])
	f.values = f.values[:copy(f.values, f.values[n:])]
	valid, nulls := f.nulls.seal(n)
	return newArray(f.dtype, n, nulls, valid, memory.NewBufferBytes(f.bytes(values)))
}

// BoolBuilder builds a column of BOOLEAN.
type BoolBuilder struct {
	values []bool
	nulls  nullRows
}

// Append appends a value.
func (b *BoolBuilder) Append(v bool) { b.values = append(b.values, v) }

// AppendNull appends a NULL.
func (b *BoolBuilder) AppendNull() {
	b.nulls = append(b.nulls, int32(len(b.values)))
	b.values = append(b.values, false)
}

func (b *BoolBuilder) width() int { return 1 }

func (b *BoolBuilder) truncate(rows int) {
	if rows < len(b.values) {
		b.values = b.values[:rows]
		b.nulls.truncate(rows)
	}
}

func (b *BoolBuilder) seal(n int) arrow.Array {
	bits := make([]byte, bitutil.BytesForBits(int64(n)))
	for i, v := range b.values[:n] {
		if v {
			bits[i>>3] |= 1 << (i & 7)
		}
	}
	b.values = b.values[:copy(b.values, b.values[n:])]
	valid, nulls := b.nulls.seal(n)
	return newArray(arrow.FixedWidthTypes.Boolean, n, nulls, valid, memory.NewBufferBytes(bits))
}

// TextBuilder builds a column of characters or bytes.
type TextBuilder struct {
	offsets []int32 // one more than there are rows
	data    []byte
	nulls   nullRows
	dtype   arrow.DataType
}

// Append appends a value.
func (t *TextBuilder) Append(v []byte) {
	t.data = append(t.data, v...)
	t.offsets = append(t.offsets, int32(len(t.data)))
}

// AppendNull appends a NULL.
func (t *TextBuilder) AppendNull() {
	t.nulls = append(t.nulls, int32(len(t.offsets)-1))
	t.offsets = append(t.offsets, int32(len(t.data)))
}

// Open returns the column's bytes so far, for a caller that makes a value in place. It appends the value's bytes to them and
// gives the result to Close.
func (t *TextBuilder) Open() []byte { return t.data }

// Close ends the value begun by Open.
func (t *TextBuilder) Close(data []byte) {
	t.data = data
	t.offsets = append(t.offsets, int32(len(data)))
}

func (t *TextBuilder) width() int { return 4 }

func (t *TextBuilder) truncate(rows int) {
	if rows < len(t.offsets)-1 {
		t.offsets = t.offsets[:rows+1]
		t.data = t.data[:t.offsets[rows]]
		t.nulls.truncate(rows)
	}
}

func (t *TextBuilder) seal(n int) arrow.Array {
	size := t.offsets[n]
	offsets, data := clone(t.offsets[:n+1]), clone(t.data[:size])

	t.data = t.data[:copy(t.data, t.data[size:])]
	t.offsets = t.offsets[:copy(t.offsets, t.offsets[n:])]
	for i := range t.offsets {
		t.offsets[i] -= size
	}
	valid, nulls := t.nulls.seal(n)
	return newArray(t.dtype, n, nulls, valid,
		memory.NewBufferBytes(arrow.Int32Traits.CastToBytes(offsets)), memory.NewBufferBytes(data))
}

// nullRows are the rows without a value, ascending. Values are many and NULLs few, so the bitmap is made at the end.
type nullRows []int32

func (r *nullRows) truncate(rows int) {
	for len(*r) > 0 && int((*r)[len(*r)-1]) >= rows {
		*r = (*r)[:len(*r)-1]
	}
}

// seal returns the validity bitmap of the first n rows, nil if all have a value.
func (r *nullRows) seal(n int) (valid *memory.Buffer, nulls int) {
	rows := *r
	for nulls < len(rows) && int(rows[nulls]) < n {
		nulls++
	}
	if nulls == 0 {
		r.shift(0, n)
		return nil, 0
	}
	bits := make([]byte, bitutil.BytesForBits(int64(n)))
	bitutil.SetBitsTo(bits, 0, int64(n), true)
	for _, row := range rows[:nulls] {
		bits[row>>3] &^= 1 << (row & 7)
	}
	r.shift(nulls, n)
	return memory.NewBufferBytes(bits), nulls
}

// shift forgets the first entries and renumbers the others, whose rows move forward by n.
func (r *nullRows) shift(first, n int) {
	*r = (*r)[:copy(*r, (*r)[first:])]
	for i := range *r {
		(*r)[i] -= int32(n)
	}
}

// clone copies s into memory of just its size, without clearing that first.
func clone[T any](s []T) []T {
	c := make([]T, len(s))
	copy(c, s)
	return c
}

func newArray(dtype arrow.DataType, n, nulls int, buffers ...*memory.Buffer) arrow.Array {
	return array.MakeFromData(array.NewData(dtype, n, buffers, nil, nulls, 0))
}
