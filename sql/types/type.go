package types

import (
	"fmt"
	"strings"

	"github.com/apache/arrow/go/v15/arrow"
)

// Kind names a family of SQL types without its parameters.
type Kind uint8

// The kinds, narrowest number first: the order of the numbers is the order of promotion.
const (
	Null     Kind = iota // the type of a bare NULL
	Boolean              // TRUE, FALSE, UNKNOWN (= NULL)
	TinyInt              // 8 bit
	SmallInt             // 16 bit
	Integer              // 32 bit
	BigInt               // 64 bit
	Decimal              // exact, 128 bit
	Real                 // IEEE single
	Double               // IEEE double
	Char                 // fixed length, padded with blanks
	Varchar
	Binary
	Varbinary
	Date      // ms since 1970 at midnight
	Time      // ms of the day
	Timestamp // ms since 1970, UTC
	Interval  // day-time, ms
	Months    // year-month interval, months
)

// Unit is a field of a datetime or an interval, greatest first.
type Unit uint8

// The units.
const (
	NoUnit Unit = iota
	Year
	Month
	Day
	Hour
	Minute
	Second
)

var unitNames = [...]string{"", "YEAR", "MONTH", "DAY", "HOUR", "MINUTE", "SECOND"}

func (u Unit) String() string { return unitNames[u] }

// UnitNamed returns the unit of an upper-case name.
func UnitNamed(name string) (Unit, bool) {
	for u := Year; u <= Second; u++ {
		if unitNames[u] == name {
			return u, true
		}
	}
	return NoUnit, false
}

// MaxPrecision is the most digits that a DECIMAL can have (128 bit).
const MaxPrecision = 38

// A Type is a SQL type with its parameters. Types are comparable.
type Type struct {
	Kind      Kind
	Length    int  // CHAR, VARCHAR, BINARY, VARBINARY: characters or bytes; 0: no limit but the row's
	Precision int  // DECIMAL: digits; INTERVAL: digits of the leading field
	Scale     int  // DECIMAL: digits after the point; INTERVAL: digits of a second's fraction
	From, To  Unit // INTERVAL: its greatest and its least field
}

// Types without parameters, ready to use.
var (
	NullType      = Type{}
	BooleanType   = Type{Kind: Boolean}
	TinyIntType   = Type{Kind: TinyInt}
	SmallIntType  = Type{Kind: SmallInt}
	IntegerType   = Type{Kind: Integer}
	BigIntType    = Type{Kind: BigInt}
	RealType      = Type{Kind: Real}
	DoubleType    = Type{Kind: Double}
	DateType      = Type{Kind: Date}
	TimeType      = Type{Kind: Time}
	TimestampType = Type{Kind: Timestamp}
)

// VarcharType is VARCHAR(n); 0 means no limit but the row's.
func VarcharType(n int) Type { return Type{Kind: Varchar, Length: n} }

// DecimalType is DECIMAL(p,s).
func DecimalType(p, s int) Type { return Type{Kind: Decimal, Precision: p, Scale: s} }

// IntervalType is the day-time or year-month interval from one field to another, with default precision.
func IntervalType(from, to Unit) Type {
	k := Interval
	if from <= Month {
		k = Months
	}
	return Type{Kind: k, Precision: 2, Scale: 3, From: from, To: to}
}

// A Layout says how the values of a type lie in memory; see the package comment.
type Layout uint8

// The layouts. NoLayout is that of a bare NULL.
const (
	NoLayout Layout = iota
	Bool
	Int
	Float
	Dec
	Text
)

// Layout returns how values of t lie in an Arrow array.
func (t Type) Layout() Layout {
	switch t.Kind {
	case Null:
		return NoLayout
	case Boolean:
		return Bool
	case Real, Double:
		return Float
	case Decimal:
		return Dec
	case Char, Varchar, Binary, Varbinary:
		return Text
	default:
		return Int
	}
}

// Arrow returns the Arrow type of t's columns. A bare NULL lies as text.
func (t Type) Arrow() arrow.DataType {
	switch t.Layout() {
	case Bool:
		return arrow.FixedWidthTypes.Boolean
	case Int:
		return arrow.PrimitiveTypes.Int64
	case Float:
		return arrow.PrimitiveTypes.Float64
	case Dec:
		return &arrow.Decimal128Type{Precision: int32(t.Precision), Scale: int32(t.Scale)}
	default:
		if t.IsBinary() {
			return arrow.BinaryTypes.Binary
		}
		return arrow.BinaryTypes.String
	}
}

// IsInteger reports TINYINT to BIGINT.
func (t Type) IsInteger() bool { return t.Kind >= TinyInt && t.Kind <= BigInt }

// IsExact reports an integer or a DECIMAL.
func (t Type) IsExact() bool { return t.Kind >= TinyInt && t.Kind <= Decimal }

// IsApproximate reports REAL or DOUBLE.
func (t Type) IsApproximate() bool { return t.Kind == Real || t.Kind == Double }

// IsNumeric reports any number.
func (t Type) IsNumeric() bool { return t.Kind >= TinyInt && t.Kind <= Double }

// IsCharacter reports CHAR or VARCHAR.
func (t Type) IsCharacter() bool { return t.Kind == Char || t.Kind == Varchar }

// IsBinary reports BINARY or VARBINARY.
func (t Type) IsBinary() bool { return t.Kind == Binary || t.Kind == Varbinary }

// IsDatetime reports DATE, TIME or TIMESTAMP.
func (t Type) IsDatetime() bool { return t.Kind >= Date && t.Kind <= Timestamp }

// IsInterval reports an interval of either class.
func (t Type) IsInterval() bool { return t.Kind == Interval || t.Kind == Months }

var kindNames = [...]string{
	"NULL", "BOOLEAN", "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "DECIMAL", "REAL", "DOUBLE", "CHAR", "VARCHAR", "BINARY",
	"VARBINARY", "DATE", "TIME", "TIMESTAMP", "INTERVAL", "INTERVAL",
}

func (k Kind) String() string { return kindNames[k] }

// String prints t as SQL.
func (t Type) String() string {
	switch {
	case t.Kind == Decimal:
		return fmt.Sprintf("DECIMAL(%d,%d)", t.Precision, t.Scale)
	case t.Length > 0:
		return fmt.Sprintf("%s(%d)", t.Kind, t.Length)
	case t.IsInterval():
		return "INTERVAL " + t.Qualifier()
	default:
		return t.Kind.String()
	}
}

// Qualifier prints the fields of an interval type: DAY(3) TO SECOND.
func (t Type) Qualifier() string {
	var b strings.Builder
	b.WriteString(t.From.String())
	switch {
	case t.From == Second && (t.Precision != 2 || t.Scale != 3):
		fmt.Fprintf(&b, "(%d,%d)", t.Precision, t.Scale)
	case t.From != Second && t.Precision != 2:
		fmt.Fprintf(&b, "(%d)", t.Precision)
	}
	if t.To == t.From {
		return b.String()
	}
	b.WriteString(" TO " + t.To.String())
	if t.To == Second && t.Scale != 3 {
		fmt.Fprintf(&b, "(%d)", t.Scale)
	}
	return b.String()
}
