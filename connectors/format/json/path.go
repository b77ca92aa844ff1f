package json

import (
	"errors"
	"fmt"
	"strings"
)

// everything is the one subscript that the paths know: all elements of an array.
const everything = "[0:]"

// path is a parsed JSON path.
type path struct {
	names []string
	each  int // [0:] stands behind so many names; -1: nowhere
}

// parsePath reads $ and what follows it: .name, ['name'], ["name"], and [0:] once.
func parsePath(text string) (path, error) {
	p := path{each: -1}
	rest, ok := strings.CutPrefix(text, "$")
	if !ok {
		return p, fmt.Errorf("path %q must begin with $", text)
	}
	for rest != "" {
		var name string
		var err error
		switch {
		case strings.HasPrefix(rest, everything):
			if p.each >= 0 {
				return p, fmt.Errorf("path %q has more than one %s", text, everything)
			}
			p.each = len(p.names)
			rest = rest[len(everything):]
			continue
		case rest[0] == '.':
			name, rest, err = cutName(rest[1:])
		case rest[0] == '[':
			name, rest, err = cutQuoted(rest[1:])
		default:
			err = fmt.Errorf("%q must be a member (.name, ['name']) or %s", rest, everything)
		}
		if err != nil {
			return p, fmt.Errorf("path %q: %w", text, err)
		}
		p.names = append(p.names, name)
	}
	return p, nil
}

func cutName(text string) (name, rest string, err error) {
	end := strings.IndexAny(text, ".[")
	if end < 0 {
		end = len(text)
	}
	if end == 0 {
		return "", "", errors.New("a name is missing behind a point")
	}
	if text[:end] == "*" {
		return "", "", fmt.Errorf("* is not supported; the elements of an array are %s", everything)
	}
	return text[:end], text[end:], nil
}

func cutQuoted(text string) (name, rest string, err error) {
	if text != "" && (text[0] == '\'' || text[0] == '"') {
		if end := strings.Index(text[1:], text[:1]+"]"); end >= 0 {
			return text[1 : 1+end], text[end+3:], nil
		}
	}
	return "", "", fmt.Errorf("the subscript [%s is not supported; write ['name'] or %s", text, everything)
}

// below returns p as seen from the row node. A path that begins with the row path is read from the document's root, any other
// from the row node itself.
func (p path) below(row path) path {
	if len(p.names) < len(row.names) {
		return p
	}
	for i, name := range row.names {
		if p.names[i] != name || p.each == i {
			return p
		}
	}
	p.names = p.names[len(row.names):]
	p.each -= len(row.names)
	if p.each <= 0 { // the rows' own array: they are its elements already
		p.each = -1
	}
	return p
}
