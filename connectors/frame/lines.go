package frame

import "bytes"

// lines cuts at line feeds. A carriage return before one belongs to it; a line of blanks is no record.
type lines struct {
	seen int // bytes of the present line that hold no line feed
}

// Next implements connectors.Cutter.
func (l *lines) Next(data []byte, at int, end bool) (start, stop, next int, ok bool) {
	stop, next = len(data), len(data)
	if i := bytes.IndexByte(data[at+l.seen:], '\n'); i >= 0 {
		stop = at + l.seen + i
		next = stop + 1
	} else if !end {
		l.seen = len(data) - at
		return at, at, at, false
	}
	l.seen = 0
	if stop > at && data[stop-1] == '\r' {
		stop--
	}
	if stop > at && data[at] > ' ' {
		return at, stop, next, true
	}
	if len(bytes.TrimLeft(data[at:stop], " \t\r")) == 0 {
		return at, at, next, true
	}
	return at, stop, next, true
}

// Resume implements connectors.Cutter.
func (l *lines) Resume(data []byte) int {
	l.seen = 0
	return bytes.IndexByte(data, '\n') + 1
}
