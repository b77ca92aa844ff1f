package vec

import (
	"encoding/binary"
	"unicode/utf8"

	"github.com/apache/arrow/go/v15/arrow"

	"weir/sql/types"
)

// keyReader reads one column out of keys that a keyEncoder wrote.
type keyReader interface {
	read(row int, key []byte) (rest []byte)
	array() arrow.Array
}

func newKeyReader(t types.Type, rows int) keyReader {
	switch t.Layout() {
	case types.Bool:
		return newFixedKeys(t, rows, wordBytes, boolOf)
	case types.Int:
		return newFixedKeys(t, rows, wordBytes, intOf)
	case types.Float:
		return newFixedKeys(t, rows, wordBytes, floatOf)
	case types.Dec:
		return newFixedKeys(t, rows, decBytes, decOf)
	default:
		return newTextKeys(t, rows)
	}
}

// decodeKeys returns the keys of some ids, one array for each column.
func decodeKeys(keys *byteKeys, of []types.Type, ids []int32) []arrow.Array {
	out := make([]arrow.Array, len(of))
	readers := make([]keyReader, len(of))
	for i, t := range of {
		readers[i] = newKeyReader(t, len(ids))
	}
	for row, id := range ids {
		key := keys.key(id)
		for _, r := range readers {
			key = r.read(row, key)
		}
	}
	for i, r := range readers {
		out[i] = r.array()
	}
	return out
}

type fixedKeys[T any] struct {
	t      types.Type
	out    Scratch[T]
	values []T
	size   int
	value  func([]byte) T
}

func newFixedKeys[T any](t types.Type, rows, size int, value func([]byte) T) *fixedKeys[T] {
	k := &fixedKeys[T]{t: t, size: size, value: value}
	k.values = k.out.Reset(rows)
	return k
}

// read takes a key without bytes, that of a forgotten group, for NULL.
func (k *fixedKeys[T]) read(row int, key []byte) []byte {
	if len(key) == 0 || key[0] == 0 {
		k.out.SetNull(row)
		return key[min(len(key), nullBytes):]
	}
	k.values[row] = k.value(key[1:])
	return key[k.size:]
}

func (k *fixedKeys[T]) array() arrow.Array { return Wrap(k.out.Column(), k.t) }

type textKeys struct {
	t   types.Type
	out TextScratch
}

func newTextKeys(t types.Type, rows int) *textKeys {
	k := &textKeys{t: t}
	k.out.Reset(rows)
	return k
}

func (k *textKeys) read(row int, key []byte) []byte {
	if len(key) == 0 || key[0] == 0 {
		k.out.SetNull(row)
		return key[min(len(key), nullBytes):]
	}
	end := lenBytes + int(binary.LittleEndian.Uint32(key[1:]))
	k.put(row, key[lenBytes:end])
	return key[end:]
}

// put sets a row's text, and gives a CHAR its blanks back.
func (k *textKeys) put(row int, text []byte) {
	data := append(k.out.Data(), text...)
	if k.t.Kind == types.Char {
		for n := utf8.RuneCount(text); n < k.t.Length; n++ {
			data = append(data, ' ')
		}
	}
	k.out.Put(row, data)
}

func (k *textKeys) array() arrow.Array { return Wrap(k.out.Column(), k.t) }
