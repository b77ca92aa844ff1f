package bench

import (
	"flag"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"testing"
	"time"
)

var latencyTime = flag.Duration("latency", time.Minute, "how long the latency of a pipe is measured")

// build makes the program.
func build(tb testing.TB) string {
	tb.Helper()
	program := filepath.Join(tb.TempDir(), "weir")
	if out, err := exec.Command("go", "build", "-o", program, "weir/cmd/weir").CombinedOutput(); err != nil {
		tb.Fatalf("building weir: %v\n%s", err, out)
	}
	return program
}

// BenchmarkLatency measures the program between two pipes. Nothing of it runs in this process.
func BenchmarkLatency(b *testing.B) {
	program := build(b)
	for _, c := range cases(b) {
		if c.Load.Pace == 0 {
			continue
		}
		b.Run(c.Name, func(b *testing.B) {
			defer debug.SetGCPercent(debug.SetGCPercent(-1))
			dir := b.TempDir()
			if err := c.Prepare(dir); err != nil {
				b.Fatal(err)
			}
			l, err := c.MeasureLatency(b.Context(), program, dir, *latencyTime)
			if err != nil {
				b.Fatal(err)
			}
			b.ReportMetric(0, "ns/op")
			b.ReportMetric(float64(l.Rows), "rows")
			for name, d := range map[string]time.Duration{
				"p50-ms": l.P50, "p99-ms": l.P99, "max-ms": l.Max, "first-row-ms": l.First, "writer-behind-ms": l.Behind,
			} {
				b.ReportMetric(float64(d.Microseconds())/1000, name)
			}
		})
	}
}

// TestLatency measures for a moment: every row must come back, and be counted once it has warmed up.
func TestLatency(t *testing.T) {
	program := build(t)
	for _, c := range cases(t) {
		if c.Load.Pace == 0 {
			continue
		}
		t.Run(c.Name, func(t *testing.T) {
			c.Load.Pace = 10_000
			dir := t.TempDir()
			if err := c.Prepare(dir); err != nil {
				t.Fatal(err)
			}
			l, err := c.MeasureLatency(t.Context(), program, dir, 200*time.Millisecond)
			if err != nil {
				t.Fatal(err)
			}
			if l.Rows == 0 || l.P50 <= 0 || l.P50 > l.P99 || l.P99 > l.Max {
				t.Errorf("measured %+v", l)
			}
		})
	}
}

func TestPercentiles(t *testing.T) {
	l := newLatencies()
	for ms := 1; ms <= 200; ms++ {
		l.count(time.Duration(ms) * time.Millisecond)
	}
	l.count(3 * time.Second)
	var got Latency
	l.summary(&got)
	want := Latency{Rows: 201, P50: 101001 * time.Microsecond, P99: 199001 * time.Microsecond, Max: 3 * time.Second}
	if got != want {
		t.Errorf("%+v, not %+v", got, want)
	}
}
