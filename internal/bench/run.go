package bench

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"

	"weir/app"
	_ "weir/connectors/all" // what applications name in their URLs
	"weir/planner"
)

// Output is what an application wrote.
type Output struct {
	Rows int
	Sum  string // the first 16 hexadecimal digits of its SHA-256
}

func (o Output) String() string { return fmt.Sprintf("rows=%d sum=%s", o.Rows, o.Sum) }

// Written measures the output in the folder of a run.
func Written(dir string) (Output, error) {
	f, err := os.Open(filepath.Join(dir, OutputFile))
	if err != nil {
		return Output{}, err
	}
	defer f.Close()
	sum, lines := sha256.New(), lineCounter(0)
	if _, err := io.Copy(io.MultiWriter(sum, &lines), f); err != nil {
		return Output{}, err
	}
	return Output{Rows: int(lines), Sum: fmt.Sprintf("%x", sum.Sum(nil)[:8])}, nil
}

type lineCounter int

func (n *lineCounter) Write(b []byte) (int, error) {
	*n += lineCounter(bytes.Count(b, []byte{'\n'}))
	return len(b), nil
}

// Run runs the application in a prepared folder to its end, as weir run does.
func Run(ctx context.Context, dir string) error {
	loaded, err := app.Load(filepath.Join(dir, AppFile))
	if err != nil {
		return err
	}
	compiled, err := loaded.CompileToRun(planner.Options{})
	if err != nil {
		return err
	}
	job, err := compiled.Job(app.JobOptions{Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		return err
	}
	return job.Run(ctx)
}

// Check compares the output in the folder of a run with what is expected.
func (c *Case) Check(dir string) error {
	got, err := Written(dir)
	if err != nil {
		return err
	}
	if got != c.Expect {
		return fmt.Errorf("%s wrote %s, not %s", c.Name, got, c.Expect)
	}
	return nil
}
