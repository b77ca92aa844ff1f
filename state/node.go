package state

import (
	"fmt"

	"github.com/apache/arrow/go/v15/arrow"

	"weir/operators"
)

// Node is the state of one node of a graph: named tables.
type Node struct {
	ID     string
	Tables []Table
}

// Table is columns in one or more chunks. All chunks have the same types, and the arrays of a chunk the same length.
type Table struct {
	Name   string
	Chunks [][]arrow.Array
}

// Add appends a chunk to the table of this name. Only arrays that never change may be handed over.
func (n *Node) Add(name string, cols ...arrow.Array) {
	for i := range n.Tables {
		if n.Tables[i].Name == name {
			n.Tables[i].Chunks = append(n.Tables[i].Chunks, cols)
			return
		}
	}
	n.Tables = append(n.Tables, Table{Name: name, Chunks: [][]arrow.Array{cols}})
}

// Chunks returns the chunks of a table, nil if there is none of this name.
func (n *Node) Chunks(name string) [][]arrow.Array {
	for i := range n.Tables {
		if n.Tables[i].Name == name {
			return n.Tables[i].Chunks
		}
	}
	return nil
}

// Writer lets an operator write its state into a node.
func (n *Node) Writer() operators.StateWriter { return writer{n} }

// Reader lets an operator read its state from a node.
func (n *Node) Reader() operators.StateReader { return reader{n} }

type writer struct{ node *Node }

func (w writer) Table(name string, cols ...arrow.Array) { w.node.Add(name, cols...) }

type reader struct{ node *Node }

func (r reader) Table(name string) ([]arrow.Array, error) {
	chunks := r.node.Chunks(name)
	switch len(chunks) {
	case 0:
		return nil, nil
	case 1:
		return chunks[0], nil
	default:
		return nil, fmt.Errorf("state of %s: table %q was written %d times", r.node.ID, name, len(chunks))
	}
}
