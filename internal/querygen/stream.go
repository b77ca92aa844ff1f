package querygen

import (
	"fmt"
	"strings"

	"weir/sql/types"
)

// stream is a stream of the application, or a twin of one as a pump reads it.
type stream struct {
	name    string
	columns []column
	input   bool
	at      int // place of the column that is an input's time; -1: rows have the time of their arrival
}

// column is one column of a stream.
type column struct {
	name    string // as the catalog has it
	t       types.Type
	notNull bool
	blurred bool   // its values are right to some digits only; nothing is computed from them
	of      string // the relation's name, where it must stand before the column's
}

// identifier writes a name as SQL: bare where that is the same name.
func (g *gen) identifier(name string) string {
	if name == strings.ToUpper(name) && g.chance(50) {
		return pick(g, name, strings.ToLower(name))
	}
	return `"` + name + `"`
}

// newStream makes a stream with columns of its own.
func (g *gen) newStream(prefix string, input bool) *stream {
	s := &stream{name: fmt.Sprintf("%s%d", prefix, len(g.streams)), input: input, at: -1}
	for i := range g.between(1, 5) {
		c := column{name: fmt.Sprintf("c%d", i), t: g.columnType(), notNull: g.chance(5)}
		if g.chance(30) {
			c.name = strings.ToUpper(c.name)
		}
		if !input && c.t == types.DoubleType && g.chance(40) {
			c.blurred = true
		}
		s.columns = append(s.columns, c)
	}
	if input && g.chance(35) {
		s.at = len(s.columns)
		s.columns = append(s.columns, column{name: "at", t: types.TimestampType})
	}
	return s
}

// create writes the statement that makes a stream.
func (g *gen) create(s *stream) string {
	cols := make([]string, len(s.columns))
	for i, c := range s.columns {
		cols[i] = fmt.Sprintf("%s %s", g.identifier(c.name), c.t)
		if c.notNull {
			cols[i] += " NOT NULL"
		}
	}
	return fmt.Sprintf("CREATE %sSTREAM %s (%s);", pick(g, "", "OR REPLACE "), g.identifier(s.name), strings.Join(cols, ", "))
}

// relation is what stands in FROM, and what can be read from it.
type relation struct {
	sql     string
	alias   string // empty: its columns cannot be qualified
	columns []column
	timed   []bool // of each column: it goes one way with ROWTIME
	where   string // the condition of a join that a comma writes
}

// scope lists what an expression over the relation may read. ROWTIME is qualified where it can be.
func (g *gen) scope(r *relation) *scope {
	sc := &scope{rowtime: "ROWTIME"}
	if r.alias != "" && g.chance(60) {
		sc.rowtime = g.identifier(r.alias) + ".ROWTIME"
	}
	for i, c := range r.columns {
		v := value{g.identifier(c.name), c.t}
		if c.of != "" {
			v.sql = g.identifier(c.of) + "." + v.sql
		} else if r.alias != "" && g.chance(30) {
			v.sql = g.identifier(r.alias) + "." + v.sql
		}
		if c.blurred {
			sc.blurred = append(sc.blurred, v)
			continue
		}
		sc.values = append(sc.values, v)
		if r.timed == nil {
			sc.varying = append(sc.varying, v)
		}
		if r.timed != nil && r.timed[i] {
			sc.timed = append(sc.timed, v)
		}
	}
	return sc
}

// read chooses a stream, or a twin of one.
func (g *gen) read() *relation {
	s := pick(g, g.streams...)
	r := &relation{sql: g.identifier(s.name), alias: s.name, columns: s.columns}
	switch {
	case g.chance(6):
		r.sql += ".LATE"
		r.columns = append(append([]column{}, s.columns...), column{name: "LATE_TIME", t: types.TimestampType},
			column{name: "LATE_CLOCK", t: types.TimestampType}, column{name: "PUMP_NAME", t: types.VarcharType(128)})
		r.alias = ""
	case g.chance(6):
		r.sql += ".ERRORS"
		r.columns = []column{{name: "CODE", t: types.VarcharType(32)}, {name: "PUMP_NAME", t: types.VarcharType(128)}}
		r.alias = ""
	}
	if r.alias == "" || g.chance(40) {
		r.alias = g.name("q")
		r.sql += pick(g, " AS ", " ") + r.alias
		r.alias = strings.ToUpper(r.alias)
	}
	return r
}
