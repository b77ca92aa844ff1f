package expr

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
)

// newSimilar translates a SIMILAR TO pattern into a regular expression for the whole text.
func newSimilar(pattern []byte, escape rune) (matcher, error) {
	translated, err := SimilarRegexp(pattern, escape)
	if err != nil {
		return nil, fmt.Errorf("the SIMILAR TO pattern %q is not valid: %w", pattern, err)
	}
	re, err := regexp.Compile(`(?s)\A(?:` + translated + `)\z`)
	if err != nil {
		return nil, fmt.Errorf("the SIMILAR TO pattern %q is not valid: %w", pattern, err)
	}
	return re.Match, nil
}

// SimilarRegexp translates a SIMILAR TO pattern, or a part of one, into a regular expression of Go. An escape of -1 is
// none.
func SimilarRegexp(pattern []byte, escape rune) (string, error) {
	p := similarPattern{rest: []rune(string(pattern)), escape: escape}
	if err := p.translate(); err != nil {
		return "", err
	}
	return p.out.String(), nil
}

// special are the characters that have a meaning somewhere in a pattern and can be escaped.
const special = `|*+-?_%{}()[]^`

type similarPattern struct {
	rest    []rune
	escape  rune
	out     strings.Builder
	element bool // what was written last can be repeated
}

func (p *similarPattern) translate() error {
	for len(p.rest) > 0 {
		c, literal, err := p.next()
		if err != nil {
			return err
		}
		if literal || !strings.ContainsRune(special, c) || c == '-' {
			p.out.WriteString(regexp.QuoteMeta(string(c)))
			p.element = true
			continue
		}
		if err := p.symbol(c); err != nil {
			return err
		}
	}
	return nil
}

func (p *similarPattern) symbol(c rune) error {
	repeats := strings.ContainsRune("*+?{", c)
	if repeats && !p.element {
		return fmt.Errorf("there is nothing that %q could repeat", c)
	}
	p.element = !repeats && c != '|' && c != '('
	switch c {
	case '%':
		p.out.WriteString(`(?:.*)`)
	case '_':
		p.out.WriteByte('.')
	case '[':
		return p.set()
	case '(':
		p.out.WriteString(`(?:`)
	case '{':
		return p.repeat()
	case ']', '}', '^':
		return fmt.Errorf("%q must be escaped here", c)
	default:
		p.out.WriteRune(c)
	}
	return nil
}

// next takes a character. It is literal if it was escaped.
func (p *similarPattern) next() (c rune, literal bool, err error) {
	c = p.rest[0]
	p.rest = p.rest[1:]
	if c != p.escape {
		return c, false, nil
	}
	if len(p.rest) == 0 {
		return 0, false, errors.New("it ends with its escape")
	}
	c = p.rest[0]
	p.rest = p.rest[1:]
	if c != p.escape && !strings.ContainsRune(special, c) {
		return 0, false, fmt.Errorf("%q needs no escape", c)
	}
	return c, true, nil
}

// repeat passes {n}, {n,} or {n,m} on.
func (p *similarPattern) repeat() error {
	end := 0
	for end < len(p.rest) && p.rest[end] != '}' {
		end++
	}
	text := string(p.rest[:end])
	if end == len(p.rest) || !counts.MatchString(text) {
		return fmt.Errorf("{%s is no repetition", text)
	}
	p.rest = p.rest[end+1:]
	p.out.WriteString("{" + text + "}")
	return nil
}

var counts = regexp.MustCompile(`^[0-9]+(,[0-9]*)?$`)

// set reads what follows a [: included characters and ranges, then ^ and excluded ones. A leading ^ turns the set round.
func (p *similarPattern) set() error {
	negated := len(p.rest) > 0 && p.rest[0] == '^' && p.escape != '^'
	if negated {
		p.rest = p.rest[1:]
	}
	in, end, err := p.ranges()
	if err != nil {
		return err
	}
	var not runeRanges
	if end == '^' {
		if not, end, err = p.ranges(); err != nil {
			return err
		}
	}
	if end != ']' {
		return errors.New("a set has one ^ at its start and one in its middle at most")
	}
	in = in.without(not)
	if len(in) == 0 {
		return errors.New("a set holds no character")
	}
	in.write(&p.out, negated)
	return nil
}

// ranges reads characters and ranges up to a ] or ^, which it returns.
func (p *similarPattern) ranges() (r runeRanges, end rune, err error) {
	for len(p.rest) > 0 {
		c, literal, err := p.next()
		switch {
		case err != nil:
			return nil, 0, err
		case !literal && (c == ']' || c == '^'):
			return r, c, nil
		case !literal && c != '-' && strings.ContainsRune(special, c):
			return nil, 0, fmt.Errorf("%q must be escaped in a set", c)
		}
		last := c
		if len(p.rest) > 1 && p.rest[0] == '-' && p.escape != '-' && !strings.ContainsRune("]^", p.rest[1]) {
			p.rest = p.rest[1:]
			if last, literal, err = p.next(); err != nil {
				return nil, 0, err
			}
			if last < c || !literal && strings.ContainsRune(special, last) {
				return nil, 0, fmt.Errorf("%c-%c is no range", c, last)
			}
		}
		r = append(r, runeRange{c, last})
	}
	return nil, 0, errors.New("a set has no ]")
}

type (
	runeRange  struct{ first, last rune }
	runeRanges []runeRange
)

// without cuts the characters of some ranges out of others, which Go's expressions cannot say.
func (r runeRanges) without(cut runeRanges) runeRanges {
	for _, c := range cut {
		var left runeRanges
		for _, x := range r {
			if c.last < x.first || c.first > x.last {
				left = append(left, x)
				continue
			}
			if x.first < c.first {
				left = append(left, runeRange{x.first, c.first - 1})
			}
			if c.last < x.last {
				left = append(left, runeRange{c.last + 1, x.last})
			}
		}
		r = left
	}
	return r
}

func (r runeRanges) write(out *strings.Builder, negated bool) {
	out.WriteByte('[')
	if negated {
		out.WriteByte('^')
	}
	for _, x := range r {
		fmt.Fprintf(out, `\x{%x}-\x{%x}`, x.first, x.last)
	}
	out.WriteByte(']')
}
