package expr

import (
	"github.com/apache/arrow/go/v15/arrow/decimal128"

	"weir/operators/vec"
)

// Args are the arguments of one call of a function with many, or with NULLs.
type Args struct {
	cols []vec.Column
	row  int
}

// Len returns the number of arguments.
func (a Args) Len() int { return len(a.cols) }

// Null reports that argument i is NULL.
func (a Args) Null(i int) bool { return a.cols[i].Null(a.row) }

// Int returns argument i, an integer, datetime or interval.
func (a Args) Int(i int) int64 { return a.cols[i].(*vec.Ints).At(a.row) }

// Float returns argument i, a REAL or DOUBLE.
func (a Args) Float(i int) float64 { return a.cols[i].(*vec.Floats).At(a.row) }

// Bool returns argument i, a BOOLEAN.
func (a Args) Bool(i int) bool { return a.cols[i].(*vec.Bools).At(a.row) }

// Dec returns argument i, a DECIMAL, unscaled.
func (a Args) Dec(i int) decimal128.Num { return a.cols[i].(*vec.Decs).At(a.row) }

// Text returns argument i, characters or bytes. It is only valid during the call.
func (a Args) Text(i int) []byte { return a.cols[i].(*vec.Texts).At(a.row) }

// Nary lifts a function of any number of arguments.
func Nary[R Fixed](f func(Args) (R, error)) Function { return nary(f, false) }

// NaryNull lifts a function that is called for rows with NULL arguments too.
func NaryNull[R Fixed](f func(Args) (R, error)) Function { return nary(f, true) }

// NaryText lifts a function of any number of arguments to text.
func NaryText(f func(dst []byte, a Args) ([]byte, error)) Function { return naryText(f, false) }

// NaryTextNull lifts a function to text that is called for rows with NULL arguments too.
func NaryTextNull(f func(dst []byte, a Args) ([]byte, error)) Function { return naryText(f, true) }

// Safe says of a function that it never rejects a row.
func Safe(f Function) Function {
	f.CanFail = false
	return f
}

func nary[R Fixed](f func(Args) (R, error), nulls bool) Function {
	return function(true, func() Kernel {
		var r result[R]
		return func(in *Input, args []vec.Column) vec.Column {
			nullable := args
			if nulls {
				nullable = nil
			}
			rows, out := r.begin(in, nullable)
			for _, row := range rows {
				v, err := f(Args{args, int(row)})
				if err != nil {
					r.reject(in, row, err)
					continue
				}
				out[row] = v
			}
			return r.out.Column()
		}
	})
}

func naryText(f func([]byte, Args) ([]byte, error), nulls bool) Function {
	return function(true, func() Kernel {
		var r textResult
		return func(in *Input, args []vec.Column) vec.Column {
			nullable := args
			if nulls {
				nullable = nil
			}
			for _, row := range r.begin(in, nullable) {
				dst, err := f(r.Data(), Args{args, int(row)})
				r.put(in, row, dst, err)
			}
			return r.Column()
		}
	})
}
