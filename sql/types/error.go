package types

// Error says what is wrong with a text that a user wrote: a literal, the name of a type.
type Error struct {
	Message string // lower case, no full stop
	Hint    string // what to write instead; empty if there is nothing to say
}

func (e *Error) Error() string {
	if e.Hint == "" {
		return e.Message
	}
	return e.Message + "; " + e.Hint
}
