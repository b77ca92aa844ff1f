package script

import (
	"fmt"
	"strings"

	"weir/operators"
	"weir/sql"
)

// A Command is one line of a script with its body.
type Command struct {
	Line int // 1-based
	Verb string
	Mode string // push: raw, text or rows; expect: rows, set or count

	Stream string         // push, end, expect: folded unless quoted; expect may name S.LATE and S.ERRORS
	Time   operators.Time // push, tick: absolute, or relative to the clock
	Rel    bool           // Time is relative
	Name   string         // set: option; app, reference: file
	Value  string         // set: value; reference: table
	Count  int            // expect S count N
	Body   []string       // the lines below, up to the next blank line
	First  int            // line number of Body[0]
	clock  operators.Time // the clock after this command, once relative times are resolved
}

// A SyntaxError is a script that cannot be read.
type SyntaxError struct {
	Line    int
	Message string
}

func (e *SyntaxError) Error() string { return fmt.Sprintf("line %d: %s", e.Line, e.Message) }

// verbs says which commands there are and which have a body.
var verbs = map[string]struct {
	usage string
	body  bool
	parse func(c *Command, words []string) error
}{
	"app":        {"app FILE", false, parseApp},
	"exec":       {"exec, with SQL below", true, parseBare},
	"set":        {"set OPTION VALUE", false, parseSet},
	"reference":  {"reference TABLE FILE", false, parseReference},
	"push":       {"push [text|rows] STREAM at TIME, with records below", true, parsePush},
	"tick":       {"tick TIME", false, parseTick},
	"checkpoint": {"checkpoint", false, parseBare},
	"crash":      {"crash", false, parseBare},
	"end":        {"end STREAM", false, parseEnd},
	"expect":     {"expect [set] STREAM, with rows below, or: expect STREAM count N", true, parseExpect},
}

// Parse reads a script. Relative times are resolved against the clock that the commands before have set.
func Parse(text string) ([]Command, error) {
	lines := strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
	var commands []Command
	clock := operators.Time(0)
	for at := 0; at < len(lines); at++ {
		line := strings.TrimSpace(lines[at])
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		words, err := split(line)
		if err != nil {
			return nil, &SyntaxError{at + 1, err.Error()}
		}
		verb, ok := verbs[words[0]]
		if !ok {
			return nil, &SyntaxError{at + 1, unknownVerb(words[0])}
		}
		c := Command{Line: at + 1, Verb: words[0], First: at + 2}
		if err := verb.parse(&c, words[1:]); err != nil {
			return nil, &SyntaxError{at + 1, fmt.Sprintf("%s (usage: %s)", err, verb.usage)}
		}
		for verb.body && at+1 < len(lines) && strings.TrimSpace(lines[at+1]) != "" {
			at++
			c.Body = append(c.Body, lines[at])
		}
		if c.Verb == "push" || c.Verb == "tick" {
			if c.Rel {
				c.Time += clock
			}
			if c.Time < clock {
				return nil, &SyntaxError{c.Line, "the clock does not go back"}
			}
			clock = c.Time
		}
		c.clock = clock
		commands = append(commands, c)
	}
	return commands, nil
}

func unknownVerb(word string) string {
	names := make([]string, 0, len(verbs))
	for name := range verbs {
		names = append(names, name)
	}
	if near := sql.Nearest(word, names); near != "" {
		return fmt.Sprintf("unknown command %q; did you mean %q?", word, near)
	}
	return fmt.Sprintf("unknown command %q; a body ends at the next blank line", word)
}

// split cuts a line into words. A double-quoted name, with or without a twin's suffix, is one word.
func split(line string) ([]string, error) {
	var words []string
	var word strings.Builder
	quoted := false
	for _, r := range line + " " {
		switch {
		case r == '"':
			quoted = !quoted
			word.WriteRune(r)
		case !quoted && (r == ' ' || r == '\t'):
			if word.Len() > 0 {
				words = append(words, word.String())
				word.Reset()
			}
		default:
			word.WriteRune(r)
		}
	}
	if quoted {
		return nil, fmt.Errorf("a quoted name is not closed")
	}
	return words, nil
}

func parseBare(_ *Command, words []string) error { return want(words, 0) }

func want(words []string, n int) error {
	if len(words) != n {
		return fmt.Errorf("%d words follow the command, not %d", n, len(words))
	}
	return nil
}

func parseApp(c *Command, words []string) error {
	if err := want(words, 1); err != nil {
		return err
	}
	c.Name = words[0]
	return nil
}

func parseSet(c *Command, words []string) error {
	if err := want(words, 2); err != nil {
		return err
	}
	c.Name, c.Value = words[0], words[1]
	return nil
}

func parseReference(c *Command, words []string) error {
	if err := want(words, 2); err != nil {
		return err
	}
	c.Value, c.Name = streamName(words[0]), words[1]
	return nil
}

func parsePush(c *Command, words []string) error {
	c.Mode = "raw"
	if len(words) == 4 && (words[0] == "text" || words[0] == "rows") {
		c.Mode, words = words[0], words[1:]
	}
	if len(words) != 3 || words[1] != "at" {
		return fmt.Errorf("no time is given")
	}
	c.Stream = streamName(words[0])
	return parseTime(c, words[2])
}

func parseTick(c *Command, words []string) error {
	if err := want(words, 1); err != nil {
		return err
	}
	return parseTime(c, words[0])
}

func parseEnd(c *Command, words []string) error {
	if err := want(words, 1); err != nil {
		return err
	}
	c.Stream = streamName(words[0])
	return nil
}

func parseExpect(c *Command, words []string) error {
	c.Mode = "rows"
	if len(words) == 2 && words[0] == "set" {
		c.Mode, words = "set", words[1:]
	}
	if len(words) == 3 && words[1] == "count" {
		c.Mode = "count"
		if _, err := fmt.Sscanf(words[2], "%d", &c.Count); err != nil || c.Count < 0 {
			return fmt.Errorf("%q is no count", words[2])
		}
		words = words[:1]
	}
	if err := want(words, 1); err != nil {
		return err
	}
	c.Stream = streamName(words[0])
	return nil
}

// streamName folds a name as SQL does. S.LATE and S.ERRORS keep their suffix behind a dot; error_stream is one name in any case.
func streamName(word string) string {
	if strings.EqualFold(word, "error_stream") {
		return "error_stream"
	}
	if !strings.HasPrefix(word, `"`) {
		return strings.ToUpper(word)
	}
	end := strings.LastIndex(word, `"`)
	name := strings.ReplaceAll(word[1:max(end, 1)], `""`, `"`)
	return name + strings.ToUpper(word[end+1:])
}
