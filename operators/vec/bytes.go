package vec

import (
	"sort"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"

	"weir/operators"
)

// Bytes estimates the memory of a batch: times and values, without bitmaps and headers.
func Bytes(b operators.Batch) int { return RowBytes(b, 0, b.Rows()) }

// RowBytes estimates the memory of rows from to to-1.
func RowBytes(b operators.Batch, from, to int) int {
	width, text := arrow.Int64SizeBytes, 0
	for _, a := range b.Cols {
		switch a := a.(type) {
		case nil:
		case *array.Boolean:
			width++
		case *array.Decimal128:
			width += arrow.Decimal128SizeBytes
		case *array.String:
			width += arrow.Int32SizeBytes
			text += textBytes(a.Data(), from, to)
		case *array.Binary:
			width += arrow.Int32SizeBytes
			text += textBytes(a.Data(), from, to)
		default:
			width += arrow.Int64SizeBytes
		}
	}
	return (to-from)*width + text
}

func textBytes(d arrow.ArrayData, from, to int) int {
	var t Texts
	t.point(d)
	return int(t.Offsets[to] - t.Offsets[from])
}

// Split hands b to emit in pieces of at most MaxBatchBytes; a larger row stands alone.
func Split(b operators.Batch, emit func(operators.Batch)) {
	from, rows := 0, b.Rows()
	for from < rows {
		to := rows
		if RowBytes(b, from, to) > operators.MaxBatchBytes {
			fit := sort.Search(rows-from, func(k int) bool { return RowBytes(b, from, from+k+1) > operators.MaxBatchBytes })
			to = from + max(fit, 1)
		}
		emit(Slice(b, from, to))
		from = to
	}
}
