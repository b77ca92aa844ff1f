package main

import (
	"bufio"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"weir/internal/bench"
)

// run is what one run of an engine took.
type run struct {
	wall, cpu time.Duration
	peak      int64 // bytes
}

func (r run) wallTime() float64 { return r.wall.Seconds() }
func (r run) cpuTime() float64  { return r.cpu.Seconds() }
func (r run) peakMB() float64   { return float64(r.peak) / 1e6 }

// measure runs both engines in turns. The first pair warms up and is compared row by row; it does not count.
func measure(c *bench.Case, dir, self, weir string, cores, rounds int) (ours, theirs []run, err error) {
	for _, engine := range []string{"ours", "theirs"} {
		at := filepath.Join(dir, engine)
		if err := os.MkdirAll(at, 0o777); err != nil {
			return nil, nil, err
		}
		if err := c.Prepare(at); err != nil {
			return nil, nil, err
		}
	}
	for round := range rounds + 1 {
		a, err := timed(filepath.Join(dir, "ours"), self, cores, weir, "run", "-quiet", bench.AppFile)
		if err != nil {
			return nil, nil, fmt.Errorf("running Weir: %w", err)
		}
		b, err := timed(filepath.Join(dir, "theirs"), self, cores, self, "-duckdb", c.Name, strconv.Itoa(cores))
		if err != nil {
			return nil, nil, fmt.Errorf("running DuckDB: %w", err)
		}
		if round > 0 {
			ours, theirs = append(ours, a), append(theirs, b)
			continue
		}
		if err := equal(c, dir); err != nil {
			return nil, nil, err
		}
	}
	return ours, theirs, nil
}

// timed runs a command in a folder, on so many processors.
func timed(dir, self string, cores int, command ...string) (run, error) {
	cmd := exec.Command(self, append([]string{"-pinned", strconv.Itoa(cores), "--"}, command...)...)
	cmd.Dir, cmd.Stderr = dir, os.Stderr
	cmd.Env = append(os.Environ(), "GOMAXPROCS="+strconv.Itoa(cores))
	began := time.Now()
	err := cmd.Run()
	r := run{wall: time.Since(began)}
	if usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
		r.cpu = cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
		r.peak = usage.Maxrss << 10
	}
	return r, err
}

// runPinned becomes another command, which has only the first processors.
func runPinned(cores int, command []string) error {
	var set unix.CPUSet
	for cpu := range cores {
		set.Set(cpu)
	}
	if err := unix.SchedSetaffinity(0, &set); err != nil {
		return fmt.Errorf("pinning to %d processors: %w", cores, err)
	}
	return fmt.Errorf("running %s: %w", command[0], syscall.Exec(command[0], command, os.Environ()))
}

// equal checks that both answers are what the benchmark expects: Weir's in its order, DuckDB's in any.
func equal(c *bench.Case, dir string) error {
	if err := c.Check(filepath.Join(dir, "ours")); err != nil {
		return err
	}
	ours, err := digest(filepath.Join(dir, "ours", bench.OutputFile))
	if err != nil {
		return err
	}
	theirs, err := digest(filepath.Join(dir, "theirs", bench.OutputFile))
	if err != nil {
		return err
	}
	if ours != theirs {
		return fmt.Errorf("DuckDB's %d rows are not Weir's %d", theirs.rows, ours.rows)
	}
	return nil
}

// rowSet is the same for files with the same lines in any order. It is computed line by line: what this process had in memory
// at its peak would be counted as its children's.
type rowSet struct{ rows, sum uint64 }

func digest(path string) (set rowSet, err error) {
	f, err := os.Open(path)
	if err != nil {
		return set, err
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		h := sha256.Sum256(lines.Bytes())
		set.rows++
		set.sum += binary.LittleEndian.Uint64(h[:])
	}
	return set, lines.Err()
}

func median(runs []run, of func(run) float64) float64 {
	values := make([]float64, len(runs))
	for i, r := range runs {
		values[i] = of(r)
	}
	return middle(values)
}

// ratio is the median over the rounds of b's figure for one of a's, and its range.
func ratio(a, b []run, of func(run) float64) string {
	values := make([]float64, len(a))
	for i := range a {
		values[i] = of(a[i]) / of(b[i])
	}
	m := middle(values)
	return fmt.Sprintf("%.2f (%.2f to %.2f)", m, values[0], values[len(values)-1])
}

// middle sorts values and returns their median.
func middle(values []float64) float64 {
	slices.Sort(values)
	if n := len(values); n%2 == 0 {
		return (values[n/2-1] + values[n/2]) / 2
	}
	return values[len(values)/2]
}
