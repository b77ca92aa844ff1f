package functions

import (
	"bytes"
	"fmt"
	"regexp"

	"weir/operators/expr"
	"weir/sql/types"
)

// A pattern is a regular expression that is compiled again only when its text changes.
type pattern struct {
	text []byte
	re   *regexp.Regexp
	err  error
}

func (p *pattern) compile(text []byte) (*regexp.Regexp, error) {
	if p.re == nil && p.err == nil || !bytes.Equal(p.text, text) {
		p.text = append(p.text[:0], text...)
		p.re, p.err = regexp.Compile(string(text))
		if p.err != nil {
			p.err = domain(fmt.Sprintf("the regular expression %q: %v", text, p.err))
		}
	}
	return p.re, p.err
}

// regexIsConstant refuses a constant that is no regular expression, as second argument. One that is fails no row.
func regexIsConstant(args []*types.Value) (bool, *CallError) {
	re := args[1]
	if re == nil || re.Null {
		return re != nil, nil
	}
	if _, err := regexp.Compile(re.Text); err != nil {
		return false, &CallError{Arg: 1, Message: err.Error()}
	}
	return true, nil
}

// matching is SUBSTRING(s FROM 'regex').
var matching = expr.Typed(true, func([]types.Type, types.Type) expr.Function {
	var p pattern
	return expr.BinaryTextErr(func(dst, s, text []byte) ([]byte, error) {
		re, err := p.compile(text)
		if err != nil {
			return dst, err
		}
		at := re.FindIndex(s)
		if at == nil {
			return dst, expr.ErrNull
		}
		return append(dst, s[at[0]:at[1]]...), nil
	})
})
