package expr

import (
	"github.com/apache/arrow/go/v15/arrow/decimal128"

	"weir/operators/vec"
	"weir/sql/types"
)

// Fixed are the Go types of columns of fixed width.
type Fixed interface {
	int64 | float64 | bool | decimal128.Num
}

// Arg is what a lifted function can take: a fixed value, or text. A text is only valid during the call.
type Arg interface{ Fixed | []byte }

// The lifters make column functions of plain Go functions of one row. A row with a NULL argument is NULL and the function is
// not called for it. An error rejects the row; it is best a *RowError. ErrNull makes the value NULL. Functions must be pure.

// Unary lifts a function of one argument.
func Unary[A Arg, R Fixed](f func(A) R) Function {
	return function(false, func() Kernel { return (&unary[A, R]{f: f}).eval })
}

// UnaryErr lifts a function of one argument that can reject a row.
func UnaryErr[A Arg, R Fixed](f func(A) (R, error)) Function {
	return function(true, func() Kernel { return (&unary[A, R]{try: f}).eval })
}

// Binary lifts a function of two arguments.
func Binary[A, B Arg, R Fixed](f func(A, B) R) Function {
	return function(false, func() Kernel { return (&binary[A, B, R]{f: f}).eval })
}

// BinaryErr lifts a function of two arguments that can reject a row.
func BinaryErr[A, B Arg, R Fixed](f func(A, B) (R, error)) Function {
	return function(true, func() Kernel { return (&binary[A, B, R]{try: f}).eval })
}

// Ternary lifts a function of three arguments.
func Ternary[A, B, C Arg, R Fixed](f func(A, B, C) R) Function {
	return Safe(TernaryErr(func(a A, b B, c C) (R, error) { return f(a, b, c), nil }))
}

// TernaryErr lifts a function of three arguments that can reject a row.
func TernaryErr[A, B, C Arg, R Fixed](f func(A, B, C) (R, error)) Function {
	return function(true, func() Kernel { return (&ternary[A, B, C, R]{try: f}).eval })
}

// Typed lets a function depend on its types, and gives each call in a plan state of its own: make is called once for each.
func Typed(canFail bool, make func(args []types.Type, result types.Type) Function) Function {
	return Function{CanFail: canFail, Bind: func(args []types.Type, result types.Type) Kernel {
		return make(args, result).Bind(args, result)
	}}
}

func function(canFail bool, make func() Kernel) Function {
	return Function{CanFail: canFail, Bind: func([]types.Type, types.Type) Kernel { return make() }}
}

// An operand gives the values of an argument as a slice: of row i, values[i&mask].
type operand[A Arg] struct {
	values []A
	mask   int
}

// open reads c for some rows. Texts become slices of their bytes.
func (o *operand[A]) open(c vec.Column, rows []int32) {
	o.mask = -1
	if c.IsConst() {
		o.mask, rows = 0, everyRow[:1]
	}
	switch values := any(&o.values).(type) {
	case *[][]byte:
		*values = byteSlices(*values, c.(*vec.Texts), rows)
	default:
		o.values = c.(*vec.Vec[A]).Values
	}
}

func byteSlices(buf [][]byte, t *vec.Texts, rows []int32) [][]byte {
	if n := len(t.Offsets) - 1; cap(buf) < n {
		buf = make([][]byte, n)
	} else {
		buf = buf[:n]
	}
	for _, row := range rows {
		buf[row] = t.Data[t.Offsets[row]:t.Offsets[row+1]]
	}
	return buf
}

func (o *operand[A]) at(row int32) A { return o.values[int(row)&o.mask] }

// result is the column that a lifted function of fixed width fills.
type result[R Fixed] struct {
	out  vec.Scratch[R]
	live filter
}

// begin returns the rows to compute and where to put their values.
func (r *result[R]) begin(in *Input, args []vec.Column) ([]int32, []R) {
	out := r.out.Reset(in.Batch.Rows())
	r.out.NullWhere(args...)
	return r.live.valid(in, r.out.Valid()), out
}

func (r *result[R]) reject(in *Input, row int32, err error) {
	r.out.SetNull(int(row))
	in.reject(row, err)
}

type unary[A Arg, R Fixed] struct {
	f   func(A) R
	try func(A) (R, error) // where f is nil
	a   operand[A]
	result[R]
}

func (k *unary[A, R]) eval(in *Input, args []vec.Column) vec.Column {
	rows, out := k.begin(in, args)
	k.a.open(args[0], rows)
	if k.f != nil {
		for _, row := range rows {
			out[row] = k.f(k.a.at(row))
		}
		return k.out.Column()
	}
	for _, row := range rows {
		v, err := k.try(k.a.at(row))
		if err != nil {
			k.reject(in, row, err)
			continue
		}
		out[row] = v
	}
	return k.out.Column()
}

type binary[A, B Arg, R Fixed] struct {
	f   func(A, B) R
	try func(A, B) (R, error) // where f is nil
	a   operand[A]
	b   operand[B]
	result[R]
}

func (k *binary[A, B, R]) eval(in *Input, args []vec.Column) vec.Column {
	rows, out := k.begin(in, args)
	k.a.open(args[0], rows)
	k.b.open(args[1], rows)
	if k.f != nil {
		for _, row := range rows {
			out[row] = k.f(k.a.at(row), k.b.at(row))
		}
		return k.out.Column()
	}
	for _, row := range rows {
		v, err := k.try(k.a.at(row), k.b.at(row))
		if err != nil {
			k.reject(in, row, err)
			continue
		}
		out[row] = v
	}
	return k.out.Column()
}

type ternary[A, B, C Arg, R Fixed] struct {
	try func(A, B, C) (R, error)
	a   operand[A]
	b   operand[B]
	c   operand[C]
	result[R]
}

func (k *ternary[A, B, C, R]) eval(in *Input, args []vec.Column) vec.Column {
	rows, out := k.begin(in, args)
	k.a.open(args[0], rows)
	k.b.open(args[1], rows)
	k.c.open(args[2], rows)
	for _, row := range rows {
		v, err := k.try(k.a.at(row), k.b.at(row), k.c.at(row))
		if err != nil {
			k.reject(in, row, err)
			continue
		}
		out[row] = v
	}
	return k.out.Column()
}
