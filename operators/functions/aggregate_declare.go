package functions

import (
	"fmt"
	"slices"
	"strings"

	"weir/sql/types"
)

// Aggregate is the declaration of one aggregate function.
type Aggregate struct {
	Name      string
	Aliases   []string
	Doc       string
	Star      bool // f(*) counts rows
	Many      bool // takes several arguments
	Distinct  DistinctRule
	Overloads []AggRule // the first that matches is taken
}

// DistinctRule says what f(DISTINCT x) is.
type DistinctRule uint8

// The rules of DISTINCT.
const (
	DistinctRefused   DistinctRule = iota
	DistinctRedundant              // gives what f(x) gives
	DistinctValues                 // is f over the values of x that differ
)

// AggRule is a family of overloads: all arguments of the types that Match.
type AggRule struct {
	Takes string // for messages and documentation: "an integer"
	Match func(types.Type) bool
	Bind  func(arg types.Type) AggOverload
}

// AggOverload is an aggregate for arguments of certain types.
type AggOverload struct {
	Params []types.Type // what the arguments are to be converted to
	Result types.Type
	New    func() Fold
}

// CallError says why the arguments of a call do not fit the function.
type CallError struct {
	Arg     int    // the argument that is wrong; -1: the call as a whole
	Message string // lower case, no full stop
	Hint    string // what to write instead; empty if there is nothing to say
}

func (e *CallError) Error() string {
	if e.Hint == "" {
		return e.Message
	}
	return e.Message + "; " + e.Hint
}

var aggregates = map[string]*Aggregate{}

// RegisterAggregate adds a declaration to the library. Names must be new.
func RegisterAggregate(a Aggregate) *Aggregate {
	for _, name := range append([]string{a.Name}, a.Aliases...) {
		if aggregates[name] != nil {
			panic("functions: two aggregates are called " + name)
		}
		aggregates[name] = &a
	}
	return &a
}

// FindAggregate returns the aggregate of an upper-case name, or nil.
func FindAggregate(name string) *Aggregate { return aggregates[name] }

// Aggregates lists every aggregate once, by name.
func Aggregates() []*Aggregate {
	var all []*Aggregate
	for name, a := range aggregates {
		if name == a.Name {
			all = append(all, a)
		}
	}
	slices.SortFunc(all, func(a, b *Aggregate) int { return strings.Compare(a.Name, b.Name) })
	return all
}

// Resolve chooses the overload for arguments of these types. The error is a *CallError.
func (a *Aggregate) Resolve(args []types.Type, star, distinct bool) (AggOverload, error) {
	if err := a.check(len(args), star, distinct); err != nil {
		return AggOverload{}, err
	}
	if star {
		return a.Overloads[0].Bind(types.NullType), nil
	}
	rule, arg, err := a.choose(args)
	if err != nil {
		return AggOverload{}, err
	}
	o := rule.Bind(arg)
	if o.Params == nil { // as they are, only a bare NULL needs a type
		for _, t := range args {
			if t.Kind == types.Null {
				t = arg
			}
			o.Params = append(o.Params, t)
		}
	}
	if distinct && a.Distinct == DistinctValues {
		o.New = distinctValues(o.New, o.Params)
	}
	return o, nil
}

func (a *Aggregate) check(args int, star, distinct bool) error {
	switch {
	case star && !a.Star:
		return a.refuse(-1, a.Name+" does not take *", "name a column")
	case !star && args == 0:
		return a.refuse(-1, a.Name+" needs an argument", "")
	case args > 1 && !a.Many:
		return a.refuse(-1, fmt.Sprintf("%s takes one argument, not %d", a.Name, args), "")
	case distinct && a.Distinct == DistinctRefused && a.Star:
		return a.refuse(-1, a.Name+"(DISTINCT ...) is not supported",
			"count over a sub-query SELECT STREAM DISTINCT, or use COUNT_DISTINCT_ITEMS_TUMBLING")
	case distinct && a.Distinct == DistinctRefused:
		return a.refuse(-1, a.Name+" does not take DISTINCT", "leave DISTINCT out")
	}
	return nil
}

// nullTypes are the types that a bare NULL may take, in order.
var nullTypes = []types.Type{types.BigIntType, types.BooleanType}

// choose finds the rule that takes all arguments, and the type of the first for it.
func (a *Aggregate) choose(args []types.Type) (*AggRule, types.Type, error) {
	wrong := 0
	for i := range a.Overloads {
		rule := &a.Overloads[i]
		for _, first := range typesOf(args[0]) {
			k := 0
			for k < len(args) && (k == 0 && rule.Match(first) || k > 0 && (rule.Match(args[k]) || args[k].Kind == types.Null)) {
				k++
			}
			if k == len(args) {
				return rule, first, nil
			}
			wrong = max(wrong, k)
		}
	}
	takes := make([]string, len(a.Overloads))
	for i, rule := range a.Overloads {
		takes[i] = rule.Takes
	}
	return nil, types.Type{}, a.refuse(wrong, fmt.Sprintf("%s does not take %s", a.Name, args[wrong]), "it takes "+strings.Join(takes, " or "))
}

func typesOf(arg types.Type) []types.Type {
	if arg.Kind == types.Null {
		return nullTypes
	}
	return []types.Type{arg}
}

func (a *Aggregate) refuse(arg int, message, hint string) error {
	return &CallError{Arg: arg, Message: message, Hint: hint}
}
