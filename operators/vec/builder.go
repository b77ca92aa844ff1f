package vec

import (
	"github.com/apache/arrow/go/v15/arrow"

	"weir/operators"
	"weir/sql/types"
)

// Builder collects the rows of one unit, column by column, for a decoder. For every row a decoder appends one value, or a
// NULL, to each column that it fills, and then calls EndRow, or DropRow to take the values back. It calls EndMessage after
// each message.
//
//	Times, FillTimes, FillTexts     before the unit, by whoever runs the decoder: what is the same for all rows of a message
//	( Append… EndRow|DropRow )*     by the decoder, for each message
//	EndMessage
//	Batches                         at the end; the builder is then ready for the next unit
//
// Values are appended to buffers that the builder keeps, and copied once into memory of their own size when a batch is full.
type Builder struct {
	cols   []columnBuilder // nil: no query reads the column
	texts  []*TextBuilder  // those of cols whose size is not known from the number of rows
	width  int             // bytes of a row without its texts
	fills  []fill
	times  []operators.Time // of each message; nil: the caller sets Time
	time   []operators.Time // of each row that is not in a batch yet
	filled int              // rows, of those not in a batch yet, that have their fills and time

	rows    int // not in a batch yet
	sealed  int // in batches
	batches []operators.Batch
	ends    []int // rows of the unit up to the end of each message
}

// NewBuilder makes a builder for the columns of a schema. A column that used leaves out is not built; nil uses all.
func NewBuilder(schema *types.Schema, used []bool) *Builder {
	b := &Builder{cols: make([]columnBuilder, len(schema.Columns))}
	for i, c := range schema.Columns {
		if used != nil && !used[i] {
			continue
		}
		b.cols[i] = newColumnBuilder(c.Type)
		b.width += b.cols[i].width()
		if t, ok := b.cols[i].(*TextBuilder); ok {
			b.texts = append(b.texts, t)
		}
	}
	return b
}

func newColumnBuilder(t types.Type) columnBuilder {
	switch t.Layout() {
	case types.Bool:
		return &BoolBuilder{}
	case types.Int:
		return &IntBuilder{dtype: t.Arrow(), size: arrow.Int64SizeBytes, bytes: arrow.Int64Traits.CastToBytes}
	case types.Float:
		return &FloatBuilder{dtype: t.Arrow(), size: arrow.Float64SizeBytes, bytes: arrow.Float64Traits.CastToBytes}
	case types.Dec:
		return &DecBuilder{dtype: t.Arrow(), size: arrow.Decimal128SizeBytes, bytes: arrow.Decimal128Traits.CastToBytes}
	default:
		return &TextBuilder{dtype: t.Arrow(), offsets: []int32{0}}
	}
}

// Ints returns the builder of a column with layout Int; nil if the column is not used or has another layout.
func (b *Builder) Ints(col int) *IntBuilder { c, _ := b.cols[col].(*IntBuilder); return c }

// Floats is like Ints for layout Float.
func (b *Builder) Floats(col int) *FloatBuilder { c, _ := b.cols[col].(*FloatBuilder); return c }

// Bools is like Ints for layout Bool.
func (b *Builder) Bools(col int) *BoolBuilder { c, _ := b.cols[col].(*BoolBuilder); return c }

// Decs is like Ints for layout Dec.
func (b *Builder) Decs(col int) *DecBuilder { c, _ := b.cols[col].(*DecBuilder); return c }

// Texts is like Ints for layout Text.
func (b *Builder) Texts(col int) *TextBuilder { c, _ := b.cols[col].(*TextBuilder); return c }

// Rows returns the number of rows of the unit so far.
func (b *Builder) Rows() int { return b.sealed + b.rows }

// Bytes returns the size of the rows that are not in a full batch yet.
func (b *Builder) Bytes() int {
	n := b.rows * b.width
	for _, t := range b.texts {
		n += len(t.data)
	}
	return n
}

// EndRow accepts the row: every used column that is not filled has got one value since the last EndRow or DropRow.
func (b *Builder) EndRow() {
	b.rows++
	switch {
	case b.rows >= operators.MaxBatchRows:
		b.seal(b.rows)
	case b.Bytes() <= operators.MaxBatchBytes:
	case b.rows > 1:
		b.seal(b.rows - 1) // the row that is too much begins the next batch
	}
}

// DropRow takes back the values appended since the last EndRow or DropRow. Not every column needs to have got one.
func (b *Builder) DropRow() {
	for _, c := range b.cols {
		if c != nil {
			c.truncate(b.rows)
		}
	}
}

// EndMessage says that the rows since the last EndMessage are those of the next message.
func (b *Builder) EndMessage() {
	if b.filled < b.rows {
		b.fill()
	}
	b.ends = append(b.ends, b.sealed+b.rows)
}

// Batches returns the unit's rows and makes the builder empty. A batch's Time has its length, and is set if Times was
// called.
func (b *Builder) Batches() []operators.Batch {
	if b.rows > 0 {
		b.seal(b.rows)
	}
	done := b.batches
	b.batches, b.sealed, b.times, b.fills = nil, 0, nil, b.fills[:0]
	b.ends = b.ends[:0]
	return done
}

// MessageEnds returns for every message so far how many rows of the unit stand before its end, over all batches. It must be
// copied if it is needed after the next call of Batches.
func (b *Builder) MessageEnds() []int { return b.ends }

// seal makes a batch of the first n rows.
func (b *Builder) seal(n int) {
	if b.filled < b.rows {
		b.fill()
	}
	batch := operators.Batch{Time: make([]operators.Time, n), Cols: make([]arrow.Array, len(b.cols))}
	for i, c := range b.cols {
		if c != nil {
			batch.Cols[i] = c.seal(n)
		}
	}
	timed := copy(batch.Time, b.time)
	b.time = b.time[:copy(b.time, b.time[timed:])]
	b.batches = append(b.batches, batch)
	b.sealed += n
	b.rows -= n
	b.filled -= n
}
