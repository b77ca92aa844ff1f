package expr

import (
	"fmt"

	"weir/operators/vec"
	"weir/sql/types"
)

// A member is a part of an IN list: some constants in a row, or one other expression.
type member struct {
	set     set // the constants
	null    bool
	item    Bound // where set is nil
	compare Kernel
}

// compileIn looks at the list from left to right, each part over the rows that no part before it holds. What can fail is
// computed where x is NULL, too.
func compileIn(n *In) (Bound, error) {
	t := n.X.Type()
	for i := 0; t.Kind == types.Null && i < len(n.List); i++ {
		t = n.List[i].Type()
	}
	x, err := compileAs(n.X, t)
	if err != nil {
		return Bound{}, err
	}
	k := &in{x: x}
	canFail := x.CanFail
	for _, item := range n.List {
		b, err := compileAs(item, t)
		if err != nil {
			return Bound{}, err
		}
		canFail = canFail || b.CanFail
		if b.value != nil {
			k.constant(*b.value, t, n.Pad)
			continue
		}
		compare, err := comparison("=", t, item.Type(), n.Pad)
		if err != nil {
			return Bound{}, fmt.Errorf("compiling %s: %w", n, err)
		}
		k.members = append(k.members, member{item: b, compare: compare})
	}
	return Bound{Type: types.BooleanType, CanFail: canFail, Eval: k.eval}, nil
}

type in struct {
	x         Bound
	members   []member
	out       vec.Scratch[bool]
	rest, hit filter
	unknown   []bool  // rows for which a comparison was NULL
	nulls     []int32 // rows for which x is NULL
	args      [2]vec.Column
	once      once
}

// constant adds to the set that the list ends with, or begins one.
func (k *in) constant(v types.Value, t types.Type, pad bool) {
	if len(k.members) == 0 || k.members[len(k.members)-1].set == nil {
		k.members = append(k.members, member{set: newSet(t, pad)})
	}
	m := &k.members[len(k.members)-1]
	if v.Null {
		m.null = true
		return
	}
	m.set.add(v)
}

func (k *in) eval(in *Input) vec.Column {
	x := k.x.Eval(in)
	out := k.out.Reset(in.Batch.Rows())
	k.begin(in, x)
	null := false
	for _, m := range k.members {
		if len(k.rest.buf) == 0 && len(k.nulls) == 0 {
			break
		}
		if m.set != nil {
			null = null || m.null
			m.set.find(x, &k.rest, &k.hit)
		} else {
			k.compare(in, m, x)
		}
		for _, row := range k.hit.buf {
			out[row] = true
		}
	}
	for _, row := range k.rest.buf {
		out[row] = false
		if null || k.unknown[row] {
			k.out.SetNull(int(row))
		}
	}
	return k.out.Column()
}

// begin settles the rows where x is NULL.
func (k *in) begin(in *Input, x vec.Column) {
	rows := in.Batch.Rows()
	if cap(k.unknown) < rows {
		k.unknown = make([]bool, rows)
	}
	k.unknown = k.unknown[:rows]
	clear(k.unknown)
	k.rest.buf, k.nulls = append(k.rest.buf[:0], in.rows()...), k.nulls[:0]
	if x.HasNulls() {
		k.rest.split(&k.hit, x.Null)
		for _, row := range k.hit.buf {
			k.out.SetNull(int(row))
		}
		k.nulls = append(k.nulls, k.hit.buf...)
	}
}

func (k *in) compare(in *Input, m member, x vec.Column) {
	all := in.Sel
	if m.item.CanFail && len(k.nulls) > 0 { // as x = item does, whatever x is
		in.Sel = k.nulls
		m.item.Eval(in)
		in.Sel = all
	}
	if k.hit.buf = k.hit.buf[:0]; len(k.rest.buf) == 0 {
		return
	}
	in.Sel = k.rest.buf
	k.args = [2]vec.Column{x, m.item.Eval(in)}
	compare := m.compare
	if x.IsConst() && k.args[1].IsConst() {
		compare = func(in *Input, args []vec.Column) vec.Column { return k.once.eval(in, m.compare, args) }
	}
	equal := compare(in, k.args[:]).(*vec.Bools)
	in.Sel = all
	k.rest.split(&k.hit, func(row int) bool {
		null := equal.Null(row)
		k.unknown[row] = k.unknown[row] || null
		return !null && equal.At(row)
	})
}
