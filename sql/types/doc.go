// Package types holds the SQL types of the dialect, how their values lie in Arrow arrays, their text forms, the rules of
// coercion, and the codes of every error that a user can meet.
//
// Five layouts carry all types (see [Layout]):
//
//	Bool   BOOLEAN                                    arrow.Boolean
//	Int    TINYINT … BIGINT, DATE, TIME, TIMESTAMP,   arrow.Int64
//	       INTERVAL (ms, or months)
//	Float  REAL, DOUBLE                               arrow.Float64
//	Dec    DECIMAL(p,s)                               arrow.Decimal128, unscaled value with the type's scale
//	Text   CHAR, VARCHAR, BINARY, VARBINARY           arrow.String or arrow.Binary
//
// The range of the narrower types is kept by whoever makes a value: a TINYINT column never holds 300, a REAL never holds a
// value that a float32 cannot, a CHAR(n) is padded to n characters.
// Values are read and written by Parse and Append functions over bytes, without an allocation. What runs once for each row
// returns a Code; what reads the user's program returns an *Error with a hint.
// Start at type.go, then schema.go, value.go and codes.go; then coerce.go (which types meet in which), decimal_arith.go,
// calendar.go, interval.go.
package types
