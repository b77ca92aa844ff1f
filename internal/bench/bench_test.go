package bench

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

// BenchmarkCases runs the benchmarks of testdata/bench from a warm file, through everything that weir run goes through. It sets
// GOMAXPROCS itself: go test sets what -cpu says only after it has measured for the first time.
func BenchmarkCases(b *testing.B) {
	for _, c := range cases(b) {
		if c.Load.Pace > 0 {
			continue
		}
		for _, cores := range []int{2, 1} {
			b.Run(fmt.Sprintf("%s/cores=%d", c.Name, cores), func(b *testing.B) {
				defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(cores))
				measure(b, c)
			})
		}
	}
}

func measure(b *testing.B, c *Case) {
	dir := b.TempDir()
	if err := c.Prepare(dir); err != nil {
		b.Fatal(err)
	}
	size := warm(b, filepath.Join(dir, LoadFile))
	ForgetPeak()
	b.SetBytes(size)
	b.ReportAllocs()
	for b.Loop() {
		if err := Run(b.Context(), dir); err != nil {
			b.Fatal(err)
		}
		b.StopTimer()
		if err := c.Check(dir); err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
	}
	b.ReportMetric(float64(c.Load.Rows)*float64(b.N)/b.Elapsed().Seconds()/1e6, "Mrows/s")
	b.ReportMetric(float64(PeakMemory())/1e6, "peak-MB")
}

// warm reads a file once, so that it is in memory.
func warm(b *testing.B, path string) (size int64) {
	f, err := os.Open(path)
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	for buf := make([]byte, 1<<20); ; {
		n, err := f.Read(buf)
		if size += int64(n); err != nil {
			return size
		}
	}
}
