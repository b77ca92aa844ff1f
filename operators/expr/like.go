package expr

import (
	"fmt"
	"unicode/utf8"

	"weir/sql/types"
)

// A matcher decides whether a text as a whole matches a pattern.
type matcher func(text []byte) bool

// CheckPattern says what is wrong with a constant pattern of LIKE or SIMILAR TO. An escape of length 0 is none.
func CheckPattern(similar bool, pattern, escape string) error {
	_, err := newMatcher(similar, []byte(pattern), []byte(escape), escape != "")
	return err
}

func newMatcher(similar bool, pattern, escape []byte, escaped bool) (matcher, error) {
	e := noEscape
	if escaped {
		if utf8.RuneCount(escape) != 1 {
			return nil, fmt.Errorf("the escape %q is not one character", escape)
		}
		e, _ = utf8.DecodeRune(escape)
	}
	if similar {
		return newSimilar(pattern, e)
	}
	return newLike(pattern, e)
}

// noEscape is no character.
const noEscape rune = -1

func compileLike(n *Like) (Bound, error) {
	nodes := []Node{n.X, n.Pattern}
	if n.Escape != nil {
		nodes = append(nodes, n.Escape)
	}
	args := make([]Bound, len(nodes))
	isConst := true
	for i, node := range nodes {
		b, err := compileAs(node, types.VarcharType(0))
		if err != nil {
			return Bound{}, err
		}
		args[i] = b
		isConst = isConst && (i == 0 || b.value != nil)
	}
	if isConst {
		return likeConstant(n, args)
	}
	cache := &patternCache{similar: n.Similar}
	fn := BinaryErr(func(x, pattern []byte) (bool, error) { return cache.match(x, pattern, nil, false) })
	if n.Escape != nil {
		fn = TernaryErr(func(x, pattern, escape []byte) (bool, error) { return cache.match(x, pattern, escape, true) })
	}
	return apply(types.BooleanType, true, fn.Bind(nil, types.BooleanType), args...), nil
}

func likeConstant(n *Like, args []Bound) (Bound, error) {
	never := Binary(func(x, null []byte) bool { return false }).Bind(nil, types.BooleanType)
	var escape []byte
	for _, a := range args[1:] {
		if a.value.Null {
			return apply(types.BooleanType, false, never, args[0], a), nil
		}
		escape = []byte(a.value.Text)
	}
	match, err := newMatcher(n.Similar, []byte(args[1].value.Text), escape, n.Escape != nil)
	if err != nil {
		return Bound{}, fmt.Errorf("compiling %s: %w", n, err)
	}
	fn := Unary(func(x []byte) bool { return match(x) })
	return apply(types.BooleanType, false, fn.Bind(nil, types.BooleanType), args[0]), nil
}

// patternCache keeps the pattern of the row before, since patterns that vary seldom do.
type patternCache struct {
	similar         bool
	pattern, escape []byte
	matcher         matcher
	err             error
}

func (c *patternCache) match(x, pattern, escape []byte, escaped bool) (bool, error) {
	known := c.matcher != nil || c.err != nil
	if !known || string(pattern) != string(c.pattern) || string(escape) != string(c.escape) {
		c.pattern, c.escape = append(c.pattern[:0], pattern...), append(c.escape[:0], escape...)
		c.matcher, c.err = newMatcher(c.similar, pattern, escape, escaped)
	}
	if c.err != nil {
		return false, &RowError{types.DomainError, c.err.Error()}
	}
	return c.matcher(x), nil
}
