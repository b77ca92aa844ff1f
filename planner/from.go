package planner

import (
	"regexp"
	"slices"
	"strings"

	"weir/operators"
	"weir/sql"
)

// from binds the FROM clause. The spec yields the columns of all sources, one after the other.
func (c *compiler) from(refs []sql.TableRef) (*scope, operators.Spec) {
	sc := &scope{}
	var spec operators.Spec
	for i, ref := range refs {
		if i > 0 {
			c.unsupported(ref.Pos(), "a join")
			sc.broken = true
		}
		spec = c.tableRef(ref, sc)
	}
	return sc, spec
}

// tableRef binds one relation of FROM and adds it to the scope.
func (c *compiler) tableRef(ref sql.TableRef, sc *scope) operators.Spec {
	switch ref := ref.(type) {
	case *sql.TableName:
		rel := c.named(ref)
		return c.correlate(sc, rel, ref.Correlation, ref.Parts)
	case *sql.DerivedTable:
		b := c.query(ref.Query)
		if b.broken {
			return c.correlate(sc, nil, ref.Correlation, nil)
		}
		return c.correlate(sc, b.close(), ref.Correlation, nil)
	case *sql.Join:
		c.tableRef(ref.Left, sc)
		c.unsupported(ref.KindPos, "a join")
		c.tableRef(ref.Right, sc)
	case *sql.TableFunction:
		c.unsupported(ref.Name.Span, "the table function "+ref.Name.Name)
		for _, arg := range ref.Args {
			if arg.Cursor != nil {
				c.query(arg.Cursor)
			}
		}
	}
	sc.broken = true
	return nil
}

func identNames(parts []sql.Ident) []string {
	names := make([]string, len(parts))
	for i, p := range parts {
		names[i] = p.Name
	}
	return names
}

// correlate enters a relation into the scope under its alias, or else its own name.
func (c *compiler) correlate(sc *scope, rel *relation, cor sql.Correlation, name []sql.Ident) operators.Spec {
	if cor.Over != nil {
		c.unsupported(cor.Over.Span, "a window on a relation of FROM")
		c.checkWindow(cor.Over)
	}
	if rel == nil {
		sc.broken = true
		return nil
	}
	src := &source{rel: rel}
	for _, before := range sc.sources {
		src.first += len(before.rel.cols)
	}
	if len(name) > 0 {
		src.path = identNames(name)
		src.table = name[len(name)-1].Name
		src.text = c.source(sql.Span{Start: name[0].Start, End: name[len(name)-1].End})
	}
	if cor.Alias != nil {
		src.path = []string{cor.Alias.Name}
	}
	if len(cor.Columns) > 0 {
		src.rel = c.rename(rel, cor.Columns)
		if src.rel == nil {
			sc.broken = true
			return nil
		}
	}
	sc.sources = append(sc.sources, src)
	return rel.spec
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
		c.unsupported(first.Span, "reading the reference table "+sql.Quote(obj.name))
		return nil
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
	if c.partial && c.namesStream(id.Name) {
		return
	}
	hint := didYouMean(id, c.cat.names())
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

// namesStream reports whether a statement of the text may make a stream of this name.
func (c *compiler) namesStream(name string) bool {
	for _, m := range streamNames.FindAllStringSubmatch(c.text, -1) {
		if m[1] == quoted(name) || strings.ToUpper(m[1]) == name {
			return true
		}
	}
	return false
}
