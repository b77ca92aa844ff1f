package vec

import "slices"

// Bitmap is a validity bitmap as Arrow has it: bit Off+row of Bits is 1 where the row has a value. No Bits: all have one.
type Bitmap struct {
	Bits []byte
	Off  int
}

// Null reports a row without a value.
func (m Bitmap) Null(row int) bool {
	if m.Bits == nil {
		return false
	}
	i := m.Off + row
	return m.Bits[i>>3]&(1<<(i&7)) == 0
}

// octet returns the bits of rows 8k to 8k+7, in the low bits first. Rows past the end of Bits have no value.
func (m Bitmap) octet(k int) byte {
	i := m.Off>>3 + k
	shift := uint(m.Off & 7)
	b := m.Bits[i] >> shift
	if shift > 0 && i+1 < len(m.Bits) {
		b |= m.Bits[i+1] << (8 - shift)
	}
	return b
}

// validOf returns the bitmap of any column and whether its one bit stands for all rows.
func validOf(c Column) (Bitmap, bool) {
	switch c := c.(type) {
	case *Ints:
		return c.Valid, c.Const
	case *Floats:
		return c.Valid, c.Const
	case *Bools:
		return c.Valid, c.Const
	case *Decs:
		return c.Valid, c.Const
	default:
		t := c.(*Texts)
		return t.Valid, t.Const
	}
}

// allValid returns a bitmap without nulls, in buf if it is large enough.
func allValid(buf []byte, rows int) []byte {
	n := (rows + 7) / 8
	buf = slices.Grow(buf[:0], n)[:n]
	for i := range buf {
		buf[i] = 0xff
	}
	return buf
}

// nullWhere returns, in buf, the bitmap of the rows that have a value in all of cols.
func nullWhere(buf []byte, rows int, cols []Column) ([]byte, Bitmap) {
	none := true
	for _, c := range cols {
		if !c.HasNulls() {
			continue
		}
		if none {
			none, buf = false, allValid(buf, rows)
		}
		m, isConst := validOf(c)
		switch {
		case !isConst:
			for k := range buf {
				buf[k] &= m.octet(k)
			}
		case m.Null(0):
			clear(buf)
		}
	}
	if none {
		return buf, Bitmap{}
	}
	return buf, Bitmap{Bits: buf}
}
