package types

import "github.com/apache/arrow/go/v15/arrow/decimal128"

// Value is one value outside of a column: a literal, a default, a cell that is printed. Its layout is its type's.
type Value struct {
	Type  Type
	Null  bool
	Int   int64 // Int; Bool as 0 or 1
	Float float64
	Dec   decimal128.Num
	Text  string
}

// NullValue is the NULL of a type.
func NullValue(t Type) Value { return Value{Type: t, Null: true} }
