package querygen

import (
	"fmt"

	"weir/sql/types"
)

// text makes a text out of operands. The lengths of the types are not kept: nothing depends on them.
func (g *gen) text(sc *scope, depth int) value {
	s := func() string { return g.expr(sc, text, depth).sql }
	t := types.VarcharType(0)
	switch g.IntN(14) {
	case 0:
		return call(t, "%s(%s)", pick(g, "UPPER", "LOWER", "INITCAP"), s())
	case 1:
		return call(t, "SUBSTRING(%s FROM %s)", s(), g.expr(sc, whole, depth-1).sql)
	case 2:
		return call(t, "SUBSTRING(%s FROM %s FOR %s)", s(), g.expr(sc, whole, depth-1).sql, g.expr(sc, whole, depth-1).sql)
	case 3:
		return call(t, "SUBSTRING(%s, %d, %d)", s(), g.between(-1, 4), g.between(0, 4))
	case 4:
		return call(t, "SUBSTRING(%s FROM %s)", s(), quote(pick(g, "[a-z]+", "[0-9]+", "b|a", "x.*", ".$")))
	case 5:
		return call(t, "TRIM(%s %s FROM %s)", pick(g, "LEADING", "TRAILING", "BOTH"), g.trimmed(s), s())
	case 6:
		return call(t, "TRIM(%s)", s())
	case 7:
		if g.chance(50) {
			return call(t, "OVERLAY(%s PLACING %s FROM %s)", s(), s(), g.expr(sc, whole, depth-1).sql)
		}
		return call(t, "OVERLAY(%s PLACING %s FROM %s FOR %d)", s(), s(), g.expr(sc, whole, depth-1).sql, g.between(-1, 3))
	case 8:
		return call(t, "REGEX_REPLACE(%s, %s, %s, %d, %d)", s(), quote(pick(g, "[a-c]", "b+", "\\s", "(a)(b)")), quote(pick(g, "", "#", "<$0>")),
			pick(g, 1, 1, 1, 2, 3, 0), g.between(0, 2))
	case 9:
		return g.dateText(sc, depth)
	case 10, 11:
		if g.chance(20) {
			return g.castTo(sc, g.textType(), depth)
		}
		return g.castTo(sc, types.VarcharType(40), depth)
	default:
		return call(t, "(%s || %s)", s(), s())
	}
}

// trimmed is the character that TRIM takes away; most often it is one.
func (g *gen) trimmed(s func() string) string {
	if g.chance(10) {
		return pick(g, "'ab'", s())
	}
	return pick(g, "' '", "' '", "'a'", "'b'", "'ö'")
}

// dateText writes a datetime by a pattern.
func (g *gen) dateText(sc *scope, depth int) value {
	t := types.VarcharType(0)
	switch g.IntN(4) {
	case 0:
		return call(t, "DATE_TO_CHAR(%s, %s)", quote(pick(g, "yyyy-MM-dd", "EEE d MMM yy", "D")), g.expr(sc, day, depth).sql)
	case 1:
		return call(t, "TIME_TO_CHAR(%s, %s)", quote(pick(g, "HH:mm:ss.SSS", "h:mm a", "kk")), g.expr(sc, clock, depth).sql)
	default:
		return call(t, "TIMESTAMP_TO_CHAR(%s, %s)", quote(pick(g, instantPattern, "dd/MM/yyyy HH", "u w")), g.expr(sc, instant, depth).sql)
	}
}

const instantPattern = "yyyy-MM-dd HH:mm:ss.SSS"

// octets makes a binary out of operands.
func (g *gen) octets(sc *scope, depth int) value {
	x := g.expr(sc, octets, depth)
	t := types.Type{Kind: types.Varbinary}
	switch g.IntN(3) {
	case 0:
		return call(t, "SUBSTRING(%s FROM %d FOR %d)", x.sql, g.between(0, 3), g.between(0, 3))
	case 1:
		return call(t, "(%s || %s)", x.sql, g.expr(sc, octets, depth).sql)
	default:
		t = types.Type{Kind: pick(g, types.Binary, types.Varbinary), Length: g.between(1, 5)}
		return value{fmt.Sprintf("CAST(%s AS %s)", x.sql, t), t}
	}
}
