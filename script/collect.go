package script

import (
	"encoding/json"
	"strings"

	"weir/sql/types"
)

// Rows are what one expect of a script looks at.
type Rows struct {
	Expect Command
	Schema *types.Schema
	Lines  []string // each row as an output writes it, with its ROWTIME behind its columns
}

// Collect runs a script and compares nothing: it returns the rows that each expect would compare, in the order of the text.
// Its errors are those of Run, but for *Failure.
func Collect(commands []Command, cfg Config) ([]Rows, error) {
	var found []Rows
	err := run(commands, cfg, func(r *runner, c *Command) error {
		fresh, schema, err := r.fresh(c.Stream)
		rows := Rows{Expect: *c, Schema: schema}
		for _, row := range fresh {
			rows.Lines = append(rows.Lines, row.String())
		}
		found = append(found, rows)
		return err
	})
	return found, err
}

// Golden returns a script that expects the rows that were found, in the columns that keep chooses. The script's own
// expectations of rows give way; counts stay.
func Golden(text string, found []Rows, keep func(stream, column string) bool) (string, error) {
	lines := strings.Split(text, "\n")
	var b strings.Builder
	next := 0
	for _, rows := range found {
		c := &rows.Expect
		if c.Mode == "count" {
			continue
		}
		b.WriteString(strings.Join(lines[next:c.Line], "\n") + "\n")
		for _, line := range rows.Lines {
			part, err := project(line, rows.Schema, func(column string) bool { return keep(c.Stream, column) })
			if err != nil {
				return "", err
			}
			b.WriteString(part + "\n")
		}
		next = c.Line + len(c.Body)
	}
	b.WriteString(strings.Join(lines[next:], "\n"))
	return b.String(), nil
}

// project writes some members of a row, in the order of its columns, ROWTIME last.
func project(line string, schema *types.Schema, keep func(column string) bool) (string, error) {
	var members map[string]json.RawMessage
	if err := json.Unmarshal([]byte(line), &members); err != nil {
		return "", err
	}
	var b strings.Builder
	member := func(name string) {
		if value, ok := members[name]; ok && keep(name) {
			if b.Len() > 0 {
				b.WriteString(", ")
			}
			quoted, _ := json.Marshal(name)
			b.Write(quoted)
			b.WriteString(": ")
			b.Write(value)
		}
	}
	for i := range schema.Columns {
		member(schema.Columns[i].Name)
	}
	if schema.Index("ROWTIME") < 0 {
		member("ROWTIME")
	}
	return "{" + b.String() + "}", nil
}
