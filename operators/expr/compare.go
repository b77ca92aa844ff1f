package expr

import (
	"bytes"
	endian "encoding/binary"
	"fmt"

	"weir/operators/vec"
	"weir/sql/types"
)

// accepts are the signs of a comparison (less, equal, greater) for which an operator is true.
var accepts = map[string][3]bool{
	"=":  {false, true, false},
	"<>": {true, false, true},
	"<":  {true, false, false},
	"<=": {true, true, false},
	">":  {false, false, true},
	">=": {false, true, true},

	"IS DISTINCT FROM":     {true, false, true},
	"IS NOT DISTINCT FROM": {false, true, false},
}

func compileCompare(n *Compare) (Bound, error) {
	k, err := comparison(n.Op, n.L.Type(), n.R.Type(), n.Pad)
	if err != nil {
		return Bound{}, fmt.Errorf("compiling %s: %w", n, err)
	}
	args, err := compileAll(n.L, n.R)
	if err != nil {
		return Bound{}, err
	}
	switch n.Op {
	case "IS DISTINCT FROM":
		k = nullSafe(k, true)
	case "IS NOT DISTINCT FROM":
		k = nullSafe(k, false)
	}
	return apply(types.BooleanType, false, k, args...), nil
}

// comparison is the kernel of an operator. NULL in either operand gives NULL.
func comparison(op string, l, r types.Type, pad bool) (Kernel, error) {
	accept, ok := accepts[op]
	switch {
	case !ok:
		return nil, fmt.Errorf("no comparison %s", op)
	case l.Layout() != r.Layout():
		return nil, fmt.Errorf("%s and %s do not compare", l, r)
	}
	switch l.Layout() {
	case types.Int:
		return newOrdered[int64](accept).eval, nil
	case types.Float:
		return newOrdered[float64](accept).eval, nil
	case types.Text:
		return textComparison(accept, pad), nil
	case types.Dec:
		return bySign(accept, func(a, b *vec.Decs, row int) int {
			return types.CompareDecimal(a.At(row), l.Scale, b.At(row), r.Scale)
		}), nil
	case types.Bool:
		return bySign(accept, func(a, b *vec.Bools, row int) int { return ordinal(a.At(row)) - ordinal(b.At(row)) }), nil
	default: // both are bare NULLs
		return textComparison(accept, false), nil
	}
}

func ordinal(b bool) int {
	if b {
		return 1
	}
	return 0
}

// bySign compares row by row.
func bySign[C vec.Column](accept [3]bool, sign func(a, b C, row int) int) Kernel {
	var out vec.Scratch[bool]
	return func(in *Input, args []vec.Column) vec.Column {
		a, b := args[0].(C), args[1].(C)
		values := out.Reset(in.Batch.Rows())
		out.NullWhere(args...)
		for _, row := range in.rows() {
			values[row] = accept[sign(a, b, int(row))+1]
		}
		return out.Column()
	}
}

// textComparison compares bytes, which for UTF-8 is the order of the characters.
func textComparison(accept [3]bool, pad bool) Kernel {
	switch {
	case pad:
		return bySign(accept, func(a, b *vec.Texts, row int) int {
			return bytes.Compare(trimPad(a.At(row)), trimPad(b.At(row)))
		})
	case accept[0] == accept[2]: // = and <>
		return textEquality(accept[1])
	}
	return bySign(accept, func(a, b *vec.Texts, row int) int { return bytes.Compare(a.At(row), b.At(row)) })
}

func trimPad(b []byte) []byte {
	for len(b) > 0 && b[len(b)-1] == ' ' {
		b = b[:len(b)-1]
	}
	return b
}

func textEquality(want bool) Kernel {
	var out vec.Scratch[bool]
	return func(in *Input, args []vec.Column) vec.Column {
		a, b := args[0].(*vec.Texts), args[1].(*vec.Texts)
		if a.Const {
			a, b = b, a
		}
		values := out.Reset(in.Batch.Rows())
		out.NullWhere(args...)
		if b.Const && !a.Const {
			equalToConst(values, in.rows(), a, b.At(0), want)
			return out.Column()
		}
		for _, row := range in.rows() {
			values[row] = bytes.Equal(a.At(int(row)), b.At(int(row))) == want
		}
		return out.Column()
	}
}

// equalToConst compares the length and the first eight bytes at once, without a branch that the data would mislead. Only
// texts that pass this and are longer are compared in full.
func equalToConst(out []bool, rows []int32, a *vec.Texts, b []byte, want bool) {
	var first [8]byte
	n := copy(first[:], b)
	head, mask := endian.LittleEndian.Uint64(first[:]), uint64(1)<<(8*n)-1
	safe := int32(len(a.Data)) - 8 // the last place where eight bytes can be read
	for _, row := range rows {
		start, end := a.Offsets[row], a.Offsets[row+1]
		if start > safe {
			out[row] = bytes.Equal(a.Data[start:end], b) == want
			continue
		}
		differs := (endian.LittleEndian.Uint64(a.Data[start:])^head)&mask | uint64(int(end-start)^len(b))
		if len(b) > 8 && differs == 0 && !bytes.Equal(a.Data[start:end], b) {
			differs = 1
		}
		out[row] = (differs == 0) == want
	}
}

// nullSafe makes a comparison that is never NULL of one that decides about rows without NULLs. With exactly one NULL the
// operands are distinct.
func nullSafe(k Kernel, distinct bool) Kernel {
	return func(in *Input, args []vec.Column) vec.Column {
		c := k(in, args).(*vec.Bools)
		c.Valid = vec.Bitmap{}
		if !args[0].HasNulls() && !args[1].HasNulls() {
			return c
		}
		for _, row := range in.rows() {
			l, r := args[0].Null(int(row)), args[1].Null(int(row))
			if l || r {
				c.Values[row] = (l != r) == distinct
			}
		}
		return c
	}
}
