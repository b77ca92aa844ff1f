package reference

import (
	"bufio"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strings"

	"weir/connectors"
	"weir/connectors/frame"
	"weir/operators"
	"weir/operators/vec"
)

const (
	chunkBytes  = 1 << 20
	mostRefused = 64 << 20 // bytes of refused rows, from which on the file is no table at all
)

// Loader reads versions of one table.
type Loader struct {
	Table  *operators.Table
	Format connectors.Format // JSON: lines, documents one behind the other, or one array; or rows of another format
}

// Load reads a version from a file, which is unpacked if its name ends in .gz. Its rows take loaded as their ROWTIME. What the
// format refuses is part of the version; a file without a good row is an error, and so is one that cannot be read to its end.
func (l *Loader) Load(name string, from io.Reader, loaded operators.Time) (*Version, error) {
	v, err := l.load(name, from, loaded)
	if err != nil {
		return nil, fmt.Errorf("loading table %q from %s: %w", l.Table.Name, name, err)
	}
	return v, nil
}

func (l *Loader) load(name string, from io.Reader, loaded operators.Time) (*Version, error) {
	if strings.HasSuffix(name, ".gz") {
		unpacked, err := gzip.NewReader(bufio.NewReader(from))
		if err != nil {
			return nil, fmt.Errorf("unpacking: %w", err)
		}
		from = unpacked
	}
	records, _ := l.Format.(connectors.Records)
	framer, err := frame.New(frame.Options{Frame: l.frame(records), Record: 1 << 30}, records, nil)
	if err != nil {
		return nil, err
	}
	decoder, err := l.Format.NewDecoder()
	if err != nil {
		return nil, err
	}
	r := &reading{decoder: decoder, build: vec.NewBuilder(l.Table.Cols, nil)}
	sum := sha256.New()
	if err := r.all(io.TeeReader(from, sum), framer); err != nil {
		return nil, err
	}
	if r.rows == 0 {
		return nil, r.none()
	}
	for _, b := range r.batches {
		for row := range b.Time {
			b.Time[row] = loaded
		}
	}
	return NewVersion(hex.EncodeToString(sum.Sum(nil)[:8]), l.Table.Cols, r.batches, r.rejects.Items)
}

// frame is how records lie in the file, unless their format says it.
func (*Loader) frame(records connectors.Records) string {
	if records != nil {
		return "line"
	}
	return "document"
}

// reading is one file on its way.
type reading struct {
	decoder connectors.Decoder
	build   *vec.Builder
	batches []operators.Batch
	rows    int
	rejects connectors.Rejects
	refused int // bytes
}

func (r *reading) all(from io.Reader, framer *frame.Framer) error {
	for ended := false; !ended || framer.Waiting() > 0; {
		m := framer.Next(ended)
		if m.Len() > 0 {
			err := r.unit(&m)
			m.Release()
			if err != nil {
				return err
			}
			continue
		}
		if ended {
			continue // what is left holds no record
		}
		n, err := fill(framer.Space(chunkBytes), from)
		framer.Filled(n)
		if ended = errors.Is(err, io.EOF); err != nil && !ended {
			return err
		}
	}
	return nil
}

// fill reads until there is no room, or no more. What unpacks gives little at a time, and its end may be that of a broken file.
func fill(space []byte, from io.Reader) (n int, err error) {
	for n < len(space) && err == nil {
		var more int
		more, err = from.Read(space[n:])
		n += more
	}
	return n, err
}

func (r *reading) unit(m *connectors.Messages) error {
	if m.Refused != nil {
		return errors.New("a record is longer than 1GiB")
	}
	before := len(r.rejects.Items)
	if err := r.decoder.Decode(m, r.build, &r.rejects); err != nil {
		return err
	}
	for i := range r.rejects.Items[before:] {
		x := &r.rejects.Items[before+i]
		x.Row += r.rows
		r.refused += len(x.Bytes)
	}
	if r.refused > mostRefused {
		return fmt.Errorf("more than 64MiB of its rows are refused; the first because of %s", describe(r.rejects.Items[0]))
	}
	for _, b := range r.build.Batches() {
		r.batches = append(r.batches, b)
		r.rows += b.Rows()
	}
	return nil
}

// none explains a table without a good row.
func (r *reading) none() error {
	if len(r.rejects.Items) == 0 {
		return errors.New("there are no rows in it")
	}
	return fmt.Errorf("no row in it is good; the first of %d is refused because of %s", len(r.rejects.Items), describe(r.rejects.Items[0]))
}

func describe(r connectors.Reject) string {
	text := string(r.Code)
	if r.Column != "" {
		text += fmt.Sprintf(" in column %q", r.Column)
	}
	if r.Detail != "" {
		text += ": " + r.Detail
	}
	return text
}
