package coerce

import (
	"bytes"
	"unicode/utf8"
)

// maxQuoted is how many bytes of a value a message quotes.
const maxQuoted = 200

// Complaint is the message of a value that its column cannot take, worded as Java words it.
func Complaint(value []byte) string {
	if len(value) > maxQuoted {
		n := maxQuoted
		for n > 0 && !utf8.RuneStart(value[n]) {
			n--
		}
		value = append(bytes.Clone(value[:n]), "…"...)
	}
	return `For input string: "` + string(value) + `"`
}
