// Command peers runs the benchmarks of testdata/bench with DuckDB beside Weir: the same file, the same query, answers that must
// be equal, on one core and on two. It prints medians and the ratio of the two.
//
//	cd testdata/bench/peers && go run . [-rounds 5] [-cores 1,2]
//
// DuckDB is not part of Weir: this is a module of its own.
package main

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"text/tabwriter"

	"weir/internal/bench"
)

func main() {
	rounds := flag.Int("rounds", 5, "how often each engine runs, in turns")
	cores := flag.String("cores", "1,2", "processors that an engine may use")
	cases := flag.String("cases", "../w*.bench", "the benchmarks")
	duck := flag.String("duckdb", "", "run this benchmark in DuckDB, in the present folder, and do nothing else")
	pinned := flag.Int("pinned", 0, "run the command that follows on so many processors")
	flag.Parse()
	var err error
	switch {
	case *duck != "":
		err = runDuckDB(*duck, flag.Arg(0))
	case *pinned > 0:
		err = runPinned(*pinned, flag.Args())
	default:
		err = compare(*cases, *cores, *rounds)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// compare prints the table.
func compare(pattern, cores string, rounds int) error {
	paths, err := filepath.Glob(pattern)
	if err != nil || len(paths) == 0 {
		return fmt.Errorf("no benchmarks %s: %w", pattern, err)
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "weir-peers-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }() // it lies among the temporary files
	weir := filepath.Join(dir, "weir")
	build := exec.Command("go", "build", "-o", weir, "./cmd/weir")
	build.Dir = filepath.Join("..", "..", "..")
	if out, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("building weir: %w\n%s", err, out)
	}
	table := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "benchmark\tcores\tengine\tMrows/s\tCPU s\tpeak MB\tWeir is faster by\tCPU\t")
	for _, path := range paths {
		c, err := bench.ReadCase(path)
		if err != nil {
			return err
		}
		if queries[c.Name] == "" {
			continue // DuckDB does not run it
		}
		for n := range strings.SplitSeq(cores, ",") {
			count, err := strconv.Atoi(n)
			if err != nil {
				return fmt.Errorf("-cores: %w", err)
			}
			ours, theirs, err := measure(c, dir, self, weir, count, rounds)
			if err != nil {
				return fmt.Errorf("%s: %w", c.Name, err)
			}
			row(table, c, n, "Weir", ours, fmt.Sprintf("%s\t%s", ratio(theirs, ours, run.wallTime), ratio(theirs, ours, run.cpuTime)))
			row(table, c, n, "DuckDB", theirs, "\t")
		}
	}
	return table.Flush()
}

func row(w *tabwriter.Writer, c *bench.Case, cores, engine string, runs []run, ratios string) {
	fmt.Fprintf(w, "%s\t%s\t%s\t%.2f\t%.2f\t%.0f\t%s\t\n", c.Name, cores, engine,
		float64(c.Load.Rows)/median(runs, run.wallTime)/1e6, median(runs, run.cpuTime), median(runs, run.peakMB), ratios)
}
