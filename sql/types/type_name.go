package types

import (
	"fmt"
	"strconv"
	"strings"
)

// MaxLength is the greatest length that a CHAR, VARCHAR, BINARY or VARBINARY can declare.
const MaxLength = 65535

// kindsByName are the names of the types, synonyms among them.
var kindsByName = map[string]Kind{
	"BOOLEAN": Boolean, "TINYINT": TinyInt, "SMALLINT": SmallInt, "INTEGER": Integer, "INT": Integer, "BIGINT": BigInt,
	"DECIMAL": Decimal, "DEC": Decimal, "NUMERIC": Decimal, "REAL": Real,
	"DOUBLE": Double, "DOUBLE PRECISION": Double, "FLOAT": Double,
	"CHAR": Char, "CHARACTER": Char, "VARCHAR": Varchar, "CHARACTER VARYING": Varchar, "CHAR VARYING": Varchar,
	"BINARY": Binary, "VARBINARY": Varbinary, "BINARY VARYING": Varbinary,
	"DATE": Date, "TIME": Time, "TIMESTAMP": Timestamp,
}

// foreignNames are the names that other systems give to our types.
var foreignNames = map[string]string{
	"STRING": "VARCHAR", "TEXT": "VARCHAR", "VARCHAR2": "VARCHAR", "NVARCHAR": "VARCHAR", "CLOB": "VARCHAR", "JSON": "VARCHAR",
	"LONG": "BIGINT", "INT8": "BIGINT", "INT64": "BIGINT", "INT4": "INTEGER", "INT32": "INTEGER", "NUMBER": "DECIMAL",
	"FLOAT4": "REAL", "FLOAT8": "DOUBLE", "BOOL": "BOOLEAN", "DATETIME": "TIMESTAMP", "TIMESTAMPTZ": "TIMESTAMP",
	"BYTES": "VARBINARY", "BYTEA": "VARBINARY", "BLOB": "VARBINARY",
}

// NamedType makes a type of its name and of what stands in brackets behind it: a length, or precision and scale. The error
// is an *Error.
func NamedType(name string, args ...int) (Type, error) {
	name = strings.ToUpper(name)
	k, ok := kindsByName[name]
	if !ok {
		return Type{}, unknownType(name)
	}
	switch k {
	case Decimal:
		return decimalOf(args)
	case Char, Varchar, Binary, Varbinary:
		return textOf(k, args)
	}
	if len(args) > 0 {
		return Type{}, &Error{Message: fmt.Sprintf("%s takes no length", name), Hint: "write " + name}
	}
	return Type{Kind: k}, nil
}

func decimalOf(args []int) (Type, error) {
	precision, scale := 18, 0
	if len(args) > 0 {
		precision = args[0]
	}
	if len(args) > 1 {
		scale = args[1]
	}
	switch {
	case len(args) > 2:
		return Type{}, &Error{Message: "DECIMAL takes a precision and a scale", Hint: "write DECIMAL(18,4)"}
	case precision < 1 || precision > MaxPrecision:
		return Type{}, &Error{Message: fmt.Sprintf("DECIMAL precision %d is not between 1 and %d", precision, MaxPrecision)}
	case scale < 0 || scale > precision:
		return Type{}, &Error{
			Message: fmt.Sprintf("DECIMAL scale %d is not between 0 and the precision %d", scale, precision),
			Hint:    "the precision counts all digits, those after the point too",
		}
	}
	return DecimalType(precision, scale), nil
}

func textOf(k Kind, args []int) (Type, error) {
	switch {
	case len(args) == 0 && (k == Char || k == Binary):
		return Type{Kind: k, Length: 1}, nil
	case len(args) == 0:
		return Type{Kind: k}, nil
	case len(args) > 1:
		return Type{}, &Error{Message: fmt.Sprintf("%s takes one length", k), Hint: fmt.Sprintf("write %s(%d)", k, args[0])}
	case args[0] < 1 || args[0] > MaxLength:
		err := &Error{Message: fmt.Sprintf("%s length %d is not between 1 and %d", k, args[0], MaxLength)}
		if args[0] > MaxLength && (k == Varchar || k == Varbinary) {
			err.Hint = fmt.Sprintf("a bare %s has no limit but the row's", k)
		}
		return Type{}, err
	}
	return Type{Kind: k, Length: args[0]}, nil
}

// ParseType reads a type as a schema writes it, in any letter case: DECIMAL(8,4), varchar(24), Double Precision. The error
// is an *Error.
func ParseType(s string) (Type, error) {
	name, list, bracket := strings.Cut(s, "(")
	name = strings.ToUpper(strings.Join(strings.Fields(name), " "))
	if !bracket {
		return NamedType(name)
	}
	list, rest, closed := strings.Cut(list, ")")
	rest = strings.Join(strings.Fields(strings.ToUpper(rest)), " ")
	if !closed || rest != "" {
		return Type{}, &Error{Message: fmt.Sprintf("type %q is not of the form NAME(n)", s)}
	}
	var args []int
	for part := range strings.SplitSeq(list, ",") {
		n, err := strconv.Atoi(strings.TrimSpace(part))
		if err != nil {
			return Type{}, &Error{Message: fmt.Sprintf("%q in the type %q is not a number", strings.TrimSpace(part), s)}
		}
		args = append(args, n)
	}
	return NamedType(name, args...)
}

func unknownType(name string) error {
	err := &Error{Message: fmt.Sprintf("unknown type %s", name)}
	if strings.HasPrefix(name, "INTERVAL") {
		return &Error{Message: "an INTERVAL cannot be a column", Hint: "keep its milliseconds in a BIGINT"}
	}
	if ours, ok := foreignNames[name]; ok {
		err.Hint = "use " + ours
		return err
	}
	best := 3
	for ours := range kindsByName {
		if d := editDistance(name, ours); d < best || d == best && err.Hint != "" && "did you mean "+ours+"?" < err.Hint {
			best = d
			err.Hint = "did you mean " + ours + "?"
		}
	}
	return err
}

// editDistance counts the letters to insert, drop or replace between two words.
func editDistance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range a {
		diagonal := row[0]
		row[0] = i + 1
		for j := range b {
			cost := diagonal
			if a[i] != b[j] {
				cost = 1 + min(diagonal, row[j], row[j+1])
			}
			diagonal = row[j+1]
			row[j+1] = cost
		}
	}
	return row[len(b)]
}
