// Package treeprint draws a tree of nodes with notes, as EXPLAIN and `weir why` show it.
package treeprint

import "strings"

// Node is one line of the tree with what stands below it.
type Node struct {
	Title    string
	Notes    []string // lines under the title: schema, time, state
	Children []*Node
}

// Child adds a node below n and returns it.
func (n *Node) Child(title string) *Node {
	c := &Node{Title: title}
	n.Children = append(n.Children, c)
	return c
}

// Note adds a line under n's title.
func (n *Node) Note(text string) { n.Notes = append(n.Notes, text) }

// String draws the tree, one line for each title and note.
func (n *Node) String() string {
	var b strings.Builder
	n.draw(&b, "", "")
	return b.String()
}

func (n *Node) draw(b *strings.Builder, first, rest string) {
	b.WriteString(first + n.Title + "\n")
	below := rest + "│ "
	if len(n.Children) == 0 {
		below = rest + "  "
	}
	for _, note := range n.Notes {
		b.WriteString(strings.TrimRight(below+"  "+note, " ") + "\n")
	}
	for i, c := range n.Children {
		if i == len(n.Children)-1 {
			c.draw(b, rest+"└─ ", rest+"   ")
		} else {
			c.draw(b, rest+"├─ ", rest+"│  ")
		}
	}
}
