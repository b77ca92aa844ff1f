package sql

import (
	"strings"
)

// Print returns a node as SQL, on one line. What it prints is read back as the same tree.
func Print(n Node) string {
	var p printer
	p.node(n)
	return p.String()
}

// PrintScript returns all statements as SQL, each on a line of its own.
func PrintScript(s *Script) string {
	var p printer
	for _, statement := range s.Statements {
		p.node(statement)
		p.put(";\n")
	}
	return p.String()
}

// printer writes SQL. Its methods are named for what they write.
type printer struct{ strings.Builder }

func (p *printer) put(parts ...string) {
	for _, s := range parts {
		p.WriteString(s)
	}
}

// list writes n items with commas between them.
func (p *printer) list(n int, item func(i int)) {
	for i := range n {
		if i > 0 {
			p.put(", ")
		}
		item(i)
	}
}

func (p *printer) node(n Node) {
	switch n := n.(type) {
	case Statement:
		p.statement(n)
	case Query:
		p.query(n)
	case TableRef:
		p.tableRef(n)
	case Expr:
		p.expr(n, lowest)
	case *Window:
		p.window(n)
	case Ident:
		p.put(Quote(n.Name))
	case ColumnDef:
		p.columnDef(n)
	case DataType:
		p.dataType(n)
	case Qualifier:
		p.put(printQualifier(n))
	case SelectItem:
		p.selectItem(n)
	case SortItem:
		p.sortItem(n)
	}
}

func (p *printer) statement(s Statement) {
	switch s := s.(type) {
	case *CreateStream:
		p.create("STREAM", s.OrReplace, s.Name)
		p.columnDefs(s.Columns)
		p.description(s.Description)
	case *CreatePump:
		p.create("PUMP", s.OrReplace, s.Name)
		if s.Stopped {
			p.put(" STOPPED")
		}
		p.description(s.Description)
		p.put(" AS ")
		p.statement(s.Insert)
	case *CreateFunction:
		p.create("FUNCTION", s.OrReplace, s.Name)
		p.columnDefs(s.Params)
		p.put(" RETURNS ")
		p.dataType(s.Returns)
		if s.NullOnNull {
			p.put(" RETURNS NULL ON NULL INPUT")
		}
		p.put(" RETURN ")
		p.expr(s.Body, lowest)
	case *Insert:
		p.put("INSERT INTO ", Quote(s.Target.Name))
		if s.Columns != nil {
			p.names(s.Columns)
		}
		p.put(" ")
		p.query(s.Query)
	}
}

func (p *printer) create(what string, replace bool, name Ident) {
	p.put("CREATE ")
	if replace {
		p.put("OR REPLACE ")
	}
	p.put(what, " ", Quote(name.Name))
}

func (p *printer) columnDefs(defs []ColumnDef) {
	p.put(" (")
	p.list(len(defs), func(i int) { p.columnDef(defs[i]) })
	p.put(")")
}

func (p *printer) columnDef(d ColumnDef) {
	p.put(Quote(d.Name.Name), " ")
	p.dataType(d.Type)
	if d.NotNull {
		p.put(" NOT NULL")
	}
	p.description(d.Description)
}

func (p *printer) description(text string) {
	if text != "" {
		p.put(" DESCRIPTION ", quoteString(text))
	}
}

// names writes a list of columns in parentheses.
func (p *printer) names(list []Ident) {
	p.put(" (")
	p.list(len(list), func(i int) { p.put(reference(list[i].Name)) })
	p.put(")")
}

// reference prints a name where a column that nobody declared may stand without quotes.
func reference(name string) string {
	if systemColumns[name] {
		return name
	}
	return Quote(name)
}

// alias prints the name of a select item, which ROWTIME may be without quotes.
func alias(name string) string {
	if name == "ROWTIME" {
		return name
	}
	return Quote(name)
}

func quoteString(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }
