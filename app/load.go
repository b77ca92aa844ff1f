package app

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"unicode/utf8"

	"weir/sql"
)

// App is an application as its file describes it, checked as far as that goes without its code.
type App struct {
	Name    string
	File    string // its path
	Request *Request
	Code    Code
	Streams []Stream // what the inputs feed, in the order of the file
	Tables  []Table
	Outputs []Target
}

// Code is the application code and what to call it in messages.
type Code struct {
	File string
	Text string
	part func(sql.Span) sql.Span // nil unless Text stands in the file line by line: where a span of Text lies in it
	in   *file
}

// Load reads an application file. Mistakes in it are all reported, as *Errors.
func Load(path string) (*App, error) {
	text, err := readText(path)
	if err != nil {
		return nil, fmt.Errorf("reading the application: %w", err)
	}
	return Parse(path, text)
}

// Parse reads the text of an application file that would be called path.
func Parse(path, text string) (*App, error) {
	f := &file{name: path, text: text}
	a := &App{File: path, Request: &Request{}}
	if n := f.parse(); n != nil {
		f.decodeInto(n, a.Request)
	}
	if len(f.errors) == 0 {
		a.resolve(f)
	}
	if err := f.err(); err != nil {
		return nil, err
	}
	return a, nil
}

func (f *file) decodeInto(n *node, v any) { f.decode(n, reflect.ValueOf(v).Elem()) }

func readText(path string) (string, error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return "", err
	}
	if !utf8.Valid(raw) {
		return "", fmt.Errorf("%s is no UTF-8 text", path)
	}
	return string(raw), nil
}

// Dir is where relative paths of the application start.
func (a *App) Dir() string { return filepath.Dir(a.File) }

var applicationName = regexp.MustCompile(`^[a-zA-Z0-9_.-]{1,128}$`)

func (a *App) resolve(f *file) {
	r := a.Request
	a.Name = r.ApplicationName.V
	if !applicationName.MatchString(a.Name) {
		f.fail(InvalidValue, r.ApplicationName.Span, "", "an application's name has 1 to 128 letters, digits, points, hyphens and underscores")
	}
	a.resolveCode(f)
	a.resolveOptions(f)
	for i := range r.Inputs {
		a.resolveInput(f, &r.Inputs[i])
	}
	for i := range r.ReferenceDataSources {
		a.resolveTable(f, &r.ReferenceDataSources[i])
	}
	a.resolveOutputs(f)
}

func (a *App) resolveCode(f *file) {
	r := a.Request
	switch {
	case r.ApplicationCode.Set() && r.ApplicationCodeFile.Set():
		f.fail(InvalidValue, r.ApplicationCodeFile.Span, "leave one of them out", "the code stands both in ApplicationCode and in a file")
	case r.ApplicationCodeFile.Set():
		path := r.ApplicationCodeFile.V
		if !filepath.IsAbs(path) {
			path = filepath.Join(a.Dir(), path)
		}
		text, err := readText(path)
		if err != nil {
			f.fail(InvalidValue, r.ApplicationCodeFile.Span, "", "reading the code: %s", err)
			return
		}
		a.Code = Code{File: path, Text: text}
	case r.ApplicationCode.Set():
		a.Code = Code{File: f.name + " (ApplicationCode)", Text: r.ApplicationCode.V, in: f}
		a.Code.part = f.lines(r.ApplicationCode)
	default:
		f.fail(MissingKey, r.At, "write it in ApplicationCode, or name its file in ApplicationCodeFile", "the application has no code")
	}
}

// lines maps spans of a text that stands in the file line by line, behind an indentation, to the file. It is nil for a text
// that is written otherwise.
func (f *file) lines(v Text) func(sql.Span) sql.Span {
	if v.V == "" || f.text[v.Span.Start] != '|' {
		return nil
	}
	at := v.Span.Start + strings.IndexByte(f.text[v.Span.Start:], '\n') + 1
	var inText, inFile []int // where lines begin
	rest := v.V
	for rest != "" {
		line, more, _ := strings.Cut(rest, "\n")
		there, _, _ := strings.Cut(f.text[at:], "\n")
		if !strings.HasSuffix(strings.TrimSuffix(there, "\r"), line) {
			return nil
		}
		inText = append(inText, len(v.V)-len(rest))
		inFile = append(inFile, at+len(strings.TrimSuffix(there, "\r"))-len(line))
		at = min(at+len(there)+1, len(f.text))
		rest = more
	}
	move := func(offset int) int {
		line := 0
		for line+1 < len(inText) && inText[line+1] <= offset {
			line++
		}
		return inFile[line] + offset - inText[line]
	}
	return func(s sql.Span) sql.Span { return sql.Span{Start: move(s.Start), End: move(s.End)} }
}

// join lists names for a sentence.
func join(names []string, last string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:len(names)-1], ", ") + " " + last + " " + names[len(names)-1]
}
