// Package docs writes the pages of docs/ that derive from declarations, so that they cannot differ from the program. Its test
// fails when a page is out of date; go test ./internal/docs -update writes it.
package docs

import (
	"encoding/json"
	"fmt"
	"strings"

	"weir/app"
	"weir/operators/functions"
	"weir/sql"
	"weir/sql/types"
)

// Pages are the derived pages by file name below docs.
var Pages = map[string]func() string{
	"errors.md":               Errors,
	"sql/functions.md":        Functions,
	"application.schema.json": ApplicationSchema,
}

const derived = "<!-- Derived from the declarations by internal/docs. -->\n\n"

// Errors is the page of codes.
func Errors() string {
	var b strings.Builder
	b.WriteString(derived + `# Errors

Codes are stable. Texts are for people and may change.

## Mistakes in an application

` + "`weir check`" + ` finds all of them at once, each with its line, its column and, where there is something to say, a hint.

| code | meaning |
|---|---|
`)
	for _, list := range [][]sql.CodeDoc{sql.Codes, app.Codes} {
		for _, c := range list {
			fmt.Fprintf(&b, "| `%s` | %s |\n", c.Code, c.Doc)
		}
	}
	b.WriteString(`
## Rows that were refused

A row that cannot be read or computed costs itself only. It is counted and kept in the ERRORS twin of its stream, with its
bytes; a row behind the watermark is kept in the LATE twin. ` + "`error_stream`" + ` shows both in KDA's seven columns.

| code | ERROR_NAME on error_stream | meaning |
|---|---|---|
`)
	for _, c := range types.Codes {
		fmt.Fprintf(&b, "| `%s` | `%s` | %s |\n", c.Code, c.Name, c.Doc)
	}
	return b.String()
}

// ApplicationSchema is the JSON schema of the application file.
func ApplicationSchema() string {
	text, err := json.MarshalIndent(app.RequestSchema(), "", "  ")
	if err != nil {
		panic(err) // a schema holds nothing that JSON cannot
	}
	return string(text) + "\n"
}

// Functions is the page of scalar functions and aggregates.
func Functions() string {
	var b strings.Builder
	b.WriteString(derived + `# Functions

Names are case-insensitive. A NULL argument gives NULL unless the function says otherwise. Where a function is not defined for
its argument the row is refused, with the code that stands in the example.

`)
	for _, family := range []functions.Family{functions.Math, functions.Text, functions.Datetime} {
		fmt.Fprintf(&b, "## %s\n\n", family)
		for _, s := range functions.Scalars() {
			if s.Family == family {
				scalar(&b, s)
			}
		}
	}
	b.WriteString("## Aggregates\n\nThey fold the rows of a group, or with OVER those of a window.\n\n")
	for _, a := range functions.Aggregates() {
		fmt.Fprintf(&b, "### %s\n\n", a.Name)
		also(&b, a.Aliases)
		fmt.Fprintf(&b, "%s\n\n", a.Doc)
	}
	b.WriteString("## Window functions\n\nThey stand before OVER and look at the rows of a window.\n\n")
	for _, w := range functions.Windows() {
		if w.Doc != "" {
			fmt.Fprintf(&b, "### %s\n\n%s\n\n", w.Name, w.Doc)
		}
	}
	return strings.TrimRight(b.String(), "\n") + "\n"
}

func scalar(b *strings.Builder, s *functions.Scalar) {
	fmt.Fprintf(b, "### %s\n\n", strings.ReplaceAll(s.Name, "|", `\|`))
	also(b, s.Aliases)
	fmt.Fprintf(b, "%s\n\n", s.Doc)
	b.WriteString("```\n")
	for _, form := range s.Forms() {
		b.WriteString(form + "\n")
	}
	b.WriteString("```\n\n")
	if len(s.Examples) == 0 {
		return
	}
	b.WriteString("| expression | value |\n|---|---|\n")
	for _, e := range s.Examples {
		fmt.Fprintf(b, "| `%s` | `%s` |\n", cell(e.SQL), cell(e.Want))
	}
	b.WriteString("\n")
}

func also(b *strings.Builder, aliases []string) {
	if len(aliases) > 0 {
		fmt.Fprintf(b, "Also: %s.\n\n", strings.Join(aliases, ", "))
	}
}

// cell keeps a text inside of its table cell.
func cell(text string) string { return strings.NewReplacer("|", `\|`, "\n", " ").Replace(text) }
