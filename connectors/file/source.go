package file

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"weir/connectors"
	"weir/connectors/frame"
)

type sourceOptions struct {
	frame.Options
}

// source is the files that a target names, listed once: it is bounded.
type source struct {
	env     connectors.Env
	options frame.Options
	splits  []connectors.Split
	bytes   int64
	known   bool // bytes is what will be read
}

func openSource(env connectors.Env, target string, o sourceOptions) (connectors.Source, error) {
	if err := o.Validate(env.Records); err != nil {
		return nil, fmt.Errorf("file:%s: %w", target, err)
	}
	names, err := list(env, target)
	if err != nil {
		return nil, err
	}
	s := &source{env: env, options: o.Options, known: true}
	for i, name := range names {
		size, err := readable(env.Path(name))
		if err != nil {
			return nil, err
		}
		s.bytes += size
		s.known = s.known && !packed(name)
		split := connectors.Split{ID: name}
		if i > 0 {
			split.After = []string{names[i-1]}
		}
		s.splits = append(s.splits, split)
	}
	return s, nil
}

// list returns the files of a target as their user would name them, in order.
func list(env connectors.Env, target string) ([]string, error) {
	path := env.Path(target)
	info, err := os.Stat(path)
	if err == nil && !info.IsDir() {
		return []string{target}, nil
	}
	if err == nil {
		return folder(path, target)
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("opening file:%s: %w", target, err)
	}
	if !strings.ContainsAny(target, "*[") {
		return nil, missing(target, path)
	}
	matches, err := filepath.Glob(path)
	if err != nil {
		return nil, fmt.Errorf("file:%s: the pattern is wrong: %w", target, err)
	}
	if len(matches) == 0 {
		return nil, fmt.Errorf("file:%s: no file matches %s", target, path)
	}
	for i, m := range matches {
		if rel, err := filepath.Rel(env.Path("."), m); err == nil && !filepath.IsAbs(target) {
			matches[i] = rel
		}
	}
	return matches, nil
}

func folder(path, target string) ([]string, error) {
	entries, err := os.ReadDir(path)
	if err != nil {
		return nil, fmt.Errorf("listing file:%s: %w", target, err)
	}
	var names []string
	for _, e := range entries {
		if !e.IsDir() && !strings.HasPrefix(e.Name(), ".") {
			names = append(names, filepath.Join(target, e.Name()))
		}
	}
	if len(names) == 0 {
		return nil, fmt.Errorf("file:%s: the folder %s holds no files", target, path)
	}
	return names, nil
}

// missing explains where a file was looked for.
func missing(target, path string) error {
	if here, err := filepath.Abs(target); err == nil && here != path {
		if _, err := os.Stat(here); err == nil {
			return fmt.Errorf("file:%s: there is no file %s; a relative path starts at the application file's folder (there is one at %s)",
				target, path, here)
		}
	}
	return fmt.Errorf("file:%s: there is no file %s", target, path)
}

// readable returns the size of a file that can be read.
func readable(path string) (int64, error) {
	f, err := os.Open(path)
	if err != nil {
		return 0, fmt.Errorf("opening the input: %w", err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return 0, fmt.Errorf("opening the input: %w", err)
	}
	if info.IsDir() {
		return 0, fmt.Errorf("opening the input: %s is a folder", path)
	}
	return info.Size(), nil
}

func packed(name string) bool { return strings.HasSuffix(name, ".gz") }

// Splits lists the files. There will be no others.
func (s *source) Splits(context.Context) ([]connectors.Split, bool, error) {
	return s.splits, true, nil
}

// Size is what there is to read.
func (s *source) Size() (int64, bool) { return s.bytes, s.known }

// Open starts to read a file.
func (s *source) Open(_ context.Context, split connectors.Split, from connectors.Offset) (connectors.Reader, error) {
	framer, err := frame.New(s.options, s.env.Records, from)
	if err != nil {
		return nil, connectors.Permanent{Err: err}
	}
	f, err := os.Open(s.env.Path(split.ID))
	if err != nil {
		return nil, connectors.Permanent{Err: fmt.Errorf("opening the input: %w", err)}
	}
	r, err := newReader(f, split.ID, framer)
	if err != nil {
		f.Close()
		return nil, connectors.Permanent{Err: err}
	}
	if r.pipe {
		return &piped{frame.NewPipe(f, framer, s.env.Clock), f}, nil
	}
	return r, nil
}

// piped is a file that cannot be sought: a named pipe, a terminal.
type piped struct {
	*frame.Pipe
	file io.Closer
}

// Close ends the reading.
func (p *piped) Close() error { return errors.Join(p.Pipe.Close(), p.file.Close()) }
