package querygen

import "weir/sql/types"

// day makes a DATE out of operands.
func (g *gen) day(sc *scope, depth int) value {
	t := types.DateType
	switch g.IntN(7) {
	case 0:
		return call(t, "(%s %s %s)", g.expr(sc, day, depth).sql, pick(g, "+", "-"), g.expr(sc, pick(g, span, months), depth).sql)
	case 1:
		return call(t, "%s(%s TO %s)", pick(g, "FLOOR", "CEIL"), g.expr(sc, day, depth).sql, pick(g, types.Year, types.Month, types.Day))
	case 2:
		return call(t, "STEP(%s BY INTERVAL '%d' %s)", g.expr(sc, day, depth).sql, g.between(1, 9), pick(g, "DAY", "MONTH", "HOUR"))
	case 3:
		return call(t, "CHAR_TO_DATE('yyyy-MM-dd', %s)", g.spelled(sc, t, depth).sql)
	default:
		return g.castTo(sc, t, depth)
	}
}

// clock makes a TIME out of operands.
func (g *gen) clock(sc *scope, depth int) value {
	t := types.TimeType
	switch g.IntN(7) {
	case 0:
		return call(t, "(%s %s %s)", g.expr(sc, clock, depth).sql, pick(g, "+", "-"), g.expr(sc, span, depth).sql)
	case 1:
		return call(t, "%s(%s TO %s)", pick(g, "FLOOR", "CEIL"), g.expr(sc, clock, depth).sql, pick(g, types.Hour, types.Minute, types.Second))
	case 2:
		return call(t, "STEP(%s BY INTERVAL '%d' %s)", g.expr(sc, clock, depth).sql, g.between(1, 9), pick(g, "HOUR", "MINUTE", "SECOND"))
	case 3:
		return call(t, "CHAR_TO_TIME('HH:mm:ss', %s)", g.spelled(sc, t, depth).sql)
	default:
		return g.castTo(sc, t, depth)
	}
}

// instant makes a TIMESTAMP out of operands.
func (g *gen) instant(sc *scope, depth int) value {
	t := types.TimestampType
	switch g.IntN(11) {
	case 0, 1:
		return call(t, "(%s %s %s)", g.expr(sc, instant, depth).sql, pick(g, "+", "-"), g.expr(sc, pick(g, span, span, months), depth).sql)
	case 2:
		return call(t, "(%s + %s)", g.expr(sc, span, depth).sql, g.expr(sc, instant, depth).sql)
	case 3:
		return call(t, "%s(%s TO %s)", pick(g, "FLOOR", "CEIL"), g.expr(sc, instant, depth).sql, g.unit())
	case 4:
		return call(t, "STEP(%s BY INTERVAL '%d' %s)", g.expr(sc, instant, depth).sql, g.between(1, 9), g.unit())
	case 5:
		return call(t, "CHAR_TO_TIMESTAMP('yyyy-MM-dd HH:mm:ss', %s)", g.spelled(sc, t, depth).sql)
	case 6:
		return call(t, "TO_TIMESTAMP(%s)", g.expr(sc, whole, depth).sql)
	case 7:
		return value{pick(g, "CURRENT_TIMESTAMP", "LOCALTIMESTAMP"), t}
	default:
		return g.castTo(sc, t, depth)
	}
}

func (g *gen) unit() types.Unit {
	return pick(g, types.Year, types.Month, types.Day, types.Hour, types.Minute, types.Minute, types.Second, types.Second)
}

// span makes a day-time interval out of operands.
func (g *gen) span(sc *scope, depth int) value {
	x := g.expr(sc, span, depth)
	switch g.IntN(10) {
	case 0:
		return call(x.t, "(- %s)", x.sql)
	case 1:
		return call(x.t, "ABS(%s)", x.sql)
	case 2:
		y := g.expr(sc, span, depth)
		t, _ := types.CommonInterval(x.t, y.t)
		return call(t, "(%s %s %s)", x.sql, pick(g, "+", "-"), y.sql)
	case 3:
		return call(x.t, "(%s * %s)", x.sql, g.number(sc, depth).sql)
	case 4:
		return call(x.t, "(%s * %s)", g.number(sc, depth).sql, x.sql)
	case 5:
		return call(x.t, "(%s / %s)", x.sql, g.number(sc, depth).sql)
	case 6:
		return call(x.t, "%s(%s TO %s)", pick(g, "FLOOR", "CEIL"), x.sql, pick(g, types.Day, types.Hour, types.Minute, types.Second))
	default:
		c, t := pick(g, instant, instant, instant, day, clock), g.spanType()
		return call(t, "((%s - %s) %s)", g.expr(sc, c, depth).sql, g.expr(sc, c, depth).sql, t.Qualifier())
	}
}

// months makes a year-month interval out of operands.
func (g *gen) months(sc *scope, depth int) value {
	x := g.expr(sc, months, depth)
	switch g.IntN(6) {
	case 0:
		return call(x.t, "(- %s)", x.sql)
	case 1:
		y := g.expr(sc, months, depth)
		t, _ := types.CommonInterval(x.t, y.t)
		return call(t, "(%s %s %s)", x.sql, pick(g, "+", "-"), y.sql)
	case 2:
		return call(x.t, "(%s * %s)", x.sql, g.number(sc, depth).sql)
	case 3:
		return call(x.t, "(%s / %s)", x.sql, g.number(sc, depth).sql)
	default:
		c, t := pick(g, instant, day), g.monthsType()
		return call(t, "((%s - %s) %s)", g.expr(sc, c, depth).sql, g.expr(sc, c, depth).sql, t.Qualifier())
	}
}
