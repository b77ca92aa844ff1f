package functions

import (
	"fmt"
	"math"

	"weir/operators/expr"
	"weir/sql/types"
)

var _ = RegisterWindow(Window{
	Name: "FIRST_VALUE",
	Doc: "FIRST_VALUE(x) is the x of the oldest row in the window, which may be NULL; with IGNORE NULLS the oldest that is not " +
		"NULL, and NULL if there is none.",
	Resolve: func(args []expr.Node, u Use) (WindowOverload, error) {
		return pickRow("FIRST_VALUE", args, u, nth{n: 1})
	},
})

var _ = RegisterWindow(Window{
	Name: "LAST_VALUE",
	Doc: "LAST_VALUE(x) is the x of the newest row in the window, the present one; with IGNORE NULLS the newest that is not NULL, " +
		"and NULL if there is none.",
	Resolve: func(args []expr.Node, u Use) (WindowOverload, error) {
		return pickRow("LAST_VALUE", args, u, nth{n: 1, fromLast: true})
	},
})

var _ = RegisterWindow(Window{
	Name: "NTH_VALUE",
	Doc: "NTH_VALUE(x, n) is the x of the n-th row in the window, counted from the oldest, or with FROM LAST from the newest. NULL " +
		"if the window has fewer rows. IGNORE NULLS counts only rows in which x is not NULL.",
	Resolve: func(args []expr.Node, u Use) (WindowOverload, error) {
		if len(args) != 2 {
			return WindowOverload{}, callError(-1, "NTH_VALUE takes a value and the number of a row", "")
		}
		n, err := rowCount("NTH_VALUE", args[1], 1)
		if err != nil {
			return WindowOverload{}, err
		}
		fromLast := u.FromLast
		u.FromLast = false
		o, err := pickRow("NTH_VALUE", args[:1], u, nth{n: n, fromLast: fromLast})
		o.Params = append(o.Params, args[1].Type())
		return o, err
	},
})

var _ = RegisterWindow(Window{
	Name: "LAG",
	Doc: "LAG(x, n, default) is the x of the row n before the present one. If the window does not reach so far back it is the " +
		"default, computed from the present row. n is 1 if it is left out, the default NULL. IGNORE NULLS counts only rows in " +
		"which x is not NULL. LAG(x, 0) is x.",
	Resolve: resolveLag,
})

// lagDefault is the place of LAG's default among the arguments that are asked of the present row.
const lagDefault = 1

func resolveLag(args []expr.Node, u Use) (WindowOverload, error) {
	if len(args) == 0 || len(args) > 3 {
		return WindowOverload{}, callError(-1, fmt.Sprintf("LAG takes a value, a number of rows and a default, not %d arguments", len(args)), "")
	}
	which := nth{n: 1, fromLast: true, before: true}
	if len(args) > 1 {
		n, err := rowCount("LAG", args[1], 0)
		if err != nil {
			return WindowOverload{}, err
		}
		if which.n = n; n == 0 {
			which, u.Nulls = nth{n: 1, fromLast: true}, ""
		}
	}
	o, err := pickRow("LAG", args[:1], u, which)
	if err != nil {
		return o, err
	}
	if len(args) > 1 {
		o.Params = append(o.Params, args[1].Type())
	}
	if len(args) > 2 {
		if !fitsDefault(o.Result, args[2].Type()) {
			return o, callError(2, fmt.Sprintf("the default of LAG is a %s, its value a %s", args[2].Type(), o.Result), "")
		}
		o.Params = append(o.Params, o.Result)
	}
	return o, nil
}

// fitsDefault reports that a default can be converted to the type of the value.
func fitsDefault(value, other types.Type) bool {
	switch {
	case other.Kind == types.Null:
		return true
	case value.IsNumeric():
		return other.IsNumeric()
	case value.IsCharacter():
		return other.IsCharacter()
	case value.IsBinary():
		return other.IsBinary()
	default:
		return value.Kind == other.Kind
	}
}

// pickRow resolves a call that gives the value of one row.
func pickRow(name string, args []expr.Node, u Use, which nth) (WindowOverload, error) {
	switch {
	case u.Star:
		return WindowOverload{}, callError(-1, name+" does not take *", "name a column")
	case len(args) != 1:
		return WindowOverload{}, callError(-1, fmt.Sprintf("%s takes one argument, not %d", name, len(args)), "")
	case u.Distinct:
		return WindowOverload{}, callError(-1, name+" does not take DISTINCT", "leave DISTINCT out")
	case u.FromLast:
		return WindowOverload{}, callError(-1, name+" does not take FROM LAST", "NTH_VALUE does")
	}
	which.values = u.Nulls == ignore
	t := args[0].Type()
	if t.Kind == types.Null {
		t = nullTypes[0]
	}
	return WindowOverload{Params: []types.Type{t}, Kept: 1, Result: t, New: func(kept []Cells, keep Keeper) Frames {
		return newNth(which, kept[0], keep, t)
	}}, nil
}

// rowCount reads a number of rows, which must be a constant.
func rowCount(name string, n expr.Node, least int64) (int32, error) {
	v, ok, failed, err := expr.Constant(n)
	if err != nil {
		return 0, err
	}
	if !ok || failed != nil || v.Null || !n.Type().IsInteger() || v.Int < least || v.Int > math.MaxInt32 {
		return 0, callError(1, fmt.Sprintf("the number of rows of %s must be a whole number from %d that does not depend on the row", name, least), "")
	}
	return int32(v.Int), nil
}

func callError(arg int, message, hint string) error {
	return &CallError{Arg: arg, Message: message, Hint: hint}
}
