package vec_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v15/arrow/decimal128"

	"weir/operators/vec"
	"weir/sql/types"
)

var (
	charType = types.Type{Kind: types.Char, Length: 6}
	keyTypes = [][]types.Type{
		{},
		{types.BigIntType},
		{types.DoubleType},
		{types.BooleanType},
		{types.VarcharType(10)},
		{charType},
		{types.DecimalType(20, 2)},
		{types.BigIntType, types.VarcharType(0)},
		{types.VarcharType(0), types.VarcharType(0)},
		{types.BooleanType, charType, types.DoubleType, types.DecimalType(5, 1), types.TimestampType},
	}
)

// keyRows makes key columns of random rows, and the text of each row's key.
func keyRows(random *rand.Rand, of []types.Type, rows, distinct int) ([]vec.Column, []string) {
	cols := make([]vec.Column, len(of))
	texts := make([]string, rows)
	for i, t := range of {
		values := make([]types.Value, rows)
		for row := range values {
			values[row] = keyValue(random, t, distinct)
			v := values[row]
			if v.Float == 0 {
				v.Float = 0
			}
			texts[row] += fmt.Sprintf("%v %d %g %s %q;", v.Null, v.Int, v.Float, v.Dec.BigInt(), strings.TrimRight(v.Text, " "))
		}
		cols[i] = columnOf(t, values)
	}
	return cols, texts
}

func keyValue(random *rand.Rand, t types.Type, distinct int) types.Value {
	n := random.IntN(distinct)
	v := types.Value{Type: t}
	if n == 1 {
		v.Null = true
		return v
	}
	switch t.Layout() {
	case types.Bool:
		v.Int = int64(n % 2)
	case types.Int:
		v.Int = int64(n) * 1e12
	case types.Float:
		v.Float = float64(n) / 4
		if n == 0 && random.IntN(2) == 0 {
			v.Float = math.Copysign(0, -1)
		}
	case types.Dec:
		v.Dec = decimal128.New(int64(n%3), uint64(n))
	default:
		v.Text = strings.Repeat("é", n%4) + fmt.Sprint(n)
		if t.Kind == types.Char {
			v.Text = fmt.Sprintf("%-6d", n)
		}
	}
	return v
}

func columnOf(t types.Type, values []types.Value) vec.Column {
	var (
		ints   vec.Scratch[int64]
		floats vec.Scratch[float64]
		bools  vec.Scratch[bool]
		decs   vec.Scratch[decimal128.Num]
		texts  vec.TextScratch
		null   func(int)
		out    func() vec.Column
		set    func(int, types.Value)
	)
	switch t.Layout() {
	case types.Bool:
		v := bools.Reset(len(values))
		set, null, out = func(i int, x types.Value) { v[i] = x.Int != 0 }, bools.SetNull, func() vec.Column { return bools.Column() }
	case types.Int:
		v := ints.Reset(len(values))
		set, null, out = func(i int, x types.Value) { v[i] = x.Int }, ints.SetNull, func() vec.Column { return ints.Column() }
	case types.Float:
		v := floats.Reset(len(values))
		set, null, out = func(i int, x types.Value) { v[i] = x.Float }, floats.SetNull, func() vec.Column { return floats.Column() }
	case types.Dec:
		v := decs.Reset(len(values))
		set, null, out = func(i int, x types.Value) { v[i] = x.Dec }, decs.SetNull, func() vec.Column { return decs.Column() }
	default:
		texts.Reset(len(values))
		set = func(i int, x types.Value) { texts.Put(i, append(texts.Data(), x.Text...)) }
		null, out = texts.SetNull, func() vec.Column { return texts.Column() }
	}
	for i, v := range values {
		if v.Null {
			null(i)
		} else {
			set(i, v)
		}
	}
	return out()
}

// groupModel is Groups as a Go map.
type groupModel struct {
	ids   map[string]int32
	texts map[int32]string
}

