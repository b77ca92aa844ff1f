package json

// kind is what a value is.
type kind uint8

const (
	missing kind = iota
	null
	yes
	no
	number
	text
	object
	array
)

// token is where a value was found. Its text is buf[start:end], for a text without the quotes.
type token struct {
	start, end int
	kind       kind
	escaped    bool // a text with escapes
	exact      bool // the number is mantissa * 10^exponent
	exponent   int32
	mantissa   int64
}

// set notes a value. It writes field by field: a token made beside its place and copied there costs as much as its scan.
func (t *token) set(k kind, start, end int) {
	t.start, t.end = start, end
	t.kind, t.escaped = k, false
}
