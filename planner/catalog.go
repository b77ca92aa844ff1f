package planner

import (
	"slices"
	"strings"

	"weir/operators"
	"weir/sql"
)

// errorStream is KDA's name for the stream of all errors; only outputs reach it.
const errorStream = "error_stream"

// object is a stream, an input or a table: what stands in the name space of relations.
type object struct {
	name string
	rel  relation
	made *sql.CreateStream // nil if the application brought it
}

// kind says what the object is.
func (o *object) kind() string {
	switch o.rel.spec.(type) {
	case *operators.Table:
		return "a reference table"
	case *operators.Input:
		return "an input"
	default:
		return "a stream"
	}
}

// pump is a CREATE PUMP that has not been replaced.
type pump struct {
	name   sql.Ident
	target *object
	inputs []*object // what it reads; a twin counts as its stream
	from   operators.Spec
	tables []*operators.Table // queries over tables that it asks
	stmt   *sql.CreatePump
}

// reads reports whether the pump reads o or a twin of it.
func (p *pump) reads(o *object) bool { return slices.Contains(p.inputs, o) }

// attachedTo reports whether the pump reads or writes o.
func (p *pump) attachedTo(o *object) bool { return p.target == o || p.reads(o) }

// catalog holds the names of a script: streams, inputs and tables share one name space, pumps have their own.
type catalog struct {
	objects []*object // in the order of their making
	pumps   []*pump
	twins   []*operators.Twin
}

func newCatalog(cat Catalog) *catalog {
	c := &catalog{}
	for _, in := range cat.Inputs {
		cols := columnsOf(in.Cols, in.Implicit)
		if in.Time.Kind == operators.ColumnTime && in.Time.Unit == 0 {
			cols[in.Time.Column].time = rowtimeItself
		}
		c.objects = append(c.objects, &object{name: in.Name, rel: relation{spec: in, cols: cols}})
	}
	for _, t := range cat.Tables {
		c.objects = append(c.objects, &object{name: t.Name, rel: relation{spec: t, cols: columnsOf(t.Cols, 0), finite: true}})
	}
	return c
}

// object returns what has a name, or nil.
func (c *catalog) object(name string) *object {
	i := slices.IndexFunc(c.objects, func(o *object) bool { return o.name == name })
	if i < 0 {
		return nil
	}
	return c.objects[i]
}

// pump returns the pump of a name, or nil.
func (c *catalog) pump(name string) *pump {
	i := slices.IndexFunc(c.pumps, func(p *pump) bool { return p.name.Name == name })
	if i < 0 {
		return nil
	}
	return c.pumps[i]
}

// names lists the objects for hints.
func (c *catalog) names() []string {
	names := make([]string, len(c.objects))
	for i, o := range c.objects {
		names[i] = o.name
	}
	return names
}

// twin returns a twin of an object, the same one each time.
func (c *catalog) twin(kind operators.TwinKind, of *object) *operators.Twin {
	t := operators.Twin{Kind: kind}
	switch kind {
	case operators.LateTwin:
		t.Of, t.Cols = of.name, operators.LateColumns(of.rel.spec.Schema())
	case operators.ErrorsTwin:
		t.Of, t.Cols = of.name, operators.ErrorColumns
	default:
		t.Cols = operators.ErrorStreamColumns
	}
	for _, have := range c.twins {
		if have.Kind == t.Kind && have.Of == t.Of {
			return have
		}
	}
	c.twins = append(c.twins, &t)
	return &t
}

// twinKinds are the twins by the names that SQL and outputs use.
var twinKinds = map[string]operators.TwinKind{"LATE": operators.LateTwin, "ERRORS": operators.ErrorsTwin}

// isErrorStream reports whether a name is the reserved one, in any letter case.
func isErrorStream(name string) bool { return strings.EqualFold(name, errorStream) }