// check interns rows and compares with the model.
func (m *groupModel) check(t *testing.T, g *vec.Groups, cols []vec.Column, texts []string, sel []int32) {
	t.Helper()
	out := make([]int32, len(texts))
	g.Intern(cols, len(texts), sel, out)
	if sel == nil {
		for row := range texts {
			sel = append(sel, int32(row))
		}
	}
	for _, row := range sel {
		id, known := m.ids[texts[row]]
		if !known {
			if old, used := m.texts[out[row]]; used {
				t.Fatalf("the new key %s has the id %d of %s", texts[row], out[row], old)
			}
			m.ids[texts[row]], m.texts[out[row]] = out[row], texts[row]
			id = out[row]
		}
		if out[row] != id {
			t.Fatalf("the key %s has the id %d, had %d", texts[row], out[row], id)
		}
	}
}

// keys compares the keys of all groups of the model.
func (m *groupModel) keys(t *testing.T, g *vec.Groups, of []types.Type) {
	t.Helper()
	var ids []int32
	for id := range m.texts {
		ids = append(ids, id)
	}
	arrays := g.Keys(ids)
	for i, id := range ids {
		text := ""
		for k, a := range arrays {
			v := vec.Value(vec.Of(a), of[k], i)
			if of[k].Kind == types.Char && !v.Null && len(v.Text) != 6 {
				t.Fatalf("CHAR(6) key %q is not padded", v.Text)
			}
			text += fmt.Sprintf("%v %d %g %s %q;", v.Null, v.Int, v.Float, v.Dec.BigInt(), strings.TrimRight(v.Text, " "))
		}
		if text != m.texts[id] {
			t.Fatalf("group %d has the key %s, want %s", id, text, m.texts[id])
		}
	}
}

func randomSel(random *rand.Rand, rows int) []int32 {
	if random.IntN(3) == 0 {
		return nil
	}
	sel := []int32{}
	for row := range rows {
		if random.IntN(3) == 0 {
			sel = append(sel, int32(row))
		}
	}
	return sel
}

func again(t *testing.T, g *vec.Groups, of []types.Type) *vec.Groups {
	t.Helper()
	restored := vec.NewGroups(of)
	if err := restored.Restore(g.Snapshot()); err != nil {
		t.Fatal(err)
	}
	return restored
}

func TestGroupsForgotten(t *testing.T) {
	for _, of := range keyTypes {
		t.Run(fmt.Sprint(of), func(t *testing.T) {
			random := rand.New(rand.NewPCG(3, 4))
			g, m := vec.NewGroups(of), &groupModel{map[string]int32{}, map[int32]string{}}
			for round := range 300 {
				distinct := []int{3, 30, 3000}[random.IntN(3)]
				cols, texts := keyRows(random, of, 1+random.IntN(200), distinct)
				m.check(t, g, cols, texts, randomSel(random, len(texts)))
				for text, id := range m.ids {
					if random.IntN(4) == 0 {
						g.Forget(id)
						delete(m.ids, text)
						delete(m.texts, id)
					}
				}
				m.keys(t, g, of)
				switch {
				case round%10 == 0:
					g = again(t, g, of)
				case round%51 == 0:
					g.Reset()
					m = &groupModel{map[string]int32{}, map[int32]string{}}
				}
			}
			if len(m.ids) > 0 && g.Len() > 4000 {
				t.Errorf("ids up to %d for %d groups: they are not used again", g.Len(), len(m.ids))
			}
		})
	}
}

func TestGroupsInPanes(t *testing.T) {
	for _, of := range keyTypes {
		t.Run(fmt.Sprint(of), func(t *testing.T) {
			random := rand.New(rand.NewPCG(5, 6))
			g, m := vec.NewGroups(of), &groupModel{map[string]int32{}, map[int32]string{}}
			for round := range 300 {
				distinct := []int{2, 30, 3000}[random.IntN(3)]
				for range random.IntN(4) {
					cols, texts := keyRows(random, of, 1+random.IntN(300), distinct)
					before := g.Len()
					m.check(t, g, cols, texts, randomSel(random, len(texts)))
					if g.Len() != len(m.texts) {
						t.Fatalf("%d groups, want %d", g.Len(), len(m.texts))
					}
					if random.IntN(2) == 0 {
						g.Cut()
						m.ids = map[string]int32{}
					}
					if random.IntN(3) == 0 && len(m.ids) == 0 || random.IntN(3) == 0 && len(m.ids) == g.Len()-before {
						n := before
						g.Drop(n)
						m.drop(int32(n))
					}
				}
				m.keys(t, g, of)
				if round%10 == 0 && len(m.ids) == g.Len() {
					g = again(t, g, of)
				}
			}
		})
	}
}

