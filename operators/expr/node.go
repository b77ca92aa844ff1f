package expr

import (
	"weir/sql/types"
)

// Node is a bound expression. Operands already have the types that their node wants: the binder has put a Cast where a
// conversion is needed. String prints it as SQL, for EXPLAIN; two nodes with equal strings compute the same.
type Node interface {
	Type() types.Type
	String() string
}

// Column reads a column of the input.
type Column struct {
	Index   int
	Name    string
	T       types.Type
	NotNull bool
	Derived bool // Name is the text of an expression that was computed below; it prints without quotes
}

// Rowtime reads the row's ROWTIME.
type Rowtime struct{}

// ClockKind tells which reading of the clock a Clock is.
type ClockKind uint8

// The readings of the clock.
const (
	StepClock  ClockKind = iota // the step's time: CURRENT_ROW_TIMESTAMP
	StartClock                  // the time of the job's first step: CURRENT_TIMESTAMP and its kin
)

// Clock is a reading of the clock as a TIMESTAMP. CURRENT_DATE and CURRENT_TIME are casts of it.
type Clock struct{ Kind ClockKind }

// Literal is a constant.
type Literal struct{ V types.Value }

// Arith is L Op R with Op one of + - * /. Numbers: both operands have the type of promotion (DECIMAL: each its own), T is
// the result's. Datetime ± interval, interval ± interval, interval * number (R is the number), interval / number, too.
type Arith struct {
	Op   byte
	L, R Node
	T    types.Type
}

// Neg is -X.
type Neg struct{ X Node }

// Difference is (L - R) qualifier: two datetimes of one type, truncated towards zero to the least field of T. TIMESTAMPs
// keep ms where the least field is SECOND.
type Difference struct {
	L, R Node
	T    types.Type
}

// Compare is L Op R with Op one of = <> < <= > >=, "IS DISTINCT FROM", "IS NOT DISTINCT FROM". Operands are of one type, or
// both DECIMAL of any scale, or both of one character class. Pad: trailing blanks do not count (one side is CHAR).
type Compare struct {
	Op   string
	L, R Node
	Pad  bool
}

// And is L AND R; R is evaluated only where L is not FALSE.
type And struct{ L, R Node }

// Or is L OR R; R is evaluated only where L is not TRUE.
type Or struct{ L, R Node }

// Not is NOT X.
type Not struct{ X Node }

// IsNull is X IS NULL.
type IsNull struct{ X Node }

// IsTrue is X IS TRUE, or X IS FALSE if Want is false.
type IsTrue struct {
	X    Node
	Want bool
}

// Case is the searched form; the simple form is bound to it. Else is never nil.
type Case struct {
	Whens []When
	Else  Node
	T     types.Type
}

// When is one branch of a Case.
type When struct{ Cond, Then Node }

// Coalesce is the first argument that is not NULL. All have type T.
type Coalesce struct {
	Args []Node
	T    types.Type
}

// In is X = any of List, three-valued.
type In struct {
	X    Node
	List []Node
	Pad  bool
}

// Like is X LIKE or SIMILAR TO Pattern. Escape is nil if there is none.
type Like struct {
	Similar            bool
	X, Pattern, Escape Node
}

// Cast converts X to T. Assign: by the rules of INSERT instead of CAST.
type Cast struct {
	X      Node
	T      types.Type
	Assign bool
}

// NotNull fails with null-in-not-null-column where X is NULL.
type NotNull struct {
	X      Node
	Column string
}

// Call is a scalar function. Args have the types that the overload takes.
type Call struct {
	Name string
	Args []Node
	T    types.Type
	Fn   Function
	Text func(args []string) string // prints special forms such as FLOOR(x TO MINUTE); nil: NAME(args)
}
