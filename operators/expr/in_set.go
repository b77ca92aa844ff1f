package expr

import (
	"bytes"
	"slices"

	"github.com/apache/arrow/go/v15/arrow/decimal128"

	"weir/operators/vec"
	"weir/sql/types"
)

// A set is constants of one type, none of them NULL.
type set interface {
	add(v types.Value)
	// find moves the rows of rest whose value is in the set to hit.
	find(x vec.Column, rest, hit *filter)
}

func newSet(t types.Type, pad bool) set {
	switch t.Layout() {
	case types.Int:
		return &fixedSet[int64]{key: func(v types.Value) (int64, bool) { return v.Int, true }}
	case types.Float:
		return &fixedSet[float64]{key: func(v types.Value) (float64, bool) { return v.Float, true }}
	case types.Bool:
		return &fixedSet[bool]{key: func(v types.Value) (bool, bool) { return v.Int != 0, true }}
	case types.Dec:
		return &fixedSet[decimal128.Num]{key: func(v types.Value) (decimal128.Num, bool) {
			d, ok := types.RescaleDecimal(v.Dec, v.Type.Scale, t.Scale)
			return d, ok && types.CompareDecimal(v.Dec, v.Type.Scale, d, t.Scale) == 0
		}}
	default:
		return &textSet{pad: pad, all: map[string]bool{}}
	}
}

// few is how many constants are compared one after another rather than looked up.
const few = 8

type fixedSet[T comparable] struct {
	key  func(types.Value) (T, bool) // not ok: no value of the column's type equals it
	list []T
	all  map[T]bool // nil while list is short
}

func (s *fixedSet[T]) add(v types.Value) {
	k, ok := s.key(v)
	if !ok {
		return
	}
	s.list = append(s.list, k)
	if len(s.list) <= few {
		return
	}
	if s.all == nil {
		s.all = map[T]bool{}
		for _, k := range s.list {
			s.all[k] = true
		}
	}
	s.all[k] = true
}

func (s *fixedSet[T]) find(x vec.Column, rest, hit *filter) {
	v := x.(*vec.Vec[T])
	if s.all != nil {
		rest.split(hit, func(row int) bool { return s.all[v.At(row)] })
		return
	}
	rest.split(hit, func(row int) bool { return slices.Contains(s.list, v.At(row)) })
}

type textSet struct {
	pad  bool
	list [][]byte
	all  map[string]bool
}

func (s *textSet) add(v types.Value) {
	k := []byte(v.Text)
	if s.pad {
		k = trimPad(k)
	}
	s.list = append(s.list, k)
	s.all[string(k)] = true
}

func (s *textSet) find(x vec.Column, rest, hit *filter) {
	v := x.(*vec.Texts)
	rest.split(hit, func(row int) bool {
		b := v.At(row)
		if s.pad {
			b = trimPad(b)
		}
		if len(s.list) > few {
			return s.all[string(b)]
		}
		return slices.ContainsFunc(s.list, func(k []byte) bool { return bytes.Equal(k, b) })
	})
}
