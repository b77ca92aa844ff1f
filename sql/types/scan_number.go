package types

// number is the text of a number, read once: its value is ±0.DIGITS * 10^point, with the digits still in the text.
type number struct {
	neg    bool
	digits []byte // from the first digit that is not 0 to the last digit; there may be a point in between
	point  int    // the place of the point, counted in digits from the start of digits, exponent included
}

// maxExponent bounds the exponents that are told apart. Beyond it a number is zero or infinite in every type.
const maxExponent = 1 << 20

// trimBlanks cuts blanks off both ends. A CHAR is padded with them.
func trimBlanks(b []byte) []byte {
	for len(b) > 0 && b[0] == ' ' {
		b = b[1:]
	}
	for len(b) > 0 && b[len(b)-1] == ' ' {
		b = b[:len(b)-1]
	}
	return b
}

// scanNumber reads [+-] digits [. Digits] [E [+-] digits], with a digit before or after the point, between blanks.
func scanNumber(b []byte) (number, bool) {
	b = trimBlanks(b)
	var n number
	i := 0
	if i < len(b) && (b[i] == '+' || b[i] == '-') {
		n.neg = b[i] == '-'
		i++
	}
	first, start, seen := -1, i, 0
	for ; i < len(b) && isDigit(b[i]); i++ {
		if first < 0 && b[i] != '0' {
			first = i
		}
	}
	seen = i - start
	if first >= 0 {
		n.point = i - first
	}
	end := i
	if i < len(b) && b[i] == '.' {
		i++
		for start = i; i < len(b) && isDigit(b[i]); i++ {
			if first < 0 && b[i] != '0' {
				first = i
				n.point = start - i
			}
		}
		seen += i - start
		end = i
	}
	if seen == 0 {
		return n, false
	}
	if first >= 0 {
		n.digits = b[first:end]
	}
	if i < len(b) && (b[i] == 'e' || b[i] == 'E') {
		exp, ok := scanExponent(b[i+1:])
		n.point += exp
		return n, ok
	}
	return n, i == len(b)
}

func scanExponent(b []byte) (int, bool) {
	neg := false
	if len(b) > 0 && (b[0] == '+' || b[0] == '-') {
		neg = b[0] == '-'
		b = b[1:]
	}
	exp := 0
	for _, c := range b {
		if !isDigit(c) {
			return 0, false
		}
		exp = min(exp*10+int(c-'0'), maxExponent)
	}
	if neg {
		exp = -exp
	}
	return exp, len(b) > 0
}

func isDigit(c byte) bool { return c-'0' <= 9 }
