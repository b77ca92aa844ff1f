package relational

import (
	"github.com/apache/arrow/go/v15/arrow"

	"weir/operators"
	"weir/operators/expr"
	"weir/operators/vec"
)

func openLookup(s *Lookup, env *operators.Env) (operators.Operator, error) {
	m := MatchOf(s.Cond, len(s.Input.Schema().Columns))
	x, err := newMatcher(s.Table, m)
	if err != nil {
		return nil, err
	}
	left, err := compileAll(m.Left)
	if err != nil {
		return nil, err
	}
	return &lookup{spec: s, env: env, matcher: x, keys: left, cols: make([]vec.Column, len(left)), in: expr.Input{Item: s.Item}}, nil
}

// lookup collects pairs of a row and a table row, and emits them a batch at a time.
type lookup struct {
	spec    *Lookup
	env     *operators.Env
	matcher *matcher
	keys    []expr.Bound
	cols    []vec.Column
	in      expr.Input

	left, right []int32 // pairs
	matched     bool    // the row that the pairs are about has a match among those that were emitted
}

// What may stand in a pair in the place of a table row.
const (
	alone     = vec.Nowhere     // the row has no match
	unmatched = vec.Nowhere - 1 // behind the row's candidates: it is emitted alone if none of them matched
)

// Process joins the rows.
func (l *lookup) Process(_ int, b operators.Batch, out operators.Output) error {
	x := l.matcher
	x.refresh(l.env.Table)
	begin(&l.in, b, l.env)
	for i, key := range l.keys {
		l.cols[i] = key.Eval(&l.in)
	}
	b.Failed = merged(b.Failed, l.in.Failures)
	ids := x.find(l.cols, b.Rows(), nil)
	l.left, l.right = l.left[:0], l.right[:0]
	if len(b.Failed) == 0 && x.rest == nil && x.index.unique() {
		l.one(b, ids, out)
		return nil
	}
	l.many(b, ids, out)
	return nil
}

// one joins rows that have at most one match each.
func (l *lookup) one(b operators.Batch, ids []int32, out operators.Output) {
	l.reserve(len(ids))
	left, right := l.left[:len(ids)], l.right[:len(ids)]
	n := 0
	for row, id := range ids {
		left[n], right[n] = int32(row), id // overwritten by the next row unless this one stays
		if id >= 0 || l.spec.Outer {
			n++
		}
	}
	l.emit(b, left[:n], right[:n], nil, out)
}

// many joins rows with any number of candidates, some of which the rest of the condition may refuse.
func (l *lookup) many(b operators.Batch, ids []int32, out operators.Output) {
	failed := b.Failed
	l.matched = false
	for row, id := range ids {
		if len(failed) > 0 && int(failed[0].Row) == row {
			failed = failed[1:]
			l.pair(b, row, alone, out)
			continue
		}
		candidates := l.matcher.candidates(id)
		for len(candidates) > 0 {
			n := min(len(candidates), operators.MaxBatchRows-len(l.right))
			for range n {
				l.left = append(l.left, int32(row))
			}
			l.right = append(l.right, candidates[:n]...)
			candidates = candidates[n:]
			if len(l.right) == operators.MaxBatchRows {
				l.flush(b, out)
			}
		}
		if l.spec.Outer {
			l.pair(b, row, unmatched, out)
		}
	}
	l.flush(b, out)
}

func (l *lookup) pair(b operators.Batch, row int, right int32, out operators.Output) {
	l.left, l.right = append(l.left, int32(row)), append(l.right, right)
	if len(l.right) == operators.MaxBatchRows {
		l.flush(b, out)
	}
}

// flush emits the pairs that match.
func (l *lookup) flush(b operators.Batch, out operators.Output) {
	if len(l.right) == 0 {
		return
	}
	var verdict *vec.Bools
	var failed, kept []operators.Failure
	if l.matcher.rest != nil && l.anyPair() {
		verdict, failed = l.matcher.judge(&l.in, b, l.left, l.right)
	}
	n := 0
	for i, right := range l.right {
		bad := len(failed) > 0 && int(failed[0].Row) == i
		switch {
		case right == unmatched:
			stays := !l.matched
			l.matched = false
			if !stays {
				continue
			}
			right = alone
		case right == alone:
		case bad:
			f := failed[0]
			failed, f.Row = failed[1:], int32(n)
			kept = append(kept, f)
			l.matched = true
		case verdict == nil || !verdict.Null(i) && verdict.At(i):
			l.matched = true
		default:
			continue
		}
		l.left[n], l.right[n] = l.left[i], right
		n++
	}
	l.emit(b, l.left[:n], l.right[:n], kept, out)
	l.left, l.right = l.left[:0], l.right[:0]
}

func (l *lookup) anyPair() bool {
	for _, right := range l.right {
		if right >= 0 {
			return true
		}
	}
	return false
}

// emit emits joined rows; failed are failures of theirs.
func (l *lookup) emit(b operators.Batch, left, right []int32, failed []operators.Failure, out operators.Output) {
	if len(left) == 0 {
		return
	}
	joined := vec.Gather(b, left)
	cols := make([]arrow.Array, 0, len(l.spec.Cols.Columns))
	cols = append(cols, joined.Cols...)
	for i := range l.matcher.rows.Cols {
		if l.spec.Used != nil && !l.spec.Used[i] {
			cols = append(cols, nil)
			continue
		}
		cols = append(cols, l.matcher.column(i, right))
	}
	joined.Cols = cols
	joined.Failed = merged(joined.Failed, failed)
	vec.Split(joined, out.Emit)
}

func (l *lookup) reserve(n int) {
	if cap(l.left) < n {
		l.left, l.right = make([]int32, 0, n), make([]int32, 0, n)
	}
}

// Advance has nothing to emit.
func (l *lookup) Advance(t operators.Time, _ operators.Output) (operators.Time, error) { return t, nil }
