package vec

import "weir/operators"

// A fill gives all rows of a message the same value in one column.
type fill struct {
	ints  *IntBuilder
	times []operators.Time

	texts   *TextBuilder
	offsets []int32
	data    []byte
}

// Times gives the time of each message of the unit to come: its rows' ROWTIME. Nil leaves Time to the caller.
func (b *Builder) Times(times []operators.Time) { b.times = times }

// FillTimes fills a TIMESTAMP column of the unit to come with one time for each message, or with NULL if times is nil. The
// decoder must leave the column alone. It does nothing if the column is not used.
func (b *Builder) FillTimes(col int, times []operators.Time) {
	if c := b.Ints(col); c != nil {
		b.fills = append(b.fills, fill{ints: c, times: times})
	}
}

// FillTexts is like FillTimes for a text column: message i has data[offsets[i]:offsets[i+1]]; NULL if offsets is nil.
func (b *Builder) FillTexts(col int, offsets []int32, data []byte) {
	if c := b.Texts(col); c != nil {
		b.fills = append(b.fills, fill{texts: c, offsets: offsets, data: data})
	}
}

// fill gives the rows that lack them the present message's values.
func (b *Builder) fill() {
	message := len(b.ends)
	for _, f := range b.fills {
		for range b.rows - b.filled {
			f.append(message)
		}
	}
	if b.times != nil {
		for range b.rows - b.filled {
			b.time = append(b.time, b.times[message])
		}
	}
	b.filled = b.rows
}

func (f *fill) append(message int) {
	switch {
	case f.ints != nil && f.times == nil:
		f.ints.AppendNull()
	case f.ints != nil:
		f.ints.Append(int64(f.times[message]))
	case f.offsets == nil:
		f.texts.AppendNull()
	default:
		f.texts.Append(f.data[f.offsets[message]:f.offsets[message+1]])
	}
}
