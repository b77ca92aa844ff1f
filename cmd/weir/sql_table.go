package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"weir/connectors"
	"weir/operators"
	"weir/sql/types"
)

// cell is a value of a row as text.
type cell struct {
	text string
	null bool
}

// cellsOf takes an encoded row apart.
func cellsOf(row []byte) []cell {
	d := json.NewDecoder(bytes.NewReader(row))
	d.UseNumber()
	var cells []cell
	for i := 0; ; i++ {
		t, err := d.Token()
		if err != nil {
			return cells
		}
		if _, bracket := t.(json.Delim); bracket || i%2 == 1 { // the brace at 0, then keys at odd places
			continue
		}
		cells = append(cells, cell{fmt.Sprint(t), t == nil})
	}
}

// rowPrinter shows rows.
type rowPrinter interface {
	row(cells []cell) error
	flush() error // rows so far may be looked at
	end() error
}

// rowSink gives rows to a printer.
type rowSink struct {
	connectors.AtLeastOnce
	encoder connectors.Encoder
	to      rowPrinter
	rows    connectors.Messages
}

// Write takes a batch apart.
func (s *rowSink) Write(_ context.Context, b operators.Batch) error {
	s.rows.Data, s.rows.Ends = s.rows.Data[:0], s.rows.Ends[:0]
	if err := s.encoder.Encode(b, &s.rows); err != nil {
		return err
	}
	for i := range s.rows.Len() {
		if err := s.to.row(cellsOf(s.rows.Message(i))); err != nil {
			return connectors.Permanent{Err: err}
		}
	}
	return nil
}

// Flush shows what was written.
func (s *rowSink) Flush(context.Context) error { return s.to.flush() }

// Close ends the listing.
func (s *rowSink) Close() error { return s.to.end() }

// csvPrinter writes RFC 4180 with a line of names.
type csvPrinter struct {
	out    *csv.Writer
	fields []string
}

func newCSVPrinter(w io.Writer, columns *types.Schema) *csvPrinter {
	p := &csvPrinter{out: csv.NewWriter(w)}
	for _, c := range columns.Columns {
		p.fields = append(p.fields, c.Name)
	}
	_ = p.out.Write(p.fields) // the writer keeps its error for flush
	return p
}

func (p *csvPrinter) row(cells []cell) error {
	p.fields = p.fields[:0]
	for _, c := range cells {
		if c.null {
			c.text = ""
		}
		p.fields = append(p.fields, c.text)
	}
	return p.out.Write(p.fields)
}

func (p *csvPrinter) flush() error {
	p.out.Flush()
	return p.out.Error()
}

func (p *csvPrinter) end() error { return p.flush() }

const (
	tableRows = 500                    // that set the widths of the columns; later rows may be wider
	tableWait = 300 * time.Millisecond // the first row waits for others, no longer
	cellWidth = 60                     // characters that are shown of a value
)

// tablePrinter draws a box. It waits for some rows, to know how wide they are.
type tablePrinter struct {
	out     io.Writer
	columns *types.Schema

	mu      sync.Mutex // the wait ends in a goroutine of its own
	widths  []int
	waiting [][]cell
	begun   bool
	ended   bool
	err     error // of a write
}

func newTablePrinter(w io.Writer, columns *types.Schema) *tablePrinter {
	p := &tablePrinter{out: w, columns: columns}
	for _, c := range columns.Columns {
		p.widths = append(p.widths, utf8.RuneCountInString(c.Name))
	}
	return p
}

func (p *tablePrinter) row(cells []cell) error {
	for i := range cells {
		cells[i].text = cut(strings.NewReplacer("\n", "↵", "\r", "", "\t", " ").Replace(cells[i].text), cellWidth)
		if cells[i].null {
			cells[i].text = "NULL"
		}
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.waiting == nil {
		time.AfterFunc(tableWait, func() {
			p.mu.Lock()
			defer p.mu.Unlock()
			p.show()
		})
	}
	if p.waiting = append(p.waiting, cells); len(p.waiting) >= tableRows {
		p.show()
	}
	return p.err
}

func (p *tablePrinter) flush() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.begun {
		p.show()
	}
	return p.err
}

// show prints what waits. The first rows say how wide the columns are.
func (p *tablePrinter) show() {
	var b strings.Builder
	if !p.begun {
		p.begun = true
		for _, cells := range p.waiting {
			for i, c := range cells {
				p.widths[i] = max(p.widths[i], utf8.RuneCountInString(c.text))
			}
		}
		p.rule(&b, "┌", "┬", "┐")
		names := make([]cell, len(p.columns.Columns))
		for i, c := range p.columns.Columns {
			names[i].text = c.Name
		}
		p.line(&b, names)
		p.rule(&b, "├", "┼", "┤")
	}
	for _, cells := range p.waiting {
		p.line(&b, cells)
	}
	p.waiting = p.waiting[:0]
	p.write(b.String())
}

func (p *tablePrinter) write(text string) {
	if p.err == nil && !p.ended {
		_, p.err = io.WriteString(p.out, text)
	}
}

func (p *tablePrinter) end() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.show()
	var b strings.Builder
	p.rule(&b, "└", "┴", "┘")
	p.write(b.String())
	p.ended = true
	return p.err
}

func (p *tablePrinter) rule(b *strings.Builder, left, middle, right string) {
	for _, w := range p.widths {
		b.WriteString(left + strings.Repeat("─", w+2))
		left = middle
	}
	b.WriteString(right + "\n")
}

func (p *tablePrinter) line(b *strings.Builder, cells []cell) {
	for i, c := range cells {
		blanks := strings.Repeat(" ", max(p.widths[i]-utf8.RuneCountInString(c.text), 0))
		if p.columns.Columns[i].Type.IsNumeric() {
			b.WriteString("│ " + blanks + c.text + " ")
		} else {
			b.WriteString("│ " + c.text + blanks + " ")
		}
	}
	b.WriteString("│\n")
}
