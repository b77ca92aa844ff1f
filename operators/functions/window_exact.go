package functions

import (
	"math"
	"math/big"
)

// exactSums are sums of floats without any error, one for each group: what was added can be taken away for ever. A sum is a
// whole number of 192 bits times a power of two. That spans values which differ in size by 25 digits and more; a sum that
// does not fit has a big.Int in its place, until it fits again.
type exactSums struct {
	of   []exactSum
	wide map[int32]*wideSum // of the groups whose base is wideBase

	scratch, limb big.Int
}

// exactSum is v times 2^base. The base of zero means nothing.
type exactSum struct {
	v    int192
	base int64
}

// wideBase marks a sum that is in the map of wide ones.
const wideBase = math.MinInt64

// firstShift is how far the first value lies above the base, so that smaller ones find room. As many bits are left above.
const firstShift = 64

// sumBits is what a shifted value may have, so that neither it nor its negative overflows.
const sumBits = 190

type wideSum struct {
	v    big.Int
	base int64
}

func (x *exactSums) Grow(n int) { x.of = grown(x.of, n) }

// add adds hi:lo times 2^exp, or subtracts it.
func (x *exactSums) add(group int32, hi, lo uint64, exp int64, minus bool) {
	s := &x.of[group]
	if hi|lo == 0 {
		return
	}
	if s.v == (int192{}) && s.base != wideBase {
		s.base = exp - firstShift
	}
	if s.base == wideBase || !s.addShifted(hi, lo, exp, minus) {
		x.addWide(group, hi, lo, exp, minus)
	}
}

// addShifted reports false, and does nothing, where there is no room.
func (s *exactSum) addShifted(hi, lo uint64, exp int64, minus bool) bool {
	length := int192{lo, hi, 0}.length()
	if shift := exp - s.base; (shift < 0 || shift+length > sumBits) && !s.rebase(exp, length) {
		return false
	}
	v := shifted(hi, lo, uint(exp-s.base))
	var sum int192
	if minus {
		sum = s.v.less(v)
	} else {
		sum = s.v.plus(v)
	}
	if grew := s.v.negative() == minus; grew && sum.negative() != s.v.negative() {
		return false
	}
	s.v = sum
	return true
}

// rebase moves the base so that a value of some length at exp fits. It reports false if there is none.
func (s *exactSum) rebase(exp, length int64) bool {
	mag := s.v.magnitude()
	least := min(exp, s.base+mag.trailing())
	most := max(exp+length, s.base+mag.length())
	if most-least > sumBits {
		return false
	}
	// Half of the spare room goes below.
	base := least - (sumBits-(most-least))/2
	if move := s.base - base; move >= 0 {
		mag = mag.up(uint(move))
	} else {
		mag = mag.down(uint(-move))
	}
	if s.v.negative() {
		mag = int192{}.less(mag)
	}
	s.v, s.base = mag, base
	return true
}

func (x *exactSums) addWide(group int32, hi, lo uint64, exp int64, minus bool) {
	w := x.wide[group]
	if w == nil {
		if x.wide == nil {
			x.wide = map[int32]*wideSum{}
		}
		w = &wideSum{}
		w.base = x.big(group, &w.v)
		x.wide[group] = w
		x.of[group] = exactSum{base: wideBase}
	}
	if exp < w.base {
		w.v.Lsh(&w.v, uint(w.base-exp))
		w.base = exp
	}
	t := &x.scratch
	t.SetUint64(hi)
	t.Lsh(t, 64)
	t.Or(t, x.limb.SetUint64(lo))
	t.Lsh(t, uint(exp-w.base))
	if minus {
		w.v.Sub(&w.v, t)
	} else {
		w.v.Add(&w.v, t)
	}
	x.narrow(group, w)
}

// narrow takes a sum out of the wide ones if it fits again.
func (x *exactSums) narrow(group int32, w *wideSum) {
	low := w.v.TrailingZeroBits()
	if w.v.BitLen()-int(low) > sumBits {
		return
	}
	delete(x.wide, group)
	v := &x.scratch
	v.Rsh(v.Abs(&w.v), low)
	s := exactSum{base: w.base + int64(low)}
	for _, limb := range []*uint64{&s.v.lo, &s.v.mid, &s.v.hi} {
		*limb = x.limb.And(v, lowLimb).Uint64()
		v.Rsh(v, 64)
	}
	if w.v.Sign() < 0 {
		s.v = int192{}.less(s.v)
	}
	x.of[group] = s
}

var lowLimb = new(big.Int).SetUint64(math.MaxUint64)

// big sets v to a group's sum, which is v times 2^base.
func (x *exactSums) big(group int32, v *big.Int) (base int64) {
	s := &x.of[group]
	if s.base == wideBase {
		w := x.wide[group]
		v.Set(&w.v)
		return w.base
	}
	mag := s.v.magnitude()
	v.SetUint64(mag.hi)
	for _, limb := range []uint64{mag.mid, mag.lo} {
		v.Lsh(v, 64)
		v.Or(v, x.limb.SetUint64(limb))
	}
	if s.v.negative() {
		v.Neg(v)
	}
	return s.base
}

// float returns a group's sum as f times 2^exp, rounded once.
func (x *exactSums) float(group int32) (f float64, exp int64) {
	s := &x.of[group]
	if s.base == wideBase {
		w := x.wide[group]
		f, exp = bigFloat(&w.v, &x.scratch)
		return f, exp + w.base
	}
	first, exp := s.v.magnitude().top()
	f = float64(first)
	if s.v.negative() {
		f = -f
	}
	return f, exp + s.base
}

// bigFloat returns v as f times 2^exp, rounded once.
func bigFloat(v, scratch *big.Int) (f float64, exp int64) {
	top := scratch.Abs(v)
	if n := v.BitLen(); n > 64 {
		exp = int64(n - 64)
		rest := int64(top.TrailingZeroBits()) < exp
		top.Rsh(top, uint(exp))
		if rest {
			top.SetUint64(top.Uint64() | 1)
		}
	}
	f = float64(top.Uint64())
	if v.Sign() < 0 {
		f = -f
	}
	return f, exp
}

// scaled is f times 2^exp.
func scaled(f float64, exp int64) float64 {
	if exp >= -1000 && exp <= 900 { // of f below 2^64 that is a normal number, and the product exact
		return f * math.Float64frombits(uint64(exp+1023)<<52)
	}
	return math.Ldexp(f, int(max(min(exp, 1<<20), -1<<20)))
}
