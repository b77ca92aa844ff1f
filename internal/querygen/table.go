package querygen

import (
	"fmt"
	"strings"

	"weir/sql/types"
)

// tablesFile is the application file that has the reference tables. Scripts that read them stand beside it, in testdata/stream.
const tablesFile = "generated.yaml"

// tables are the reference tables of that file.
func tables() []*stream {
	return []*stream{
		{name: "R", columns: []column{
			{name: "id", t: types.IntegerType}, {name: "name", t: types.VarcharType(8)}, {name: "price", t: types.DecimalType(5, 2)},
		}},
		{name: "Q", columns: []column{
			{name: "id", t: types.BigIntType}, {name: "code", t: types.Type{Kind: types.Char, Length: 3}}, {name: "rate", t: types.DoubleType},
			{name: "open", t: types.BooleanType}, {name: "since", t: types.TimestampType},
		}},
	}
}

// files are the versions of each table.
var files = map[string][]string{
	"R": {"generated_r.csv", "generated_r2.csv"},
	"Q": {"generated_q.json", "generated_q2.json"},
}

// join joins a relation with a table.
func (g *gen) join(r *relation) *relation {
	t, alias := pick(g, g.tables...), strings.ToUpper(g.name("r"))
	out := &relation{alias: r.alias}
	for _, c := range r.columns {
		c.of = r.alias
		out.columns = append(out.columns, c)
	}
	for _, c := range t.columns {
		c.of = alias
		out.columns = append(out.columns, c)
	}
	if r.timed != nil {
		out.timed = append(append([]bool{}, r.timed...), make([]bool, len(t.columns))...)
	}
	on := g.joinCondition(g.scope(r), t, alias)
	if g.chance(25) {
		on += " AND " + g.expr(g.scope(out), truth, 1).sql
	}
	table := t.name + pick(g, " AS ", " ") + alias
	switch g.IntN(5) {
	case 0:
		out.sql = table + pick(g, " RIGHT JOIN ", " RIGHT OUTER JOIN ", " JOIN ") + r.sql + " ON " + on
	case 1:
		out.sql, out.where = r.sql+", "+table, on
	default:
		out.sql = r.sql + pick(g, " JOIN ", " INNER JOIN ", " LEFT JOIN ", " LEFT OUTER JOIN ") + table + " ON " + on
	}
	return out
}

// joinCondition compares something of a row with a column of a table.
func (g *gen) joinCondition(sc *scope, t *stream, alias string) string {
	c := pick(g, t.columns...)
	op := pick(g, "=", "=", "=", "=", "<", "<>", "IS NOT DISTINCT FROM")
	x := g.expr(sc, g.family(classOf(c.t)), pick(g, 0, 0, 0, 1))
	return fmt.Sprintf("%s %s %s.%s", x.sql, op, alias, g.identifier(c.name))
}

// single is what a sub-query may read of the row around it: neither aggregates nor what stands over a window.
func (sc *scope) single() *scope { return &scope{values: sc.values, rowtime: sc.rowtime} }

// lookUp asks whether a table has certain rows.
func (g *gen) lookUp(sc *scope, depth int) value {
	t, alias := pick(g, g.tables...), strings.ToUpper(g.name("t"))
	from := fmt.Sprintf("FROM %s AS %s", t.name, alias)
	where := ""
	if g.chance(50) {
		where = " WHERE " + g.joinCondition(sc.single(), t, alias)
	}
	if g.chance(40) {
		return truthOf("%sEXISTS (SELECT %s %s%s)", pick(g, "", "NOT "), pick(g, "1", "*"), from, where)
	}
	c := pick(g, t.columns...)
	x := g.expr(sc, g.family(classOf(c.t)), depth)
	if g.chance(25) {
		d := pick(g, t.columns...)
		y := g.expr(sc, g.family(classOf(d.t)), depth)
		return truthOf("(%s, %s) %sIN (SELECT %s, %s %s%s)", x.sql, y.sql, g.not(), g.identifier(c.name), g.identifier(d.name), from, where)
	}
	return truthOf("%s %sIN (SELECT %s %s%s)", x.sql, g.not(), g.identifier(c.name), from, where)
}

// ask takes one value of a class out of a table, if one has such a column.
func (g *gen) ask(sc *scope, c class) (value, bool) {
	for _, t := range g.tables {
		for _, col := range t.columns {
			if classOf(col.t) != c || g.chance(30) {
				continue
			}
			alias := strings.ToUpper(g.name("t"))
			name := alias + "." + g.identifier(col.name)
			if c != truth && g.chance(50) {
				return call(col.t, "(SELECT %s(%s) FROM %s AS %s)", pick(g, "MIN", "MAX"), name, t.name, alias), true
			}
			return call(col.t, "(SELECT %s FROM %s AS %s WHERE %s)", name, t.name, alias, g.joinCondition(sc.single(), t, alias)), true
		}
	}
	return value{}, false
}
