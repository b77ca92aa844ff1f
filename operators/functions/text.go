package functions

import (
	"bytes"
	"math"
	"unicode"
	"unicode/utf8"

	"weir/operators/expr"
	"weir/sql/types"
)

var _ = Register(Scalar{
	Name: "UPPER", Family: Text, Doc: "A text in upper case. Every character stays one character.",
	Examples:  []Example{{"UPPER('Straße 1')", "STRAßE 1"}, {"UPPER('öl')", "ÖL"}},
	Overloads: []Overload{{Params: []Param{aText}, Bind: asFirst(expr.UnaryText(upper))}},
})

var _ = Register(Scalar{
	Name: "LOWER", Family: Text, Doc: "A text in lower case. Every character stays one character.",
	Examples:  []Example{{"LOWER('ABC ÖL')", "abc öl"}},
	Overloads: []Overload{{Params: []Param{aText}, Bind: asFirst(expr.UnaryText(lower))}},
})

var _ = Register(Scalar{
	Name: "INITCAP", Family: Text, Doc: "A text whose words, separated by blanks, begin in upper case and go on in lower case.",
	Examples:  []Example{{"INITCAP('hello wORLD')", "Hello World"}, {"INITCAP('it''s  4pm')", "It's  4pm"}},
	Overloads: []Overload{{Params: []Param{aText}, Bind: asFirst(expr.UnaryText(initcap))}},
})

func upper(dst, s []byte) []byte {
	start := len(dst)
	for _, c := range s {
		if c >= utf8.RuneSelf {
			return appendRunes(dst[:start], s, func(r rune, _ bool) rune { return unicode.ToUpper(r) })
		}
		if 'a' <= c && c <= 'z' {
			c -= 'a' - 'A'
		}
		dst = append(dst, c)
	}
	return dst
}

func lower(dst, s []byte) []byte {
	start := len(dst)
	for _, c := range s {
		if c >= utf8.RuneSelf {
			return appendRunes(dst[:start], s, func(r rune, _ bool) rune { return unicode.ToLower(r) })
		}
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		dst = append(dst, c)
	}
	return dst
}

func initcap(dst, s []byte) []byte {
	return appendRunes(dst, s, func(r rune, first bool) rune {
		if first {
			return unicode.ToUpper(r)
		}
		return unicode.ToLower(r)
	})
}

// appendRunes appends every character of s as change gives it. First is true for the first one of a word.
func appendRunes(dst, s []byte, change func(r rune, first bool) rune) []byte {
	first := true
	for len(s) > 0 {
		r, size := utf8.DecodeRune(s)
		dst = utf8.AppendRune(dst, change(r, first))
		first = r == ' '
		s = s[size:]
	}
	return dst
}

var _ = Register(Scalar{
	Name: "CHAR_LENGTH", Aliases: []string{"CHARACTER_LENGTH"}, Family: Text, Doc: "The number of characters of a text. A CHAR(n) has n.",
	Examples: []Example{{"CHAR_LENGTH('fred')", "4"}, {"CHARACTER_LENGTH(CAST('fred' AS CHAR(16)))", "16"}, {"CHAR_LENGTH('öl')", "2"}},
	Overloads: []Overload{{Params: []Param{aText}, Bind: gives(types.IntegerType, expr.Unary(func(s []byte) int64 {
		return int64(types.CharLength(s))
	}))}},
})

var _ = Register(Scalar{
	Name: "POSITION", Family: Text, Doc: "The place at which a text first stands in another, counted from 1; 0 if it does not.",
	Examples: []Example{
		{"POSITION('c' IN 'abcabc')", "3"}, {"POSITION('x' IN 'abc')", "0"}, {"POSITION('' IN 'abc')", "1"}, {"POSITION('l' IN 'öl')", "2"},
		{"POSITION(CAST(NULL AS VARCHAR(1)) IN 'abc')", "NULL"},
	},
	Overloads: []Overload{{Form: "POSITION($1 IN $2)", Params: []Param{aText, aText}, Bind: gives(types.IntegerType, expr.Binary(position))}},
})