func (m *groupModel) drop(n int32) {
	texts := map[int32]string{}
	for id, text := range m.texts {
		if id >= n {
			texts[id-n] = text
		}
	}
	m.texts = texts
	for text, id := range m.ids {
		if id < n {
			delete(m.ids, text)
		} else {
			m.ids[text] = id - n
		}
	}
}

func TestGroupsConst(t *testing.T) {
	g := vec.NewGroups([]types.Type{types.BigIntType, types.VarcharType(0)})
	out := make([]int32, 3)
	g.Intern([]vec.Column{vec.Const(types.Value{Type: types.BigIntType, Int: 7}), vec.Const(types.NullValue(types.VarcharType(0)))}, 3, nil, out)
	g.Intern([]vec.Column{vec.Const(types.Value{Type: types.BigIntType, Int: 7}), &vec.Texts{Offsets: []int32{0, 0, 0, 1}, Data: []byte("x"), Valid: vec.Bitmap{Bits: []byte{6}}}}, 3, nil, out)
	if fmt.Sprint(out) != "[0 1 2]" {
		t.Errorf("groups %v, want [0 1 2]", out)
	}
}

func TestGroupsRefuseBrokenState(t *testing.T) {
	of := []types.Type{types.BigIntType}
	g := vec.NewGroups(of)
	g.Intern([]vec.Column{&vec.Ints{Values: []int64{4, 5}}}, 2, nil, make([]int32, 2))
	cols := g.Snapshot()
	if err := vec.NewGroups([]types.Type{types.DoubleType}).Restore(cols); err == nil {
		t.Error("integers were restored as DOUBLE keys")
	}
	if err := vec.NewGroups(of).Restore(cols[:1]); err == nil {
		t.Error("keys were restored without their column")
	}
	cols[1] = vec.Wrap(&vec.Ints{Values: []int64{4, 4}}, types.BigIntType)
	if err := vec.NewGroups(of).Restore(cols); err == nil {
		t.Error("two groups of one key were restored")
	}
}

func TestGroupsAllocations(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 8))
	for _, of := range keyTypes {
		g := vec.NewGroups(of)
		cols, texts := keyRows(random, of, 4096, 3000)
		out := make([]int32, len(texts))
		g.Intern(cols, len(texts), nil, out)
		if n := testing.AllocsPerRun(20, func() { g.Intern(cols, len(texts), nil, out) }); n > 0 {
			t.Errorf("%v: %v allocations to find groups", of, n)
		}
	}
}

func BenchmarkGroups(b *testing.B) {
	random := rand.New(rand.NewPCG(9, 10))
	rows := 4096
	for _, keys := range []int{1, 1000, 1_000_000} {
		batches := max(1, keys*2/rows)
		ints := make([]vec.Column, batches)
		texts := make([]vec.Column, batches)
		pairs := make([][]vec.Column, batches)
		for i := range batches {
			values := make([]int64, rows)
			var text vec.TextScratch
			text.Reset(rows)
			for row := range values {
				values[row] = int64(random.IntN(keys))
				text.Put(row, fmt.Appendf(text.Data(), "K%d", values[row]))
			}
			ints[i] = &vec.Ints{Values: values}
			texts[i] = text.Column()
			pairs[i] = []vec.Column{ints[i], texts[i]}
		}
		out := make([]int32, rows)
		run := func(name string, of []types.Type, cols func(i int) []vec.Column) {
			b.Run(fmt.Sprintf("%s/%d", name, keys), func(b *testing.B) {
				g := vec.NewGroups(of)
				b.ReportAllocs()
				for i := range batches {
					g.Intern(cols(i), rows, nil, out)
				}
				b.ResetTimer()
				for i := range b.N {
					g.Intern(cols(i%batches), rows, nil, out)
				}
				b.ReportMetric(float64(b.N)*float64(rows)/b.Elapsed().Seconds()/1e6, "Mrows/s")
			})
		}
		run("int", []types.Type{types.BigIntType}, func(i int) []vec.Column { return ints[i : i+1] })
		run("text", []types.Type{types.VarcharType(0)}, func(i int) []vec.Column { return texts[i : i+1] })
		run("pair", []types.Type{types.BigIntType, types.VarcharType(0)}, func(i int) []vec.Column { return pairs[i] })
	}
}
