package main

import (
	"fmt"
	"io"
	"strings"

	"weir/planner"
)

// mermaidShapes are the brackets of the kinds of nodes.
var mermaidShapes = map[string][2]string{
	"input":    {"[/", "/]"},
	"output":   {`[\`, `\]`},
	"table":    {"[(", ")]"},
	"operator": {"[", "]"},
}

// mermaid draws a plan as a Mermaid flowchart: each pump is a box with its operators.
func mermaid(w io.Writer, g *planner.Graph) {
	ids := map[string]string{}
	for i, n := range g.Nodes {
		ids[n.ID] = fmt.Sprintf("n%d", i+1)
	}
	fmt.Fprintln(w, "flowchart TD")
	var pumps []string
	inside := map[string][]string{}
	for _, n := range g.Nodes {
		shape, ok := mermaidShapes[n.Kind]
		if !ok {
			shape = [2]string{"([", "])"}
		}
		var text strings.Builder
		text.WriteString(mermaidText(n.Title))
		if n.Kind == "output" || n.Kind == "operator" {
			for _, note := range n.Notes {
				text.WriteString("<br>" + mermaidText(note))
			}
		}
		node := fmt.Sprintf(`%s%s"%s"%s`, ids[n.ID], shape[0], text.String(), shape[1])
		if n.Pump == "" {
			fmt.Fprintln(w, "  "+node)
			continue
		}
		if inside[n.Pump] == nil {
			pumps = append(pumps, n.Pump)
		}
		inside[n.Pump] = append(inside[n.Pump], node)
	}
	for i, pump := range pumps {
		fmt.Fprintf(w, "  subgraph p%d [\"pump %s\"]\n    %s\n  end\n", i+1, mermaidText(pump), strings.Join(inside[pump], "\n    "))
	}
	for _, e := range g.Edges {
		arrow := "-->"
		if e.Stopped {
			arrow = `-. "stopped" .->`
		}
		fmt.Fprintf(w, "  %s %s %s\n", ids[e.From], arrow, ids[e.To])
	}
}

// mermaidText keeps a text inside of its quotes.
func mermaidText(s string) string {
	return strings.NewReplacer("#", "#35;", `"`, "#quot;", "<", "#lt;", ">", "#gt;", "&", "#amp;", "`", "#96;").Replace(s)
}
