package app

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"weir/sql"
)

// parseJSON reads the text as one JSON value. YAML's reader would do for most of it, but not for tabs and surrogates.
func (f *file) parseJSON() *node {
	mark := len(f.text) - len(strings.TrimPrefix(f.text, byteOrderMark))
	d := &jsonReader{text: f.text, base: mark, in: json.NewDecoder(strings.NewReader(f.text[mark:]))}
	d.in.UseNumber()
	n, err := d.value()
	at := d.next()
	if err == nil {
		if _, more := d.in.Token(); !errors.Is(more, io.EOF) {
			err = errors.New("something follows the end of the object")
		}
	}
	if err != nil {
		if syntax, ok := errors.AsType[*json.SyntaxError](err); ok {
			at = max(mark+int(syntax.Offset)-1, 0) // the byte, or the blank before it
			at += len(f.text[at:]) - len(strings.TrimLeft(f.text[at:], " \t\r\n"))
		}
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			at, err = len(strings.TrimRight(f.text, " \t\r\n")), errors.New("the file ends in the middle of a value")
		}
		f.fail(sql.Syntax, sql.Span{Start: at, End: at + 1}, "", "this is no JSON: %s", err)
		return nil
	}
	return n
}

type jsonReader struct {
	text string
	base int // where the decoder's offsets begin
	in   *json.Decoder
}

// next is where the next token begins.
func (d *jsonReader) next() int {
	at := d.base + int(d.in.InputOffset())
	for at < len(d.text) && strings.IndexByte(" \t\r\n,:", d.text[at]) >= 0 {
		at++
	}
	return at
}

func (d *jsonReader) value() (*node, error) {
	start := d.next()
	token, err := d.in.Token()
	if err != nil {
		return nil, err
	}
	n := &node{span: sql.Span{Start: start, End: d.base + int(d.in.InputOffset())}}
	n.at = n.span
	switch token := token.(type) {
	case json.Delim:
		if token == '{' {
			n.kind = object
			return n, d.members(n)
		}
		n.kind = list
		return n, d.items(n)
	case string:
		n.kind, n.text = text, token
	case json.Number:
		n.kind, n.text = number, token.String()
	case bool:
		n.kind, n.text = boolean, fmt.Sprint(token)
	}
	return n, nil
}

func (d *jsonReader) members(n *node) error {
	for d.in.More() {
		start := d.next()
		token, err := d.in.Token()
		if err != nil {
			return err
		}
		key, _ := token.(string)
		e := entry{key: key, span: sql.Span{Start: start, End: d.base + int(d.in.InputOffset())}}
		if e.value, err = d.value(); err != nil {
			return err
		}
		e.value.at = e.span
		n.entries = append(n.entries, e)
	}
	_, err := d.in.Token()
	return err
}

func (d *jsonReader) items(n *node) error {
	for d.in.More() {
		item, err := d.value()
		if err != nil {
			return err
		}
		n.items = append(n.items, item)
	}
	_, err := d.in.Token()
	return err
}
