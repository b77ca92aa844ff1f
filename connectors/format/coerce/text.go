package coerce

import (
	"encoding/hex"

	"weir/sql/types"
)

// putText takes characters: cut to the column's length, and a CHAR is padded to it.
func (c *Column) putText(b []byte) {
	n := c.Type.Length
	switch {
	case c.Type.Kind == types.Char:
		c.putPadded(b)
		return
	case n > 0 && len(b) > n:
		b = types.Cut(b, n)
	}
	c.Size = len(b)
	if c.texts != nil {
		c.texts.Append(b)
	}
}

func (c *Column) putPadded(b []byte) {
	if c.texts == nil {
		b = types.Cut(b, c.Type.Length)
		c.Size = len(b) + c.Type.Length - types.CharLength(b)
		return
	}
	data := c.texts.Open()
	before := len(data)
	data = types.Pad(data, b, c.Type.Length)
	c.Size = len(data) - before
	c.texts.Close(data)
}

// hex takes the text of a binary literal, X'3F67'.
func (c *Column) hex(b []byte) bool {
	if len(b) < len("X''") || b[0]|0x20 != 'x' || b[1] != '\'' || b[len(b)-1] != '\'' {
		return false
	}
	digits := b[2 : len(b)-1]
	bytes, err := hex.AppendDecode(c.scratch[:0], digits)
	c.scratch = bytes[:0]
	if err != nil {
		return false
	}
	c.putBytes(bytes)
	return true
}

// putBit takes a byte string whose lowest bit alone may be set.
func (c *Column) putBit(bit byte) {
	c.scratch = c.scratch[:0]
	if c.Type.Kind == types.Binary {
		for range c.Type.Length - 1 {
			c.scratch = append(c.scratch, 0)
		}
	}
	c.scratch = append(c.scratch, bit)
	c.putBytes(c.scratch)
}

// putBytes takes bytes: cut to the column's length, and a BINARY is padded to it with zeros.
func (c *Column) putBytes(b []byte) {
	if n := c.Type.Length; n > 0 {
		b = b[:min(n, len(b))]
		if c.Type.Kind == types.Binary {
			for len(b) < n {
				b = append(b, 0)
			}
		}
	}
	c.Size = len(b)
	if c.texts != nil {
		c.texts.Append(b)
	}
}
