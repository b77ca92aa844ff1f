package state

import (
	"testing"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"
)

func texts(values ...string) arrow.Array {
	b := array.NewStringBuilder(memory.DefaultAllocator)
	for _, v := range values {
		if v == "NULL" {
			b.AppendNull()
			continue
		}
		b.Append(v)
	}
	return b.NewArray()
}

func ints(values ...int64) arrow.Array {
	b := array.NewInt64Builder(memory.DefaultAllocator)
	b.AppendValues(values, nil)
	return b.NewArray()
}

func sample() *Node {
	n := &Node{ID: "pump/P/1"}
	n.Add("groups", texts("a", "NULL", "", "é"), ints(1, 2, 3, 4))
	n.Add("held", ints(7))
	n.Add("held", array.NewSlice(ints(8, 9, 10), 1, 3))
	n.Add("empty", ints())
	return n
}

func same(t *testing.T, got, want *Node) {
	t.Helper()
	if len(got.Tables) != len(want.Tables) {
		t.Fatalf("%d tables, want %d", len(got.Tables), len(want.Tables))
	}
	for i, w := range want.Tables {
		g := got.Tables[i]
		if g.Name != w.Name || len(g.Chunks) != len(w.Chunks) {
			t.Fatalf("table %q of %d chunks, want %q of %d", g.Name, len(g.Chunks), w.Name, len(w.Chunks))
		}
		for c := range w.Chunks {
			for col := range w.Chunks[c] {
				if !array.Equal(g.Chunks[c][col], w.Chunks[c][col]) {
					t.Errorf("%s[%d].%d: %v, want %v", w.Name, c, col, g.Chunks[c][col], w.Chunks[c][col])
				}
			}
		}
	}
}

func TestNodeSurvivesEncoding(t *testing.T) {
	data, err := sample().Encode()
	if err != nil {
		t.Fatal(err)
	}
	got, err := Decode("pump/P/1", data)
	if err != nil {
		t.Fatal(err)
	}
	same(t, got, sample())
}

func TestCutOffBytesAreAnError(t *testing.T) {
	data, err := sample().Encode()
	if err != nil {
		t.Fatal(err)
	}
	whole := 0
	for n := range data {
		if got, err := Decode("x", data[:n]); err == nil {
			whole++ // cut between two tables: the manifest's checksum finds it
			if len(got.Tables) >= len(sample().Tables) {
				t.Errorf("%d of %d bytes give all tables", n, len(data))
			}
		}
	}
	if whole > len(sample().Tables) {
		t.Errorf("%d cuts out of %d went unnoticed", whole, len(data))
	}
}

// FuzzDecode damages bytes: whatever comes back is an error, never a panic, and never another state.
func FuzzDecode(f *testing.F) {
	data, err := sample().Encode()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(uint32(0), byte(1), uint32(0))
	f.Add(uint32(9), byte(128), uint32(0))
	f.Add(uint32(40), byte(3), uint32(70))
	f.Fuzz(func(t *testing.T, at uint32, flip byte, cut uint32) {
		damaged := append([]byte(nil), data...)
		damaged[int(at)%len(data)] ^= flip
		damaged = damaged[:len(data)-int(cut)%len(data)]
		got, err := Decode("x", damaged)
		if err == nil && len(damaged) == len(data) {
			same(t, got, sample())
		}
	})
}
