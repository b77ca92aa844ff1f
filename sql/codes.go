package sql

// Code names a kind of mistake in the application code. Codes are stable: tests, tools and documents print them.
type Code string

// The codes. The table Codes says what each means.
const (
	Syntax           Code = "syntax"
	InvalidCharacter Code = "invalid-character"
	Unterminated     Code = "unterminated"
	InvalidLiteral   Code = "invalid-literal"
	InvalidInterval  Code = "invalid-interval"
	ReservedWord     Code = "reserved-word"
	NameTooLong      Code = "name-too-long"
	TooLong          Code = "too-long"
	TooDeep          Code = "too-deep"
	NotSupported     Code = "not-supported"

	UnknownStream   Code = "unknown-stream"
	UnknownColumn   Code = "unknown-column"
	UnknownFunction Code = "unknown-function"
	UnknownType     Code = "unknown-type"
	UnknownWindow   Code = "unknown-window"
	AmbiguousColumn Code = "ambiguous-column"
	DuplicateName   Code = "duplicate-name"
	ReservedName    Code = "reserved-name"
	StreamInUse     Code = "stream-in-use"
	NotWritable     Code = "not-writable"

	TypeMismatch    Code = "type-mismatch"
	InvalidType     Code = "invalid-type"
	InvalidArgument Code = "invalid-argument"
	ArgumentCount   Code = "argument-count"
	ColumnCount     Code = "column-count"

	NotGrouped         Code = "not-grouped"
	MisplacedAggregate Code = "misplaced-aggregate"
	MissingTime        Code = "missing-time"
	SecondTime         Code = "second-time"
	InvalidWindow      Code = "invalid-window"
	InvalidJoin        Code = "invalid-join"
	Cycle              Code = "cycle"
)

// CodeDoc describes a code.
type CodeDoc struct {
	Code Code
	Doc  string
}

// Codes lists every code, for the documentation.
var Codes = []CodeDoc{
	{Syntax, "The text is not what the grammar allows at this place."},
	{InvalidCharacter, "The character has no meaning outside of a string or a quoted name."},
	{Unterminated, "A string, a quoted name or a comment begins here and is never closed."},
	{InvalidLiteral, "The value of the literal does not have the shape that its type asks for."},
	{InvalidInterval, "The fields or digits of an interval do not go together, or its value does not fit them."},
	{ReservedWord, "A reserved word stands where a name is expected; it needs double quotes."},
	{NameTooLong, "A name has more than 128 characters."},
	{TooLong, "The application code is longer than 1 MiB."},
	{TooDeep, "Parentheses, calls or sub-queries are nested too deeply."},
	{NotSupported, "The construct is known but does not run here."},

	{UnknownStream, "No stream or table has this name at this place of the text."},
	{UnknownColumn, "No relation of the query has a column of this name."},
	{UnknownFunction, "There is no function of this name."},
	{UnknownType, "There is no data type of this name."},
	{UnknownWindow, "No WINDOW clause in sight defines this name."},
	{AmbiguousColumn, "Several relations of the query have a column of this name."},
	{DuplicateName, "The name is taken already."},
	{ReservedName, "The name belongs to the service."},
	{StreamInUse, "A pump is attached to the stream, so that it cannot be redefined."},
	{NotWritable, "Rows cannot be inserted into this relation."},

	{TypeMismatch, "The type of the expression does not fit its place; use CAST."},
	{InvalidType, "The parameters of the data type are out of range, or the type cannot stand here."},
	{InvalidArgument, "The argument is not what the function accepts."},
	{ArgumentCount, "The function takes another number of arguments."},
	{ColumnCount, "The query yields another number of columns than its target has."},

	{NotGrouped, "The column is neither grouped nor inside of an aggregate."},
	{MisplacedAggregate, "An aggregate or analytic call stands where there is no group or window for it."},
	{MissingTime, "The streaming clause needs an expression on time, so that its groups can end."},
	{SecondTime, "GROUP BY has a second expression on ROWTIME."},
	{InvalidWindow, "The window is not one that its place allows."},
	{InvalidJoin, "The join is not one that streams allow."},
	{Cycle, "The pumps feed one another in a circle."},
}
