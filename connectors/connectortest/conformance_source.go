package connectortest

import (
	"context"
	"errors"
	"io"
	"slices"
	"testing"

	"weir/connectors"
)

// SourceCase is a source under test with what it is known to hold.
type SourceCase struct {
	// Open returns the source, each time from the beginning.
	Open func(t *testing.T) connectors.Source
	// Want has the records of each split, by ID. Every split must exist when Open returns.
	Want map[string][]string
	// Endless says that splits have no end: a Read that returns nothing is where the known records end.
	Endless bool
}

// Source runs the tests that every source must pass.
func Source(t *testing.T, c SourceCase) {
	t.Run("splits", c.splits)
	t.Run("reads all in order", func(t *testing.T) {
		for id, want := range c.Want {
			if got := texts(c.read(t, id, nil)); !slices.Equal(got, want) {
				t.Errorf("split %q:\n got %q\nwant %q", id, got, want)
			}
		}
	})
	t.Run("resumes from every offset", c.resume)
	t.Run("numbers its records", c.numbers)
	t.Run("ends when told", c.cancelled)
}

// reading is what one Read has returned.
type reading struct {
	records []string
	end     connectors.Offset
	first   int64
}

func texts(all []reading) []string {
	var out []string
	for _, r := range all {
		out = append(out, r.records...)
	}
	return out
}

func (c *SourceCase) splits(t *testing.T) {
	splits, _, err := c.Open(t).Splits(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, s := range splits {
		if seen[s.ID] {
			t.Errorf("split %q is named twice", s.ID)
		}
		seen[s.ID] = true
	}
	for id := range c.Want {
		if !seen[id] {
			t.Errorf("split %q is not named", id)
		}
	}
}

// read reads a split from an offset on.
func (c *SourceCase) read(t *testing.T, id string, from connectors.Offset) []reading {
	t.Helper()
	source := c.Open(t)
	r, err := source.Open(t.Context(), c.find(t, source, id), from)
	if err != nil {
		t.Fatalf("open %q: %v", id, err)
	}
	defer func() {
		if err := r.Close(); err != nil {
			t.Errorf("close %q: %v", id, err)
		}
	}()
	var all []reading
	for {
		m, end, err := r.Read(t.Context())
		if m.Len() > 0 {
			one := reading{end: end, first: m.First}
			for i := range m.Len() {
				one.records = append(one.records, string(m.Message(i)))
			}
			all = append(all, one)
		}
		switch {
		case errors.Is(err, io.EOF):
			return all
		case err != nil:
			t.Fatalf("read %q: %v", id, err)
		case m.Len() == 0 && c.Endless:
			return all
		}
	}
}

func (c *SourceCase) find(t *testing.T, source connectors.Source, id string) connectors.Split {
	t.Helper()
	splits, _, err := source.Splits(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range splits {
		if s.ID == id {
			return s
		}
	}
	t.Fatalf("split %q is not named", id)
	return connectors.Split{}
}

func (c *SourceCase) resume(t *testing.T) {
	for id, want := range c.Want {
		taken := 0
		for _, one := range c.read(t, id, nil) {
			taken += len(one.records)
			if got := texts(c.read(t, id, one.end)); !slices.Equal(got, want[taken:]) {
				t.Errorf("split %q behind record %d:\n got %q\nwant %q", id, taken, got, want[taken:])
			}
		}
	}
}

func (c *SourceCase) numbers(t *testing.T) {
	for id := range c.Want {
		next := int64(0)
		for _, one := range c.read(t, id, nil) {
			if one.first != next {
				t.Errorf("split %q: a Read begins with record %d, not %d", id, one.first, next)
			}
			next = one.first + int64(len(one.records))
		}
	}
}

// cancelled reads with a context that has ended: the reader must come back, with or without an error.
func (c *SourceCase) cancelled(t *testing.T) {
	source := c.Open(t)
	for id := range c.Want {
		r, err := source.Open(t.Context(), c.find(t, source, id), nil)
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		for range len(c.Want[id]) + 2 {
			if _, _, err := r.Read(ctx); err != nil {
				break
			}
		}
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	}
}
