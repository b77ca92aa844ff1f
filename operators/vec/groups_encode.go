package vec

import (
	"encoding/binary"
	"math"
	"slices"

	"github.com/apache/arrow/go/v15/arrow/decimal128"

	"weir/sql/types"
)

// keyEncoder writes keys of several columns as bytes; equal keys, and they alone, have equal bytes. A NULL is a 0; a value is
// a 1 and then its bytes, those of a text behind their number. It goes column by column: the first pass measures the keys,
// the second writes them.
type keyEncoder struct {
	types []types.Type
	ends  []int32 // key i is data[ends[i]:ends[i+1]]
	at    []int32 // where the next value of key i goes
	data  []byte
	all   []int32 // 0, 1, 2 …
}

// Bytes of a value with the 1 before it; of a text without its own bytes.
const (
	nullBytes = 1
	wordBytes = 1 + 8
	decBytes  = 1 + 16
	lenBytes  = 1 + 4
)

// encode makes the keys of sel; key i is that of row sel[i].
func (e *keyEncoder) encode(cols []Column, sel []int32) {
	n := len(sel)
	e.ends = slices.Grow(e.ends[:0], n+1)[:n+1]
	clear(e.ends)
	for i, c := range cols {
		e.measure(c, e.types[i], sel, e.ends[1:])
	}
	for i := range n {
		e.ends[i+1] += e.ends[i]
	}
	e.at = append(e.at[:0], e.ends...)
	size := int(e.ends[n])
	e.data = slices.Grow(e.data[:0], size)[:size]
	for i, c := range cols {
		e.write(c, e.types[i], sel)
	}
}

// rows returns sel, or all rows in its place.
func (e *keyEncoder) rows(sel []int32, rows int) []int32 {
	if sel != nil {
		return sel
	}
	for len(e.all) < rows {
		e.all = append(e.all, int32(len(e.all)))
	}
	return e.all[:rows]
}

func (e *keyEncoder) key(i int) []byte { return e.data[e.ends[i]:e.ends[i+1]] }

func (e *keyEncoder) measure(c Column, t types.Type, sel, sizes []int32) {
	if texts, ok := c.(*Texts); ok {
		for i, row := range sel {
			if texts.Null(int(row)) {
				sizes[i] += nullBytes
			} else {
				sizes[i] += lenBytes + int32(len(textKey(texts, t, row)))
			}
		}
		return
	}
	width := int32(wordBytes)
	if t.Layout() == types.Dec {
		width = decBytes
	}
	nullable := c.HasNulls()
	for i, row := range sel {
		if nullable && c.Null(int(row)) {
			sizes[i] += nullBytes
		} else {
			sizes[i] += width
		}
	}
}

func (e *keyEncoder) write(c Column, t types.Type, sel []int32) {
	switch c := c.(type) {
	case *Texts:
		e.writeTexts(c, t, sel)
	case *Decs:
		for i, row := range sel {
			if p := e.value(c, row, i, decBytes); p != nil {
				v := c.At(int(row))
				binary.LittleEndian.PutUint64(p, v.LowBits())
				binary.LittleEndian.PutUint64(p[8:], uint64(v.HighBits()))
			}
		}
	case *Ints:
		for i, row := range sel {
			if p := e.value(c, row, i, wordBytes); p != nil {
				binary.LittleEndian.PutUint64(p, uint64(c.At(int(row))))
			}
		}
	case *Floats:
		for i, row := range sel {
			if p := e.value(c, row, i, wordBytes); p != nil {
				binary.LittleEndian.PutUint64(p, uint64(floatWord(c.At(int(row)))))
			}
		}
	case *Bools:
		for i, row := range sel {
			if p := e.value(c, row, i, wordBytes); p != nil {
				binary.LittleEndian.PutUint64(p, uint64(boolWord(c.At(int(row)))))
			}
		}
	}
}

// value takes the next bytes of key i and returns those behind the 1; nil if the row has no value.
func (e *keyEncoder) value(c Column, row int32, i, size int) []byte {
	at := e.at[i]
	if c.Null(int(row)) {
		e.data[at] = 0
		e.at[i] += nullBytes
		return nil
	}
	e.data[at] = 1
	e.at[i] += int32(size)
	return e.data[at+1 : at+int32(size)]
}

func (e *keyEncoder) writeTexts(c *Texts, t types.Type, sel []int32) {
	for i, row := range sel {
		var text []byte
		if !c.Null(int(row)) {
			text = textKey(c, t, row)
		}
		if p := e.value(c, row, i, lenBytes+len(text)); p != nil {
			binary.LittleEndian.PutUint32(p, uint32(len(text)))
			copy(p[4:], text)
		}
	}
}

// textKey is a text as a key: trailing blanks of a CHAR do not count.
func textKey(c *Texts, t types.Type, row int32) []byte {
	text := c.At(int(row))
	if t.Kind == types.Char {
		return unpadded(text)
	}
	return text
}

func boolWord(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

func decOf(p []byte) decimal128.Num {
	return decimal128.New(int64(binary.LittleEndian.Uint64(p[8:])), binary.LittleEndian.Uint64(p))
}

func intOf(p []byte) int64 { return int64(binary.LittleEndian.Uint64(p)) }

func floatOf(p []byte) float64 { return math.Float64frombits(binary.LittleEndian.Uint64(p)) }

func boolOf(p []byte) bool { return p[0] != 0 }
