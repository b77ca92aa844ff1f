package expr

import (
	"unsafe"

	"github.com/apache/arrow/go/v15/arrow"

	"weir/operators"
	"weir/operators/vec"
	"weir/sql/types"
)

func column(n *Column) Bound {
	var view vec.View
	index := n.Index
	return Bound{Type: n.T, source: index + 1, Eval: func(in *Input) vec.Column { return view.Of(in.Batch.Cols[index]) }}
}

// Array evaluates b and makes an Arrow array of all rows. An expression that is nothing but a column is that column's array.
func (b Bound) Array(in *Input) arrow.Array {
	if b.source > 0 {
		return in.Batch.Cols[b.source-1]
	}
	return vec.Array(b.Eval(in), b.Type, in.Batch.Rows())
}

func rowtime() Bound {
	var c vec.Ints
	return Bound{Type: types.TimestampType, Eval: func(in *Input) vec.Column {
		c.Values = instants(in.Batch.Time)
		return &c
	}}
}

// instants gives ROWTIMEs as the values of a column without a copy: a Time is an int64.
func instants(times []operators.Time) []int64 {
	return unsafe.Slice((*int64)(unsafe.SliceData(times)), len(times))
}

func clock(n *Clock) Bound {
	c := vec.Ints{Values: make([]int64, 1), Const: true}
	kind := n.Kind
	return Bound{Type: types.TimestampType, Eval: func(in *Input) vec.Column {
		c.Values[0] = int64(in.Now)
		if kind == StartClock {
			c.Values[0] = int64(in.Start)
		}
		return &c
	}}
}

func constant(v types.Value) Bound {
	c := vec.Const(v)
	return Bound{Type: v.Type, value: &v, Eval: func(*Input) vec.Column { return c }}
}

// compileNotNull adds nothing to an operand that is never NULL.
func compileNotNull(n *NotNull) (Bound, error) {
	b, err := Compile(n.X)
	if err != nil || neverNull(n.X) {
		return b, err
	}
	eval := b.Eval
	var failed filter
	detail := "NULL in column " + n.Column
	return Bound{Type: b.Type, CanFail: true, Eval: func(in *Input) vec.Column {
		before := len(in.Failures)
		c := eval(in)
		if c.HasNulls() {
			failed.nulls(in, c, in.Failures[before:])
			for _, row := range failed.buf {
				in.Fail(row, types.NullInNotNull, detail)
			}
		}
		return c
	}}, nil
}

// nulls selects the rows that are needed and null in c, without those that have failed already.
func (f *filter) nulls(in *Input, c vec.Column, failures []operators.Failure) {
	var failed map[int32]bool
	if len(failures) > 0 {
		failed = make(map[int32]bool, len(failures))
		for _, x := range failures {
			failed[x.Row] = true
		}
	}
	f.buf = f.buf[:0]
	for _, row := range in.rows() {
		if c.Null(int(row)) && !failed[row] {
			f.buf = append(f.buf, row)
		}
	}
}

func neverNull(n Node) bool {
	switch n := n.(type) {
	case *Column:
		return n.NotNull
	case *Literal:
		return !n.V.Null
	case *Rowtime, *Clock:
		return true
	}
	return false
}
