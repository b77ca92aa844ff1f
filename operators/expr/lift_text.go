package expr

import (
	"weir/operators/vec"
	"weir/sql/types"
)

// Functions whose result is text append it to dst, which holds the rows before, and return dst.

// UnaryText lifts a function of one argument to text.
func UnaryText[A Arg](f func(dst []byte, a A) []byte) Function {
	return unaryText(false, func(dst []byte, a A) ([]byte, error) { return f(dst, a), nil })
}

// UnaryTextErr lifts a function of one argument to text that can reject a row.
func UnaryTextErr[A Arg](f func(dst []byte, a A) ([]byte, error)) Function { return unaryText(true, f) }

// BinaryText lifts a function of two arguments to text.
func BinaryText[A, B Arg](f func(dst []byte, a A, b B) []byte) Function {
	return binaryText(false, func(dst []byte, a A, b B) ([]byte, error) { return f(dst, a, b), nil })
}

// BinaryTextErr lifts a function of two arguments to text that can reject a row.
func BinaryTextErr[A, B Arg](f func(dst []byte, a A, b B) ([]byte, error)) Function {
	return binaryText(true, f)
}

// TernaryText lifts a function of three arguments to text.
func TernaryText[A, B, C Arg](f func(dst []byte, a A, b B, c C) []byte) Function {
	return ternaryText(false, func(dst []byte, a A, b B, c C) ([]byte, error) { return f(dst, a, b, c), nil })
}

// TernaryTextErr lifts a function of three arguments to text that can reject a row.
func TernaryTextErr[A, B, C Arg](f func(dst []byte, a A, b B, c C) ([]byte, error)) Function {
	return ternaryText(true, f)
}

// textResult is the column of text that a lifted function fills.
type textResult struct {
	vec.TextScratch
	live filter
}

func (r *textResult) begin(in *Input, args []vec.Column) []int32 {
	r.Reset(in.Batch.Rows())
	r.NullWhere(args...)
	return r.live.valid(in, r.Valid())
}

// put ends a row: with what dst has beyond the rows before, or rejected.
func (r *textResult) put(in *Input, row int32, dst []byte, err error) {
	if err == nil {
		if r.Put(int(row), dst) {
			return
		}
		err = errTextTooLarge
	}
	r.SetNull(int(row))
	in.reject(row, err)
}

var errTextTooLarge = &RowError{types.RowTooLarge, "the text is too large"}

func unaryText[A Arg](canFail bool, f func([]byte, A) ([]byte, error)) Function {
	return function(canFail, func() Kernel {
		var r textResult
		var a operand[A]
		return func(in *Input, args []vec.Column) vec.Column {
			rows := r.begin(in, args)
			a.open(args[0], rows)
			for _, row := range rows {
				dst, err := f(r.Data(), a.at(row))
				r.put(in, row, dst, err)
			}
			return r.Column()
		}
	})
}

func binaryText[A, B Arg](canFail bool, f func([]byte, A, B) ([]byte, error)) Function {
	return function(canFail, func() Kernel {
		var r textResult
		var a operand[A]
		var b operand[B]
		return func(in *Input, args []vec.Column) vec.Column {
			rows := r.begin(in, args)
			a.open(args[0], rows)
			b.open(args[1], rows)
			for _, row := range rows {
				dst, err := f(r.Data(), a.at(row), b.at(row))
				r.put(in, row, dst, err)
			}
			return r.Column()
		}
	})
}

func ternaryText[A, B, C Arg](canFail bool, f func([]byte, A, B, C) ([]byte, error)) Function {
	return function(canFail, func() Kernel {
		var r textResult
		var a operand[A]
		var b operand[B]
		var c operand[C]
		return func(in *Input, args []vec.Column) vec.Column {
			rows := r.begin(in, args)
			a.open(args[0], rows)
			b.open(args[1], rows)
			c.open(args[2], rows)
			for _, row := range rows {
				dst, err := f(r.Data(), a.at(row), b.at(row), c.at(row))
				r.put(in, row, dst, err)
			}
			return r.Column()
		}
	})
}
