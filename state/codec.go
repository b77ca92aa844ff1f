package state

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"strconv"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/ipc"
	"github.com/apache/arrow/go/v15/arrow/memory"
)

// tableKey is the metadata under which an Arrow stream carries the name of its table.
const tableKey = "weir.table"

// Encode writes a node's tables as Arrow IPC streams, one behind the other, each after its length and its checksum: the Arrow
// library trusts what it reads, and does not notice that the end of a stream is missing.
func (n *Node) Encode() ([]byte, error) {
	var out []byte
	for i := range n.Tables {
		var stream bytes.Buffer
		if err := n.Tables[i].encode(&stream); err != nil {
			return nil, fmt.Errorf("encode state of %s, table %q: %w", n.ID, n.Tables[i].Name, err)
		}
		out = binary.LittleEndian.AppendUint64(out, uint64(stream.Len()))
		out = binary.LittleEndian.AppendUint32(out, crc32.Checksum(stream.Bytes(), castagnoli))
		out = append(out, stream.Bytes()...)
	}
	return out, nil
}

func (t *Table) encode(out io.Writer) error {
	fields := make([]arrow.Field, len(t.Chunks[0]))
	for i, a := range t.Chunks[0] {
		fields[i] = arrow.Field{Name: strconv.Itoa(i), Type: a.DataType(), Nullable: true}
	}
	meta := arrow.NewMetadata([]string{tableKey}, []string{t.Name})
	schema := arrow.NewSchema(fields, &meta)
	w := ipc.NewWriter(out, ipc.WithSchema(schema), ipc.WithAllocator(memory.DefaultAllocator))
	for _, cols := range t.Chunks {
		rows := int64(0)
		if len(cols) > 0 {
			rows = int64(cols[0].Len())
		}
		rec := array.NewRecord(schema, cols, rows)
		if err := w.Write(rec); err != nil {
			return err
		}
	}
	return w.Close()
}

// headBytes is what stands before each stream: length and checksum.
const headBytes = 8 + 4

// Decode reads what Encode wrote. Bytes that are something else are an error.
func Decode(id string, data []byte) (n *Node, err error) {
	defer func() { // a checksum may be right by accident
		if r := recover(); r != nil {
			n, err = nil, fmt.Errorf("decode state of %s: %v", id, r)
		}
	}()
	n = &Node{ID: id}
	for len(data) > 0 {
		if len(data) < headBytes || binary.LittleEndian.Uint64(data) > uint64(len(data)-headBytes) {
			return nil, fmt.Errorf("decode state of %s: the end is missing", id)
		}
		end := headBytes + binary.LittleEndian.Uint64(data)
		stream := data[headBytes:end]
		if binary.LittleEndian.Uint32(data[8:]) != crc32.Checksum(stream, castagnoli) {
			return nil, fmt.Errorf("decode state of %s: a table does not match its checksum", id)
		}
		if err := n.decode(bytes.NewReader(stream)); err != nil {
			return nil, fmt.Errorf("decode state of %s: %w", id, err)
		}
		data = data[end:]
	}
	return n, nil
}

func (n *Node) decode(in io.Reader) error {
	r, err := ipc.NewReader(in, ipc.WithAllocator(memory.DefaultAllocator))
	if err != nil {
		return err
	}
	name, ok := r.Schema().Metadata().GetValue(tableKey)
	if !ok {
		return errors.New("a table has no name")
	}
	for r.Next() {
		rec := r.Record()
		rec.Retain()
		n.Add(name, rec.Columns()...)
	}
	return r.Err()
}