func position(part, s []byte) int64 {
	before, _, ok := bytes.Cut(s, part)
	if !ok {
		return 0
	}
	return int64(types.CharLength(before)) + 1
}

var errNegativeLength = domain("a negative length")

var _ = Register(Scalar{
	Name: "SUBSTRING", Family: Text, Order: Prefixes,
	Doc: "A part of a text: from a place, counted from 1, to the end or of a length. What of it lies outside of the text is left out. " +
		"With a regular expression instead of a place: the first part that matches, NULL if there is none.",
	Examples: []Example{
		{"SUBSTRING('123456789' FROM 3 FOR 4)", "3456"}, {"SUBSTRING('123456789' FROM 17)", ""}, {"SUBSTRING('123456789' FROM -1 FOR 4)", "12"},
		{"SUBSTRING('123456789' FROM 6 FOR 0)", ""}, {"SUBSTRING('123456789' FROM 8 FOR 20)", "89"}, {"SUBSTRING('123456789', 8)", "89"},
		{"SUBSTRING('123456789', 2, 3)", "234"}, {"SUBSTRING('123' FROM 1 FOR -1)", "domain-error"},
		{"SUBSTRING('id=42;' FROM '[0-9]+')", "42"}, {"SUBSTRING('none' FROM '[0-9]+')", "NULL"},
	},
	Overloads: []Overload{
		{Form: "SUBSTRING($1 FROM $2)", Params: []Param{aText, anInteger}, Bind: varying(expr.BinaryText(func(dst, s []byte, from int64) []byte {
			return append(dst, part(s, max(from, 1), math.MaxInt64)...)
		}))},
		{Form: "SUBSTRING($1 FROM $2 FOR $3)", Params: []Param{aText, anInteger, anInteger}, Check: lengthIsConstant, Bind: varying(expr.TernaryTextErr(substring(part)))},
		{Form: "SUBSTRING($1 FROM $2)", Params: []Param{aText, aText}, Check: regexIsConstant, Bind: varying(matching)},
		{Form: "SUBSTRING($1 FROM $2)", Params: []Param{someBytes, anInteger}, Bind: varbinary(expr.BinaryText(func(dst, s []byte, from int64) []byte {
			return append(dst, partOfBytes(s, max(from, 1), math.MaxInt64)...)
		}))},
		{Form: "SUBSTRING($1 FROM $2 FOR $3)", Params: []Param{someBytes, anInteger, anInteger}, Check: lengthIsConstant, Bind: varbinary(expr.TernaryTextErr(substring(partOfBytes)))},
	},
})

func varbinary(fn expr.Function) func([]types.Type, types.Unit) (types.Type, expr.Function) {
	return func(args []types.Type, _ types.Unit) (types.Type, expr.Function) {
		return types.Type{Kind: types.Varbinary, Length: args[0].Length}, fn
	}
}

// lengthIsConstant knows that a constant length fails no row unless it is negative.
func lengthIsConstant(args []*types.Value) (bool, *CallError) {
	n := args[len(args)-1]
	return n != nil && (n.Null || n.Int >= 0), nil
}

func substring(part func(s []byte, from, n int64) []byte) func(dst, s []byte, from, n int64) ([]byte, error) {
	return func(dst, s []byte, from, n int64) ([]byte, error) {
		if n < 0 {
			return dst, errNegativeLength
		}
		return append(dst, part(s, from, n)...), nil
	}
}

// window cuts n places from a place on to those from 1 on: it returns how many to skip and how many to take.
func window(from, n int64) (skip, take int64) {
	if from >= 1 {
		return from - 1, n
	}
	return 0, max(n+from, 1) - 1
}

// part returns n characters of s from a place on.
func part(s []byte, from, n int64) []byte {
	skip, take := window(from, n)
	s = s[types.CharOffset(s, int(skip)):]
	return s[:types.CharOffset(s, int(take))]
}

