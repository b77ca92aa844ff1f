package sql

// Error is a mistake in the application code. Codes are stable; messages are for people.
type Error struct {
	Code    Code
	Span    Span
	Message string // what is wrong, lower case, no full stop
	Hint    string // what to write instead; empty if there is nothing to say
}

// Errors is every mistake of a script, in the order of the text.
type Errors []*Error

// Code names a kind of mistake.
type Code string

func (e *Error) Error() string { return string(e.Code) + ": " + e.Message }
