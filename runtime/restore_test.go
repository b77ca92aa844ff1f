package runtime

import (
	"strings"
	"testing"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"

	"weir/operators"
	"weir/state"
)

// snapshot is of a graph in which everything holds something.
func snapshot(t testing.TB) *Snapshot {
	g, err := NewGraph(modelPlan(operators.TimeRule{Kind: operators.ColumnTime, Column: 2, Disorder: 5}), GraphOptions{Check: true})
	if err != nil {
		t.Fatal(err)
	}
	rec := &Record{Now: 5, Commands: []Command{JoinSplit{ID: "a"}, JoinSplit{ID: "b", After: []string{"a"}}}}
	for range 3 {
		rows := []testRow{{K: "x", V: 17, E: 30}, {K: "y", V: 2, E: 33}, {K: "z", V: 3, E: 10}, {K: "w", V: 5, E: 36}}
		rec.Splits = []SplitInput{{Unit: &Unit{Batches: []operators.Batch{makeBatch(rows, testColumns)}, End: []byte("x")}}}
		if err := g.Step(rec); err != nil {
			t.Fatal(err)
		}
		rec = &Record{Now: 6}
	}
	s, err := g.Cut()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestStateOfAnotherQueryIsRefused(t *testing.T) {
	s := snapshot(t)
	other, err := NewGraph(jobPlan(byColumn), GraphOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if err := other.Restore(s); err == nil || !strings.Contains(err.Error(), "the query has changed") {
		t.Errorf("restored into another query: %v", err)
	}
	plan := modelPlan(operators.TimeRule{Kind: operators.ColumnTime, Column: 2, Disorder: 5})
	plan.Streams[0].Writers[0].From.(*testSpec).name = "another filter"
	if other, err = NewGraph(plan, GraphOptions{}); err != nil {
		t.Fatal(err)
	}
	if err := other.Restore(s); err == nil || !strings.Contains(err.Error(), "another filter") {
		t.Errorf("restored into a changed query: %v", err)
	}
}

// TestStateThatIsMissingIsAnError takes every table away, one after the other.
func TestStateThatIsMissingIsAnError(t *testing.T) {
	s := snapshot(t)
	for at, n := range s.Nodes {
		if _, ours := openModel(t).bodyOf(n.ID).(keeps); !ours && n.ID != graphNode {
			continue // an operator's own tables
		}
		for i := range n.Tables {
			if strings.HasPrefix(n.Tables[i].Name, "held") || strings.HasPrefix(n.Tables[i].Name, waitingTable) ||
				n.Tables[i].Name == "splits" {
				continue // there need be none
			}
			less := &state.Node{ID: n.ID, Tables: append(append([]state.Table(nil), n.Tables[:i]...), n.Tables[i+1:]...)}
			broken := Snapshot{Nodes: append([]*state.Node(nil), s.Nodes...)}
			broken.Nodes[at] = less
			if err := openModel(t).Restore(&broken); err == nil {
				t.Errorf("%s: table %q is missing, and nobody minds", n.ID, n.Tables[i].Name)
			}
		}
	}
}

func openModel(t testing.TB) *Graph {
	g, err := NewGraph(modelPlan(operators.TimeRule{Kind: operators.ColumnTime, Column: 2, Disorder: 5}), GraphOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func (g *Graph) bodyOf(id string) body {
	for _, v := range g.order {
		if v.id == id {
			return v.body
		}
	}
	return nil
}

// FuzzRestore changes one number or the length of one column. Whatever comes back is an error or a graph, never a panic.
func FuzzRestore(f *testing.F) {
	s := snapshot(f)
	f.Add(uint16(0), uint16(0), uint16(1), int64(7), false)
	f.Add(uint16(1), uint16(3), uint16(0), int64(-1), true)
	f.Fuzz(func(t *testing.T, node, table, col uint16, to int64, shorter bool) {
		at := int(node) % len(s.Nodes)
		n := s.Nodes[at]
		if _, ours := openModel(t).bodyOf(n.ID).(keeps); (!ours && n.ID != graphNode) || len(n.Tables) == 0 {
			return
		}
		damaged := Snapshot{Nodes: append([]*state.Node(nil), s.Nodes...)}
		damaged.Nodes[at] = &state.Node{ID: n.ID, Tables: append([]state.Table(nil), n.Tables...)}
		x := &damaged.Nodes[at].Tables[int(table)%len(n.Tables)]
		cols := append([]arrow.Array(nil), x.Chunks[0]...)
		i := int(col) % len(cols)
		if a, ok := cols[i].(*array.Int64); ok && a.Len() > 0 {
			values := append([]int64(nil), a.Int64Values()...)
			values[int(uint64(to)%uint64(len(values)))] = to
			cols[i] = saveInts(values...)
		}
		if shorter && cols[i].Len() > 0 {
			cols[i] = array.NewSlice(cols[i], 0, int64(cols[i].Len()-1))
		}
		x.Chunks = append([][]arrow.Array{cols}, x.Chunks[1:]...)
		_ = openModel(t).Restore(&damaged)
	})
}
