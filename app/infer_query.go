package app

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"time"

	"weir/connectors"
	"weir/connectors/format/csv"
	"weir/connectors/format/json"
	"weir/internal/clock"
	"weir/operators"
	"weir/planner"
	"weir/runtime"
	"weir/sql"
	"weir/sql/types"
)

// Question is a query over files, without an application.
type Question struct {
	SQL      string
	Dir      string        // where relative paths start
	Stdin    io.Reader     // nil: the query cannot read it
	Rowtime  string        // the column that has the rows' time; empty: the time of reading
	Disorder time.Duration // how far a row may lie behind the newest one
}

// Query is a question that was understood.
type Query struct {
	Plan     *operators.Plan
	Warnings []planner.Warning // their spans are those of the question
	Notes    []string          // what was found out and supposed, a line each

	question Question
	text     string // that the planner's spans refer to
	sources  []querySource
	timed    bool // some input has a time column
}

type querySource struct {
	input  *operators.Input
	url    string
	format connectors.Format
	header bool // the first record of each file is none
}

// stdinName is the relation of standard input.
const stdinName = "stdin"

// Ask reads the beginning of the inputs that a query names, finds out their columns, and plans the query. Mistakes of the
// query are *Errors.
func Ask(question Question) (*Query, error) {
	parsed, text, errs := parseQuery(question.SQL)
	if len(errs) > 0 {
		return nil, inQuery(question.SQL, errs)
	}
	if parsed == nil {
		return nil, errors.New("the query is empty")
	}
	q := &Query{question: question, text: text}
	names := &namer{text: text, columns: []string{stdinName}}
	var catalog planner.Catalog
	ids, twins := relations(parsed)
	for _, id := range ids {
		if err := q.addInput(id); err != nil {
			return nil, err
		}
	}
	for _, s := range q.sources {
		catalog.Inputs = append(catalog.Inputs, s.input)
		names.add(s.input.Cols)
		if twins {
			names.add(operators.ErrorColumns)
			names.add(operators.LateColumns(s.input.Cols))
		}
	}
	names.name(parsed)
	if !q.timed && mentionsTime(parsed) {
		q.Notes = append(q.Notes, q.timeNote())
	}
	if err := q.compile(parsed, catalog); err != nil {
		return nil, err
	}
	return q, nil
}

// compile plans the query. One that lacks only a time to group by is grouped up to the end of its input.
func (q *Query) compile(parsed sql.Query, catalog planner.Catalog) error {
	plan, warnings, errs := planner.CompileQuery(q.text, parsed, catalog, planner.Options{})
	lacksTime := func(e *sql.Error) bool {
		return e.Code == sql.MissingTime || e.Code == sql.MisplacedAggregate || e.Code == sql.NotGrouped
	}
	if slices.ContainsFunc(errs, lacksTime) && untilTheEnd(parsed) {
		again, w, more := planner.CompileQuery(q.text, parsed, catalog, planner.Options{})
		if len(more) == 0 {
			q.Notes = append(q.Notes, "groups: without a time in GROUP BY each lasts to the end of the input")
			plan, warnings, errs = again, w, nil
		} else if !slices.ContainsFunc(more, lacksTime) {
			errs = more
		}
	}
	if len(errs) > 0 {
		return inQuery(q.question.SQL, errs)
	}
	q.Plan = plan
	for _, w := range warnings {
		w.Span = querySpan(w.Span, q.question.SQL)
		q.Warnings = append(q.Warnings, w)
	}
	return nil
}

