package runtime

import (
	"fmt"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"

	"weir/operators"
	"weir/operators/vec"
	"weir/state"
)

func saveInts(values ...int64) arrow.Array {
	b := array.NewInt64Builder(memory.DefaultAllocator)
	b.AppendValues(values, nil)
	return b.NewArray()
}

func saveTexts(values ...string) arrow.Array {
	b := array.NewBinaryBuilder(memory.DefaultAllocator, arrow.BinaryTypes.Binary)
	for _, v := range values {
		b.Append([]byte(v))
	}
	return b.NewArray()
}

func saveBool(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

// loader reads columns of a node's tables. The first error stays.
type loader struct {
	node *state.Node
	err  error
}

func (l *loader) column(table string, col int) arrow.Array {
	if l.err != nil {
		return nil
	}
	chunks := l.node.Chunks(table)
	if len(chunks) != 1 || col >= len(chunks[0]) {
		l.err = fmt.Errorf("state of %s: table %q is missing or has another shape", l.node.ID, table)
		return nil
	}
	return chunks[0][col]
}

func (l *loader) ints(table string, col int) []int64 {
	a, ok := l.column(table, col).(*array.Int64)
	if !ok {
		l.wrong(table, col)
		return nil
	}
	return a.Int64Values()
}

func (l *loader) texts(table string, col int) []string {
	a, ok := l.column(table, col).(*array.Binary)
	if !ok {
		l.wrong(table, col)
		return nil
	}
	out := make([]string, a.Len())
	for i := range out {
		out[i] = string(a.Value(i))
	}
	return out
}

func (l *loader) wrong(table string, col int) {
	if l.err == nil {
		l.err = fmt.Errorf("state of %s: column %d of table %q has another type", l.node.ID, col, table)
	}
}

// save writes the promises and what is held. Batches are handed over as they are: they never change.
func (s *sequencer) save(n *state.Node) {
	promises := make([]int64, len(s.writers))
	for w := range s.writers {
		wr := &s.writers[w]
		promises[w] = int64(wr.promise)
		var firsts []int64
		for i, h := range wr.queue {
			b := h.Batch
			if i == 0 && wr.skip > 0 {
				b = vec.Slice(b, wr.skip, b.Rows())
			}
			firsts = append(firsts, saveBool(h.first))
			saveBatch(n, fmt.Sprintf("held-%d", w), b)
		}
		if len(firsts) > 0 {
			n.Add(fmt.Sprintf("units-%d", w), saveInts(firsts...))
		}
	}
	if len(promises) > 0 {
		n.Add("promises", saveInts(promises...))
	}
}

func (s *sequencer) load(n *state.Node) error {
	if len(s.writers) == 0 {
		return nil
	}
	l := loader{node: n}
	promises := l.ints("promises", 0)
	if l.err != nil {
		return l.err
	}
	if len(promises) != len(s.writers) {
		return fmt.Errorf("state of %s: %d writers, not %d", n.ID, len(promises), len(s.writers))
	}
	for w, p := range promises {
		s.writers[w].promise = operators.Time(p)
		name := fmt.Sprintf("held-%d", w)
		if n.Chunks(name) == nil {
			continue
		}
		firsts := l.ints(fmt.Sprintf("units-%d", w), 0)
		batches, err := loadBatches(n, name)
		if err != nil || len(firsts) != len(batches) {
			return fmt.Errorf("state of %s: rows held of writer %d: %w", n.ID, w, err)
		}
		for i, b := range batches {
			s.offer(w, b, firsts[i] != 0)
		}
	}
	return l.err
}

// save writes the rows that wait, in order.
func (k *timekeeper) save(n *state.Node, name string) {
	k.waiting.copy(func(b operators.Batch) { saveBatch(n, name, b) })
}

func (k *timekeeper) load(n *state.Node, name string) error {
	if n.Chunks(name) == nil {
		return nil
	}
	batches, err := loadBatches(n, name)
	for _, b := range batches {
		k.waiting.add(b)
	}
	return err
}

// saveBatch writes a batch as a chunk: its time, which of its columns there are, and those.
func saveBatch(n *state.Node, name string, b operators.Batch) {
	cols := []arrow.Array{timeArray(b.Time)}
	present := make([]int64, len(b.Cols))
	for i, c := range b.Cols {
		if c != nil {
			present[i] = 1
			cols = append(cols, c)
		}
	}
	if n.Chunks(name) == nil && len(present) > 0 {
		n.Add(name+"-columns", saveInts(present...))
	}
	n.Add(name, cols...)
}

func loadBatches(n *state.Node, name string) ([]operators.Batch, error) {
	l := loader{node: n}
	var present []int64
	if n.Chunks(name+"-columns") != nil {
		present = l.ints(name+"-columns", 0)
	}
	if l.err != nil {
		return nil, l.err
	}
	var out []operators.Batch
	for _, chunk := range n.Chunks(name) {
		time, ok := chunk[0].(*array.Int64)
		if !ok {
			return nil, fmt.Errorf("the time of held rows is missing")
		}
		b := operators.Batch{Time: timesOf(time.Int64Values()), Cols: make([]arrow.Array, len(present))}
		next := 1
		for i, p := range present {
			if p == 0 {
				continue
			}
			if next >= len(chunk) {
				return nil, fmt.Errorf("columns of held rows are missing")
			}
			b.Cols[i] = chunk[next]
			next++
		}
		out = append(out, b)
	}
	return out, nil
}
