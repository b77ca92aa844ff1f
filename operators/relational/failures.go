package relational

import (
	"cmp"
	"slices"

	"weir/operators"
)

// merged puts the failures of a batch and those that an expression added into one list: for each row the one with the least
// Item, ascending in Row. It shares no memory with added.
func merged(had, added []operators.Failure) []operators.Failure {
	if len(added) == 0 {
		return had
	}
	all := slices.Concat(had, added)
	slices.SortStableFunc(all, func(a, b operators.Failure) int {
		return cmp.Or(cmp.Compare(a.Row, b.Row), cmp.Compare(a.Item, b.Item))
	})
	return slices.CompactFunc(all, func(a, b operators.Failure) bool { return a.Row == b.Row })
}

// without returns the rows 0..n-1 that have no failure.
func without(failed []operators.Failure, n int) []int32 {
	good := make([]int32, 0, n)
	for row := range int32(n) {
		if len(failed) > 0 && failed[0].Row == row {
			for len(failed) > 0 && failed[0].Row == row {
				failed = failed[1:]
			}
			continue
		}
		good = append(good, row)
	}
	return good
}
