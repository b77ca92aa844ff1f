package functions

import (
	"bytes"

	"weir/operators/expr"
	"weir/sql/types"
)

var _ = Register(trim("TRIM", "", true, true,
	"A text without the blanks, or another character, at its ends.",
	Example{"TRIM('  a ')", "a"}, Example{"TRIM(BOTH 'a' FROM 'aabcaa')", "bc"}, Example{"TRIM('ab' FROM 'aabcaa')", "domain-error"},
	Example{"TRIM(CAST(NULL AS CHAR(1)) FROM 'a')", "NULL"}))

var _ = Register(trim("TRIM LEADING", "LEADING ", true, false,
	"A text without the blanks, or another character, at its start.",
	Example{"TRIM(LEADING FROM '  a ')", "a "}, Example{"TRIM(LEADING 'a' FROM 'aabcaa')", "bcaa"}))

var _ = Register(trim("TRIM TRAILING", "TRAILING ", false, true,
	"A text without the blanks, or another character, at its end.",
	Example{"TRIM(TRAILING FROM '  a ')", "  a"}, Example{"TRIM(TRAILING 'ö' FROM 'lööö')", "l"}))

func trim(name, keyword string, left, right bool, doc string, examples ...Example) Scalar {
	cut := func(s, c []byte) []byte {
		for left && bytes.HasPrefix(s, c) {
			s = s[len(c):]
		}
		for right && bytes.HasSuffix(s, c) {
			s = s[:len(s)-len(c)]
		}
		return s
	}
	from := ""
	if keyword != "" {
		from = keyword + "FROM "
	}
	var aliases []string
	if keyword == "" {
		aliases = []string{"TRIM BOTH"}
	}
	return Scalar{
		Name: name, Aliases: aliases, Family: Text, Doc: doc, Examples: examples,
		Overloads: []Overload{
			{Form: "TRIM(" + from + "$1)", Params: []Param{aText}, Bind: varying(expr.UnaryText(func(dst, s []byte) []byte {
				return append(dst, cut(s, blank)...)
			}))},
			{Form: "TRIM(" + keyword + "$1 FROM $2)", Params: []Param{aText, aText}, Check: trimIsConstant, Bind: func(args []types.Type, _ types.Unit) (types.Type, expr.Function) {
				return types.VarcharType(args[1].Length), expr.BinaryTextErr(func(dst, c, s []byte) ([]byte, error) {
					if types.CharLength(c) != 1 {
						return dst, errTrim
					}
					return append(dst, cut(s, c)...), nil
				})
			}},
		},
	}
}

var (
	blank   = []byte(" ")
	errTrim = domain("TRIM takes exactly one character to cut")
)

// trimIsConstant knows that one constant character fails no row.
func trimIsConstant(args []*types.Value) (bool, *CallError) {
	c := args[0]
	return c != nil && (c.Null || types.CharLength([]byte(c.Text)) == 1), nil
}
