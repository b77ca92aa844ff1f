package app

import (
	"fmt"
	"strings"

	"weir/sql"
)

// A node is a value of a configuration file, from YAML or JSON, with its place in the text.
type node struct {
	kind    kind
	span    sql.Span // of the value; of an object or a list its first character
	at      sql.Span // where a mistake in it is shown best: its key, if it has one
	text    string   // of a scalar
	entries []entry  // of an object
	items   []*node  // of a list
	block   bool     // YAML's literal style: the text stands in the file line by line, indented
}

// entry is a member of an object.
type entry struct {
	key   string
	span  sql.Span
	value *node
}

type kind uint8

const (
	nothing kind = iota // null, or an empty value
	text
	number
	boolean
	object
	list
)

var kindNames = [...]string{"nothing", "text", "a number", "true or false", "an object", "a list"}

func (k kind) String() string { return kindNames[k] }

// Errors are the mistakes of one file. They print themselves with their lines and carets.
type Errors struct {
	File string
	Text string
	List sql.Errors
}

func (e *Errors) Error() string { return e.List.Format(e.File, e.Text) }

// Codes of mistakes in the configuration, beside those of the application code.
const (
	UnknownKey   sql.Code = "unknown-key"
	MissingKey   sql.Code = "missing-key"
	InvalidValue sql.Code = "invalid-value"
)

// Codes lists them for the documentation.
var Codes = []sql.CodeDoc{
	{Code: UnknownKey, Doc: "The application file has a key that nothing reads."},
	{Code: MissingKey, Doc: "The application file lacks a key."},
	{Code: InvalidValue, Doc: "The value of a key is not one that it can have."},
}

// file is a configuration file while it is read: its text, and the mistakes found so far.
type file struct {
	name   string
	text   string
	errors sql.Errors
}

func (f *file) fail(code sql.Code, at sql.Span, hint, format string, args ...any) {
	f.errors = append(f.errors, &sql.Error{Code: code, Span: at, Hint: hint, Message: fmt.Sprintf(format, args...)})
}

// err returns the mistakes, nil if there are none.
func (f *file) err() error {
	if len(f.errors) == 0 {
		return nil
	}
	f.errors.Sort()
	return &Errors{File: f.name, Text: f.text, List: f.errors}
}

// parse reads the file's text: JSON if it begins like a JSON object, YAML otherwise.
func (f *file) parse() *node {
	if strings.HasPrefix(strings.TrimLeft(strings.TrimPrefix(f.text, byteOrderMark), " \t\r\n"), "{") {
		return f.parseJSON()
	}
	return f.parseYAML()
}

const byteOrderMark = "\ufeff"
