package app

import (
	"bytes"
	stdjson "encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"weir/sql/types"
)

// inferred is what the first records of an input tell of it.
type inferred struct {
	columns  *types.Schema
	mappings []string // JSON paths, as columns
	numbers  []numbers
	rows     int    // that were looked at
	frame    string // line or document

	delimiter string // of CSV, between fields; empty: JSON
	header    bool   // of CSV: the first row has the names
}

// numbers is the range of a column's whole numbers.
type numbers struct{ least, most float64 }

// guess is what is known of one member of the records.
type guess struct {
	path  []string
	kinds uint8
	numbers
}

// Kinds of values that a member has had.
const (
	wasBoolean uint8 = 1 << iota
	wasInteger
	wasFraction
	wasTime
	wasText
	wasList
)

// sampleRows is how many records are looked at, at most.
const sampleRows = 2000

// inferJSON looks at the beginning of an input. Its members become columns, those of objects inside too, with a dotted name:
// user.name. Numbers are BIGINT or DOUBLE, texts that are times TIMESTAMP; what varies is VARCHAR.
func inferJSON(sample []byte, whole bool) (*inferred, error) {
	g := &guesser{byName: map[string]*guess{}}
	in := &inferred{frame: "line"}
	if len(bytes.TrimSpace(sample)) == 0 {
		return nil, errNoRows
	}
	first, _, found := bytes.Cut(bytes.TrimLeft(sample, "\ufeff \t\r\n"), []byte("\n"))
	if stdjson.Valid(first) && (found || whole) {
		g.lines(sample, whole)
	} else {
		in.frame = "document"
		g.document(sample)
	}
	if g.rows == 0 || len(g.guesses) == 0 {
		return nil, fmt.Errorf("no JSON object was found at its beginning: %s", shortened(first))
	}
	in.rows, in.columns = g.rows, types.NewSchema()
	for _, one := range g.columns() {
		in.columns.Columns = append(in.columns.Columns, types.Column{Name: strings.Join(one.path, "."), Type: one.sqlType()})
		in.mappings = append(in.mappings, jsonPath(one.path))
		in.numbers = append(in.numbers, one.numbers)
	}
	return in, nil
}

func shortened(line []byte) string {
	const most = 60
	if text := []rune(string(line)); len(text) > most {
		return strconv.Quote(string(text[:most])) + "…"
	}
	return strconv.Quote(string(line))
}

var errNoRows = errors.New("there are no rows, so that nothing is known of its columns")

// guesser collects guesses in the order in which members come.
type guesser struct {
	guesses []*guess
	byName  map[string]*guess
	rows    int
}

// lines reads records that are a line each. A line that is none of JSON says nothing.
func (g *guesser) lines(sample []byte, whole bool) {
	if end := bytes.LastIndexByte(sample, '\n'); !whole && end >= 0 {
		sample = sample[:end]
	}
	for line := range bytes.Lines(sample) {
		if g.rows >= sampleRows {
			return
		}
		if stdjson.Valid(line) {
			g.document(line)
		}
	}
}

// document reads records one behind the other, up to where the sample is cut or no JSON.
func (g *guesser) document(text []byte) {
	d := stdjson.NewDecoder(bytes.NewReader(bytes.TrimPrefix(text, []byte("\ufeff"))))
	d.UseNumber()
	for g.rows < sampleRows {
		t, err := d.Token()
		if err != nil {
			return
		}
		switch t {
		case stdjson.Delim('['), stdjson.Delim(']'): // the elements of an array are records
		case stdjson.Delim('{'):
			if g.object(d, nil) != nil {
				return
			}
			g.rows++
		}
	}
}

func (g *guesser) object(d *stdjson.Decoder, path []string) error {
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return err
		}
		name, ok := key.(string)
		if !ok {
			return io.ErrUnexpectedEOF
		}
		if err := g.value(d, append(slices.Clone(path), name)); err != nil {
			return err
		}
	}
	_, err := d.Token()
	return err
}

func (g *guesser) value(d *stdjson.Decoder, path []string) error {
	t, err := d.Token()
	if err != nil {
		return err
	}
	if t == stdjson.Delim('{') {
		return g.object(d, path)
	}
	one := g.guess(path)
	switch t := t.(type) {
	case stdjson.Delim:
		one.kinds |= wasList
		return skipList(d)
	case bool:
		one.kinds |= wasBoolean
	case string:
		one.kinds |= kindOfText(t)
	case stdjson.Number:
		one.number(t)
	}
	return nil
}

func (g *guesser) guess(path []string) *guess {
	name := strings.Join(path, ".")
	one := g.byName[name]
	if one == nil {
		one = &guess{path: path, numbers: numbers{least: math.Inf(1), most: math.Inf(-1)}}
		g.byName[name] = one
		g.guesses = append(g.guesses, one)
	}
	return one
}

func kindOfText(text string) uint8 {
	if _, ok := types.ParseTimestampInput([]byte(text)); ok && len(text) >= len("2006-01-02") {
		return wasTime
	}
	return wasText
}

func (one *guess) number(n stdjson.Number) {
	v, err := n.Float64()
	switch _, whole := n.Int64(); {
	case whole == nil:
		one.kinds |= wasInteger
	case err == nil:
		one.kinds |= wasFraction
	default:
		one.kinds |= wasText
	}
	one.least, one.most = min(one.least, v), max(one.most, v)
}

func skipList(d *stdjson.Decoder) error {
	for depth := 1; depth > 0; {
		t, err := d.Token()
		if err != nil {
			return err
		}
		switch t {
		case stdjson.Delim('['), stdjson.Delim('{'):
			depth++
		case stdjson.Delim(']'), stdjson.Delim('}'):
			depth--
		}
	}
	return nil
}

// columns are the guesses that become columns: what is sometimes an object and sometimes a value is one column, its JSON.
func (g *guesser) columns() []*guess {
	return slices.DeleteFunc(slices.Clone(g.guesses), func(one *guess) bool {
		for n := 1; n < len(one.path); n++ {
			if above := g.byName[strings.Join(one.path[:n], ".")]; above != nil && above.kinds != 0 {
				return true
			}
		}
		return one.kinds == 0 && slices.ContainsFunc(g.guesses, func(below *guess) bool {
			return len(below.path) > len(one.path) && slices.Equal(below.path[:len(one.path)], one.path)
		})
	})
}

func (one *guess) sqlType() types.Type {
	switch one.kinds {
	case wasBoolean:
		return types.BooleanType
	case wasInteger:
		return types.BigIntType
	case wasFraction, wasFraction | wasInteger:
		return types.DoubleType
	case wasTime:
		return types.TimestampType
	}
	return types.VarcharType(0) // of any length
}

func jsonPath(path []string) string {
	var b strings.Builder
	b.WriteByte('$')
	for _, name := range path {
		quote := "'"
		if strings.Contains(name, quote) {
			quote = `"`
		}
		b.WriteString("[" + quote + name + quote + "]")
	}
	return b.String()
}
