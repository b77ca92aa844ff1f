package sql

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
)

// typeNames maps the names of types to their canonical ones.
var typeNames = map[string]string{
	"TINYINT": "TINYINT", "SMALLINT": "SMALLINT", "INTEGER": "INTEGER", "INT": "INTEGER", "BIGINT": "BIGINT",
	"DECIMAL": "DECIMAL", "DEC": "DECIMAL", "NUMERIC": "DECIMAL",
	"REAL": "REAL", "DOUBLE": "DOUBLE", "FLOAT": "DOUBLE", "BOOLEAN": "BOOLEAN",
	"CHAR": "CHAR", "CHARACTER": "CHAR", "VARCHAR": "VARCHAR", "BINARY": "BINARY", "VARBINARY": "VARBINARY",
	"DATE": "DATE", "TIME": "TIME", "TIMESTAMP": "TIMESTAMP", "INTERVAL": "INTERVAL",
}

// varying maps the types that VARYING may follow.
var varying = map[string]string{"CHAR": "VARCHAR", "BINARY": "VARBINARY"}

// foreignTypes maps types of other engines to what they are here.
var foreignTypes = map[string]string{
	"STRING": "VARCHAR(n)", "TEXT": "VARCHAR(n)", "VARCHAR2": "VARCHAR(n)", "NVARCHAR": "VARCHAR(n)", "CLOB": "VARCHAR(n)",
	"DATETIME": "TIMESTAMP", "BOOL": "BOOLEAN", "BIT": "BOOLEAN", "LONG": "BIGINT", "SHORT": "SMALLINT", "NUMBER": "DECIMAL(p,s)",
	"INT64": "BIGINT", "INT32": "INTEGER", "FLOAT64": "DOUBLE", "BYTES": "VARBINARY(n)", "BLOB": "VARBINARY(n)", "UUID": "VARCHAR(36)",
}

// dataType reads a type.
func (r *reader) dataType() DataType {
	start := r.pos
	t := r.peek()
	name, ok := typeNames[t.text]
	if !ok || t.kind != wordToken {
		r.unknownType(t)
		return DataType{}
	}
	r.pos++
	d := DataType{Name: name}
	switch {
	case t.text == "INTERVAL":
		q := r.qualifier()
		d.Qualifier = &q
	case t.text == "DOUBLE":
		r.accept("PRECISION")
	case varying[name] != "" && r.accept("VARYING"):
		d.Name = varying[name]
	}
	if r.peek().isSymbol("(") && d.Qualifier == nil {
		r.parens(func() { r.list(func() { d.Args = append(d.Args, r.integer()) }) })
	}
	d.Span = r.span(start)
	return d
}

func (r *reader) unknownType(t token) {
	if t.kind != quotedToken && (t.kind != wordToken || reserved[t.text] && foreignTypes[t.text] == "") {
		r.unexpected(r.pos, "a data type")
		return
	}
	hint := ""
	if t.kind == quotedToken {
		hint = "types are written without quotes"
	} else if instead, ok := foreignTypes[t.text]; ok {
		hint = "write " + instead
	} else if near := Nearest(t.text, slices.Sorted(maps.Keys(typeNames))); near != "" {
		hint = "did you mean " + near + "?"
	}
	r.fail(UnknownType, t.span, "unknown data type "+t.describe(r.text), hint)
}

// integer reads a number without a point, as lengths and precisions are.
func (r *reader) integer() int {
	t := r.peek()
	if t.kind != numberToken {
		r.unexpected(r.pos, "an integer")
		return 0
	}
	n, err := strconv.ParseInt(t.text, 10, 32)
	if err != nil {
		r.fail(InvalidType, t.span, t.text+" is not a length, precision or scale", "write a positive integer")
		return 0
	}
	r.pos++
	return int(n)
}

// qualifier reads the fields of an interval.
func (r *reader) qualifier() Qualifier {
	start := r.pos
	q := Qualifier{Lead: -1, Fraction: -1}
	q.From = r.unit()
	q.To = q.From
	r.qualifierDigits(&q, true)
	if r.accept("TO") {
		at := r.pos
		q.To = r.unit()
		r.checkFields(q, at)
		r.qualifierDigits(&q, false)
	}
	q.Span = r.span(start)
	return q
}

func (r *reader) unit() string {
	t := r.peek()
	if t.kind != wordToken || !slices.Contains(units, t.text) {
		r.unitError(r.pos)
		return ""
	}
	r.pos++
	return t.text
}

func (r *reader) unitError(i int) {
	r.unexpected(i, unitNames)
	if r.err != nil && r.err.Span == r.toks[i].span {
		if near := Nearest(r.toks[i].text, units); near != "" {
			r.err.Hint = "did you mean " + near + "?"
		}
	}
}

// checkFields refuses pairs such as MONTH TO DAY and SECOND TO HOUR. The second field is token at.
func (r *reader) checkFields(q Qualifier, at int) {
	from, to := slices.Index(units, q.From), slices.Index(units, q.To)
	if r.err != nil || from < to && (from > 1) == (to > 1) {
		return
	}
	hint := "the first field is the greater one"
	if from < to {
		hint = "YEAR and MONTH do not go together with DAY, HOUR, MINUTE and SECOND"
	}
	r.fail(InvalidInterval, r.toks[at].span, fmt.Sprintf("an interval cannot go from %s to %s", q.From, q.To), hint)
}

// qualifierDigits reads the precisions behind a field: of the leading field its digits, of seconds those of the fraction.
func (r *reader) qualifierDigits(q *Qualifier, leading bool) {
	if !r.peek().isSymbol("(") || r.err != nil {
		return
	}
	open := r.pos
	if !leading && q.To != "SECOND" {
		r.fail(InvalidInterval, r.toks[open].span, "the trailing "+q.To+" of an interval has always two digits",
			fmt.Sprintf("the digits stand behind the first field: %s(3) TO %s", q.From, q.To))
		return
	}
	r.parens(func() {
		if leading {
			q.Lead = r.precision(1, 10)
			if q.From != "SECOND" || !r.acceptSymbol(",") {
				return
			}
		}
		q.Fraction = r.precision(0, 9)
	})
}

// precision reads a number of digits.
func (r *reader) precision(least, most int) int {
	at := r.pos
	n := r.integer()
	if r.err == nil && (n < least || n > most) {
		r.fail(InvalidInterval, r.toks[at].span, fmt.Sprintf("the field of an interval has %d to %d digits here", least, most), "")
	}
	return n
}
