package functions

import (
	"bytes"
	"fmt"
	"regexp"
	"unicode/utf8"

	"weir/operators/expr"
	"weir/sql/types"
)

var _ = Register(Scalar{
	Name: "SUBSTRING SIMILAR", Family: Text,
	Doc: "The middle of a text that is like three SIMILAR TO patterns in a row, between which the escape and a double quote stand. " +
		"The first part is the shortest possible, then the middle. NULL if the text does not match.",
	Examples: []Example{
		{"SUBSTRING('error 42: disk' SIMILAR 'error #\"[0-9]+#\": %' ESCAPE '#')", "42"},
		{"SUBSTRING('abcd' SIMILAR 'a#\"%#\"%' ESCAPE '#')", ""}, {"SUBSTRING('xyz' SIMILAR 'a#\"%#\"' ESCAPE '#')", "NULL"},
	},
	Overloads: []Overload{{
		Form: "SUBSTRING($1 SIMILAR $2 ESCAPE $3)", Params: []Param{aText, aText, aText}, Check: similarIsConstant, Bind: varying(similarPart),
	}},
})

// similarPart is SUBSTRING SIMILAR.
var similarPart = expr.Typed(true, func([]types.Type, types.Type) expr.Function {
	var text, escape []byte
	var re *regexp.Regexp
	var failed error
	return expr.TernaryTextErr(func(dst, s, pattern, esc []byte) ([]byte, error) {
		if re == nil && failed == nil || !bytes.Equal(text, pattern) || !bytes.Equal(escape, esc) {
			text, escape = append(text[:0], pattern...), append(escape[:0], esc...)
			re, failed = similarMiddle(pattern, esc)
			if failed != nil {
				failed = domain(failed.Error())
			}
		}
		if failed != nil {
			return dst, failed
		}
		at := re.FindSubmatchIndex(s)
		if at == nil {
			return dst, expr.ErrNull
		}
		return append(dst, s[at[2]:at[3]]...), nil
	})
})

func similarIsConstant(args []*types.Value) (bool, *CallError) {
	pattern, escape := args[1], args[2]
	if pattern == nil || escape == nil || pattern.Null || escape.Null {
		return false, nil
	}
	if _, err := similarMiddle([]byte(pattern.Text), []byte(escape.Text)); err != nil {
		return false, &CallError{Arg: 1, Message: err.Error(), Hint: `write 'before#"part#"after' ESCAPE '#'`}
	}
	return true, nil
}

// similarMiddle translates p1#"p2#"p3 into an expression whose first group is the middle. Every repetition in it takes as
// little as it can.
func similarMiddle(pattern, escape []byte) (*regexp.Regexp, error) {
	esc, size := utf8.DecodeRune(escape)
	if size == 0 || size != len(escape) {
		return nil, fmt.Errorf("the escape '%s' is not one character", escape)
	}
	parts, err := splitSimilar(pattern, escape)
	if err != nil {
		return nil, err
	}
	var translated [3]string
	for i, part := range parts {
		if translated[i], err = expr.SimilarRegexp(part, esc); err != nil {
			return nil, fmt.Errorf("the SIMILAR pattern '%s' is not valid: %w", pattern, err)
		}
	}
	re, err := regexp.Compile(`(?sU)\A(?:` + translated[0] + `)(` + translated[1] + `)(?:` + translated[2] + `)\z`)
	if err != nil {
		return nil, fmt.Errorf("the SIMILAR pattern '%s' is not valid: %s", pattern, reason(err))
	}
	return re, nil
}

// splitSimilar cuts a pattern at its two marks.
func splitSimilar(pattern, escape []byte) ([3][]byte, error) {
	var parts [3][]byte
	part, start := 0, 0
	for i := 0; i < len(pattern); {
		if !bytes.HasPrefix(pattern[i:], escape) {
			i++
			continue
		}
		next := i + len(escape)
		if next < len(pattern) && pattern[next] == '"' {
			if part == 2 {
				part++
				break
			}
			parts[part] = pattern[start:i]
			part++
			i, start = next+1, next+1
			continue
		}
		i = min(next+1, len(pattern))
	}
	if part != 2 {
		return parts, fmt.Errorf("the SIMILAR pattern '%s' does not have its escape and a double quote in two places", pattern)
	}
	parts[2] = pattern[start:]
	return parts, nil
}
