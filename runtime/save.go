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

// loader reads columns of a node's tables. The first error stays, and from then on it returns zeros of the length asked for.
type loader struct {
	node *state.Node
	err  error
}

// rows returns the number of rows of a table.
func (l *loader) rows(table string) int {
	if a := l.column(table, 0); a != nil {
		return a.Len()
	}
	return 0
}

func (l *loader) column(table string, col int) arrow.Array {
	chunks := l.node.Chunks(table)
	if len(chunks) != 1 || col >= len(chunks[0]) {
		l.wrong("table %q is missing or has another shape", table)
		return nil
	}
	return chunks[0][col]
}

// ints returns a column of n numbers.
func (l *loader) ints(table string, col, n int) []int64 {
	if a, ok := l.column(table, col).(*array.Int64); ok && a.Len() == n {
		return a.Int64Values()
	}
	l.wrong("column %d of table %q is not %d numbers", col, table, n)
	return make([]int64, n)
}

// times returns a column of n times.
func (l *loader) times(table string, col, n int) []operators.Time {
	return timesOf(l.ints(table, col, n))
}

// texts returns a column of n texts.
func (l *loader) texts(table string, col, n int) []string {
	out := make([]string, n)
	a, ok := l.column(table, col).(*array.Binary)
	if !ok || a.Len() != n {
		l.wrong("column %d of table %q is not %d texts", col, table, n)
		return out
	}
	for i := range out {
		out[i] = string(a.Value(i))
	}
	return out
}

func (l *loader) wrong(format string, args ...any) {
	if l.err == nil {
		l.err = fmt.Errorf("state of %s: "+format, append([]any{l.node.ID}, args...)...)
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
	for w, p := range l.times("promises", 0, len(s.writers)) {
		s.writers[w].promise = p
		batches := l.batches(fmt.Sprintf("held-%d", w))
		if len(batches) == 0 {
			continue
		}
		firsts := l.ints(fmt.Sprintf("units-%d", w), 0, len(batches))
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

func (k *timekeeper) load(l *loader, name string) {
	for _, b := range l.batches(name) {
		k.waiting.add(b)
	}
}

// columnsSuffix names the table beside held rows that says which columns they have.
const columnsSuffix = "-columns"

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
		n.Add(name+columnsSuffix, saveInts(present...))
	}
	n.Add(name, cols...)
}

// batches returns what saveBatch wrote under a name.
func (l *loader) batches(name string) []operators.Batch {
	var present []int64
	if l.node.Chunks(name+columnsSuffix) != nil {
		present = l.ints(name+columnsSuffix, 0, l.rows(name+columnsSuffix))
	}
	var out []operators.Batch
	for _, chunk := range l.node.Chunks(name) {
		b := operators.Batch{Cols: make([]arrow.Array, len(present))}
		if len(chunk) > 0 {
			if time, ok := chunk[0].(*array.Int64); ok && time.Len() > 0 {
				b.Time, chunk = timesOf(time.Int64Values()), chunk[1:]
			}
		}
		for i, p := range present {
			if p != 0 && len(chunk) > 0 && chunk[0].Len() == len(b.Time) {
				b.Cols[i], chunk = chunk[0], chunk[1:]
			}
		}
		if len(b.Time) == 0 || len(chunk) > 0 {
			l.wrong("held rows %q have another shape", name)
			return nil
		}
		out = append(out, b)
	}
	return out
}
