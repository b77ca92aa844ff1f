package types

// Promote is the type in which two numbers meet: the wider one; DECIMAL with REAL or DOUBLE is DOUBLE; DECIMALs keep every
// digit of both. A bare NULL takes the other's type. Not ok if one is no number.
func Promote(a, b Type) (Type, bool) {
	switch {
	case a.Kind == Null && (b.IsNumeric() || b.Kind == Null):
		return b, true
	case b.Kind == Null && a.IsNumeric():
		return a, true
	case !a.IsNumeric() || !b.IsNumeric():
		return Type{}, false
	}
	if a.Kind > b.Kind {
		a, b = b, a
	}
	switch {
	case b.Kind == Decimal:
		a, b = AsDecimal(a), AsDecimal(b)
		scale := max(a.Scale, b.Scale)
		return capDecimal(max(a.Precision-a.Scale, b.Precision-b.Scale)+scale, scale), true
	case b.Kind == Real && a.Kind == Decimal:
		return DoubleType, true
	default:
		return b, true
	}
}

// AsDecimal is the DECIMAL that holds every value of an exact type.
func AsDecimal(t Type) Type {
	switch t.Kind {
	case TinyInt:
		return DecimalType(3, 0)
	case SmallInt:
		return DecimalType(5, 0)
	case Integer:
		return DecimalType(10, 0)
	case BigInt:
		return DecimalType(19, 0)
	default:
		return t
	}
}

// DecimalResult is the type of + - * or / over two exact numbers of which one is a DECIMAL.
func DecimalResult(op byte, a, b Type) Type {
	a, b = AsDecimal(a), AsDecimal(b)
	switch op {
	case '+', '-':
		scale := max(a.Scale, b.Scale)
		return capDecimal(max(a.Precision-a.Scale, b.Precision-b.Scale)+scale+1, scale)
	case '*':
		return capDecimal(a.Precision+b.Precision, a.Scale+b.Scale)
	default:
		scale := max(6, a.Scale+b.Precision+1)
		return capDecimal(a.Precision-a.Scale+b.Scale+scale, scale)
	}
}

// capDecimal keeps a derived DECIMAL within 38 digits. Digits after the point give way, but six of them stay.
func capDecimal(precision, scale int) Type {
	if precision <= MaxPrecision {
		return DecimalType(precision, scale)
	}
	whole := precision - scale
	return DecimalType(MaxPrecision, max(MaxPrecision-whole, min(scale, 6)))
}

// ArithResult is the type of l op r over numbers, for op one of + - * /.
func ArithResult(op byte, a, b Type) (Type, bool) {
	t, ok := Promote(a, b)
	if ok && t.Kind == Decimal && a.Kind != Null && b.Kind != Null {
		t = DecimalResult(op, a, b)
	}
	return t, ok
}

// CommonType is the type that holds values of all the types, as CASE, COALESCE and UNION ALL want it. Characters of unequal
// types meet in the VARCHAR of the longest. If all are bare NULLs it is NULL.
func CommonType(all ...Type) (Type, bool) {
	common := NullType
	for _, t := range all {
		var ok bool
		if common, ok = commonType(common, t); !ok {
			return Type{}, false
		}
	}
	return common, true
}

func commonType(a, b Type) (Type, bool) {
	switch {
	case a == b || b.Kind == Null:
		return a, true
	case a.Kind == Null:
		return b, true
	case a.IsNumeric() && b.IsNumeric():
		return Promote(a, b)
	case a.IsCharacter() && b.IsCharacter():
		return VarcharType(longer(a.Length, b.Length)), true
	case a.IsBinary() && b.IsBinary():
		return Type{Kind: Varbinary, Length: longer(a.Length, b.Length)}, true
	case a.IsInterval():
		return CommonInterval(a, b)
	}
	return Type{}, false
}

// longer is the greater of two lengths, of which 0 means no limit.
func longer(a, b int) int {
	if a == 0 || b == 0 {
		return 0
	}
	return max(a, b)
}

// Comparable reports whether values of the two types can be compared: numbers, characters, bytes, BOOLEANs, and intervals of
// one class with their like, datetimes only with the identical type, NULL with all.
func Comparable(a, b Type) bool {
	_, ok := commonType(a, b)
	return ok
}

// Assignable reports whether a value of a type may be inserted into a column of another without a CAST.
func Assignable(from, to Type) bool { return Comparable(from, to) }

// Castable reports whether CAST converts between two types.
func Castable(from, to Type) bool {
	switch {
	case from.Kind == Null || Comparable(from, to) || to.IsCharacter():
		return !from.IsBinary() || to.IsBinary()
	case from.IsCharacter():
		return !to.IsBinary()
	case from.Kind == Date || from.Kind == Time:
		return to.Kind == Timestamp
	case from.Kind == Timestamp:
		return to.Kind == Date || to.Kind == Time
	case from.IsInterval():
		return to.IsExact()
	}
	return false
}
