package relational

import (
	"fmt"

	"weir/operators"
	"weir/operators/expr"
	"weir/sql/types"
)

// TimeKey says that a key is monotonic. Any change of a time key finishes what has the key before it.
//
// Of is the key as an expression over nothing but ROWTIME, so that the least ROWTIME at which the key has changed (Ends) can
// be found by search; nil where only data can tell (MONOTONIC(x)). Inclusive: the key's value includes its last instant
// (CEIL, bare ROWTIME), so results carry Ends - 1 ms.
type TimeKey struct {
	Key       int // its place: in By of a Tumble, among the columns of a Distinct; 0 for a Sort
	Of        expr.Node
	Inclusive bool
}

// endings tells when something that has a value of some time keys ends.
type endings []changed

// changed is a time key as a function of ROWTIME, and how results are dated by it.
type changed struct {
	key       func(operators.Time) (types.Value, *operators.Failure) // nil: only data can tell
	instant   bool                                                   // the key is ROWTIME itself
	inclusive bool
}

func newEndings(keys []TimeKey) (endings, error) {
	e := make(endings, len(keys))
	for i, k := range keys {
		e[i].inclusive = k.Inclusive
		if k.Of == nil {
			continue
		}
		_, e[i].instant = k.Of.(*expr.Rowtime)
		var err error
		if e[i].key, err = expr.AtTime(k.Of); err != nil {
			return nil, fmt.Errorf("compiling %s as a function of time: %w", k.Of, err)
		}
	}
	return e, nil
}

// after returns, for what begins with a row at first, the least ROWTIME at which one of the time keys has changed, and the
// ROWTIME of its results: that instant, or the last one before it if the key includes it. Both are EndOfTime where only data
// can tell.
func (e endings) after(first operators.Time) (ends, result operators.Time) {
	ends, result = operators.EndOfTime, operators.EndOfTime
	for _, c := range e {
		if c.key == nil {
			continue
		}
		end := c.after(first)
		if end == operators.EndOfTime {
			continue
		}
		ends = min(ends, end)
		if c.inclusive {
			end--
		}
		result = min(result, end)
	}
	return ends, result
}

// lastInstant is later than every time that a calendar can write. A key that has not changed by then never does.
const lastInstant operators.Time = 1 << 52

// after finds the least time after first at which the key is another. It looks ever further ahead, then between the last two
// places: the key is monotonic.
func (c changed) after(first operators.Time) operators.Time {
	if c.instant {
		return first + 1
	}
	key, failed := c.key(first)
	if failed != nil {
		return operators.EndOfTime
	}
	same := func(t operators.Time) bool {
		v, failed := c.key(t)
		return failed == nil && v == key
	}
	low, high := first, first+1
	for step := operators.Time(1); same(high); high = low + step {
		if high >= lastInstant {
			return operators.EndOfTime
		}
		low = high
		step *= 2
	}
	for low+1 < high {
		if mid := low + (high-low)/2; same(mid) {
			low = mid
		} else {
			high = mid
		}
	}
	return high
}
