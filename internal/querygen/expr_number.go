package querygen

import (
	"fmt"

	"weir/sql/types"
)

func call(t types.Type, format string, args ...any) value {
	return value{fmt.Sprintf(format, args...), t}
}

// arith joins two numbers.
func (g *gen) arith(l, r value) value {
	op := pick(g, '+', '+', '-', '-', '*', '*', '/')
	t, _ := types.ArithResult(byte(op), l.t, r.t)
	return call(t, "(%s %c %s)", l.sql, op, r.sql)
}

// whole makes an integer out of operands.
func (g *gen) whole(sc *scope, depth int) value {
	switch g.IntN(16) {
	case 0:
		x := g.expr(sc, whole, depth)
		return call(x.t, "(- %s)", x.sql)
	case 1:
		x := g.expr(sc, whole, depth)
		return call(x.t, "ABS(%s)", x.sql)
	case 2:
		l, r := g.expr(sc, whole, depth), g.expr(sc, whole, depth)
		t, _ := types.Promote(l.t, r.t)
		return call(t, "MOD(%s, %s)", l.sql, r.sql)
	case 3:
		x := g.expr(sc, whole, depth)
		return call(types.BigIntType, "STEP(%s BY %d)", x.sql, g.between(1, 12))
	case 4:
		return call(types.IntegerType, "CHAR_LENGTH(%s)", g.expr(sc, text, depth).sql)
	case 5:
		return call(types.IntegerType, "POSITION(%s IN %s)", g.expr(sc, text, depth).sql, g.expr(sc, text, depth).sql)
	case 6:
		return g.extract(sc, depth)
	case 7:
		return call(types.BigIntType, "UNIX_TIMESTAMP(%s)", g.expr(sc, instant, depth).sql)
	case 8:
		if g.chance(50) {
			return call(types.BigIntType, "TSDIFF(%s, %s)", g.expr(sc, whole, depth).sql, g.expr(sc, whole, depth).sql)
		}
		return call(types.BigIntType, "TSDIFF(%s, %s)", g.expr(sc, instant, depth).sql, g.expr(sc, instant, depth).sql)
	case 9:
		return g.castTo(sc, g.wholeType(), depth)
	case 10:
		x := g.expr(sc, whole, depth)
		return call(x.t, "%s(%s)", pick(g, "FLOOR", "CEIL"), x.sql)
	default:
		return g.arith(g.expr(sc, whole, depth), g.expr(sc, whole, depth))
	}
}

// extract takes a field, except seconds, which are no integer.
func (g *gen) extract(sc *scope, depth int) value {
	switch g.IntN(5) {
	case 0:
		return call(types.BigIntType, "EXTRACT(%s FROM %s)", pick(g, types.Year, types.Month, types.Day), g.expr(sc, day, depth).sql)
	case 1:
		return call(types.BigIntType, "EXTRACT(%s FROM %s)", pick(g, types.Hour, types.Minute), g.expr(sc, clock, depth).sql)
	case 2:
		x := g.expr(sc, months, depth)
		return call(types.BigIntType, "EXTRACT(%s FROM %s)", pick(g, x.t.From, x.t.To), x.sql)
	case 3:
		if x := g.expr(sc, span, depth); x.t.From != types.Second {
			return call(types.BigIntType, "EXTRACT(%s FROM %s)", x.t.From, x.sql)
		}
	}
	unit := pick(g, types.Year, types.Month, types.Day, types.Hour, types.Minute)
	return call(types.BigIntType, "EXTRACT(%s FROM %s)", unit, g.expr(sc, instant, depth).sql)
}

// decimal makes a DECIMAL out of operands.
func (g *gen) decimal(sc *scope, depth int) value {
	switch g.IntN(11) {
	case 0:
		x := g.expr(sc, decimal, depth)
		return call(x.t, "(- %s)", x.sql)
	case 1:
		x := g.expr(sc, decimal, depth)
		return call(x.t, "ABS(%s)", x.sql)
	case 2:
		x := g.expr(sc, decimal, depth)
		return call(types.DecimalType(x.t.Precision, 0), "%s(%s)", pick(g, "FLOOR", "CEIL"), x.sql)
	case 3:
		t := pick(g, types.DecimalType(9, 0), types.DecimalType(20, 0))
		l, r := g.castTo(sc, t, depth), g.expr(sc, whole, depth)
		result, _ := types.Promote(l.t, r.t)
		return call(result, "MOD(%s, %s)", l.sql, r.sql)
	case 4:
		return call(types.DecimalType(5, 3), "EXTRACT(SECOND FROM %s)", g.expr(sc, pick(g, instant, clock), depth).sql)
	case 5, 6:
		return g.castTo(sc, g.decimalType(), depth)
	case 7:
		return g.arith(g.expr(sc, decimal, depth), g.expr(sc, whole, depth))
	case 8:
		return g.arith(g.expr(sc, whole, depth), g.expr(sc, decimal, depth))
	default:
		return g.arith(g.expr(sc, decimal, depth), g.expr(sc, decimal, depth))
	}
}

// float makes a REAL or a DOUBLE out of operands.
func (g *gen) float(sc *scope, depth int) value {
	switch g.IntN(11) {
	case 0:
		x := g.expr(sc, float, depth)
		return call(x.t, "(- %s)", x.sql)
	case 1:
		x := g.expr(sc, float, depth)
		return call(x.t, "%s(%s)", pick(g, "ABS", "FLOOR", "CEIL"), x.sql)
	case 2:
		return call(types.DoubleType, "%s(%s)", pick(g, "EXP", "LN", "LOG10", "SQRT"), g.number(sc, depth).sql)
	case 3:
		return call(types.DoubleType, "POWER(%s, %s)", g.number(sc, depth).sql, g.number(sc, depth).sql)
	case 4, 5, 6:
		return g.castTo(sc, pick(g, types.DoubleType, types.DoubleType, types.RealType), depth)
	case 7:
		return g.arith(g.expr(sc, float, depth), g.number(sc, depth))
	case 8:
		return g.arith(g.number(sc, depth), g.expr(sc, float, depth))
	default:
		return g.arith(g.expr(sc, float, depth), g.expr(sc, float, depth))
	}
}

// sources says which classes CAST makes a class of, besides that class itself.
var sources = map[class][]class{
	whole:   {whole, decimal, decimal, float, float, span, months, text},
	decimal: {whole, whole, decimal, decimal, float, float, span, text},
	float:   {whole, whole, decimal, decimal, float, text},
	text:    {whole, whole, decimal, float, text, text, truth, day, clock, instant, span, months},
	truth:   {truth, text},
	day:     {instant, instant, instant, day, text},
	clock:   {instant, instant, instant, clock, text},
	instant: {day, clock, instant, text},
	span:    {span, text},
	months:  {months, text},
	octets:  {octets},
}

// castTo makes a type by CAST.
func (g *gen) castTo(sc *scope, t types.Type, depth int) value {
	from := pick(g, sources[classOf(t)]...)
	var x value
	switch {
	case from == text && classOf(t) != text && g.chance(93): // most texts are no number
		x = g.spelled(sc, t, depth)
	default:
		x = g.expr(sc, from, depth)
	}
	return call(t, "CAST(%s AS %s)", x.sql, t)
}

// spelled makes a text that a type can most often be read from.
func (g *gen) spelled(sc *scope, t types.Type, depth int) value {
	if g.chance(50) {
		return value{quote(g.textFor(t)), types.VarcharType(0)}
	}
	long := types.VarcharType(40)
	return call(long, "CAST(%s AS %s)", g.expr(sc, classOf(t), depth).sql, long)
}
