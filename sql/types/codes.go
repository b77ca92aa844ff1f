package types

// Code names a kind of error. Codes are stable: users filter on them, tests and docs print them.
type Code string

// OK is the code of a value that is all right. Functions that run once for each row return a Code where others return an
// error.
const OK Code = ""

// Codes of rows that were refused. The table Codes says what each means.
const (
	ParseError     Code = "parse-error"
	CoercionError  Code = "coercion-error"
	RecordTooLarge Code = "record-too-large"
	RowTooLarge    Code = "row-too-large"
	InvalidUTF8    Code = "invalid-utf8"
	FutureTime     Code = "time-in-future"
	NullTime       Code = "time-is-null"
	LateRow        Code = "late-row"
	DivideByZero   Code = "divide-by-zero"
	Overflow       Code = "numeric-overflow"
	InvalidCast    Code = "invalid-cast"
	NullInNotNull  Code = "null-in-not-null-column"
	DomainError    Code = "domain-error"
	SeveralRows    Code = "several-rows"
)

// CodeDoc describes a code of a refused row.
type CodeDoc struct {
	Code Code
	Name string // ERROR_NAME on error_stream, at most 32 characters
	Doc  string
}

// Codes lists every code of a refused row, for look-up and for the documentation.
var Codes = []CodeDoc{
	{ParseError, "Parse error", "The rest of the record is not what the input's format allows."},
	{CoercionError, "Coercion error", "A value of the record does not fit its column's type."},
	{RecordTooLarge, "Record too large", "The record is longer than the input's limit."},
	{RowTooLarge, "Row too large", "The row is larger than 512 KB after coercion."},
	{InvalidUTF8, "Invalid UTF-8", "A text of the record is not valid UTF-8."},
	{FutureTime, "Time in the future", "The row's time lies further ahead of the clock than the input allows."},
	{NullTime, "Null time", "The expression that gives the row its ROWTIME is NULL."},
	{LateRow, "Late row", "The row is older than its stream's watermark."},
	{DivideByZero, "Divide by zero", "A number or an interval was divided by zero."},
	{Overflow, "Numeric overflow", "The result does not fit its type."},
	{InvalidCast, "Invalid cast", "The value cannot be converted to the type."},
	{NullInNotNull, "Null value in NOT NULL column", "A NULL was assigned to a column that is declared NOT NULL."},
	{DomainError, "Invalid argument", "The function is not defined for this argument."},
	{SeveralRows, "Several rows", "A sub-query that stands for one value gave more than one row."},
}

// Name returns the ERROR_NAME of a code.
func (c Code) Name() string {
	for _, d := range Codes {
		if d.Code == c {
			return d.Name
		}
	}
	return string(c)
}
