package sql

import (
	"regexp"
	"strconv"
)

var errorPosition = regexp.MustCompile(` at position (\d+)`)

// errorOffset returns where in the lowered text the token begins, or lies, at which sqlparser has stopped. It says that only
// in its message, and counts to just behind the character after the token. This is the one place where we read a message.
func errorOffset(err error) int {
	m := errorPosition.FindStringSubmatch(err.Error())
	if m == nil {
		return 0
	}
	n, _ := strconv.Atoi(m[1]) // digits only, and fewer than the text has bytes
	return max(0, n-2)
}
