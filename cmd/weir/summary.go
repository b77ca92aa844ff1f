package main

import (
	"fmt"
	"strings"
	"time"

	"weir/app"
	"weir/operators"
	"weir/runtime"
)

// summary says what the run has done: rows in, out, late and refused, and where they are.
func (r *runner) summary(c runtime.Counts, kept *app.Kept, dropped bool) {
	taken := time.Since(r.began)
	w := r.console.stderr
	how := "done"
	if dropped {
		how = "stopped"
	}
	fmt.Fprintf(w, "%s: %s in %s, %s in, %s out\n", r.compiled.Name, how, short(taken), count(rowsIn(c), "row"), count(rowsOut(c), "row"))

	var t table
	for _, in := range c.Inputs {
		t.add("in", in.Name, in.Rows, fmt.Sprintf("%s, %s rows/s", byteText(in.Bytes), grouped(int64(float64(in.Rows)/taken.Seconds()))))
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
	if c.Held.Rows > 0 {
		t.add("waiting", "", int64(c.Held.Rows), r.waitingText())
	}
	t.print(w)
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

func (r *runner) waitingText() string {
	if r.store != "" || r.compiled.Request.Weir.Store.Set() {
		return "are kept in the checkpoint, with the open windows"
	}
	return "were dropped, with the open windows: there is no store"
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
