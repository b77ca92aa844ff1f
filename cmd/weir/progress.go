package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"golang.org/x/term"

	"weir/app"
	"weir/runtime"
)

// progressEvery is short enough to look alive and too long to cost anything.
const progressEvery = 200 * time.Millisecond

// showProgress keeps a line on the terminal up to date until the function that it returns is called.
func (r *runner) showProgress(running *app.Running) (done func()) {
	if r.quiet || !isTerminal(r.console.stderr) || r.writesToTerminal() {
		return func() {}
	}
	stop, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		tick := time.NewTicker(progressEvery)
		defer tick.Stop()
		var before runtime.Status
		for {
			select {
			case <-stop:
				fmt.Fprint(r.console.stderr, "\r\x1b[K")
				return
			case <-tick.C:
				now := running.Status()
				line := progressLine(now, before, time.Since(r.began))
				fmt.Fprint(r.console.stderr, "\r\x1b[K"+cut(line, width(r.console.stderr)-1))
				before = now
			}
		}
	}()
	return func() { close(stop); <-ended }
}

// writesToTerminal reports that rows go to the terminal too: a line among them would disturb.
func (r *runner) writesToTerminal() bool {
	if !isTerminal(r.console.stdout) {
		return false
	}
	for _, d := range r.compiled.Plan.Outputs {
		if to := r.compiled.Target(d); to == "stdout:" || strings.HasPrefix(to, "stdout:?") {
			return true
		}
	}
	return false
}

// progressLine says how far the run is: of what is known, how fast, and how long it will take.
func progressLine(now, before runtime.Status, taken time.Duration) string {
	rows, out := rowsIn(now.Counts), rowsOut(now.Counts)
	parts := []string{byteText(now.Read)}
	if now.Sized && now.Size > 0 {
		share := min(float64(now.Read)/float64(now.Size), 1)
		parts = []string{fmt.Sprintf("%3.0f%%", 100*share), byteText(now.Read) + " of " + byteText(now.Size)}
		if share > 0.01 {
			left := time.Duration(float64(taken) * (1 - share) / share)
			parts = append(parts, left.Round(time.Second).String()+" left")
		}
	}
	rate := float64(rows-rowsIn(before.Counts)) / progressEvery.Seconds()
	parts = append(parts, count(rows, "row")+" in", count(out, "row")+" out", grouped(int64(rate))+" rows/s")
	if now.State != runtime.Running && now.State != runtime.Ended {
		parts = append(parts, string(now.State)+": "+now.Reason)
	}
	return strings.Join(parts, " · ")
}

func rowsIn(c runtime.Counts) (n int64) {
	for _, in := range c.Inputs {
		n += in.Rows
	}
	return n
}

func rowsOut(c runtime.Counts) (n int64) {
	for _, rows := range c.Outputs {
		n += rows
	}
	return n
}

// byteText writes an amount of bytes for people.
func byteText(n int64) string {
	switch {
	case n < 1e3:
		return fmt.Sprintf("%d B", n)
	case n < 1e6:
		return fmt.Sprintf("%.1f kB", float64(n)/1e3)
	case n < 1e9:
		return fmt.Sprintf("%.1f MB", float64(n)/1e6)
	default:
		return fmt.Sprintf("%.2f GB", float64(n)/1e9)
	}
}

func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// width is how many characters a line of the terminal has.
func width(w io.Writer) int {
	if f, ok := w.(*os.File); ok {
		if columns, _, err := term.GetSize(int(f.Fd())); err == nil && columns > 20 {
			return columns
		}
	}
	return 80
}

// cut shortens a line to n characters.
func cut(line string, n int) string {
	if runes := []rune(line); len(runes) > n {
		return string(runes[:n-1]) + "…"
	}
	return line
}
