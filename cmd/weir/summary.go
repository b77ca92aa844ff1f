package main

import (
	"fmt"
	"strings"
	"time"

	"weir/app"
	"weir/operators"
	"weir/runtime"
)

// outcome is how a run has ended.
type outcome string

const (
	done    outcome = "done"
	stopped outcome = "stopped"
	failed  outcome = "failed"
)

// summary says what the run has done: rows in, out, late and refused, and where they are.
func (r *runner) summary(how outcome, c runtime.Counts, kept *app.Kept) {
	taken := time.Since(r.began)
	w := r.console.stderr
	since := ""
	if r.stored() {
		since = " since its first run"
	}
	fmt.Fprintf(w, "%s: %s in %s, %s in, %s out%s\n", r.compiled.Name, how, short(taken), count(rowsIn(c), "row"), count(rowsOut(c), "row"), since)

	var t table
	for _, in := range c.Inputs {
		t.add("in", in.Name, in.Rows, byteText(in.Bytes)+r.rate(in.Rows, taken))
		if in.Clamped > 0 {
			t.add("", "", in.Clamped, "of them took a later time than their own: the clock had passed them")
		}
	}
	for i, d := range r.compiled.Plan.Outputs {
		t.add("out", d.Name, c.Outputs[i], r.compiled.Target(d))
	}
	for _, s := range c.Streams {
		t.addSome("late", s.Name, s.Late, r.whereabouts(operators.LateTwin, s.Name, kept))
		t.addSome("refused", s.Name, s.Errors, r.whereabouts(operators.ErrorsTwin, s.Name, kept))
	}
	t.print(w)
	if how == stopped {
		fmt.Fprintf(w, "  %s\n", r.fateOfOpen(c.Held))
	}
	if k := kept.Counts(); k.Err != nil {
		fmt.Fprintf(w, "  %s could not be kept: %s\n", count(k.Counted, "late or refused row"), k.Err)
	} else if k.Counted > 0 {
		fmt.Fprintf(w, "  %s holds 64 MiB; %s more were only counted\n", kept.Path, count(k.Counted, "row"))
	}
}

// whereabouts says who has the rows of a twin.
func (r *runner) whereabouts(kind operators.TwinKind, of string, kept *app.Kept) string {
	for _, d := range r.compiled.Plan.Outputs {
		if t, ok := d.From.(*operators.Twin); ok && (t.Kind == operators.ErrorStream || t.Kind == kind && t.Of == of) {
			return r.compiled.Target(d)
		}
	}
	for _, t := range r.compiled.Plan.Twins {
		if t.Kind == kind && t.Of == of {
			return "read by a pump"
		}
	}
	return kept.Path
}

// fateOfOpen says what became of rows that waited for time to pass, and of open windows, when the run was stopped.
func (r *runner) fateOfOpen(held operators.Held) string {
	what := "open windows"
	if held.Rows > 0 {
		what = count(held.Rows, "waiting row") + " and open windows"
	}
	if r.stored() {
		return what + " are in the checkpoint; the next run goes on there"
	}
	return what + " were dropped: without a store (-store dir:PATH) the next run begins anew"
}

func (r *runner) stored() bool { return r.store != "" || r.compiled.Request.Weir.Store.Set() }

// rate is how fast rows came, if that can be told: with a store the counts are those of earlier runs too.
func (r *runner) rate(rows int64, taken time.Duration) string {
	if taken < 100*time.Millisecond || r.stored() {
		return ""
	}
	return fmt.Sprintf(", %s rows/s", grouped(int64(float64(rows)/taken.Seconds())))
}

// short writes a duration for people.
func short(d time.Duration) string {
	switch {
	case d < time.Second:
		return d.Round(time.Millisecond).String()
	case d < time.Minute:
		return fmt.Sprintf("%.2fs", d.Seconds())
	default:
		return d.Round(time.Second).String()
	}
}

// table lines up what the summary lists.
type table struct {
	rows [][4]string
}

func (t *table) add(what, name string, n int64, where string) {
	t.rows = append(t.rows, [4]string{what, name, count(n, "row"), where})
}

func (t *table) addSome(what, name string, n int64, where string) {
	if n > 0 {
		t.add(what, name, n, where)
	}
}

func (t *table) print(w interface{ Write([]byte) (int, error) }) {
	var widths [3]int
	for _, row := range t.rows {
		for i := range widths {
			widths[i] = max(widths[i], len([]rune(row[i])))
		}
	}
	for _, row := range t.rows {
		line := fmt.Sprintf("  %-*s  %-*s  %*s  %s", widths[0], row[0], widths[1], row[1], widths[2], row[2], row[3])
		fmt.Fprintln(w, strings.TrimRight(line, " "))
	}
}

// listed writes names for a sentence.
func listed(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}
