package app

import (
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"weir/connectors"
)

// sampleBytes is how much of an input is looked at to learn its columns.
const sampleBytes = 1 << 20

// sampleFile reads the beginning of the first file that a target names, unpacked. Whole: there is no more.
func sampleFile(env connectors.Env, url string) (sample []byte, whole bool, err error) {
	source, err := connectors.OpenSource(env, url)
	if err != nil {
		return nil, false, err
	}
	splits, _, err := source.Splits(context.Background())
	if err != nil {
		return nil, false, err
	}
	if len(splits) == 0 {
		return nil, false, fmt.Errorf("%s: there are no files", url)
	}
	f, err := os.Open(env.Path(splits[0].ID))
	if err != nil {
		return nil, false, err
	}
	defer f.Close()
	var r io.Reader = f
	if strings.HasSuffix(splits[0].ID, ".gz") {
		if r, err = gzip.NewReader(f); err != nil {
			return nil, false, fmt.Errorf("unpacking %s: %w", splits[0].ID, err)
		}
	}
	sample, err = io.ReadAll(io.LimitReader(r, sampleBytes))
	if err != nil {
		return nil, false, fmt.Errorf("reading %s: %w", splits[0].ID, err)
	}
	return sample, len(sample) < sampleBytes, nil
}

// fileURL is the URL of a file by its path.
func fileURL(path, frame string) string {
	return "file:" + strings.NewReplacer("%", "%25", "?", "%3F").Replace(path) + "?frame=" + frame
}

// A replayed is a pipe whose beginning was read already, and comes again.
type replayed struct {
	chunks chan []byte
	rest   []byte
	err    error // valid once chunks is closed
}

// sampleSilence is how long a pipe may bring nothing before what has come is looked at.
const sampleSilence = 200 * time.Millisecond

// samplePipe reads the beginning of a pipe: a MiB, or what has come when nothing more comes for a while. It waits for a first
// line.
func samplePipe(from io.Reader) (again *replayed, sample []byte, whole bool, err error) {
	r := &replayed{chunks: make(chan []byte, 4)}
	go r.pump(from)
	timer := time.NewTimer(sampleSilence)
	defer timer.Stop()
	var silent <-chan time.Time // nil before the first line
	for len(sample) < sampleBytes {
		select {
		case chunk, ok := <-r.chunks:
			if !ok {
				r.rest = sample
				return r, sample, true, r.failure()
			}
			sample = append(sample, chunk...)
			if strings.Contains(string(chunk), "\n") {
				timer.Reset(sampleSilence)
				silent = timer.C
			}
		case <-silent:
			r.rest = sample
			return r, sample, false, nil
		}
	}
	r.rest = sample
	return r, sample, false, nil
}

func (r *replayed) failure() error {
	if errors.Is(r.err, io.EOF) {
		return nil
	}
	return r.err
}

const pipeChunk = 256 << 10

func (r *replayed) pump(from io.Reader) {
	defer close(r.chunks)
	for {
		chunk := make([]byte, pipeChunk)
		n, err := from.Read(chunk)
		if n > 0 {
			r.chunks <- chunk[:n]
		}
		if err != nil {
			r.err = err
			return
		}
	}
}

// Read reads what has been looked at, then the rest.
func (r *replayed) Read(p []byte) (int, error) {
	if len(r.rest) == 0 {
		chunk, ok := <-r.chunks
		if !ok {
			return 0, r.err
		}
		r.rest = chunk
	}
	n := copy(p, r.rest)
	r.rest = r.rest[n:]
	return n, nil
}
