package frame

import "bytes"

// documents cuts at the end of JSON objects and arrays, wherever lines end. Brackets and strings are followed just closely
// enough to find a document's end, or that it has none: a string with a line feed in it, brackets that do not match, a
// bracket where none can begin. Such text up to the next line that begins with a bracket is one record, which the format
// refuses.
//
// What is known of a document whose end has not been read yet is kept, so that no byte is looked at twice.
type documents struct {
	seen   int    // bytes of the present record that were looked at
	nested []byte // the brackets open there
	before byte   // the significant byte before it
	quoted bool   // it lies in a string
	broken bool   // this is no JSON; the next line that begins with a bracket is wanted
}

// Next implements connectors.Cutter.
func (d *documents) Next(data []byte, at int, end bool) (start, stop, next int, ok bool) {
	if d.seen == 0 {
		for at < len(data) && blank(data[at]) {
			at++
		}
		if at == len(data) {
			return at, at, at, true
		}
		d.broken = !bracket(data[at])
	}
	if !d.broken {
		d.scan(data[at:])
	}
	switch {
	case d.broken:
	case len(d.nested) == 0:
		stop = at + d.seen
		d.forget()
		return at, stop, stop, true
	case !end:
		return at, at, at, false
	default:
		d.breakOff()
	}
	length := d.lineStart(data[at:])
	if length == 0 {
		if !end {
			return at, at, at, false
		}
		length = len(data) - at
	}
	d.forget()
	next = at + length
	return at, at + len(bytes.TrimRight(data[at:next], " \t\r\n")), next, true
}

// Resume implements connectors.Cutter.
func (d *documents) Resume(data []byte) int {
	d.forget()
	return d.lineStart(data)
}

func (d *documents) forget() { *d = documents{nested: d.nested[:0]} }

func blank(c byte) bool   { return c == ' ' || c == '\n' || c == '\r' || c == '\t' }
func bracket(c byte) bool { return c == '{' || c == '[' }

// scan goes on through a document: to its end, to where it is broken, or to the end of the data.
func (d *documents) scan(data []byte) {
	for i := d.seen; i < len(data); i++ {
		c := data[i]
		switch {
		case d.quoted && c == '\\':
			if i+1 == len(data) {
				d.seen = i // to be looked at with what it escapes
				return
			}
			i++
			continue
		case d.quoted && c == '"':
			d.quoted = false
		case d.quoted && c == '\n':
			d.breakOff()
			return
		case d.quoted || blank(c):
			continue
		case c == '"':
			d.quoted = true
		case bracket(c):
			if len(d.nested) > 0 && !mayOpen(d.nested[len(d.nested)-1], d.before) {
				d.breakOff()
				return
			}
			d.nested = append(d.nested, c)
		case c == '}' || c == ']':
			if d.nested[len(d.nested)-1] != c-2 { // in ASCII, { and } as [ and ] are two apart
				d.breakOff()
				return
			}
			if d.nested = d.nested[:len(d.nested)-1]; len(d.nested) == 0 {
				d.seen = i + 1
				return
			}
		}
		d.before = c
	}
	d.seen = len(data)
}

// breakOff gives the document up: the line that begins the next is looked for from its start.
func (d *documents) breakOff() { d.broken, d.seen = true, 0 }

// mayOpen tells whether a value can begin in an object or array after the byte before it.
func mayOpen(container, before byte) bool {
	if container == '{' {
		return before == ':'
	}
	return before == '[' || before == ','
}

// lineStart finds the next line that begins with a bracket, behind what was seen. 0: it is not in the data.
func (d *documents) lineStart(data []byte) int {
	for at := d.seen; ; {
		i := bytes.IndexByte(data[at:], '\n')
		if i < 0 {
			d.seen = len(data)
			return 0
		}
		at += i + 1
		if at == len(data) {
			d.seen = at - 1 // the line feed counts again, with what follows it
			return 0
		}
		if bracket(data[at]) {
			return at
		}
	}
}
