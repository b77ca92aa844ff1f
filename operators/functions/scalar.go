package functions

import (
	"slices"
	"strings"

	"weir/operators/expr"
	"weir/sql/types"
)

// Scalar is the declaration of one scalar function. A form with a keyword of its own has it in its name: TRIM LEADING,
// SUBSTRING SIMILAR. The operator || is one, too.
type Scalar struct {
	Name      string
	Aliases   []string
	Family    Family
	Doc       string
	Order     Order
	Examples  []Example
	Overloads []Overload // the first that takes the arguments as they are is chosen, else the first that takes them
}

// Family groups functions in the documentation.
type Family string

// The families.
const (
	Math     Family = "Mathematics"
	Text     Family = "Text"
	Datetime Family = "Date and time"
)

// Order says how a result follows the first argument while the other arguments stay.
type Order uint8

// The orders.
const (
	Unordered  Order = iota
	KeepsTime        // a greater argument gives a greater result
	RoundsDown       // a greater argument gives no smaller result, and a result holds from its first argument on
	RoundsUp         // a greater argument gives no smaller result, and a result holds up to its last argument
	Prefixes         // a text that begins at its first character: where texts ascend, so does the result
)

// Example is an expression and the text of its value; an error's code stands there as it is. It is run as a test and printed
// in the documentation.
type Example struct{ SQL, Want string }

// Overload is one list of arguments that a function takes.
type Overload struct {
	// Form shows the call if it is not NAME($1, $2): $1 is the first argument, $u the unit.
	Form   string
	Params []Param
	// Units lists the units that the first argument's type allows. It is nil if the form has no unit.
	Units func(first types.Type) []types.Unit
	// Check looks at constant arguments; those that are not constant are nil. It refuses the call, or knows that a row cannot
	// fail with them. It is nil where they say nothing.
	Check func(args []*types.Value) (safe bool, err *CallError)
	// Bind gives the result's type and the function for arguments that have been converted.
	Bind func(args []types.Type, unit types.Unit) (types.Type, expr.Function)
}

// Param is what one argument may be.
type Param struct {
	Takes string // for messages and documentation: "a number"
	// Accept returns the type to which an argument is converted.
	Accept func(types.Type) (types.Type, bool)
}

// Binding is an overload that was chosen for arguments of certain types.
type Binding struct {
	Params []types.Type // what the arguments are to be converted to
	Result types.Type
	Fn     expr.Function
	Text   func(args []string) string // prints the call
	check  func(args []*types.Value) (safe bool, err *CallError)
}

// Constants tells the binding which converted arguments are constant; the others are nil. It refuses those that no row can be
// computed with, and marks the function as safe where none can fail. The error is a *CallError.
func (b *Binding) Constants(args []*types.Value) error {
	if b.check == nil {
		return nil
	}
	safe, err := b.check(args)
	if err != nil {
		return err
	}
	if safe {
		b.Fn = expr.Safe(b.Fn)
	}
	return nil
}

var scalars = map[string]*Scalar{}

// Register adds a declaration to the library. Names must be new.
func Register(s Scalar) *Scalar {
	for _, name := range append([]string{s.Name}, s.Aliases...) {
		if scalars[name] != nil {
			panic("functions: two functions are called " + name)
		}
		scalars[name] = &s
	}
	return &s
}

// FindScalar returns the function of an upper-case name, or nil.
func FindScalar(name string) *Scalar { return scalars[name] }

// Scalars lists every function once, by name.
func Scalars() []*Scalar {
	var all []*Scalar
	for name, s := range scalars {
		if name == s.Name {
			all = append(all, s)
		}
	}
	slices.SortFunc(all, func(a, b *Scalar) int { return strings.Compare(a.Name, b.Name) })
	return all
}

// ScalarNames lists every name and alias that can be called, for suggestions.
func ScalarNames() []string {
	var names []string
	for name := range scalars {
		if !strings.ContainsAny(name, " |") {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}
