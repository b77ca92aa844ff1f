package planner

import (
	"slices"

	"weir/operators"
	"weir/sql"
	"weir/sql/types"
)

// script binds the statements in the order of the text: a name must have been made before it is used.
func (c *compiler) script(s *sql.Script) {
	c.findOpenStreams(s)
	for _, stmt := range s.Statements {
		switch stmt := stmt.(type) {
		case *sql.CreateStream:
			c.createStream(stmt)
		case *sql.CreatePump:
			c.createPump(stmt)
		case *sql.CreateFunction:
			c.unsupported(stmt.Name.Span, "CREATE FUNCTION")
		case *sql.Insert:
			c.fail(sql.NotSupported, stmt.Target.Span, "write CREATE PUMP name AS INSERT INTO … SELECT STREAM …",
				"an INSERT runs only inside of a pump")
		}
	}
}

// findOpenStreams notes the streams that no pump writes, if they are to be inputs.
func (c *compiler) findOpenStreams(s *sql.Script) {
	if !c.opts.OpenStreams {
		return
	}
	c.open = map[string]bool{}
	for _, stmt := range s.Statements {
		if stream, ok := stmt.(*sql.CreateStream); ok {
			c.open[stream.Name.Name] = true
		}
	}
	for _, stmt := range s.Statements {
		if p, ok := stmt.(*sql.CreatePump); ok && p.Insert != nil {
			delete(c.open, p.Insert.Target.Name)
		}
	}
}

func (c *compiler) createStream(s *sql.CreateStream) {
	cols := c.columnDefs(s)
	old := c.cat.object(s.Name.Name)
	if !c.mayCreate(s, old) {
		return
	}
	schema := schemaOf(cols)
	var spec operators.Spec = &operators.Stream{Name: s.Name.Name, Cols: schema}
	if c.open[s.Name.Name] {
		schema.Columns = append(schema.Columns, types.Column{Name: operators.ArrivalColumn, Type: types.TimestampType})
		cols = columnsOf(schema, 1)
		spec = &operators.Input{Name: s.Name.Name, Cols: schema, Implicit: 1, Used: make([]bool, len(cols))}
	}
	if old != nil {
		c.cat.objects = slices.DeleteFunc(c.cat.objects, func(o *object) bool { return o == old })
	}
	c.cat.objects = append(c.cat.objects, &object{name: s.Name.Name, rel: relation{spec: spec, cols: cols}, made: s})
}

// mayCreate refuses a name that is reserved or taken. OR REPLACE takes a stream's name until a pump is attached to it.
func (c *compiler) mayCreate(s *sql.CreateStream, old *object) bool {
	name := sql.Quote(s.Name.Name)
	if isErrorStream(s.Name.Name) {
		c.fail(sql.ReservedName, s.Name.Span, "every application has it already; choose another name",
			"the name %s is reserved for the stream of errors", errorStream)
		return false
	}
	if old == nil {
		return true
	}
	if old.made == nil {
		c.fail(sql.DuplicateName, s.Name.Span, "choose another name", "%s is %s of the application", name, old.kind())
		return false
	}
	if !s.OrReplace {
		c.fail(sql.DuplicateName, s.Name.Span, "write CREATE OR REPLACE STREAM, or choose another name",
			"there is a stream %s already", name)
		return false
	}
	for _, p := range c.cat.pumps {
		if p.attachedTo(old) {
			c.fail(sql.StreamInUse, s.Name.Span, "define the stream once, before its pumps",
				"the stream %s cannot be redefined: the pump %s is attached to it", name, sql.Quote(p.name.Name))
			return false
		}
	}
	return true
}

// columnDefs binds the columns of a stream. A column with a mistake is there, but broken.
func (c *compiler) columnDefs(s *sql.CreateStream) []column {
	cols := make([]column, len(s.Columns))
	seen := map[string]bool{}
	for i, def := range s.Columns {
		t, ok := c.dataType(def.Type)
		if ok && t.IsInterval() {
			ok = false
			c.fail(sql.InvalidType, def.Type.Span, "keep its milliseconds in a BIGINT", "an INTERVAL cannot be a column")
		}
		switch {
		case def.Name.Name == rowtimeName:
			c.fail(sql.DuplicateName, def.Name.Span, "leave it out", "every stream has a ROWTIME; it is not declared")
		case seen[def.Name.Name]:
			c.fail(sql.DuplicateName, def.Name.Span, "the columns of a stream need different names",
				"there are two columns %s", sql.Quote(def.Name.Name))
		}
		seen[def.Name.Name] = true
		cols[i] = column{Column: types.Column{Name: def.Name.Name, Type: t, NotNull: def.NotNull}, broken: !ok}
	}
	return cols
}

func (c *compiler) createPump(s *sql.CreatePump) {
	c.reads, c.tables, c.pump = nil, nil, s.Name.Name
	var target *object
	var from operators.Spec
	if s.Insert != nil {
		target, from = c.insert(s.Insert)
	}
	if old := c.cat.pump(s.Name.Name); old != nil {
		if !s.OrReplace {
			c.fail(sql.DuplicateName, s.Name.Span, "write CREATE OR REPLACE PUMP, or choose another name",
				"there is a pump %s already", sql.Quote(s.Name.Name))
			return
		}
		c.cat.pumps = slices.DeleteFunc(c.cat.pumps, func(p *pump) bool { return p == old })
	}
	c.cat.pumps = append(c.cat.pumps, &pump{name: s.Name, target: target, inputs: c.reads, from: from, tables: c.tables, stmt: s})
}
