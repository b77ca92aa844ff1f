package functions

import (
	"github.com/apache/arrow/go/v15/arrow"

	"weir/operators/vec"
)

// Cells are the values of one argument of the rows in a log, by place.
type Cells interface {
	// Grow makes room for places 0..n-1.
	Grow(n int)
	// Set gives places the values of a column: place places[row] that of each row. NoPlace is skipped.
	Set(places []int32, c vec.Column)
	// Clear forgets the value of a place.
	Clear(place int32)
	// Array copies the values of some places.
	Array(places []int32) arrow.Array
}
