package functions

import (
	"math"
	"math/big"
	"math/bits"

	"github.com/apache/arrow/go/v15/arrow"

	"weir/operators"
	"weir/sql/types"
)

// moments are exact sums of the values of each group, and of their squares where those are asked for.
type moments struct {
	x       *fixedCells[float64]
	gate    *gate
	seen    []seen
	sums    exactSums
	squares *exactSums // nil: nobody asks
}

// seen counts the values of a group.
type seen struct {
	n   int64
	odd int32 // of them, neither finite nor in the sums
}

func newMoments(in inputs) moments {
	return moments{x: in.kept[0].(*fixedCells[float64]), gate: in.gate}
}

func (m *moments) Grow(groups, places int) {
	m.grow(groups)
	m.gate.grow(places)
}

func (m *moments) grow(groups int) {
	m.seen = grown(m.seen, groups)
	m.sums.Grow(groups)
	if m.squares != nil {
		m.squares.Grow(groups)
	}
}

func (m *moments) add(group, place int32) {
	if !m.x.null(place) {
		m.seen[group].n++
		m.move(group, place, 1)
	}
}

func (m *moments) remove(group, place int32) {
	if !m.x.null(place) {
		m.seen[group].n--
		m.move(group, place, -1)
	}
}

// move adds a value, or takes it away.
func (m *moments) move(group, place int32, by int32) {
	whole, exp, minus, finite := parts(m.x.of[place])
	if !finite {
		m.seen[group].odd += by
		return
	}
	m.sums.add(group, 0, whole, exp, minus != (by < 0))
	if m.squares != nil {
		hi, lo := bits.Mul64(whole, whole)
		m.squares.add(group, hi, lo, 2*exp, by < 0)
	}
}

// parts takes a float apart: it is whole times 2^exp, negated if minus.
func parts(v float64) (whole uint64, exp int64, minus, finite bool) {
	b := math.Float64bits(v)
	const fraction, hidden = 1<<52 - 1, 1 << 52
	whole, exp = b&fraction, int64(b>>52&0x7ff)
	switch exp {
	case 0x7ff:
		return 0, 0, false, false
	case 0:
		exp = 1
	default:
		whole |= hidden
	}
	return whole, exp - 1075, b>>63 != 0, true
}

// floatFrames is SUM and AVG of REALs and DOUBLEs. The sum is exact and rounded once.
type floatFrames struct {
	moments
	of *floatTotal
}

func (f *floatTotal) frames(in inputs) Frames { return &floatFrames{newMoments(in), f} }

func (f *floatFrames) Play(t *Tape) (arrow.Array, []operators.Failure) {
	return play(f, t, f.gate, f.of.result)
}

func (f *floatFrames) value(group int32, _ int) (float64, bool, types.Code) {
	s := f.seen[group]
	switch {
	case s.n == 0:
		return 0, true, types.OK
	case s.odd > 0:
		return 0, false, types.Overflow
	}
	v, wrong := f.of.value(total[float64]{sum: scaled(f.sums.float(group)), n: s.n})
	return v, false, wrong
}

// varianceFrames is VAR and STDDEV: n times the sum of squares, less the square of the sum, is exact, so nothing cancels.
type varianceFrames struct {
	moments
	of *variance

	sum, square, far, times big.Int // scratch
}

func (f *variance) frames(in inputs) Frames {
	v := &varianceFrames{moments: newMoments(in), of: f}
	v.squares = &exactSums{}
	return v
}

func (f *varianceFrames) Play(t *Tape) (arrow.Array, []operators.Failure) {
	return play(f, t, f.gate, types.DoubleType)
}

func (f *varianceFrames) value(group int32, _ int) (float64, bool, types.Code) {
	s := f.seen[group]
	if s.n > 0 && s.odd > 0 {
		return 0, false, types.Overflow
	}
	v, null := f.of.value(spread{n: s.n, squares: f.distances(group, s.n)})
	if null {
		return 0, true, types.OK
	}
	return v, false, finite(v)
}

// distances is the sum of the squared distances of a group's values from their mean.
func (f *varianceFrames) distances(group int32, n int64) float64 {
	if n < 2 {
		return 0
	}
	base := 2 * f.sums.big(group, &f.sum)
	f.square.Mul(&f.sum, &f.sum)
	of := f.squares.big(group, &f.sum)
	f.far.Mul(&f.sum, f.times.SetInt64(n))
	if of > base {
		f.far.Lsh(&f.far, uint(of-base))
	} else {
		f.square.Lsh(&f.square, uint(base-of))
		base = of
	}
	v, exp := bigFloat(f.far.Sub(&f.far, &f.square), &f.times)
	return scaled(v/float64(n), exp+base)
}
