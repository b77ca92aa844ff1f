package json

import "bytes"

const (
	fewChildren  = 8  // up to so many are compared one by one
	maxOrder     = 64 // separators that an object remembers
	maxSeparator = 64 // bytes of one
)

// object reads an object into the tokens below n. P is the place of its brace, depth counts the arrays and objects around it.
func (s *scanner) object(n *node, p, depth int) int {
	if depth >= maxDepth {
		return s.fail("arrays and objects nest more than %d deep", maxDepth)
	}
	for i := 0; ; i++ {
		var child *node
		if i < len(n.order) && n.order[i].at(s.buf, p) {
			p += n.order[i].length
			child = n.order[i].child
		} else {
			var more bool
			if child, p, more = s.member(n, p, i); !more {
				return p
			}
		}
		switch {
		case child == nil:
			p = s.value(p, depth+1, &s.other)
		case len(child.children) == 0:
			p = s.value(p, depth+1, &s.tokens[child.token])
		default:
			p = s.inner(child, p, depth+1)
		}
		if p == failed {
			return p
		}
	}
}

// inner reads the value of a member that paths lead through.
func (s *scanner) inner(n *node, p, depth int) int {
	clear(s.tokens[n.from:n.to]) // an earlier member of this name does not count
	p = s.blank(p)
	start := p
	t := &s.other
	if n.token >= 0 {
		t = &s.tokens[n.token]
	}
	if p >= len(s.buf) || s.buf[p] != '{' && s.buf[p] != '[' {
		return s.value(p, depth, t)
	}
	k := object
	if s.buf[p] == '{' {
		p = s.object(n, p, depth)
	} else {
		k = array
		p = s.search(n, p, depth)
	}
	t.set(k, start, p)
	return p
}

// search reads an array where paths expect an object. Each path takes its value from the first object that has it.
func (s *scanner) search(n *node, p, depth int) int {
	var more bool
	for i := 0; ; i++ {
		if p, more = s.element(p, depth, i); !more {
			return p
		}
		if p >= len(s.buf) || s.buf[p] != '{' {
			if p = s.value(p, depth+1, &s.other); p == failed {
				return p
			}
			continue
		}
		below := s.tokens[n.from:n.to]
		mark := len(s.saved)
		s.saved = append(s.saved, below...)
		clear(below)
		p = s.object(n, p, depth+1)
		for i, t := range s.saved[mark:] {
			if t.kind != missing {
				below[i] = t
			}
		}
		s.saved = s.saved[:mark]
		if p == failed {
			return p
		}
	}
}

// member reads from the brace at which an object begins, or from the end of a value, to the value of member i, and remembers
// what it passed. Child is nil for a member that no path names, more false at the object's end and after a failure.
func (s *scanner) member(n *node, start, i int) (child *node, p int, more bool) {
	p = s.blank(start)
	switch {
	case i == 0:
		p = s.blank(p + 1)
		if p < len(s.buf) && s.buf[p] == '}' {
			return nil, p + 1, false
		}
	case p < len(s.buf) && s.buf[p] == '}':
		return nil, p + 1, false
	case p < len(s.buf) && s.buf[p] == ',':
		p = s.blank(p + 1)
	default:
		return nil, s.unexpected(p, "a comma or the end of the object"), false
	}
	if p >= len(s.buf) || s.buf[p] != '"' {
		return nil, s.unexpected(p, "a string, the name of a member"), false
	}
	if p = s.text(p+1, &s.other); p == failed {
		return nil, p, false
	}
	child = n.named(s.plain(&s.other))
	p = s.blank(p)
	if p >= len(s.buf) || s.buf[p] != ':' {
		return nil, s.unexpected(p, "a colon"), false
	}
	p = s.blank(p + 1)
	if n != &s.deep && s.bad == 0 {
		n.remember(i, s.buf[start:p], child)
	}
	return child, p, true
}

// named returns the child of this name, or nil.
func (n *node) named(name []byte) *node {
	if n.index != nil {
		return n.index[string(name)]
	}
	for _, c := range n.children {
		if c.name == string(name) {
			return c
		}
	}
	return nil
}

// separator is what stood between two values: the comma or brace, the name of the member, the colon, and white space.
type separator struct {
	child  *node
	length int
	short  [2]uint64 // the bytes, if they are at most 16
	mask   [2]uint64
	bytes  []byte
}

func (n *node) remember(i int, sep []byte, child *node) {
	if i >= maxOrder || len(sep) > maxSeparator {
		return
	}
	for len(n.order) <= i {
		n.order = append(n.order, separator{})
	}
	o := &n.order[i]
	o.child, o.length, o.bytes = child, len(sep), append(o.bytes[:0], sep...)
	o.short, o.mask = [2]uint64{}, [2]uint64{}
	if len(sep) > 16 {
		return
	}
	for at, c := range sep {
		o.short[at/8] |= uint64(c) << (at % 8 * 8)
		o.mask[at/8] |= 0xff << (at % 8 * 8)
	}
}

// at reports whether the separator stands at p. More white space may follow it.
func (o *separator) at(buf []byte, p int) bool {
	if p+16 <= len(buf) && o.mask[0] != 0 {
		return (load(buf, p)^o.short[0])&o.mask[0]|(load(buf, p+8)^o.short[1])&o.mask[1] == 0
	}
	return o.length > 0 && bytes.HasPrefix(buf[p:], o.bytes)
}
