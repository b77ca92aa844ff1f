package vec

import (
	"math"
	"slices"
)

// Scratch is the result column of an expression: made once, filled again for every batch. The zero value is ready to use.
type Scratch[T any] struct {
	col  Vec[T]
	bits []byte
}

// Reset makes the column flat, without nulls, and returns its values, which are unspecified.
func (s *Scratch[T]) Reset(rows int) []T {
	if cap(s.col.Values) < rows {
		s.col.Values = make([]T, rows)
	}
	s.col.Values = s.col.Values[:rows]
	s.col.Valid, s.col.Const = Bitmap{}, false
	return s.col.Values
}

// Column returns the column. It is valid until the next Reset.
func (s *Scratch[T]) Column() *Vec[T] { return &s.col }

// Valid returns the validity of the column while it is being filled.
func (s *Scratch[T]) Valid() Bitmap { return s.col.Valid }

// SetNull takes the value of a row away.
func (s *Scratch[T]) SetNull(row int) {
	if s.col.Valid.Bits == nil {
		s.bits = allValid(s.bits, len(s.col.Values))
		s.col.Valid.Bits = s.bits
	}
	s.bits[row>>3] &^= 1 << (row & 7)
}

// NullWhere makes null the rows that are null in any of cols. It is called after Reset, before SetNull.
func (s *Scratch[T]) NullWhere(cols ...Column) {
	s.bits, s.col.Valid = nullWhere(s.bits, len(s.col.Values), cols)
}

// maxText is the most bytes that one result column of text holds, so that offsets never overflow.
const maxText = math.MaxInt32

// TextScratch is the Scratch of a column of texts. Rows are put in ascending order; those left out are empty.
type TextScratch struct {
	col  Texts
	bits []byte
	next int // the first row without an end
}

// Reset makes the column flat, without nulls and empty.
func (s *TextScratch) Reset(rows int) {
	s.col.Offsets = slices.Grow(s.col.Offsets[:0], rows+1)[:rows+1]
	s.col.Offsets[0] = 0
	s.col.Data = s.col.Data[:0]
	s.col.Valid, s.col.Const = Bitmap{}, false
	s.next = 0
}

// Data returns what was put so far. The caller appends a row's bytes to it and gives the result to Put.
func (s *TextScratch) Data() []byte { return s.col.Data }

// Put sets a row to what data has beyond Data. It refuses, and leaves the row empty, when the column would grow beyond what
// its offsets can express.
func (s *TextScratch) Put(row int, data []byte) bool {
	s.skipTo(row)
	ok := len(data) <= maxText
	if ok {
		s.col.Data = data
	}
	s.col.Offsets[row+1] = int32(len(s.col.Data))
	s.next = row + 1
	return ok
}

// Column completes the column and returns it. It is valid until the next Reset.
func (s *TextScratch) Column() *Texts {
	s.skipTo(len(s.col.Offsets) - 1)
	return &s.col
}

// Valid returns the validity of the column while it is being filled.
func (s *TextScratch) Valid() Bitmap { return s.col.Valid }

// SetNull takes the value of a row away.
func (s *TextScratch) SetNull(row int) {
	if s.col.Valid.Bits == nil {
		s.bits = allValid(s.bits, len(s.col.Offsets)-1)
		s.col.Valid.Bits = s.bits
	}
	s.bits[row>>3] &^= 1 << (row & 7)
}

// NullWhere makes null the rows that are null in any of cols. It is called after Reset, before SetNull.
func (s *TextScratch) NullWhere(cols ...Column) {
	s.bits, s.col.Valid = nullWhere(s.bits, len(s.col.Offsets)-1, cols)
}

func (s *TextScratch) skipTo(row int) {
	end := int32(len(s.col.Data))
	for ; s.next < row; s.next++ {
		s.col.Offsets[s.next+1] = end
	}
}
