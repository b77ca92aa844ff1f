package querygen

import "weir/sql/types"

// class is a family of types of which every value can stand where another can. An expression is asked for by its class.
type class uint8

const (
	whole class = iota
	decimal
	float
	text
	truth
	day
	clock
	instant
	span   // a day-time interval
	months // a year-month interval
	octets
)

// classOf is the class of a type.
func classOf(t types.Type) class {
	switch {
	case t.IsInteger():
		return whole
	case t.IsCharacter():
		return text
	case t.IsBinary():
		return octets
	}
	return map[types.Kind]class{
		types.Decimal: decimal, types.Real: float, types.Double: float, types.Boolean: truth, types.Date: day, types.Time: clock,
		types.Timestamp: instant, types.Interval: span, types.Months: months,
	}[t.Kind]
}

// family is any class whose values may be assigned to, and compared with, those of another: numbers are one family.
func (g *gen) family(c class) class {
	if c <= float {
		return pick(g, whole, whole, whole, decimal, decimal, float)
	}
	return c
}

// anyClass is that of some value, numbers and texts before all.
func (g *gen) anyClass() class {
	return pick(g, whole, whole, whole, decimal, decimal, float, text, text, text, truth, day, clock, instant, instant, span, months, octets)
}

// columnType chooses the type of a stream's column.
func (g *gen) columnType() types.Type {
	return g.typeOf(pick(g, whole, whole, whole, whole, decimal, decimal, float, float, text, text, text, truth, day, clock, instant, instant, octets))
}

func (g *gen) wholeType() types.Type {
	return pick(g, types.IntegerType, types.IntegerType, types.IntegerType, types.BigIntType, types.BigIntType, types.SmallIntType, types.TinyIntType)
}

func (g *gen) decimalType() types.Type {
	return pick(g, types.DecimalType(5, 2), types.DecimalType(10, 4), types.DecimalType(9, 0), types.DecimalType(18, 6), types.DecimalType(3, 3), types.DecimalType(38, 10))
}

func (g *gen) textType() types.Type {
	return pick(g, types.VarcharType(4), types.VarcharType(8), types.VarcharType(32), types.VarcharType(32), types.VarcharType(0),
		types.Type{Kind: types.Char, Length: g.between(1, 6)})
}

// spanType chooses the fields of a day-time interval.
func (g *gen) spanType() types.Type {
	from := pick(g, types.Day, types.Hour, types.Minute, types.Second, types.Second)
	return types.IntervalType(from, pick(g, from, from, types.Second))
}

func (g *gen) monthsType() types.Type {
	return pick(g, types.IntervalType(types.Month, types.Month), types.IntervalType(types.Year, types.Year), types.IntervalType(types.Year, types.Month))
}
