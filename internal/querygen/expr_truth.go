package querygen

import (
	"fmt"
	"strings"

	"weir/sql/types"
)

func truthOf(format string, args ...any) value {
	return call(types.BooleanType, "("+format+")", args...)
}

// not puts NOT before a word, or nothing.
func (g *gen) not() string { return pick(g, "", "", "NOT ") }

// truth makes a condition out of operands.
func (g *gen) truth(sc *scope, depth int) value {
	if len(g.tables) > 0 && g.chance(15) {
		return g.lookUp(sc, depth)
	}
	switch g.IntN(17) {
	case 0, 1:
		return truthOf("%s %s %s", g.expr(sc, truth, depth).sql, pick(g, "AND", "OR"), g.expr(sc, truth, depth).sql)
	case 2:
		return truthOf("NOT %s", g.expr(sc, truth, depth).sql)
	case 3:
		return truthOf("%s IS %s%s", g.expr(sc, truth, depth).sql, g.not(), pick(g, "TRUE", "FALSE", "UNKNOWN"))
	case 4:
		return truthOf("%s IS %sNULL", g.expr(sc, g.anyClass(), depth).sql, g.not())
	case 5:
		l, r := g.comparable(sc, depth)
		high := g.expr(sc, g.family(classOf(l.t)), depth)
		return truthOf("%s %sBETWEEN %s AND %s", l.sql, g.not(), r.sql, high.sql)
	case 6, 7:
		return g.in(sc, depth)
	case 8:
		return truthOf("%s %sLIKE %s", g.expr(sc, text, depth).sql, g.not(), g.pattern(sc, depth))
	case 9:
		pattern := pick(g, "a%", "(a|b)+", "[a-c]*", "[0-9]+", "%", "_b?", "a{1,2}%", "")
		return truthOf("%s %sSIMILAR TO %s", g.expr(sc, text, depth).sql, g.not(), quote(pattern))
	case 10:
		l, r := g.comparable(sc, depth)
		return truthOf("%s IS %sDISTINCT FROM %s", l.sql, g.not(), r.sql)
	case 11:
		return g.rows(sc, depth)
	case 12:
		return g.periods(sc, depth)
	case 13:
		return g.castTo(sc, types.BooleanType, depth)
	default:
		l, r := g.comparable(sc, depth)
		return truthOf("%s %s %s", l.sql, pick(g, "=", "=", "<>", "<", "<=", ">", ">=", "!="), r.sql)
	}
}

// in looks for a value in a list, which may be long enough to become a set.
func (g *gen) in(sc *scope, depth int) value {
	l, r := g.comparable(sc, depth)
	c := classOf(l.t)
	list := []string{r.sql}
	if g.chance(60) {
		for range g.between(1, 12) {
			list = append(list, g.literal(g.family(c)).sql)
		}
	} else {
		list = append(list, g.list(sc, c, g.between(1, 3), depth-1))
	}
	if g.chance(20) {
		list = append(list, "NULL")
	}
	return truthOf("%s %sIN (%s)", l.sql, g.not(), strings.Join(list, ", "))
}

// pattern is what stands behind LIKE.
func (g *gen) pattern(sc *scope, depth int) string {
	if g.chance(20) {
		return g.expr(sc, text, depth).sql
	}
	if g.chance(20) {
		return quote(pick(g, "%!%%", "a!_b", "!!%", "a%")) + " ESCAPE '!'"
	}
	return quote(pick(g, "a%", "%b", "%a%", "_", "__", "a_%", "%", "", "ab", "%ö%", "A%b%"))
}

// rows compares rows of two values.
func (g *gen) rows(sc *scope, depth int) value {
	a, b := g.comparable(sc, depth-1)
	c, d := g.comparable(sc, depth-1)
	if g.chance(40) {
		return truthOf("(%s, %s) %sIN ((%s, %s), (%s, %s))", a.sql, c.sql, g.not(), b.sql, d.sql, a.sql, d.sql)
	}
	return truthOf("(%s, %s) %s (%s, %s)", a.sql, c.sql, pick(g, "=", "<>", "IS DISTINCT FROM", "IS NOT DISTINCT FROM"), b.sql, d.sql)
}

var periodOps = []string{
	"EQUALS", "CONTAINS", "STRICTLY CONTAINS", "OVERLAPS", "STRICTLY OVERLAPS", "PRECEDES", "STRICTLY PRECEDES", "IMMEDIATELY PRECEDES",
	"SUCCEEDS", "STRICTLY SUCCEEDS", "IMMEDIATELY SUCCEEDS", "LEADS", "STRICTLY LEADS", "IMMEDIATELY LEADS", "LAGS", "STRICTLY LAGS", "IMMEDIATELY LAGS",
}

// periods compares two periods.
func (g *gen) periods(sc *scope, depth int) value {
	c := pick(g, instant, instant, day, clock)
	end := func() string { return g.expr(sc, c, depth-1).sql }
	return truthOf("%s %s %s", fmt.Sprintf("(%s, %s)", end(), end()), pick(g, periodOps...), fmt.Sprintf("(%s, %s)", end(), end()))
}
