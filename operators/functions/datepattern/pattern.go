package datepattern

import "fmt"

// Pattern is a compiled pattern. It does not change, so any goroutine may use it.
type Pattern struct{ elements []element }

// element is a field, or a literal text.
type element struct {
	letter  byte // 0: literal
	count   int  // how often the letter stands there
	exact   bool // a number next to another one: it has exactly count digits
	literal string
}

// letters are those of the fields that there are.
const letters = "GyMwWDdFEuaHkKhmsSzZX"

// Compile reads a pattern.
func Compile(text string) (*Pattern, error) {
	p := &Pattern{}
	for i := 0; i < len(text); {
		c := text[i]
		switch {
		case c == '\'':
			literal, n, ok := quoted(text[i:])
			if !ok {
				return nil, fmt.Errorf("the pattern '%s' has a quote without an end", text)
			}
			p.addLiteral(literal)
			i += n
		case isLetter(c):
			n := 1
			for i+n < len(text) && text[i+n] == c {
				n++
			}
			if err := p.addField(c, n); err != nil {
				return nil, err
			}
			i += n
		default:
			p.addLiteral(text[i : i+1])
			i++
		}
	}
	p.markExact()
	return p, nil
}

// quoted reads 'text' with its quotes, and two quotes as one. N is how much of s it takes.
func quoted(s string) (literal string, n int, ok bool) {
	if len(s) > 1 && s[1] == '\'' {
		return "'", 2, true
	}
	for i := 1; i < len(s); i++ {
		if s[i] != '\'' {
			literal += s[i : i+1]
			continue
		}
		if i+1 == len(s) || s[i+1] != '\'' {
			return literal, i + 1, true
		}
		literal += "'"
		i++
	}
	return "", 0, false
}

func isLetter(c byte) bool { return 'A' <= c && c <= 'Z' || 'a' <= c && c <= 'z' }

func (p *Pattern) addLiteral(s string) {
	if n := len(p.elements); n > 0 && p.elements[n-1].letter == 0 {
		p.elements[n-1].literal += s
		return
	}
	p.elements = append(p.elements, element{literal: s})
}

// meant are letters that other patterns have for fields of ours.
var meant = map[byte]byte{'Y': 'y', 'L': 'M', 'e': 'E', 'c': 'E', 'n': 'S', 'f': 'S', 't': 'a', 'x': 'X', 'O': 'Z', 'V': 'z'}

func (p *Pattern) addField(c byte, count int) error {
	for i := range letters {
		if letters[i] == c {
			p.elements = append(p.elements, element{letter: c, count: count})
			return nil
		}
	}
	if instead, ok := meant[c]; ok {
		return fmt.Errorf("the pattern letter %c has no meaning; write %c", c, instead)
	}
	return fmt.Errorf("the pattern letter %c has no meaning; text stands in quotes", c)
}

// isNumber reports a field that is written in digits.
func (e element) isNumber() bool {
	switch e.letter {
	case 0, 'G', 'E', 'a', 'z', 'Z', 'X':
		return false
	case 'M':
		return e.count <= 2
	default:
		return true
	}
}

func (p *Pattern) markExact() {
	for i := 1; i < len(p.elements); i++ {
		if p.elements[i-1].isNumber() && p.elements[i].isNumber() {
			p.elements[i-1].exact, p.elements[i].exact = true, true
		}
	}
}
