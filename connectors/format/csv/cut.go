package csv

import "bytes"

// mostQuoted is how long a quoted field may be that does not end in its line. A quote that nothing closes must not take the
// rest of a stream for its field.
const mostQuoted = 64 << 10

// cutter finds rows in a stream of bytes. Rows of nothing, or of nothing but an end of line, are no records.
type cutter struct {
	grammar
	seen int // bytes of the present row that hold no delimiter of rows
}

// Next implements connectors.Cutter.
func (c *cutter) Next(data []byte, at int, end bool) (start, stop, next int, ok bool) {
	stop, next = len(data), len(data)
	if i := c.rowEnd(data, at+c.seen, end); i >= 0 {
		stop, next = i, i+len(c.row)
	} else if !end {
		c.seen = max(len(data)-at-len(c.row)+1, 0)
		if c.mixed {
			c.seen = 0
		}
		return at, at, at, false
	}
	c.seen = 0
	if c.quotes && bytes.IndexByte(data[at:stop], '"') >= 0 {
		if stop, next, ok = c.fields(data, at, stop, next, end); !ok {
			return at, at, at, false
		}
	}
	if c.carriageReturns && stop > at && data[stop-1] == '\r' {
		stop--
	}
	if stop-at <= 2 && len(bytes.Trim(data[at:stop], "\r\n")) == 0 {
		return at, at, next, true
	}
	return at, stop, next, true
}

// fields finds the end of the row at p, which is at stop unless a quoted field goes beyond.
func (c *cutter) fields(data []byte, p, stop, next int, end bool) (int, int, bool) {
	for p < stop {
		most := min(len(data), p+mostQuoted)
		f, how := c.quoted(data[:most], p)
		atEnd := how == cut || how == closed && f.next == most
		switch {
		case atEnd && most == len(data) && !end:
			return 0, 0, false
		case how != closed || atEnd && most < len(data):
			f = c.plain(data[:next], p)
			p = f.next
			continue
		}
		p = f.next
		if f.is&last != 0 {
			return c.before(data, p), p, true
		}
		if p > stop { // the field had the end that was found in it
			stop, next = len(data), len(data)
			if i := c.rowEnd(data, p, end); i >= 0 {
				stop, next = i, i+len(c.row)
			} else if !end {
				return 0, 0, false
			}
		}
	}
	return stop, next, true
}

// rowEnd finds the row's delimiter behind from, where no field is quoted; -1: it is not in data.
func (c *cutter) rowEnd(data []byte, from int, end bool) int {
	if !c.mixed {
		if i := bytes.Index(data[from:], c.row); i >= 0 {
			return from + i
		}
		return -1
	}
	for p := from; p < len(data); {
		switch n, row := c.delimiter(data, p); {
		case !row:
			p += max(n, 1)
		case !end && bytes.HasPrefix(c.column, data[p:]):
			return -1
		default:
			return p
		}
	}
	return -1
}

// before returns where the row ends whose delimiter, if it has one, ends at p.
func (c *cutter) before(data []byte, p int) int {
	if bytes.HasSuffix(data[:p], c.row) {
		return p - len(c.row)
	}
	return p
}

// Resume implements connectors.Cutter.
func (c *cutter) Resume(data []byte) int {
	c.seen = 0
	if i := bytes.Index(data, c.row); i >= 0 {
		return i + len(c.row)
	}
	return 0
}