// partOfBytes returns n bytes of s from a place on.
func partOfBytes(s []byte, from, n int64) []byte {
	skip, take := window(from, n)
	s = s[min(skip, int64(len(s))):]
	return s[:min(take, int64(len(s)))]
}

var _ = Register(Scalar{
	Name: "OVERLAY", Family: Text,
	Doc: "A text in which a part, from a place on and of a length, is replaced by another text. The length is that of the other text if none is given.",
	Examples: []Example{
		{"OVERLAY('12345' PLACING 'foo' FROM 1)", "foo45"}, {"OVERLAY('12345' PLACING 'foo' FROM 0)", "foo345"},
		{"OVERLAY('12345' PLACING 'foo' FROM -2)", "foo12345"}, {"OVERLAY('12345' PLACING 'foo' FROM 4)", "123foo"},
		{"OVERLAY('12345' PLACING 'foo' FROM 17)", "12345foo"}, {"OVERLAY('12345' PLACING 'foo' FROM 2 FOR 0)", "1foo2345"},
		{"OVERLAY('12345' PLACING 'foo' FROM 2 FOR 2)", "1foo45"}, {"OVERLAY('12345' PLACING 'foo' FROM 2 FOR 9)", "1foo"},
		{"OVERLAY('12345' PLACING 'foo' FROM 2 FOR -1)", "domain-error"},
	},
	Overloads: []Overload{
		{Form: "OVERLAY($1 PLACING $2 FROM $3)", Params: []Param{aText, aText, anInteger}, Bind: joined(expr.TernaryText(func(dst, s, with []byte, from int64) []byte {
			return overlay(dst, s, with, from, int64(types.CharLength(with)))
		}))},
		{Form: "OVERLAY($1 PLACING $2 FROM $3 FOR $4)", Params: []Param{aText, aText, anInteger, anInteger}, Check: lengthIsConstant, Bind: joined(expr.NaryText(func(dst []byte, a expr.Args) ([]byte, error) {
			if a.Int(3) < 0 {
				return dst, errNegativeLength
			}
			return overlay(dst, a.Text(0), a.Text(1), a.Int(2), a.Int(3)), nil
		}))},
	},
})

func overlay(dst, s, with []byte, from, n int64) []byte {
	skip, take := window(from, n)
	start := types.CharOffset(s, int(skip))
	dst = append(dst, s[:start]...)
	dst = append(dst, with...)
	s = s[start:]
	return append(dst, s[types.CharOffset(s, int(take)):]...)
}

var _ = Register(Scalar{
	Name: "||", Family: Text, Doc: "Two texts, or two binaries, one behind the other.",
	Examples: []Example{{"'a' || 'bc'", "abc"}, {"'a' || CAST(NULL AS VARCHAR(3))", "NULL"}, {"CAST('a' AS CHAR(3)) || 'b'", "a  b"}},
	Overloads: []Overload{
		{Form: "$1 || $2", Params: []Param{aText, aText}, Bind: joined(concat)},
		{Form: "$1 || $2", Params: []Param{someBytes, someBytes}, Bind: func(args []types.Type, _ types.Unit) (types.Type, expr.Function) {
			return types.Type{Kind: types.Varbinary, Length: joinedLength(args)}, concat
		}},
	},
})

var concat = expr.BinaryText(func(dst, a, b []byte) []byte { return append(append(dst, a...), b...) })

// joined is the Bind of an overload whose result may be as long as the first two arguments together.
func joined(fn expr.Function) func([]types.Type, types.Unit) (types.Type, expr.Function) {
	return func(args []types.Type, _ types.Unit) (types.Type, expr.Function) {
		return types.VarcharType(joinedLength(args)), fn
	}
}

// joinedLength is no limit where the sum cannot be declared.
func joinedLength(args []types.Type) int {
	n := args[0].Length + args[1].Length
	if args[0].Length == 0 || args[1].Length == 0 || n > types.MaxLength {
		return 0
	}
	return n
}
