package runtime

import (
	"sync"

	"github.com/apache/arrow/go/v15/arrow"

	"weir/operators"
	"weir/sql/types"
)

// table is a version of a reference table.
type table struct {
	cols    *types.Schema
	rows    operators.Batch
	version string

	mu     sync.Mutex // shards of one operator may ask at the same time
	shared map[string]any
}

// emptyTable is a version without rows, such as there is before the first was loaded.
func emptyTable(cols *types.Schema) *table {
	t := &table{cols: cols, rows: operators.Batch{Cols: make([]arrow.Array, len(cols.Columns))}}
	for i, c := range cols.Columns {
		t.rows.Cols[i] = nulls(c.Type, 0)
	}
	return t
}

// Rows returns the table's rows in file order.
func (t *table) Rows() operators.Batch { return t.rows }

// Version names the version.
func (t *table) Version() string { return t.version }

// Shared returns what build makes, which runs once for each key.
func (t *table) Shared(key string, build func() any) any {
	t.mu.Lock()
	defer t.mu.Unlock()
	made, ok := t.shared[key]
	if !ok {
		made = build()
		if t.shared == nil {
			t.shared = map[string]any{}
		}
		t.shared[key] = made
	}
	return made
}

// table returns the present version of a reference table.
func (g *Graph) table(name string) operators.Lookup { return g.tables[name] }
