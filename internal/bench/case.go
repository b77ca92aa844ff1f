package bench

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/tools/txtar"
)

// Case is one benchmark: what is read, the application that reads it, and what it must write.
type Case struct {
	Name   string // of its file, without extension
	Doc    string // the comment lines at its top
	Load   Load
	Expect Output

	files []txtar.File
}

// Names of files in the folder of a run. The application refers to the load and to its output by them.
const (
	AppFile    = "app.yaml"
	LoadFile   = "load.jsonl"
	OutputFile = "out.jsonl"
)

// ReadCase reads a file NAME.bench.
func ReadCase(path string) (*Case, error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	c, err := ParseCase(strings.TrimSuffix(filepath.Base(path), ".bench"), raw)
	if err != nil {
		return nil, fmt.Errorf("%s:%w", path, err)
	}
	return c, nil
}

// ParseCase reads the text of a benchmark. An error begins with the number of the line.
func ParseCase(name string, text []byte) (*Case, error) {
	archive := txtar.Parse(text)
	c := &Case{Name: name, files: archive.Files}
	line := 0
	for text := range strings.Lines(string(archive.Comment)) {
		line++
		text = strings.TrimSpace(text)
		if comment, ok := strings.CutPrefix(text, "#"); ok {
			c.Doc += strings.TrimSpace(comment) + "\n"
		} else if text != "" {
			if err := c.command(strings.Fields(text)); err != nil {
				return nil, fmt.Errorf("%d: %w", line, err)
			}
		}
	}
	if c.Load.Rows == 0 {
		return nil, fmt.Errorf("%d: there is no load", line)
	}
	for _, f := range c.files {
		if f.Name == AppFile {
			return c, nil
		}
	}
	return nil, fmt.Errorf("%d: there is no file %s", line, AppFile)
}

func (c *Case) command(words []string) error {
	switch words[0] {
	case "load":
		if len(words) < 2 || words[1] != "bids" {
			return fmt.Errorf("the only load is bids")
		}
		return options(words[2:], map[string]func(string) error{
			"rows": number(&c.Load.Rows), "keys": number(&c.Load.Keys), "rate": number(&c.Load.Rate),
			"pace": number(&c.Load.Pace), "seed": number(&c.Load.Seed),
		})
	case "expect":
		return options(words[1:], map[string]func(string) error{
			"rows": number(&c.Expect.Rows),
			"sum":  func(text string) error { c.Expect.Sum = text; return nil },
		})
	default:
		return fmt.Errorf("there is no command %q; there are load and expect", words[0])
	}
}

// options reads words of the form name=value.
func options(words []string, known map[string]func(string) error) error {
	for _, word := range words {
		name, value, ok := strings.Cut(word, "=")
		set := known[name]
		if !ok || set == nil {
			return fmt.Errorf("%q is no option here", word)
		}
		if err := set(value); err != nil {
			return fmt.Errorf("option %s: %w", name, err)
		}
	}
	return nil
}

func number[T int | uint64](into *T) func(string) error {
	return func(text string) error {
		n, err := strconv.ParseUint(text, 10, 62)
		if err != nil {
			return fmt.Errorf("%q is no number", text)
		}
		*into = T(n)
		return nil
	}
}

// Prepare fills the folder of a run: the application's files, and the load unless it comes through a pipe.
func (c *Case) Prepare(dir string) error {
	for _, f := range c.files {
		if err := os.WriteFile(filepath.Join(dir, f.Name), f.Data, 0o666); err != nil {
			return fmt.Errorf("preparing %s: %w", c.Name, err)
		}
	}
	if c.Load.Pace > 0 {
		return nil
	}
	load, err := c.Load.File()
	if err != nil {
		return fmt.Errorf("preparing %s: %w", c.Name, err)
	}
	link := filepath.Join(dir, LoadFile)
	if err := os.Remove(link); err != nil && !os.IsNotExist(err) {
		return fmt.Errorf("preparing %s: %w", c.Name, err)
	}
	return os.Symlink(load, link)
}
