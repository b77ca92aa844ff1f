package app

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
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
