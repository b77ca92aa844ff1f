package querygen

import (
	"fmt"
	"strings"

	"weir/sql/types"
)

// value is an expression with its type. Compound expressions stand in parentheses.
type value struct {
	sql string
	t   types.Type
}

// scope is what an expression may read.
type scope struct {
	values  []value  // columns; keys of a group
	blurred []value  // numbers that two engines may compute differently in the last digits
	timed   []value  // columns that go one way with ROWTIME
	varying []value  // columns of a stream, of which nobody knows that they are constant
	rowtime string   // ROWTIME as it is written here; empty where it may not stand
	rows    *scope   // of a group: what its aggregates may read
	windows []string // what may stand behind an analytic call
}

// of lists the values of a class.
func (sc *scope) of(c class) []value {
	var fit []value
	for _, v := range sc.values {
		if classOf(v.t) == c {
			fit = append(fit, v)
		}
	}
	return fit
}

// expr makes an expression of a class, so many operators deep at most.
func (g *gen) expr(sc *scope, c class, depth int) value {
	switch {
	case depth <= 0 || g.chance(15):
		return g.leaf(sc, c)
	case g.chance(14):
		return g.conditional(sc, c, depth-1)
	case len(g.tables) > 0 && g.chance(10):
		if v, ok := g.ask(sc, c); ok {
			return v
		}
	}
	switch c {
	case whole:
		return g.whole(sc, depth-1)
	case decimal:
		return g.decimal(sc, depth-1)
	case float:
		return g.float(sc, depth-1)
	case text:
		return g.text(sc, depth-1)
	case truth:
		return g.truth(sc, depth-1)
	case day:
		return g.day(sc, depth-1)
	case clock:
		return g.clock(sc, depth-1)
	case instant:
		return g.instant(sc, depth-1)
	case span:
		return g.span(sc, depth-1)
	case months:
		return g.months(sc, depth-1)
	default:
		return g.octets(sc, depth-1)
	}
}

// leaf is a column, a constant, or what a group makes of its rows.
func (g *gen) leaf(sc *scope, c class) value {
	if c == instant && sc.rowtime != "" && g.chance(30) {
		return value{sc.rowtime, types.TimestampType}
	}
	fit := sc.of(c)
	switch {
	case len(sc.windows) > 0 && g.chance(35):
		return g.analytic(sc, c)
	case sc.rows != nil && g.chance(40):
		return g.aggregate(sc.rows, c)
	case len(fit) > 0 && g.chance(80):
		return pick(g, fit...)
	case sc.rows != nil && g.chance(60):
		return g.aggregate(sc.rows, c)
	case g.chance(7):
		t := g.typeOf(c)
		return value{"CAST(NULL AS " + t.String() + ")", t}
	}
	return g.literal(c)
}

// number makes an expression of any class of numbers.
func (g *gen) number(sc *scope, depth int) value { return g.expr(sc, g.family(whole), depth) }

// comparable makes two values that can be compared.
func (g *gen) comparable(sc *scope, depth int) (l, r value) {
	c := g.anyClass()
	if fit := sc.values; len(fit) > 0 && g.chance(60) {
		c = classOf(pick(g, fit...).t)
	}
	return g.expr(sc, g.family(c), depth), g.expr(sc, g.family(c), depth)
}

// conditional chooses between values of a class.
func (g *gen) conditional(sc *scope, c class, depth int) value {
	a, b := g.expr(sc, c, depth), g.expr(sc, c, depth)
	t, _ := types.CommonType(a.t, b.t)
	switch g.IntN(7) {
	case 0:
		return value{fmt.Sprintf("COALESCE(%s, %s)", a.sql, b.sql), t}
	case 1:
		return value{fmt.Sprintf("COALESCE(NULL, %s, %s)", a.sql, b.sql), t}
	case 2:
		return value{fmt.Sprintf("NULLIF(%s, %s)", a.sql, b.sql), a.t}
	case 3:
		return value{fmt.Sprintf("CASE WHEN %s THEN %s END", g.expr(sc, truth, depth).sql, a.sql), a.t}
	case 4:
		l, r := g.comparable(sc, depth)
		other := g.expr(sc, g.family(classOf(l.t)), 0)
		return value{fmt.Sprintf("CASE %s WHEN %s THEN %s WHEN %s THEN NULL ELSE %s END", l.sql, r.sql, a.sql, other.sql, b.sql), t}
	default:
		return value{fmt.Sprintf("CASE WHEN %s THEN %s ELSE %s END", g.expr(sc, truth, depth).sql, a.sql, b.sql), t}
	}
}

// list makes expressions of a class and writes them behind one another.
func (g *gen) list(sc *scope, c class, n, depth int) string {
	parts := make([]string, n)
	for i := range parts {
		parts[i] = g.expr(sc, g.family(c), depth).sql
	}
	return strings.Join(parts, ", ")
}

// typeOf chooses a type of a class.
func (g *gen) typeOf(c class) types.Type {
	switch c {
	case whole:
		return g.wholeType()
	case decimal:
		return g.decimalType()
	case float:
		return pick(g, types.DoubleType, types.DoubleType, types.RealType)
	case text:
		return g.textType()
	case truth:
		return types.BooleanType
	case day:
		return types.DateType
	case clock:
		return types.TimeType
	case instant:
		return types.TimestampType
	case span:
		return g.spanType()
	case months:
		return g.monthsType()
	default:
		return types.Type{Kind: pick(g, types.Binary, types.Varbinary), Length: g.between(1, 6)}
	}
}
