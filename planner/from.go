package planner

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"weir/operators"
	"weir/sql"
)

// from binds the FROM clause.
func (c *compiler) from(refs []sql.TableRef) *side {
	out := &side{scope: &scope{}}
	for _, ref := range refs {
		out = c.tableRef(ref)
	}
	if out.scope.broken {
		return out
	}
	if !out.stream() {
		c.fail(sql.InvalidJoin, refs[0].Pos(), "join it with a stream, or ask it in a condition: x IN (SELECT …)",
			"this query reads no stream, only %s", tableNames(out.tables))
		out.scope.broken = true
	}
	c.checkOver(out)
	return out
}

// checkOver says what windows on relations do: nothing, unless two streams are joined.
func (c *compiler) checkOver(s *side) {
	joined := len(s.scope.sources) > 1
	for _, src := range s.scope.sources {
		switch {
		case src.over == nil:
		case src.rel.finite:
			c.fail(sql.InvalidWindow, src.over.Span, "leave OVER out", "a reference table has no window: every row of it can match")
		case joined:
			c.warn(src.over.Span, "leave OVER out", "the window has no effect: each row meets the rows of the table as it passes")
		default:
			c.unsupported(src.over.Span, "a window on a relation of FROM")
		}
	}
}

// tableRef binds one relation of FROM, or a join of some.
func (c *compiler) tableRef(ref sql.TableRef) *side {
	switch ref := ref.(type) {
	case *sql.TableName:
		rel := c.named(ref)
		return c.correlate(rel, ref.Correlation, ref.Parts)
	case *sql.DerivedTable:
		b := c.query(ref.Query)
		if b.broken {
			return c.correlate(nil, ref.Correlation, nil)
		}
		return c.correlate(b.close(), ref.Correlation, nil)
	case *sql.Join:
		return c.join(ref)
	case *sql.TableFunction:
		c.unsupported(ref.Name.Span, "the table function "+ref.Name.Name)
		for _, arg := range ref.Args {
			if arg.Cursor != nil {
				c.query(arg.Cursor)
			}
		}
	}
	return &side{scope: &scope{broken: true}}
}

func identNames(parts []sql.Ident) []string {
	names := make([]string, len(parts))
	for i, p := range parts {
		names[i] = p.Name
	}
	return names
}

// correlate makes a part of FROM of a relation, under its alias, or else its own name.
func (c *compiler) correlate(rel *relation, cor sql.Correlation, name []sql.Ident) *side {
	if cor.Over != nil {
		c.checkWindow(cor.Over)
	}
	out := &side{scope: &scope{broken: rel == nil}}
	if rel == nil {
		return out
	}
	src := &source{rel: rel, over: cor.Over}
	if len(name) > 0 {
		src.path = identNames(name)
		src.table = name[len(name)-1].Name
		src.text = c.source(sql.Span{Start: name[0].Start, End: name[len(name)-1].End})
	}
	if cor.Alias != nil {
		src.path = []string{cor.Alias.Name}
	}
	if len(cor.Columns) > 0 {
		if src.rel = c.rename(rel, cor.Columns); src.rel == nil {
			out.scope.broken = true
			return out
		}
	}
	out.scope.sources, out.width, out.spec = []*source{src}, len(rel.cols), rel.spec
	if t, ok := rel.spec.(*operators.Table); ok {
		out.tables, out.spec = []*operators.Table{t}, nil
	}
	return out
}

// rename gives the columns of a relation the names of an alias's column list. Implicit columns keep theirs.
func (c *compiler) rename(rel *relation, names []sql.Ident) *relation {
	out := &relation{spec: rel.spec, finite: rel.finite, cols: slices.Clone(rel.cols)}
	declared := slices.DeleteFunc(slices.Clone(rel.cols), func(col column) bool { return col.implicit })
	if len(names) != len(declared) {
		c.fail(sql.ColumnCount, names[0].Span, "name every column: "+listed(quotedAll((&relation{cols: declared}).names())),
			"the list names %s, the relation has %d", oneOrMany(len(names), "column"), len(declared))
		return nil
	}
	next := 0
	for i := range out.cols {
		if out.cols[i].implicit {
			continue
		}
		name := names[next]
		next++
		if name.Name == rowtimeName {
			c.fail(sql.DuplicateName, name.Span, "choose another name", "a column cannot be renamed to ROWTIME")
			return nil
		}
		out.cols[i].Name = name.Name
	}
	return out
}

// named finds a stream, an input, a twin or a table by name.
func (c *compiler) named(ref *sql.TableName) *relation {
	first := ref.Parts[0]
	if len(ref.Parts) == 1 && isErrorStream(first.Name) {
		c.fail(sql.NotSupported, first.Span, `read the errors of one stream S: FROM "S".ERRORS`,
			"%s cannot be read in SQL, only by an output", errorStream)
		return nil
	}
	obj := c.cat.object(first.Name)
	if obj == nil {
		c.unknownStream(first)
		return nil
	}
	if len(ref.Parts) > 1 {
		return c.namedTwin(ref, obj)
	}
	if obj.rel.finite {
		return &obj.rel
	}
	c.reads = append(c.reads, obj)
	return &obj.rel
}

// namedTwin finds "S".LATE or "S".ERRORS.
func (c *compiler) namedTwin(ref *sql.TableName, of *object) *relation {
	last := ref.Parts[len(ref.Parts)-1]
	kind, ok := twinKinds[last.Name]
	if !ok || len(ref.Parts) > 2 {
		c.fail(sql.UnknownStream, last.Span, "a stream S has two beside it: S.LATE and S.ERRORS",
			"%s has no stream %s", sql.Quote(of.name), sql.Quote(last.Name))
		return nil
	}
	if of.rel.finite && kind == operators.LateTwin {
		c.fail(sql.UnknownStream, last.Span, "", "a reference table has no late rows")
		return nil
	}
	c.reads = append(c.reads, of)
	t := c.cat.twin(kind, of)
	return &relation{spec: t, cols: columnsOf(t.Cols, 0)}
}

// unknownStream reports a name that nothing has, unless the parser may have left out the statement that makes it.
func (c *compiler) unknownStream(id sql.Ident) {
	made := c.namesStream(id.Name)
	if c.partial && made >= 0 {
		return
	}
	hint := didYouMean(id, c.cat.names())
	if made > id.Span.Start {
		line, _ := sql.LineCol(c.text, made)
		hint = fmt.Sprintf("it is created below, at line %d; move that statement up", line)
	}
	if hint == "" && len(c.cat.objects) > 0 {
		hint = "there are " + listed(quotedAll(c.cat.names()))
		if len(c.cat.objects) == 1 {
			hint = "there is only " + sql.Quote(c.cat.objects[0].name)
		}
	}
	c.fail(sql.UnknownStream, id.Span, hint, "unknown stream %s", nameLike(id, id.Name))
}

// streamNames finds what stands behind the word STREAM.
var streamNames = regexp.MustCompile(`(?i)\bSTREAM\s*("(?:[^"]|"")*"|\w+)`)

// namesStream returns where the text has a statement that may make a stream of this name, or -1.
func (c *compiler) namesStream(name string) int {
	for _, m := range streamNames.FindAllStringSubmatchIndex(c.text, -1) {
		if at := c.text[m[2]:m[3]]; at == quoted(name) || strings.ToUpper(at) == name {
			return m[2]
		}
	}
	return -1
}
