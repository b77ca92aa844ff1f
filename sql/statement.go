package sql

import "strings"

// statement reads CREATE STREAM, CREATE PUMP, CREATE FUNCTION or INSERT, and refuses what is none of them by its first word.
func (r *reader) statement() Statement {
	t := r.peek()
	switch {
	case t.isWord("CREATE"):
		return r.create()
	case t.isWord("INSERT"):
		return r.insert()
	case t.isWord("SELECT") || t.isSymbol("("):
		r.fail(NotSupported, t.span, "a query runs only inside of a pump",
			`write CREATE OR REPLACE PUMP "P" AS INSERT INTO "S" SELECT STREAM …`)
	case t.isOneOf("ALTER", "DROP", "SET", "UPDATE", "DELETE", "MERGE", "EXPLAIN", "ANALYZE", "TRUNCATE"):
		r.fail(NotSupported, t.span, t.text+" is not supported in application code",
			"a code has CREATE STREAM, CREATE PUMP, CREATE FUNCTION and INSERT; CREATE OR REPLACE redefines")
	default:
		r.fail(Syntax, t.span, "expected a statement, found "+t.describe(r.text), r.statementHint(t))
	}
	return nil
}

func (r *reader) statementHint(t token) string {
	if near := Nearest(t.text, []string{"CREATE", "INSERT"}); near != "" && t.kind == wordToken {
		return "did you mean " + near + "?"
	}
	if instead, ok := foreign[t.text]; ok {
		return instead
	}
	return "a statement begins with CREATE or INSERT"
}

func (r *reader) create() Statement {
	start := r.pos
	r.expect("CREATE")
	replace := r.accept("OR")
	if replace {
		r.expect("REPLACE")
	}
	t := r.peek()
	switch {
	case r.accept("STREAM"):
		return r.createStream(start, replace)
	case r.accept("PUMP"):
		return r.createPump(start, replace)
	case r.accept("FUNCTION"):
		return r.createFunction(start, replace)
	case t.isOneOf("TABLE", "VIEW", "SCHEMA", "FOREIGN", "INDEX", "TYPE", "DATABASE", "MATERIALIZED", "TEMPORARY"):
		r.fail(NotSupported, t.span, "CREATE "+t.text+" is not part of the dialect", createHints[t.text])
	default:
		r.unexpected(r.pos, "STREAM, PUMP or FUNCTION")
	}
	return nil
}

var createHints = map[string]string{
	"TABLE":        "reference tables are declared in the application file",
	"VIEW":         "create a stream and a pump that fills it",
	"MATERIALIZED": "create a stream and a pump that fills it",
	"FOREIGN":      "inputs and outputs are declared in the application file",
}

func (r *reader) createStream(start int, replace bool) Statement {
	s := &CreateStream{OrReplace: replace, Name: r.object("a stream name")}
	r.parens(func() { s.Columns = r.columnDefs("a column name") })
	s.Description = r.description()
	s.Span = r.span(start)
	return s
}

// columnEnd is what may follow a column.
const columnEnd = ", or )"

// columnDefs reads columns or parameters. A mistake in one of them does not hide those in the others.
func (r *reader) columnDefs(what string) []ColumnDef {
	var defs []ColumnDef
	r.list(func() {
		r.part(r.itemEnd(), func() {
			defs = append(defs, r.columnDef(what))
			if r.err == nil && r.pos < r.end {
				r.unexpected(r.pos, columnEnd)
			}
		})
	})
	return defs
}

func (r *reader) columnDef(what string) ColumnDef {
	start := r.pos
	d := ColumnDef{Name: r.name(what)}
	d.Type = r.dataType()
	if r.accept("NOT") {
		r.expect("NULL")
		d.NotNull = true
	}
	d.Description = r.description()
	d.Span = r.span(start)
	return d
}

func (r *reader) description() string {
	if !r.accept("DESCRIPTION") {
		return ""
	}
	return r.expectString()
}

func (r *reader) createPump(start int, replace bool) Statement {
	p := &CreatePump{OrReplace: replace, Name: r.object("a pump name")}
	if p.Stopped = r.accept("STOPPED"); !p.Stopped {
		r.accept("STARTED")
	}
	p.Description = r.description()
	r.expect("AS")
	p.Insert = r.insert()
	p.Span = r.span(start)
	return p
}

func (r *reader) insert() *Insert {
	start := r.pos
	r.expect("INSERT")
	r.accept("EXPEDITED")
	r.expect("INTO")
	s := &Insert{Target: r.object("a stream name")}
	if r.peek().isSymbol("(") && !r.isQuery(r.pos) {
		r.parens(func() { r.list(func() { s.Columns = append(s.Columns, r.insertColumn()) }) })
	}
	s.Query = r.query()
	s.Span = r.span(start)
	return s
}

// insertColumn reads a target column; ROWTIME is one, too.
func (r *reader) insertColumn() Ident {
	if r.accept("ROWTIME") {
		return r.ident(r.pos - 1)
	}
	return r.name("a column name")
}

func (r *reader) createFunction(start int, replace bool) Statement {
	f := &CreateFunction{OrReplace: replace, Name: r.object("a function name")}
	r.parens(func() {
		if r.pos < r.end {
			f.Params = r.columnDefs("a parameter name")
		}
	})
	r.expect("RETURNS")
	f.Returns = r.dataType()
	for r.characteristic(f) {
	}
	r.expect("RETURN")
	if r.err == nil {
		f.Body = r.condition(r.end)
	}
	f.Span = r.span(start)
	return f
}

// characteristics are those of a function that change nothing here, since a function is one expression.
var characteristics = [][]string{
	{"LANGUAGE", "SQL"}, {"CONTAINS", "SQL"}, {"READS", "SQL", "DATA"}, {"MODIFIES", "SQL", "DATA"},
	{"DETERMINISTIC"}, {"NOT", "DETERMINISTIC"},
}

// characteristic reads one characteristic of a function and reports whether there was one.
func (r *reader) characteristic(f *CreateFunction) bool {
	switch {
	case r.accept("RETURNS", "NULL", "ON", "NULL", "INPUT"):
		f.NullOnNull = true
		return true
	case r.accept("CALLED", "ON", "NULL", "INPUT"):
		f.NullOnNull = false
		return true
	case r.accept("SPECIFIC"):
		r.name("a specific name")
		return true
	}
	for _, c := range characteristics {
		if r.accept(c...) {
			return true
		}
	}
	if t := r.peek(); t.isWord("LANGUAGE") {
		r.fail(NotSupported, r.peekAt(1).span, "only functions in SQL are supported", "write "+strings.Join(characteristics[0], " "))
	}
	return false
}
