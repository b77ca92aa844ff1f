package expr

import (
	"github.com/apache/arrow/go/v15/arrow/decimal128"

	"weir/operators/vec"
	"weir/sql/types"
)

// A merger puts a column together out of rows of several.
type merger interface {
	begin(rows int)
	// take sets some rows, ascending, to c's. c stays valid until end.
	take(c vec.Column, rows []int32)
	// end returns the column, of which all rows that are needed were set.
	end(in *Input) vec.Column
}

func newMerger(t types.Type) merger {
	switch t.Layout() {
	case types.Bool:
		return &fixedMerger[bool]{}
	case types.Int:
		return &fixedMerger[int64]{}
	case types.Float:
		return &fixedMerger[float64]{}
	case types.Dec:
		return &fixedMerger[decimal128.Num]{}
	default:
		return &textMerger{}
	}
}

type fixedMerger[T any] struct{ out vec.Scratch[T] }

func (m *fixedMerger[T]) begin(rows int) { m.out.Reset(rows) }

func (m *fixedMerger[T]) take(c vec.Column, rows []int32) {
	v := c.(*vec.Vec[T])
	out := m.out.Column().Values
	nulls := v.HasNulls()
	for _, row := range rows {
		if nulls && v.Null(int(row)) {
			m.out.SetNull(int(row))
			continue
		}
		out[row] = v.At(int(row))
	}
}

func (m *fixedMerger[T]) end(*Input) vec.Column { return m.out.Column() }

// textMerger notes where each row comes from, because texts can only be put in order.
type textMerger struct {
	out  textResult
	from []*vec.Texts
	pick []uint16 // per row, the place in from
}

func (m *textMerger) begin(rows int) {
	m.out.Reset(rows)
	m.from = m.from[:0]
	if cap(m.pick) < rows {
		m.pick = make([]uint16, rows)
	}
	m.pick = m.pick[:rows]
}

func (m *textMerger) take(c vec.Column, rows []int32) {
	for _, row := range rows {
		m.pick[row] = uint16(len(m.from))
	}
	m.from = append(m.from, c.(*vec.Texts))
}

func (m *textMerger) end(in *Input) vec.Column {
	for _, row := range in.rows() {
		v := m.from[m.pick[row]]
		if v.Null(int(row)) {
			m.out.SetNull(int(row))
			continue
		}
		m.out.put(in, row, append(m.out.Data(), v.At(int(row))...), nil)
	}
	return m.out.Column()
}

// split moves the rows that match into hit and keeps the others in f.
func (f *filter) split(hit *filter, match func(row int) bool) {
	hit.buf = hit.buf[:0]
	rest := f.buf[:0]
	for _, row := range f.buf {
		if match(int(row)) {
			hit.buf = append(hit.buf, row)
		} else {
			rest = append(rest, row)
		}
	}
	f.buf = rest
}

// compileCase evaluates each condition over the rows that none before it has chosen, and each result over its own rows.
func compileCase(n *Case) (Bound, error) {
	out := Bound{Type: n.T}
	compile := func(n Node, t types.Type) (Bound, error) {
		b, err := compileAs(n, t)
		out.CanFail = out.CanFail || b.CanFail
		return b, err
	}
	conds, thens := make([]Bound, len(n.Whens)), make([]Bound, len(n.Whens))
	for i, w := range n.Whens {
		var err error
		if conds[i], err = compile(w.Cond, types.BooleanType); err != nil {
			return Bound{}, err
		}
		if thens[i], err = compile(w.Then, n.T); err != nil {
			return Bound{}, err
		}
	}
	other, err := compile(n.Else, n.T)
	if err != nil {
		return Bound{}, err
	}
	m := newMerger(n.T)
	var rest, hit filter
	out.Eval = func(in *Input) vec.Column {
		m.begin(in.Batch.Rows())
		rest.buf = append(rest.buf[:0], in.rows()...)
		for i, cond := range conds {
			if len(rest.buf) == 0 {
				break
			}
			c := in.over(rest.buf, cond).(*vec.Bools)
			rest.split(&hit, func(row int) bool { return c.At(row) && !c.Null(row) })
			if len(hit.buf) > 0 {
				m.take(in.over(hit.buf, thens[i]), hit.buf)
			}
		}
		if len(rest.buf) > 0 {
			m.take(in.over(rest.buf, other), rest.buf)
		}
		return m.end(in)
	}
	return out, nil
}

// compileCoalesce evaluates each argument over the rows where all before it are NULL.
func compileCoalesce(n *Coalesce) (Bound, error) {
	out := Bound{Type: n.T}
	args := make([]Bound, len(n.Args))
	for i, a := range n.Args {
		var err error
		if args[i], err = compileAs(a, n.T); err != nil {
			return Bound{}, err
		}
		out.CanFail = out.CanFail || args[i].CanFail
	}
	m := newMerger(n.T)
	var rest, hit filter
	out.Eval = func(in *Input) vec.Column {
		m.begin(in.Batch.Rows())
		rest.buf = append(rest.buf[:0], in.rows()...)
		for i, arg := range args {
			if len(rest.buf) == 0 {
				break
			}
			c := in.over(rest.buf, arg)
			last := i == len(args)-1
			rest.split(&hit, func(row int) bool { return last || !c.Null(row) })
			m.take(c, hit.buf)
		}
		return m.end(in)
	}
	return out, nil
}
