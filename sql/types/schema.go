package types

import "strings"

// Column is one declared column of a stream or a table, or one of a query's result.
type Column struct {
	Name    string
	Type    Type
	NotNull bool
}

// Schema is the columns of a stream, in order. ROWTIME is never one of them. It does not change after it was made.
type Schema struct {
	Columns []Column
}

// NewSchema makes a schema of columns.
func NewSchema(cols ...Column) *Schema { return &Schema{Columns: cols} }

// Index returns the place of the column with this exact name, or -1.
func (s *Schema) Index(name string) int {
	for i := range s.Columns {
		if s.Columns[i].Name == name {
			return i
		}
	}
	return -1
}

// String prints the columns as they stand in CREATE STREAM.
func (s *Schema) String() string {
	var b strings.Builder
	for i, c := range s.Columns {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(`"` + strings.ReplaceAll(c.Name, `"`, `""`) + `" ` + c.Type.String())
		if c.NotNull {
			b.WriteString(" NOT NULL")
		}
	}
	return b.String()
}
