package reference

import (
	"sync"

	"weir/connectors"
	"weir/operators"
	"weir/operators/vec"
	"weir/sql/types"
)

// Version is one version of a reference table. It implements operators.Lookup.
type Version struct {
	id      string
	rows    operators.Batch
	rejects []connectors.Reject

	mu     sync.Mutex // shards of one operator may ask at the same time
	shared map[string]any
}

var _ operators.Lookup = (*Version)(nil)

// NewVersion makes a version of rows with these columns, in file order, and of the rows that were refused. Versions of equal
// content have equal ids.
func NewVersion(id string, cols *types.Schema, rows []operators.Batch, rejects []connectors.Reject) (*Version, error) {
	whole, err := vec.Concat(cols, rows)
	if err != nil {
		return nil, err
	}
	return &Version{id: id, rows: whole, rejects: rejects}, nil
}

// Empty is the version that a table has before it is loaded.
func Empty(cols *types.Schema) *Version {
	none, err := NewVersion("", cols, nil, nil)
	if err != nil {
		panic(err) // there is nothing to be too large
	}
	return none
}

// Rows are the table's rows in file order, in one batch of any size.
func (v *Version) Rows() operators.Batch { return v.rows }

// Version names the version: equal names, equal content.
func (v *Version) Version() string { return v.id }

// Rejects are the rows of the file that were refused.
func (v *Version) Rejects() []connectors.Reject { return v.rejects }

// Shared returns what build made when it was asked for under this key the first time.
func (v *Version) Shared(key string, build func() any) any {
	v.mu.Lock()
	defer v.mu.Unlock()
	made, ok := v.shared[key]
	if !ok {
		made = build()
		if v.shared == nil {
			v.shared = map[string]any{}
		}
		v.shared[key] = made
	}
	return made
}