// addInput finds out what a relation of the query is.
func (q *Query) addInput(id sql.Ident) error {
	env := connectors.Env{Dir: q.question.Dir, Clock: clock.System{}}
	var sample []byte
	var whole bool
	var err error
	s := querySource{}
	name, shown := id.Name, "'"+id.Name+"'"
	switch {
	case strings.EqualFold(name, stdinName):
		name, shown, s.url = stdinName, stdinName, "stdin:?frame="
		if q.question.Stdin == nil {
			return errors.New(`standard input is a terminal; write weir sql '…' < FILE, or name the file in the query: FROM 'FILE'`)
		}
		var again *replayed
		again, sample, whole, err = samplePipe(q.question.Stdin)
		q.question.Stdin = again
	case !id.Quoted:
		return q.noRelation(id)
	default:
		path := strings.ReplaceAll(name, "''", "'")
		s.url = fileURL(path, "")
		sample, whole, err = sampleFile(env, fileURL(path, "line"))
	}
	if err != nil {
		return err
	}
	found := inferCSV(sample, whole)
	if found == nil {
		if found, err = inferJSON(sample, whole); err != nil {
			return fmt.Errorf("%s: %w", shown, err)
		}
	}
	if found.rows == 0 {
		return fmt.Errorf("%s: %w", shown, errNoRows)
	}
	s.url += found.frame
	columns := types.NewSchema(slices.Clone(found.columns.Columns)...)
	implicit := 0
	if columns.Index(operators.ArrivalColumn) < 0 {
		columns.Columns = append(columns.Columns, types.Column{Name: operators.ArrivalColumn, Type: types.TimestampType})
		implicit = 1
	}
	s.input = &operators.Input{Name: name, Cols: columns, Implicit: implicit, Used: make([]bool, len(columns.Columns))}
	q.Notes = append(q.Notes, fmt.Sprintf("%s: %s (from the first %s)", shown, describeColumns(found.columns), counted(found.rows, "row")))
	if s.input.Time, err = q.timeRule(shown, found); err != nil {
		return err
	}
	s.format, s.header = found.format(), found.header
	q.sources = append(q.sources, s)
	return nil
}

// format is how the records are read.
func (found *inferred) format() connectors.Format {
	if found.delimiter != "" {
		return csv.New(csv.Options{Columns: found.columns, ColumnDelimiter: found.delimiter})
	}
	return json.New(json.Options{Columns: found.columns, Mappings: found.mappings})
}

func counted(n int, what string) string {
	if n == 1 {
		return what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

func describeColumns(s *types.Schema) string {
	all := make([]string, len(s.Columns))
	for i, c := range s.Columns {
		all[i] = c.Name + " " + c.Type.String()
	}
	return strings.Join(all, ", ")
}

// noRelation says what a name without quotes may have meant.
func (q *Query) noRelation(id sql.Ident) error {
	written := q.text[id.Start:id.End]
	e := &sql.Error{
		Code: sql.UnknownStream, Span: id.Span, Message: "unknown relation " + written,
		Hint: "rows come from stdin, or from a file in quotes: FROM 'orders.jsonl'",
	}
	for _, ending := range []string{"", ".jsonl", ".json", ".ndjson", ".jsonl.gz", ".json.gz"} {
		if _, err := os.Stat(filepath.Join(q.question.Dir, written+ending)); err == nil {
			e.Hint = "did you mean '" + written + ending + "'?"
			break
		}
	}
	if sql.Nearest(written, []string{stdinName}) != "" {
		e.Hint = "did you mean stdin?"
	}
	return inQuery(q.question.SQL, sql.Errors{e})
}

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

// Columns are those of the result.
func (q *Query) Columns() *types.Schema { return q.Plan.Outputs[0].Schema() }

// FormatWarning prints a warning with its place.
func (q *Query) FormatWarning(w planner.Warning) string { return w.Format("query", q.question.SQL) }

// Job makes the job that answers the query. Rows that were late or refused go to unread, which must not wait.
func (q *Query) Job(sink connectors.Sink, workers int, unread func(*operators.Twin, operators.Batch)) (*runtime.Job, error) {
	cfg := runtime.Config{
		Plan: q.Plan, Inputs: map[string]runtime.JobInput{}, Workers: workers, Clock: clock.System{},
		Sinks: map[string]connectors.Sink{planner.Result: sink},
		Graph: runtime.GraphOptions{HoldBytes: int64(DefaultHold), Unread: unread},
	}
	env := connectors.Env{Dir: q.question.Dir, Clock: cfg.Clock, Stdin: q.question.Stdin}
	for _, s := range q.sources {
		source, err := connectors.OpenSource(env, s.url)
		if err != nil {
			return nil, err
		}
		if s.header {
			source = headless{source}
		}
		cfg.Inputs[s.input.Name] = runtime.JobInput{Source: source, Format: s.format}
	}
	return runtime.New(cfg)
}
