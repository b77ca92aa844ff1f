package app

import (
	"bytes"
	"context"
	stdcsv "encoding/csv"
	"slices"
	"strconv"
	"strings"

	"weir/connectors"
	"weir/sql/types"
)

// delimiters are those that are tried: the one that the first line has most of is taken.
var delimiters = []string{",", "\t", ";", "|"}

// inferCSV looks at the beginning of an input of rows of fields. It is nil if the input has none. A first row without numbers
// and without empty fields is a header; else columns are called c1, c2, ….
func inferCSV(sample []byte, whole bool) *inferred {
	first, _, _ := bytes.Cut(bytes.TrimLeft(sample, byteOrderMark+"\r\n"), []byte("\n"))
	in := &inferred{frame: "line"}
	most := 0
	for _, d := range delimiters {
		if n := bytes.Count(first, []byte(d)); n > most {
			in.delimiter, most = d, n
		}
	}
	if most == 0 || first[0] == '{' || first[0] == '[' {
		return nil
	}
	if end := bytes.LastIndexByte(sample, '\n'); !whole && end >= 0 {
		sample = sample[:end]
	}
	r := stdcsv.NewReader(bytes.NewReader(bytes.TrimPrefix(sample, []byte(byteOrderMark))))
	r.Comma, r.FieldsPerRecord, r.LazyQuotes = rune(in.delimiter[0]), -1, true
	fields, err := r.Read()
	if err != nil {
		return nil
	}
	g := &guesser{byName: map[string]*guess{}}
	in.header = !slices.ContainsFunc(fields, func(f string) bool { return kindOfField(f)&^wasText != 0 || strings.TrimSpace(f) == "" })
	names := make([]string, len(fields))
	for i, f := range fields {
		names[i] = strings.TrimSpace(f)
		if !in.header || slices.Contains(names[:i], names[i]) {
			names[i] = "c" + strconv.Itoa(i+1)
		}
		g.guess(names[i : i+1])
	}
	if in.header {
		fields, err = r.Read()
	}
	for ; err == nil && g.rows < sampleRows; fields, err = r.Read() {
		g.rows++
		for i, f := range fields[:min(len(fields), len(names))] {
			g.guess(names[i : i+1]).field(strings.TrimSpace(f))
		}
	}
	in.rows, in.columns = g.rows, types.NewSchema()
	for _, one := range g.guesses {
		in.columns.Columns = append(in.columns.Columns, types.Column{Name: one.path[0], Type: one.sqlType()})
		in.numbers = append(in.numbers, one.numbers)
	}
	return in
}

// field notes a value of a row. An empty one says nothing.
func (one *guess) field(text string) {
	if text == "" {
		return
	}
	kind := kindOfField(text)
	one.kinds |= kind
	if v, err := strconv.ParseFloat(text, 64); err == nil && kind&(wasInteger|wasFraction) != 0 {
		one.least, one.most = min(one.least, v), max(one.most, v)
	}
}

// kindOfField says what a field looks like. A number that begins with a needless zero is a text: it would not come back.
func kindOfField(text string) uint8 {
	digits := strings.TrimLeft(text, "+-")
	switch _, err := strconv.ParseFloat(text, 64); {
	case text == "true" || text == "false":
		return wasBoolean
	case err != nil || strings.Trim(text, "+-.0123456789eE") != "":
		return kindOfText(text)
	case len(digits) > 1 && digits[0] == '0' && digits[1] != '.':
		return wasText
	}
	if _, err := strconv.ParseInt(text, 10, 64); err == nil {
		return wasInteger
	}
	return wasFraction
}

// headless is a source whose splits begin with a header, which is left out.
type headless struct{ connectors.Source }

// Open leaves out the first message of a split.
func (h headless) Open(ctx context.Context, s connectors.Split, from connectors.Offset) (connectors.Reader, error) {
	r, err := h.Source.Open(ctx, s, from)
	if err != nil || from != nil {
		return r, err
	}
	return &headlessReader{Reader: r}, nil
}

type headlessReader struct {
	connectors.Reader
	begun bool
}

// Read reads on, behind the header.
func (r *headlessReader) Read(ctx context.Context) (connectors.Messages, connectors.Offset, error) {
	m, offset, err := r.Reader.Read(ctx)
	if r.begun || m.Len() == 0 {
		return m, offset, err
	}
	r.begun = true
	if m.Starts == nil {
		m.Starts = append([]int{0}, m.Ends[:len(m.Ends)-1]...)
	}
	m.Starts, m.Ends, m.First = m.Starts[1:], m.Ends[1:], m.First+1
	if m.Arrival != nil {
		m.Arrival = m.Arrival[1:]
	}
	return m, offset, err
}
