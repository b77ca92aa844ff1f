package json

import (
	"fmt"
	"slices"

	"weir/connectors/format/coerce"
	"weir/sql/types"
)

// layout says where in a document the columns' values are. It belongs to one decoder, since its nodes learn.
type layout struct {
	document *node // finds the row node; nil: the document is the row
	row      *node // finds the values of a row
	element  *node // finds those of an element of the array that makes several rows of one; nil: none does

	columns []column
	array   int // token of that array, if element is set
	tokens  int
	own     int // tokens of the row; those of the element follow

	texts   int // columns whose size depends on the text
	fixed   int // bytes of the others
	padding int // most bytes that columns of fixed length add to a text
}

// column is one column and its value's token.
type column struct {
	coerce.Column
	token int
	whole bool // the path ends in [0:]: only an array counts
}

// node is an object on the way of some path.
type node struct {
	name     string
	token    int // where its value is noted; -1: nowhere
	children []*node
	index    map[string]*node // the same, if they are many

	from, to int // the tokens below it, its own left out
	order    []separator
}

func newLayout(o Options) (*layout, error) {
	l := &layout{row: newNode("")}
	rows, err := rowPath(o.RowPath)
	if err != nil {
		return nil, err
	}
	if len(rows.names) > 0 {
		l.document = newNode("")
		l.document.at(rows.names).token = 0
		l.document.number(0)
	}
	paths := make([]path, len(o.Columns.Columns))
	for i, c := range o.Columns.Columns {
		if paths[i], err = columnPath(o, i); err != nil {
			return nil, fmt.Errorf("column %q: %w", c.Name, err)
		}
		paths[i] = paths[i].below(rows)
	}
	if err := l.place(o.Columns, paths); err != nil {
		return nil, err
	}
	return l, nil
}

func rowPath(text string) (path, error) {
	if text == "" {
		text = "$"
	}
	p, err := parsePath(text)
	if err != nil {
		return p, fmt.Errorf("row path: %w", err)
	}
	if p.each >= 0 && p.each < len(p.names) {
		return p, fmt.Errorf("row path %q: %s may stand at its end only", text, everything)
	}
	return p, nil
}

// columnPath returns the path of column i.
func columnPath(o Options, i int) (path, error) {
	if i >= len(o.Mappings) || o.Mappings[i] == "" {
		return path{names: []string{o.Columns.Columns[i].Name}, each: -1}, nil
	}
	return parsePath(o.Mappings[i])
}

// place gives every path its node and every node that has a value its token.
func (l *layout) place(schema *types.Schema, paths []path) error {
	nodes := make([]*node, len(paths))
	var array path // whose elements make rows
	for i, p := range paths {
		if p.each < 0 || p.each == len(p.names) {
			nodes[i] = l.row.at(p.names)
			continue
		}
		if l.element == nil {
			array = path{names: p.names[:p.each]}
			l.element = newNode("")
		}
		if !slices.Equal(array.names, p.names[:p.each]) {
			return fmt.Errorf("column %q: a second array cannot make rows too; map it whole, with %s at the end",
				schema.Columns[i].Name, everything)
		}
		nodes[i] = l.element.at(p.names[p.each:])
	}
	var exploded *node
	if l.element != nil {
		exploded = l.row.at(array.names)
		exploded.token = 0
	}
	for _, n := range nodes {
		n.token = 0
	}
	l.own = l.row.number(0)
	l.tokens = max(l.own, 1)
	if l.element != nil {
		l.array = exploded.token
		l.tokens = l.element.number(l.own)
	}
	for i, c := range schema.Columns {
		l.measure(c.Type)
		l.columns = append(l.columns, column{Column: coerce.New(c), token: nodes[i].token, whole: paths[i].each == len(paths[i].names)})
	}
	return nil
}

// measure counts what a value of type t adds to a row.
func (l *layout) measure(t types.Type) {
	switch t.Layout() {
	case types.Text:
		l.texts++
		if t.Kind == types.Char || t.Kind == types.Binary {
			l.padding += t.Length
		}
	case types.Dec:
		l.fixed += 16
	case types.Bool:
		l.fixed++
	default:
		l.fixed += 8
	}
}

func newNode(name string) *node { return &node{name: name, token: -1} }

// at returns the node that names lead to, and makes what is not there yet.
func (n *node) at(names []string) *node {
	for _, name := range names {
		child := n.child(name)
		if child == nil {
			child = newNode(name)
			n.children = append(n.children, child)
		}
		n = child
	}
	return n
}

func (n *node) child(name string) *node {
	for _, c := range n.children {
		if c.name == name {
			return c
		}
	}
	return nil
}

// number gives tokens from next on to all nodes of the tree that note a value, parents first, and returns the next free one.
func (n *node) number(next int) int {
	if n.token >= 0 {
		n.token = next
		next++
	}
	n.from = next
	for _, c := range n.children {
		next = c.number(next)
	}
	n.to = next
	if len(n.children) > fewChildren {
		n.index = make(map[string]*node, len(n.children))
		for _, c := range n.children {
			n.index[c.name] = c
		}
	}
	return next
}
