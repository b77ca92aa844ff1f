package app

import (
	"fmt"
	"reflect"

	"weir/operators"
	"weir/sql"
	"weir/sql/types"
)

// secondsBelow tells seconds from milliseconds since 1970: as seconds it is the year 5138, as milliseconds it is 1973.
const secondsBelow = 1e11

// timeRule says where an input's ROWTIME comes from.
func (q *Query) timeRule(shown string, found *inferred) (operators.TimeRule, error) {
	rule := operators.TimeRule{Grace: DefaultGrace.Milliseconds()}
	if q.question.Rowtime == "" {
		return rule, nil
	}
	n := namer{}
	for _, c := range found.columns.Columns {
		n.columns = append(n.columns, c.Name)
	}
	rule.Column = found.columns.Index(n.find(q.question.Rowtime))
	if rule.Column < 0 {
		hint := "its columns are " + join(n.columns, "and")
		if near := suggestion(q.question.Rowtime, n.columns); near != "" {
			hint = near
		}
		return rule, fmt.Errorf("-rowtime: %s has no column %s; %s", shown, q.question.Rowtime, hint)
	}
	c := found.columns.Columns[rule.Column]
	switch {
	case c.Type == types.TimestampType:
	case !c.Type.IsNumeric():
		return rule, fmt.Errorf("-rowtime: %s is %s; a time is ISO 8601 text, or seconds or milliseconds since 1970", c.Name, c.Type)
	case found.numbers[rule.Column].most < secondsBelow:
		rule.Unit = units["s"]
	default:
		rule.Unit = units["ms"]
	}
	rule.Kind, rule.Disorder = operators.ColumnTime, q.question.Disorder.Milliseconds()
	q.timed = true
	unit := ""
	switch rule.Unit {
	case units["s"]:
		unit = ", seconds since 1970"
	case units["ms"]:
		unit = ", milliseconds since 1970"
	}
	q.Notes = append(q.Notes, "time: "+c.Name+unit)
	return rule, nil
}

// mentionsTime reports whether it matters to a query where the rows' time comes from.
func mentionsTime(q sql.Query) bool {
	found := hasTime(q)
	visit(reflect.ValueOf(q), func(node any) bool {
		switch node.(type) {
		case *sql.Window, *sql.Stagger:
			found = true
		}
		return true
	})
	return found
}

// timeNote says that rows have the time of reading, and which column could be their time.
func (q *Query) timeNote() string {
	for _, s := range q.sources {
		for _, c := range s.input.Cols.Columns[:len(s.input.Cols.Columns)-s.input.Implicit] {
			if c.Type == types.TimestampType {
				return "time: that of reading; -rowtime " + c.Name + " takes it from the rows"
			}
		}
	}
	return "time: that of reading; -rowtime COLUMN takes it from the rows"
}
