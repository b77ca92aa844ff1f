package file

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"weir/connectors"
	"weir/internal/clock"
	"weir/operators"
)

func env(t *testing.T) connectors.Env {
	t.Helper()
	return connectors.Env{Dir: t.TempDir(), Clock: clock.System{}, Encoder: lines{}}
}

// lines encodes a row as its time.
type lines struct{}

func (lines) Encode(b operators.Batch, out *connectors.Messages) error {
	for _, t := range b.Time {
		out.Data = fmt.Appendf(out.Data, "%d", t)
		out.Ends = append(out.Ends, len(out.Data))
	}
	return nil
}

func write(t *testing.T, e connectors.Env, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(e.Path(name)), 0o777); err != nil {
		t.Fatal(err)
	}
	data := []byte(text)
	if packed(name) {
		var b bytes.Buffer
		w := gzip.NewWriter(&b)
		if _, err := w.Write(data); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		data = b.Bytes()
	}
	if err := os.WriteFile(e.Path(name), data, 0o666); err != nil {
		t.Fatal(err)
	}
}

// readSplit reads a split to its end and returns the records with the offset behind each unit.
func readSplit(t *testing.T, s connectors.Source, split connectors.Split, from connectors.Offset) (records []string, offsets []connectors.Offset) {
	t.Helper()
	r, err := s.Open(t.Context(), split, from)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	for {
		m, offset, err := r.Read(t.Context())
		for i := range m.Len() {
			records = append(records, string(m.Message(i)))
		}
		offsets = append(offsets, offset)
		if errors.Is(err, io.EOF) {
			return records, offsets
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

func TestFilesAreReadInTheOrderOfTheirNames(t *testing.T) {
	e := env(t)
	write(t, e, "in/b.jsonl", "3\n4\n")
	write(t, e, "in/a.jsonl.gz", "1\n2")
	write(t, e, "in/.hidden", "no\n")
	write(t, e, "in/deeper/x", "no\n")
	for _, target := range []string{"in", "in/*.jsonl*", e.Path("in") + "/[ab].*"} {
		s, err := connectors.OpenSource(e, "file:"+target)
		if err != nil {
			t.Fatal(err)
		}
		splits, complete, err := s.Splits(t.Context())
		if err != nil || !complete || len(splits) != 2 {
			t.Fatalf("%s: splits %v, complete %v, %v", target, splits, complete, err)
		}
		if !slices.Equal(splits[1].After, []string{splits[0].ID}) || splits[0].After != nil {
			t.Errorf("%s: order %v", target, splits)
		}
		var all []string
		for _, split := range splits {
			records, _ := readSplit(t, s, split, nil)
			all = append(all, records...)
		}
		if !slices.Equal(all, []string{"1", "2", "3", "4"}) {
			t.Errorf("%s: %q", target, all)
		}
		if _, known := s.(connectors.Bounded).Size(); known {
			t.Errorf("%s: the size of what is packed is not known", target)
		}
	}
}

func TestReadingGoesOnAtAnyOffset(t *testing.T) {
	var text strings.Builder
	for i := range 20_000 {
		fmt.Fprintf(&text, "record %d with some text to fill more than one unit of a megabyte %s\n", i, strings.Repeat("x", i%200))
	}
	for _, name := range []string{"in.jsonl", "in.jsonl.gz"} {
		e := env(t)
		write(t, e, name, text.String())
		s, err := connectors.OpenSource(e, "file:"+name)
		if err != nil {
			t.Fatal(err)
		}
		split := connectors.Split{ID: name}
		all, offsets := readSplit(t, s, split, nil)
		if len(all) != 20_000 || len(offsets) < 3 {
			t.Fatalf("%s: %d records in %d units", name, len(all), len(offsets))
		}
		for _, from := range offsets {
			rest, _ := readSplit(t, s, split, from)
			if want := all[len(all)-len(rest):]; !slices.Equal(rest, want) {
				t.Fatalf("%s: from %s on there are %d other records", name, from, len(rest))
			}
		}
	}
}

func TestSourcesThatCannotBeRead(t *testing.T) {
	e := env(t)
	if err := os.Mkdir(e.Path("empty"), 0o777); err != nil {
		t.Fatal(err)
	}
	for target, want := range map[string]string{
		"nowhere.jsonl":     "there is no file " + e.Path("nowhere.jsonl"),
		"nothing*.jsonl":    "no file matches",
		"empty":             "holds no files",
		"file_test.go":      "a relative path starts at the application file's folder",
		"x[":                "the pattern is wrong",
		"in?record=0":       "option record",
		"a\x00b":            "invalid",
		"in?frame=document": "there is no file",
	} {
		if _, err := connectors.OpenSource(e, "file:"+target); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", target, err, want)
		}
	}
}

func TestAFileThatHasShrunkIsNotReadOn(t *testing.T) {
	e := env(t)
	write(t, e, "in", "1\n2\n")
	s, err := connectors.OpenSource(e, "file:in")
	if err != nil {
		t.Fatal(err)
	}
	var permanent connectors.Permanent
	if _, err := s.Open(t.Context(), connectors.Split{ID: "in"}, connectors.Offset("100 7")); !errors.As(err, &permanent) ||
		!strings.Contains(err.Error(), "it has 4 bytes") {
		t.Errorf("reading on: %v", err)
	}
}

func TestNamedPipesAreRead(t *testing.T) {
	e := env(t)
	if err := syscall.Mkfifo(e.Path("pipe"), 0o600); err != nil {
		t.Skipf("this system has no named pipes: %v", err)
	}
	go func() {
		f, err := os.OpenFile(e.Path("pipe"), os.O_WRONLY, 0)
		if err == nil {
			_, _ = io.WriteString(f, "1\n2\n")
			f.Close()
		}
	}()
	s := &source{env: e}
	s.options.Frame, s.options.Record = "line", 1<<20
	records, _ := readSplit(t, s, connectors.Split{ID: "pipe"}, nil)
	if !slices.Equal(records, []string{"1", "2"}) {
		t.Errorf("records %q", records)
	}
}

func batch(times ...operators.Time) operators.Batch { return operators.Batch{Time: times} }

func content(t *testing.T, e connectors.Env, name string) string {
	t.Helper()
	raw, err := os.ReadFile(e.Path(name))
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

func TestRowsAreLines(t *testing.T) {
	e := env(t)
	write(t, e, "out", "old\n")
	for _, c := range []struct {
		url  string
		last connectors.Receipt
		want string
	}{
		{"file:out?append=true", nil, "old\n1\n2\n3\n"},
		{"file:out", nil, "1\n2\n3\n"},
		{"file:out", receipt, "1\n2\n3\n1\n2\n3\n"},
	} {
		s, err := connectors.OpenSink(e, c.url)
		if err != nil {
			t.Fatal(err)
		}
		ctx := context.Background()
		if err := s.Recover(ctx, c.last); err != nil {
			t.Fatal(err)
		}
		if err := s.Write(ctx, batch(1, 2)); err != nil {
			t.Fatal(err)
		}
		if r, err := s.Prepare(ctx, 1); err != nil || r == nil {
			t.Fatalf("prepare: %v, %v", r, err)
		}
		if got := content(t, e, "out"); !strings.HasSuffix(got, "1\n2\n") {
			t.Errorf("%s: prepared: %q", c.url, got)
		}
		if err := s.Write(ctx, batch(3)); err != nil {
			t.Fatal(err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		if got := content(t, e, "out"); got != c.want {
			t.Errorf("%s: %q, want %q", c.url, got, c.want)
		}
	}
}

func TestNothingChangesBeforeTheStart(t *testing.T) {
	e := env(t)
	write(t, e, "old", "old\n")
	for _, name := range []string{"old", "new"} {
		s, err := connectors.OpenSink(e, "file:"+name)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if got := content(t, e, "old"); got != "old\n" {
		t.Errorf("the file became %q", got)
	}
	if _, err := os.Stat(e.Path("new")); !os.IsNotExist(err) {
		t.Errorf("a file was left behind: %v", err)
	}
}

func TestSinksThatCannotBeWritten(t *testing.T) {
	e := env(t)
	write(t, e, "closed/out", "")
	for target, want := range map[string]string{
		"nowhere/out": "there is no folder " + e.Path("nowhere") + "; make it first",
		"closed":      "cannot be written",
	} {
		if _, err := connectors.OpenSink(e, "file:"+target); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", target, err, want)
		}
	}
}

func TestABrokenArchiveIsAnError(t *testing.T) {
	e := env(t)
	write(t, e, "in.gz", strings.Repeat("record\n", 10_000))
	whole := content(t, e, "in.gz")
	if err := os.WriteFile(e.Path("in.gz"), []byte(whole[:len(whole)/2]), 0o666); err != nil {
		t.Fatal(err)
	}
	s, err := connectors.OpenSource(e, "file:in.gz")
	if err != nil {
		t.Fatal(err)
	}
	r, err := s.Open(t.Context(), connectors.Split{ID: "in.gz"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	var permanent connectors.Permanent
	for err == nil {
		_, _, err = r.Read(t.Context())
	}
	if !errors.As(err, &permanent) || errors.Is(err, io.EOF) {
		t.Errorf("half an archive ends with %v", err)
	}
}
