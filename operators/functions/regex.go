package functions

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"regexp/syntax"

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
			p.err = domain(fmt.Sprintf("the regular expression '%s' is not valid: %s", text, reason(p.err)))
		}
	}
	return p.re, p.err
}

// reason is what is wrong with a regular expression, without the expression.
func reason(err error) string {
	if e, ok := errors.AsType[*syntax.Error](err); ok {
		return e.Code.String()
	}
	return err.Error()
}

// regexIsConstant refuses a constant that is no regular expression, as second argument. One that is fails no row.
func regexIsConstant(args []*types.Value) (bool, *CallError) {
	re := args[1]
	if re == nil || re.Null {
		return re != nil, nil
	}
	if _, err := regexp.Compile(re.Text); err != nil {
		return false, &CallError{
			Arg: 1, Message: fmt.Sprintf("the regular expression '%s' is not valid: %s", re.Text, reason(err)),
			Hint: "look-around, back references and possessive repetitions are not supported",
		}
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

var _ = Register(Scalar{
	Name: "REGEX_REPLACE", Family: Text,
	Doc: "A text in which the parts that match a regular expression are replaced. The fourth argument is the place, counted from 1, " +
		"at which matches begin; the fifth says which match is replaced, 0 all of them. $1 in the replacement is the first group.",
	Examples: []Example{
		{"REGEX_REPLACE('a1b22c', '[0-9]+', '#', 1, 0)", "a#b#c"}, {"REGEX_REPLACE('a1b22c', '[0-9]+', '#', 1, 2)", "a1b#c"},
		{"REGEX_REPLACE('a1b22c', '[0-9]+', '#', 3, 1)", "a1b#c"}, {"REGEX_REPLACE('a1', '[0-9]', '#', 9, 0)", "a1"},
		{"REGEX_REPLACE('key=value', '(\\w+)=(\\w+)', '$2=$1', 1, 0)", "value=key"}, {"REGEX_REPLACE('a1', '[0-9]', '#', 0, 0)", "domain-error"},
	},
	Overloads: []Overload{{
		Params: []Param{aText, called("a regex", aText), aText, anInteger, anInteger}, Bind: gives(types.VarcharType(types.MaxLength), replacing),
		Check: func(args []*types.Value) (bool, *CallError) { _, err := regexIsConstant(args); return false, err },
	}},
})

// replacing is REGEX_REPLACE.
var replacing = expr.Typed(true, func([]types.Type, types.Type) expr.Function {
	var p pattern
	return expr.NaryText(func(dst []byte, a expr.Args) ([]byte, error) {
		re, err := p.compile(a.Text(1))
		if err != nil {
			return dst, err
		}
		start := len(dst)
		dst, err = regexReplace(dst, re, a.Text(0), a.Text(2), a.Int(3), a.Int(4))
		if err != nil {
			return dst[:start], err
		}
		return dst[:start+len(types.Cut(dst[start:], types.MaxLength))], nil
	})
})

func regexReplace(dst []byte, re *regexp.Regexp, s, with []byte, from, occurrence int64) ([]byte, error) {
	if from < 1 {
		return dst, domain("REGEX_REPLACE from a place before the text")
	}
	if occurrence < 0 {
		return dst, domain("REGEX_REPLACE of a negative occurrence")
	}
	skip := types.CharOffset(s, int(from-1))
	dst = append(dst, s[:skip]...)
	s = s[skip:]
	end := 0
	for i, match := range re.FindAllSubmatchIndex(s, -1) {
		if occurrence > 0 && int64(i+1) != occurrence {
			continue
		}
		dst = append(dst, s[end:match[0]]...)
		var err error
		if dst, err = expand(dst, with, s, match); err != nil {
			return dst, err
		}
		end = match[1]
	}
	return append(dst, s[end:]...), nil
}

// expand appends a replacement: $n is a group, with as many digits as there are groups for; a backslash takes the next
// character as it is.
func expand(dst, with, s []byte, match []int) ([]byte, error) {
	groups := len(match)/2 - 1
	for i := 0; i < len(with); i++ {
		c := with[i]
		switch {
		case c == '\\' && i+1 < len(with):
			i++
			dst = append(dst, with[i])
		case c == '\\':
			return dst, domain("the replacement ends with a backslash")
		case c != '$':
			dst = append(dst, c)
		default:
			group, digits := groupNumber(with[i+1:], groups)
			if digits == 0 || group > groups {
				return dst, domain(fmt.Sprintf("the replacement names a group that is not there; the expression has %d", groups))
			}
			if match[2*group] >= 0 {
				dst = append(dst, s[match[2*group]:match[2*group+1]]...)
			}
			i += digits
		}
	}
	return dst, nil
}

// groupNumber reads one digit, and further ones while there is such a group.
func groupNumber(b []byte, groups int) (group, digits int) {
	for digits < len(b) && b[digits]-'0' <= 9 {
		next := group*10 + int(b[digits]-'0')
		if digits > 0 && next > groups {
			break
		}
		group = next
		digits++
	}
	return group, digits
}
