package functions

import (
	"cmp"

	"github.com/apache/arrow/go/v15/arrow/decimal128"

	"weir/sql/types"
)

var _ = RegisterAggregate(Aggregate{
	Name: "MIN", Distinct: DistinctRedundant,
	Doc:       "The least value that is not NULL; NULL if there are none.",
	Overloads: pickOver("any type", taking{less: true}),
})

var _ = RegisterAggregate(Aggregate{
	Name: "MAX", Distinct: DistinctRedundant,
	Doc:       "The greatest value that is not NULL; NULL if there are none.",
	Overloads: pickOver("any type", taking{greater: true}),
})

var _ = RegisterAggregate(Aggregate{
	Name: "FIRST_VALUE", Distinct: DistinctRefused,
	Doc:       "The value of the group's first row, which may be NULL.",
	Overloads: pickOver("any type", taking{nulls: true}),
})

var _ = RegisterAggregate(Aggregate{
	Name: "LAST_VALUE", Distinct: DistinctRefused,
	Doc:       "The value of the group's last row, which may be NULL.",
	Overloads: pickOver("any type", taking{less: true, greater: true, equal: true, nulls: true}),
})

var _ = RegisterAggregate(Aggregate{
	Name: "ANY", Distinct: DistinctRedundant,
	Doc:       "TRUE if a value is TRUE, else FALSE; NULL if all are NULL.",
	Overloads: truthOver(taking{greater: true}),
})

var _ = RegisterAggregate(Aggregate{
	Name: "EVERY", Distinct: DistinctRedundant,
	Doc:       "TRUE if no value is FALSE, else FALSE; NULL if all are NULL.",
	Overloads: truthOver(taking{less: true}),
})

// taking says which values take the place of the one that a group has picked.
type taking struct {
	less, equal, greater bool // than the picked one; all three: every later value does
	nulls                bool // NULLs are picked like values
}

func (t taking) order(c int) bool { return c < 0 && t.less || c == 0 && t.equal || c > 0 && t.greater }

func (t taking) always() bool { return t.less && t.equal && t.greater }

func (t taking) never() bool { return !t.less && !t.equal && !t.greater }

func pickOver(takes string, rule taking) []AggRule {
	return []AggRule{{
		Takes: takes, Match: func(t types.Type) bool { return t.Kind != types.Null },
		Bind: func(t types.Type) AggOverload {
			return AggOverload{Result: t, New: func() Fold { return newPick(t, rule) }}
		},
	}}
}

// truthOver is over BOOLEANs only: ANY is their greatest, EVERY their least.
func truthOver(rule taking) []AggRule {
	rules := pickOver("a BOOLEAN", rule)
	rules[0].Match = func(t types.Type) bool { return t.Kind == types.Boolean }
	return rules
}

func newPick(t types.Type, rule taking) Fold {
	switch t.Layout() {
	case types.Bool:
		return newPickFixed(t, rule, func(a, b bool) int { return cmp.Compare(truth(a), truth(b)) })
	case types.Int:
		return newPickFixed(t, rule, cmp.Compare[int64])
	case types.Float:
		return newPickFixed(t, rule, cmp.Compare[float64])
	case types.Dec:
		return newPickFixed(t, rule, decimal128.Num.Cmp)
	default:
		return &pickText{rule: rule, result: t}
	}
}

func truth(b bool) int {
	if b {
		return 1
	}
	return 0
}
