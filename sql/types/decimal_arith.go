package types

import (
	"math/big"
	"math/bits"

	"github.com/apache/arrow/go/v15/arrow/decimal128"
)

// A DecimalFunc computes with two unscaled values. The Code is OK, Overflow or DivideByZero.
type DecimalFunc func(x, y decimal128.Num) (decimal128.Num, Code)

// DecimalOp returns + - * or / of operands of types a and b, rounded half away from zero to the result type where that has
// fewer digits after the point. Integers are DECIMALs of scale 0.
func DecimalOp(op byte, a, b, result Type) DecimalFunc {
	switch op {
	case '+', '-':
		return addOp(a.Scale, b.Scale, result, op == '-')
	case '*':
		return mulOp(a.Scale+b.Scale, result)
	default:
		return divOp(result.Scale-a.Scale+b.Scale, result)
	}
}

func addOp(as, bs int, t Type, subtract bool) DecimalFunc {
	scale := max(as, bs)
	return func(x, y decimal128.Num) (decimal128.Num, Code) {
		if subtract {
			y = y.Negate()
		}
		l, lok := mulTens(x, scale-as)
		r, rok := mulTens(y, scale-bs)
		sum := l.Add(r)
		wrapped := (l.HighBits() < 0) == (r.HighBits() < 0) && (sum.HighBits() < 0) != (l.HighBits() < 0)
		if !lok || !rok || wrapped {
			wide := x.BigInt()
			wide.Mul(wide, power(scale-as))
			return fromBig(wide.Add(wide, new(big.Int).Mul(y.BigInt(), power(scale-bs))), scale, t)
		}
		return fit(sum, scale, t)
	}
}

func mulOp(scale int, t Type) DecimalFunc {
	return func(x, y decimal128.Num) (decimal128.Num, Code) {
		if fitsInt64(x) && fitsInt64(y) {
			return fit(mul64(int64(x.LowBits()), int64(y.LowBits())), scale, t)
		}
		return fromBig(new(big.Int).Mul(x.BigInt(), y.BigInt()), scale, t)
	}
}

// divOp computes x * 10^shift / y.
func divOp(shift int, t Type) DecimalFunc {
	return func(x, y decimal128.Num) (decimal128.Num, Code) {
		if y == (decimal128.Num{}) {
			return y, DivideByZero
		}
		yneg, yhi, ylo := magnitude(y)
		if shift >= 0 && yhi == 0 {
			if n, ok := mulTens(x, shift); ok {
				neg, hi, lo := magnitude(n)
				hi, lo = divRound64(hi, lo, ylo)
				n, _ = signed(neg != yneg, hi, lo)
				return fit(n, t.Scale, t)
			}
		}
		num, den := x.BigInt(), y.BigInt()
		if shift >= 0 {
			num.Mul(num, power(shift))
		} else {
			den.Mul(den, power(-shift))
		}
		return fromBig(quoRound(num, den), t.Scale, t)
	}
}

// fit brings n from a scale to t's and checks its digits.
func fit(n decimal128.Num, scale int, t Type) (decimal128.Num, Code) {
	n, ok := RescaleDecimal(n, scale, t.Scale)
	if !ok || !FitsDecimal(n, t.Precision) {
		return n, Overflow
	}
	return n, OK
}

// fromBig is fit for a value that may need more than 128 bits.
func fromBig(v *big.Int, scale int, t Type) (decimal128.Num, Code) {
	if scale > t.Scale {
		v, scale = quoRound(v, power(scale-t.Scale)), t.Scale
	}
	if v.BitLen() > 127 {
		return decimal128.Num{}, Overflow
	}
	return fit(decimal128.FromBigInt(v), scale, t)
}

func power(k int) *big.Int { return new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(k)), nil) }

// quoRound divides, rounded half away from zero.
func quoRound(num, den *big.Int) *big.Int {
	q, r := new(big.Int).QuoRem(num, den, new(big.Int))
	r.Abs(r).Lsh(r, 1)
	if r.CmpAbs(den) >= 0 {
		q.Add(q, big.NewInt(int64(num.Sign()*den.Sign())))
	}
	return q
}

// CompareDecimal compares two unscaled values of any scale by value: -1, 0 or 1.
func CompareDecimal(x decimal128.Num, xs int, y decimal128.Num, ys int) int {
	if xs == ys {
		return x.Cmp(y)
	}
	if x.Sign() != y.Sign() {
		if x.Sign() < y.Sign() {
			return -1
		}
		return 1
	}
	// A value that leaves the 38 digits when it is scaled up is the one further from zero.
	if xs < ys {
		n, ok := mulTens(x, ys-xs)
		if !ok {
			return x.Sign()
		}
		return n.Cmp(y)
	}
	n, ok := mulTens(y, xs-ys)
	if !ok {
		return -y.Sign()
	}
	return x.Cmp(n)
}

// ModDecimal computes the remainder of a division that truncates, as MOD does. Y is not 0.
func ModDecimal(x, y decimal128.Num) decimal128.Num {
	neg, xhi, xlo := magnitude(x)
	_, yhi, ylo := magnitude(y)
	if yhi == 0 {
		_, r := bits.Div64(xhi%ylo, xlo, ylo)
		n, _ := signed(neg, 0, r)
		return n
	}
	_, r := x.Div(y)
	return r
}
