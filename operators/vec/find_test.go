package vec_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"weir/operators"
	"weir/operators/vec"
	"weir/sql/types"
)

// TestFind looks keys up that are there and keys that are not, against a map.
func TestFind(t *testing.T) {
	for _, of := range keyTypes {
		t.Run(fmt.Sprint(of), func(t *testing.T) {
			random := rand.New(rand.NewPCG(21, 22))
			g := vec.NewGroups(of)
			const rows = 500
			distinct := 200
			if len(of) > 2 {
				distinct = 4
			}
			cols, texts := keyRows(random, of, rows, distinct)
			ids := make([]int32, rows)
			g.Intern(cols, rows, nil, ids)
			known := map[string]int32{}
			for row, text := range texts {
				known[text] = ids[row]
			}
			f := g.Finder()
			hits, misses := 0, 0
			for range 4 {
				cols, texts := keyRows(random, of, rows, distinct+distinct/2)
				var sel []int32
				for row := range rows {
					if random.IntN(4) > 0 {
						sel = append(sel, int32(row))
					}
				}
				if random.IntN(2) == 0 {
					sel = nil
				}
				out := make([]int32, rows)
				f.Find(cols, rows, sel, out)
				for row := range rows {
					if sel != nil && !slices.Contains(sel, int32(row)) {
						continue
					}
					id, ok := known[texts[row]]
					if !ok || strings.Contains(texts[row], "true") {
						id = vec.NoGroup
						misses++
					} else {
						hits++
					}
					if out[row] != id {
						t.Fatalf("key %s has the id %d, want %d", texts[row], out[row], id)
					}
				}
			}
			if hits == 0 || misses == 0 && len(of) > 0 && of[0].Kind != types.Boolean {
				t.Errorf("%d found, %d not", hits, misses)
			}
			if g.Len() != len(known) {
				t.Errorf("looking made groups: %d of %d", g.Len(), len(known))
			}
		})
	}
}

// TestFindConst looks one key up for all rows.
func TestFindConst(t *testing.T) {
	g := vec.NewGroups([]types.Type{types.BigIntType})
	out := make([]int32, 4)
	find := func(v types.Value) int32 {
		g.Finder().Find([]vec.Column{vec.Const(v)}, 4, []int32{1, 2}, out)
		return out[1]
	}
	five := types.Value{Type: types.BigIntType, Int: 5}
	if id := find(five); id != vec.NoGroup {
		t.Errorf("an empty set has the key as %d", id)
	}
	g.Intern([]vec.Column{vec.Const(five)}, 1, nil, out)
	if id := find(five); id != 0 || out[3] != 0 || out[2] != 0 {
		t.Errorf("the key is %d, out %v", id, out)
	}
	if id := find(types.NullValue(types.BigIntType)); id != vec.NoGroup {
		t.Errorf("NULL is %d", id)
	}
}

// TestConcat puts batches together.
func TestConcat(t *testing.T) {
	var parts []operators.Batch
	var want []string
	for i, rows := range []int{3, 1, 70, 8} {
		b := sample(100*i, rows)
		b.Cols = b.Cols[:len(allLayouts.Columns)]
		want = append(want, lines(b)...)
		parts = append(parts, b)
	}
	for n := range parts {
		whole, err := vec.Concat(allLayouts, parts[:n+1])
		if err != nil {
			t.Fatal(err)
		}
		same(t, fmt.Sprint(n+1, " parts"), lines(whole), want[:whole.Rows()])
	}
	none, err := vec.Concat(allLayouts, nil)
	if err != nil || none.Rows() != 0 || len(none.Cols) != len(allLayouts.Columns) || none.Cols[0].Len() != 0 {
		t.Errorf("nothing gives %v, %v", none, err)
	}
}

// TestGatherOuter gathers rows some of which do not exist.
func TestGatherOuter(t *testing.T) {
	b := sample(0, 20)
	empty, err := vec.Concat(allLayouts, nil)
	if err != nil {
		t.Fatal(err)
	}
	rows := []int32{3, vec.Nowhere, 0, 19, 19, -2, 7}
	for i, c := range allLayouts.Columns {
		got := vec.GatherOuter(b.Cols[i], c.Type, rows)
		for at, row := range rows {
			want := types.NullValue(c.Type)
			if row >= 0 {
				want = vec.Value(vec.Of(b.Cols[i]), c.Type, int(row))
			}
			if v := vec.Value(vec.Of(got), c.Type, at); fmt.Sprint(v) != fmt.Sprint(want) {
				t.Errorf("%s: row %d is %v, want %v", c.Name, row, v, want)
			}
		}
		if got := vec.GatherOuter(empty.Cols[i], c.Type, []int32{-1, -1}); got.Len() != 2 || got.NullN() != 2 {
			t.Errorf("%s: of an empty column %v", c.Name, got)
		}
	}
}
