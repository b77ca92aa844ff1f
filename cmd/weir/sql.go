package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"time"

	"golang.org/x/term"

	"weir/app"
	"weir/connectors"
	"weir/connectors/format/json"
	"weir/operators"
	"weir/runtime"
)

var sqlVerb = &verb{
	name:    "sql",
	usage:   "[flags] QUERY",
	summary: "runs one query over a file or standard input",
	help: `
QUERY is a SELECT of streaming SQL; the word STREAM may be left out. Its inputs are JSON or CSV:

  weir sql 'SELECT ticker, price FROM stdin WHERE price > 100' < trades.jsonl
  weir sql "SELECT ticker, COUNT(*) AS n FROM 'trades.jsonl' GROUP BY ticker"
  weir sql -rowtime at "SELECT ticker, MAX(price) AS top FROM 'trades.jsonl'
    GROUP BY ticker, STEP(ROWTIME BY INTERVAL '10' SECOND)"

The columns are found out from the first rows. Names need no quotes, whatever their case. Windows close at the end of the input.
docs/sql.md says it all.`,
	setup: func(flags *flag.FlagSet) func(*console, []string) error {
		var a asker
		flags.StringVar(&a.rowtime, "rowtime", "", "take the rows' time from `COLUMN`: ISO 8601 text, or seconds or milliseconds since 1970")
		flags.DurationVar(&a.disorder, "disorder", 0, "let a row lie so far behind the newest one; for -rowtime")
		flags.StringVar(&a.format, "o", "", "print the rows as `FORMAT`: table, json or csv (default: a table on a terminal, else json)")
		flags.IntVar(&a.workers, "workers", 0, "`N` goroutines decode and share heavy operators (default: one for each core)")
		flags.BoolVar(&a.quiet, "quiet", false, "print the rows only")
		return a.run
	},
}

// asker runs one query.
type asker struct {
	rowtime, format string
	disorder        time.Duration
	workers         int
	quiet           bool
}

func (a *asker) run(c *console, args []string) error {
	text, err := one(args, "the query")
	if err != nil {
		return err
	}
	if a.format == "" {
		a.format = "json"
		if isTerminal(c.stdout) {
			a.format = "table"
		}
	}
	if err := choice("-o", a.format, []string{"table", "json", "csv"}); err != nil {
		return err
	}
	began := time.Now()
	query, err := app.Ask(app.Question{SQL: text, Dir: ".", Stdin: pipedOnly(c.stdin), Rowtime: a.rowtime, Disorder: a.disorder})
	if err != nil {
		return no(err)
	}
	if !a.quiet {
		for _, note := range query.Notes {
			fmt.Fprintln(c.stderr, note)
		}
		for _, w := range query.Warnings {
			fmt.Fprintln(c.stderr, query.FormatWarning(w))
		}
	}
	sink, err := a.sink(c, query)
	if err != nil {
		return err
	}
	var refused refusedRows
	job, err := query.Job(sink, a.workers, refused.add)
	if err != nil {
		return err
	}
	deaf := context.AfterFunc(c.ctx, job.Stop)
	err = job.Run(context.Background())
	deaf()
	if err != nil {
		return &exit{exitFailed, err}
	}
	if !a.quiet {
		refused.print(c.stderr)
		a.close(c, job.Status(), time.Since(began))
	}
	return nil
}

// pipedOnly is standard input unless somebody would have to type it.
func pipedOnly(in io.Reader) io.Reader {
	if f, ok := in.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		return nil
	}
	return in
}

func (a *asker) sink(c *console, query *app.Query) (connectors.Sink, error) {
	encoder, err := json.New(json.Options{}).NewEncoder(query.Columns())
	if err != nil {
		return nil, err
	}
	switch a.format {
	case "json":
		return connectors.OpenSink(connectors.Env{Stdout: c.stdout, Encoder: encoder}, "stdout:")
	case "csv":
		return &rowSink{encoder: encoder, to: newCSVPrinter(c.stdout, query.Columns())}, nil
	}
	return &rowSink{encoder: encoder, to: newTablePrinter(c.stdout, query.Columns())}, nil
}

// close prints the last line: what came in and went out, what was left out, and how long it took.
func (a *asker) close(c *console, s runtime.Status, taken time.Duration) {
	parts := []string{count(rowsIn(s.Counts), "row") + " in", count(rowsOut(s.Counts), "row") + " out"}
	var late, refused int64
	for _, stream := range s.Counts.Streams {
		late, refused = late+stream.Late, refused+stream.Errors
	}
	if refused > 0 {
		parts = append(parts, grouped(refused)+" refused")
	}
	if late > 0 {
		what := grouped(late) + " late"
		if a.rowtime != "" {
			what += " (-disorder 1m lets rows be a minute late)"
		}
		parts = append(parts, what)
	}
	if s.State != runtime.Ended {
		parts = append(parts, "stopped before the end")
	}
	parts = append(parts, short(taken))
	if taken > 100*time.Millisecond {
		parts = append(parts, count(int64(float64(rowsIn(s.Counts))/taken.Seconds()), "row")+"/s")
	}
	fmt.Fprintln(c.stderr, strings.Join(parts, " · "))
}

// refusedRows keeps the reasons of the first rows that were refused.
type refusedRows struct {
	mu      sync.Mutex
	reasons []string
}

// refusedShown is how many reasons are shown: the others are mostly like them.
const refusedShown = 3

func (r *refusedRows) add(t *operators.Twin, b operators.Batch) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if t.Kind != operators.ErrorsTwin || len(r.reasons) >= refusedShown {
		return
	}
	encoder, err := json.New(json.Options{}).NewEncoder(t.Cols)
	var rows connectors.Messages
	if err != nil || encoder.Encode(b, &rows) != nil {
		return
	}
	for i := range min(rows.Len(), refusedShown-len(r.reasons)) {
		cells := cellsOf(rows.Message(i))
		reason := "refused: " + cells[t.Cols.Index("MESSAGE")].text
		if column := cells[t.Cols.Index("COLUMN_NAME")]; !column.null && !strings.Contains(reason, column.text) {
			reason += ", column " + column.text
		}
		if at := cells[t.Cols.Index("POSITION")]; !at.null {
			reason += ", record " + at.text
		}
		r.reasons = append(r.reasons, reason)
	}
}

func (r *refusedRows) print(w io.Writer) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, reason := range r.reasons {
		fmt.Fprintln(w, reason)
	}
}
