package main

import (
	"context"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"
	"time"

	"golang.org/x/term"

	"weir/app"
	"weir/operators"
)

// Colours, unless the user wants none (https://no-color.org).
type palette struct{ bold, dim, up, down, off string }

func colours() palette {
	if os.Getenv("NO_COLOR") != "" || os.Getenv("TERM") == "dumb" {
		return palette{}
	}
	return palette{bold: "\x1b[1m", dim: "\x1b[2m", up: "\x1b[32m", down: "\x1b[31m", off: "\x1b[0m"}
}

// drawDemo keeps a table on the terminal up to date until ctx ends. The last one stays.
func drawDemo(ctx context.Context, w io.Writer, b *board, running *app.Running) {
	s := &screen{out: w, board: b, running: running, colours: colours(), began: time.Now()}
	fmt.Fprint(w, "\x1b[?25l")
	defer fmt.Fprint(w, "\x1b[?25h")
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	for {
		s.draw()
		select {
		case <-ctx.Done():
			s.over = true
			s.draw()
			return
		case <-tick.C:
		}
	}
}

// screen draws the board over itself.
type screen struct {
	out     io.Writer
	board   *board
	running *app.Running
	colours palette
	began   time.Time
	lines   int  // that stand on the screen
	over    bool // this is the last time

	rate     int64 // rows in a second, of late
	rateRows int64
	rateAt   time.Time
}

func (s *screen) draw() {
	columns, height := 80, 24
	if f, ok := s.out.(*os.File); ok {
		if c, h, err := term.GetSize(int(f.Fd())); err == nil {
			columns, height = c, h
		}
	}
	lines := s.content(height - 1)
	var b strings.Builder
	if s.lines > 0 {
		fmt.Fprintf(&b, "\x1b[%dA", s.lines)
	}
	for _, l := range lines {
		b.WriteString("\r" + cutStyled(l, columns-1) + s.colours.off + "\x1b[K\n")
	}
	b.WriteString("\x1b[J")
	s.lines = len(lines)
	fmt.Fprint(s.out, b.String())
}

// content is what stands on the screen. Where it is too much, the oldest moves are left out, then what stands below.
func (s *screen) content(height int) []string {
	c := s.colours
	in := rowsIn(s.running.Status().Counts)
	s.measure(in)
	s.board.mu.Lock()
	defer s.board.mu.Unlock()

	lines := []string{
		c.bold + "weir demo" + c.off + c.dim + "  a made-up stock ticker · weir demo -print shows the SQL" + c.off, "",
		c.bold + "SECTORS" + c.off + c.dim + "  a tumbling window: each sector, every second" + c.off,
		c.dim + fmt.Sprintf("  %-14s %8s %10s %10s %10s", "sector", "trades", "average", "low", "high") + c.off,
	}
	for _, name := range slices.Sorted(maps.Keys(s.board.sectors)) {
		x := s.board.sectors[name]
		lines = append(lines, fmt.Sprintf("  %-14s %8d %10.2f %10.2f %10.2f", x.name, x.trades, x.average, x.low, x.high))
	}
	lines = append(lines, "", c.bold+"BIG_MOVES"+c.off+c.dim+"  a filter: trades that moved their price by more than 3 %"+c.off,
		c.dim+fmt.Sprintf("  %-14s %8s %10s %10s", "time", "symbol", "price", "change")+c.off)
	for i := len(s.board.moves) - 1; i >= 0 && len(lines) < height-2; i-- {
		m := s.board.moves[i]
		colour := c.up
		if m.change < 0 {
			colour = c.down
		}
		lines = append(lines, fmt.Sprintf("  %-14s %8s %10.2f %s%+10.2f%s  %s", clockText(m.at), m.symbol, m.price, colour, m.change, c.off, m.sector))
	}
	lines = append(lines, "", c.dim+s.footer(in)+c.off)
	if time.Since(s.board.lastAt) > silence {
		for _, w := range s.running.Why() {
			lines = append(lines, w.Stream+": "+w.Sentence)
		}
	}
	return lines[:min(len(lines), height)]
}

// measure takes the rate anew every second.
func (s *screen) measure(in int64) {
	now := time.Now()
	if passed := now.Sub(s.rateAt); passed >= time.Second || s.rate == 0 {
		if !s.rateAt.IsZero() {
			s.rate = int64(float64(in-s.rateRows) / passed.Seconds())
		}
		s.rateRows, s.rateAt = in, now
	}
}

func (s *screen) footer(in int64) string {
	latency := "no row yet"
	if median, worst := s.board.delay(); len(s.board.delays) > 0 {
		latency = fmt.Sprintf("latency %s, at most %s", delayText(median), delayText(worst))
	}
	line := fmt.Sprintf("%s rows/s · %s in, %s out · %s · %s",
		grouped(s.rate), grouped(in), grouped(s.board.rows), latency, time.Since(s.began).Round(time.Second))
	if !s.over {
		line += " · Ctrl-C ends"
	}
	return line
}

func delayText(d time.Duration) string {
	if d < time.Millisecond {
		return "under 1 ms"
	}
	return fmt.Sprintf("%d ms", d.Milliseconds())
}

// printDemo prints every result as a line until ctx ends.
func printDemo(ctx context.Context, w io.Writer, b *board, running *app.Running) {
	s := &screen{board: b, running: running, began: time.Now(), over: true}
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	said := false
	for over := false; !over; {
		select {
		case <-ctx.Done():
			over = true
		case <-tick.C:
		}
		b.mu.Lock()
		lines := b.lines
		b.lines = nil
		quiet := time.Since(b.lastAt) > silence
		b.mu.Unlock()
		for _, l := range lines {
			fmt.Fprintln(w, l)
		}
		if quiet && !said {
			for _, w2 := range running.Why() {
				fmt.Fprintf(w, "%s: %s\n", w2.Stream, w2.Sentence)
			}
		}
		said = quiet
	}
	in := rowsIn(running.Status().Counts)
	s.rate = int64(float64(in) / time.Since(s.began).Seconds())
	b.mu.Lock()
	defer b.mu.Unlock()
	fmt.Fprintln(w, s.footer(in))
}

func moveLine(m move) string {
	return fmt.Sprintf("%s BIG_MOVES %s %s price %.2f change %+.2f", clockText(m.at), m.symbol, m.sector, m.price, m.change)
}

func sectorLine(x sector) string {
	return fmt.Sprintf("%s SECTORS %s trades %d average %.2f low %.2f high %.2f", clockText(x.at), x.name, x.trades, x.average, x.low, x.high)
}

func clockText(t operators.Time) string {
	return time.UnixMilli(int64(t)).Format("15:04:05.000")
}

// cutStyled shortens a line to n characters on the screen; escape sequences take none.
func cutStyled(line string, n int) string {
	shown := 0
	escape := false
	for i, r := range line {
		switch {
		case escape:
			escape = r != 'm'
		case r == '\x1b':
			escape = true
		case shown == n:
			return line[:i]
		default:
			shown++
		}
	}
	return line
}
