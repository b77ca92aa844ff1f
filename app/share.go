package app

import (
	"context"
	"slices"

	"weir/connectors"
)

// share is the part of a source that one of several in-application streams reads: every of-th of its splits.
type share struct {
	connectors.Source
	part, of int
}

// Splits lists the part's splits. What must come before one of them may be another part's; then what comes before that counts.
func (s *share) Splits(ctx context.Context) ([]connectors.Split, bool, error) {
	all, complete, err := s.Source.Splits(ctx)
	if err != nil {
		return nil, false, err
	}
	after := map[string][]string{} // the splits of this part that come before one
	var own []connectors.Split
	for i, split := range all {
		var before []string
		for _, id := range split.After {
			for _, b := range after[id] {
				if !slices.Contains(before, b) {
					before = append(before, b)
				}
			}
		}
		after[split.ID] = before
		if i%s.of == s.part {
			own = append(own, connectors.Split{ID: split.ID, After: before})
			after[split.ID] = []string{split.ID}
		}
	}
	return own, complete, nil
}

// Size is the whole source's for the first part: together the parts read it once.
func (s *share) Size() (bytes int64, known bool) {
	whole, ok := s.Source.(connectors.Bounded)
	if !ok {
		return 0, false
	}
	bytes, known = whole.Size()
	if s.part > 0 {
		bytes = 0
	}
	return bytes, known
}
