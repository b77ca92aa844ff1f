package app

import (
	"context"
	"reflect"
	"testing"

	"weir/connectors"
)

// chain is a source whose splits follow one another.
type chain []string

func (c chain) Splits(context.Context) (splits []connectors.Split, complete bool, err error) {
	for i, id := range c {
		s := connectors.Split{ID: id}
		if i > 0 {
			s.After = []string{c[i-1]}
		}
		splits = append(splits, s)
	}
	return splits, true, nil
}

func (chain) Open(context.Context, connectors.Split, connectors.Offset) (connectors.Reader, error) {
	return nil, nil
}

func (chain) Size() (int64, bool) { return 100, true }

func TestPartsShareTheSplits(t *testing.T) {
	for part, want := range [][]connectors.Split{
		{{ID: "a"}, {ID: "c", After: []string{"a"}}},
		{{ID: "b"}, {ID: "d", After: []string{"b"}}},
	} {
		s := &share{Source: chain{"a", "b", "c", "d"}, part: part, of: 2}
		splits, complete, err := s.Splits(t.Context())
		if err != nil || !complete || !reflect.DeepEqual(splits, want) {
			t.Errorf("part %d: %v, complete %v, %v", part, splits, complete, err)
		}
		if bytes, known := s.Size(); bytes != [...]int64{100, 0}[part] || !known {
			t.Errorf("part %d has %d bytes, known %v", part, bytes, known)
		}
	}
}
