package expr

import (
	"bytes"
	"errors"
	"unicode/utf8"
)

// anyOne stands in a segment for one character of any kind. It is no character of a text.
const anyOne rune = -2

// A segment is what stands between two % of a pattern: characters, some of them anyOne.
type segment struct {
	chars   []rune
	literal []byte // the characters as bytes, if none is anyOne
}

// newLike parses a LIKE pattern. The common forms become searches for bytes.
func newLike(pattern []byte, escape rune) (matcher, error) {
	segments, err := likeSegments(string(pattern), escape)
	if err != nil {
		return nil, err
	}
	plain := true
	for _, s := range segments {
		plain = plain && s.literal != nil
	}
	first, last := segments[0], segments[len(segments)-1]
	switch {
	case plain && len(segments) == 1:
		return func(x []byte) bool { return bytes.Equal(x, first.literal) }, nil
	case plain && len(segments) == 2 && len(last.literal) == 0:
		return func(x []byte) bool { return bytes.HasPrefix(x, first.literal) }, nil
	case plain && len(segments) == 2 && len(first.literal) == 0:
		return func(x []byte) bool { return bytes.HasSuffix(x, last.literal) }, nil
	case plain && len(segments) == 2:
		return func(x []byte) bool {
			return len(x) >= len(first.literal)+len(last.literal) &&
				bytes.HasPrefix(x, first.literal) && bytes.HasSuffix(x, last.literal)
		}, nil
	case plain && len(segments) == 3 && len(first.literal) == 0 && len(last.literal) == 0:
		return func(x []byte) bool { return bytes.Contains(x, segments[1].literal) }, nil
	}
	return func(x []byte) bool { return matchSegments(x, segments) }, nil
}

// likeSegments cuts a pattern at its %; there is always one segment more than there are %.
func likeSegments(pattern string, escape rune) ([]segment, error) {
	var segments []segment
	s := segment{literal: []byte{}}
	escaped := false
	for _, c := range pattern {
		switch {
		case escaped:
			if c != '%' && c != '_' && c != escape {
				return nil, errors.New("in a LIKE pattern the escape stands before %, _ or itself")
			}
			s.add(c)
			escaped = false
		case c == escape:
			escaped = true
		case c == '%':
			segments = append(segments, s)
			s = segment{literal: []byte{}}
		case c == '_':
			s.add(anyOne)
		default:
			s.add(c)
		}
	}
	if escaped {
		return nil, errors.New("the pattern ends with its escape")
	}
	return append(segments, s), nil
}

func (s *segment) add(c rune) {
	s.chars = append(s.chars, c)
	if c == anyOne || s.literal == nil {
		s.literal = nil
		return
	}
	s.literal = utf8.AppendRune(s.literal, c)
}

// matchSegments anchors the first segment at the start, the last at the end, and puts each other one where it first fits.
func matchSegments(x []byte, segments []segment) bool {
	n, ok := segments[0].prefix(x)
	if !ok {
		return false
	}
	x = x[n:]
	if len(segments) == 1 {
		return len(x) == 0
	}
	last := segments[len(segments)-1]
	for _, s := range segments[1 : len(segments)-1] {
		end, ok := s.find(x)
		if !ok {
			return false
		}
		x = x[end:]
	}
	return last.suffix(x)
}

// prefix returns how many bytes of x the segment takes at its start.
func (s *segment) prefix(x []byte) (int, bool) {
	if s.literal != nil {
		return len(s.literal), bytes.HasPrefix(x, s.literal)
	}
	i := 0
	for _, want := range s.chars {
		if i == len(x) {
			return 0, false
		}
		c, size := utf8.DecodeRune(x[i:])
		if want != anyOne && c != want {
			return 0, false
		}
		i += size
	}
	return i, true
}

// find returns where the first place that the segment fits ends.
func (s *segment) find(x []byte) (end int, ok bool) {
	if s.literal != nil {
		i := bytes.Index(x, s.literal)
		return i + len(s.literal), i >= 0
	}
	for start := 0; start <= len(x); {
		if n, ok := s.prefix(x[start:]); ok {
			return start + n, true
		}
		_, size := utf8.DecodeRune(x[start:])
		start += max(size, 1)
	}
	return 0, false
}

// suffix reports whether x ends with the segment.
func (s *segment) suffix(x []byte) bool {
	if s.literal != nil {
		return bytes.HasSuffix(x, s.literal)
	}
	start := len(x)
	for range s.chars {
		if start == 0 {
			return false
		}
		_, size := utf8.DecodeLastRune(x[:start])
		start -= size
	}
	_, ok := s.prefix(x[start:])
	return ok
}
